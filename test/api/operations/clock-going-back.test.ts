/** A clock that goes back while the service runs. */
import { ControlClient } from '../../support/control-client.ts';
import { metaOf, ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService } from '../../support/test-service.ts';
import { waitUntil } from '../../support/wait-until.ts';

test('a member is never modified before it was created, by whichever client', async () => {
  let now = Date.parse('2027-01-31T18:00:00Z');
  const service = await startTestService({ now: () => now, monotonicNow: () => performance.now() });
  try {
    const scim = new ScimClient(await service.addAccount({ id: 'acme' }));
    const { id, path, body } = await scim.create();
    now -= 3_600_000;
    const changed = await scim.patch(path, { op: 'replace', path: 'title', value: 'Dr' });
    expect(metaOf(changed.body)).toEqual({ ...metaOf(body), version: 'W/"2"' });
    const control = new ControlClient(service.url, await service.serviceToken());
    await control.expect(200, 'POST', '/accounts/acme/scim/disable', { members: 'deprovision' });
    const left = await waitUntil('the offboarding', 10_000, async () => {
      const member = await control.expect(200, 'GET', `/accounts/acme/members/${id}`);
      return member['active'] === false && member;
    });
    expect(left).toMatchObject({ version: 3, modifiedAt: left['createdAt'] });
  } finally {
    await service.stop();
  }
});

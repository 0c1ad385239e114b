/**
 * Cloudflare One as a SCIM client of applications: a closed beta that relays what the upstream provider
 * sent, so its updates come as PUT or PATCH and in anybody's spelling.
 */
import { CLOUDFLARE_PLAY } from '../../src/self-test/plays/cloudflare-play.ts';
import { CORE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const cloudflare = openTranscript('cloudflare', CLOUDFLARE_PLAY.headers);

const person = {
  schemas: [CORE_USER],
  userName: 'cleo@example.com',
  name: { givenName: 'Cleo', familyName: 'Flare' },
  emails: [{ value: 'cleo@example.com', type: 'work', primary: true }],
  active: true,
};

describe('Cloudflare', () => {
  test('creates a member on behalf of the upstream provider', async () => {
    const answer = await cloudflare.post('/Users', {
      ...person,
      externalId: 'cf-5501',
      displayName: 'Cleo Flare',
    });
    answer.is(201, { userName: 'cleo@example.com', externalId: 'cf-5501', displayName: 'Cleo Flare' });
    cloudflare.remember('Cleo', answer);
  });

  test('finds the member it may link to', async () => {
    const answer = await cloudflare.get(`/Users${where('userName eq "cleo@example.com"')}`);
    answer.lists([cloudflare.id('Cleo')]);
  });

  test('updates by replacing the resource', async () => {
    const answer = await cloudflare.put(cloudflare.path('Cleo'), {
      ...person,
      name: { givenName: 'Cleopatra', familyName: 'Flare' },
    });
    answer.is(200, { id: cloudflare.id('Cleo'), name: { givenName: 'Cleopatra', familyName: 'Flare' } });
  });

  test('updates by a PATCH with a capitalised operation', async () => {
    const answer = await cloudflare.patch(cloudflare.path('Cleo'), {
      op: 'Replace',
      path: 'name.givenName',
      value: 'Clio',
    });
    answer.is(200, { name: { givenName: 'Clio', familyName: 'Flare' } });
  });

  test('deactivates a leaver when it is set to deactivate on delete', async () => {
    const answer = await cloudflare.patch(cloudflare.path('Cleo'), {
      op: 'replace',
      value: { active: false },
    });
    answer.is(200, { active: false });
    (await cloudflare.get(cloudflare.path('Cleo'))).is(200, { active: false, userName: 'cleo@example.com' });
  });

  test('deletes a leaver when it is set to propagate deletes', async () => {
    (await cloudflare.delete(cloudflare.path('Cleo'))).is(204);
    await cloudflare.expectGone('Cleo', 'cleo@example.com');
  });

  test('makes events of one life, each step once', async () => {
    expect(await cloudflare.histories()).toEqual({
      Cleo: ['provisioned', 'updated', 'updated', 'deprovisioned: deactivated', 'deleted'],
    });
  });
});

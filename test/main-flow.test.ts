import { useTestService } from './support/suite.ts';

const service = useTestService();

const AN_INVITEE = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Example' },
  emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
  active: true,
};

test('a person is invited, updated, signed out, brought back and removed, and the main app reads it in order', async () => {
  const { accountId, baseUrl, token } = await service.addAccount({ identityProvider: 'okta' });
  const send = (method: string, path: string, body?: object) =>
    fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  const created = await send('POST', '/Users', AN_INVITEE);
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  expect(created.headers.get('location')).toBe(`${baseUrl}/Users/${id}`);
  expect(created.headers.get('content-type')).toBe('application/scim+json');

  expect((await send('PUT', `/Users/${id}`, { ...AN_INVITEE, title: 'Lead' })).status).toBe(200);
  expect((await send('PUT', `/Users/${id}`, { ...AN_INVITEE, title: 'Lead' })).status).toBe(200);
  const flip = (active: boolean) => ({ Operations: [{ op: 'replace', path: 'active', value: active }] });
  expect((await send('PATCH', `/Users/${id}`, flip(false))).status).toBe(200);
  expect((await send('PATCH', `/Users/${id}`, flip(true))).status).toBe(200);
  expect((await send('DELETE', `/Users/${id}`)).status).toBe(204);
  expect((await send('GET', `/Users/${id}`)).status).toBe(404);

  const events = await service.memberEvents(accountId);
  expect(events.map(event => [event.type, event.data.reason])).toEqual([
    ['team_member.provisioned', undefined],
    ['team_member.updated', undefined],
    ['team_member.deprovisioned', 'deactivated'],
    ['team_member.reactivated', undefined],
    ['team_member.deprovisioned', 'deleted'],
    ['team_member.deleted', 'deleted'],
  ]);
  expect(events[1]?.data).toMatchObject({ changed: ['title'], previous: { title: null } });
  const sequences = (await service.events(accountId)).map(event => Number(event.sequence));
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
});

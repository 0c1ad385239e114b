/** Rippling's custom SCIM app, as third-party guides describe it. */
import { RIPPLING_PLAY } from '../../src/self-test/plays/rippling-play.ts';
import { CORE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const rippling = openTranscript('rippling', RIPPLING_PLAY.headers);

/** The attributes an administrator can tick; the e-mail has no type. */
const employee = (givenName: string) => ({
  schemas: [CORE_USER],
  externalId: 'rip-7781',
  userName: 'rita@example.com',
  name: { givenName, familyName: 'Pling' },
  emails: [{ value: 'rita@example.com', primary: true }],
  active: true,
});

describe('Rippling', () => {
  test('reads what the service supports', async () => {
    const answer = await rippling.get('/ServiceProviderConfig');
    answer.is(200, { patch: { supported: true }, filter: { supported: true } });
  });

  test('pages through the members to match them with its own people', async () => {
    (await rippling.get('/Users?startIndex=1&count=100')).listsNobody();
  });

  test('creates a member whose e-mail has no type', async () => {
    const answer = await rippling.post('/Users', employee('Rita'));
    answer.is(201, { externalId: 'rip-7781', emails: [{ value: 'rita@example.com', primary: true }] });
    rippling.remember('Rita', answer);
  });

  test('updates by replacing the resource', async () => {
    const answer = await rippling.put(rippling.path('Rita'), employee('Margarita'));
    answer.is(200, { id: rippling.id('Rita'), name: { givenName: 'Margarita', familyName: 'Pling' } });
  });

  test('suspends a member', async () => {
    const answer = await rippling.patch(rippling.path('Rita'), {
      op: 'replace',
      path: 'active',
      value: false,
    });
    answer.is(200, { active: false });
  });

  test('a create repeated by its retry is refused and changes nothing', async () => {
    (await rippling.post('/Users', employee('Rita'))).refusesAsTaken();
    const answer = await rippling.get(`/Users${where('userName eq "rita@example.com"')}`);
    answer.lists([rippling.id('Rita')]);
    (await rippling.get(rippling.path('Rita'))).is(200, { active: false, name: { givenName: 'Margarita' } });
  });

  test('deletes a member', async () => {
    (await rippling.delete(rippling.path('Rita'))).is(204);
    await rippling.expectGone('Rita', 'rita@example.com');
  });

  test('makes events of one life, and none of the refused create', async () => {
    expect(await rippling.histories()).toEqual({
      Rita: ['provisioned', 'updated', 'deprovisioned: deactivated', 'deleted'],
    });
  });
});

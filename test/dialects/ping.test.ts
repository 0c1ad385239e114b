/** PingOne and PingFederate: the lookup filter is typed by the administrator, after examples in odd spelling. */
import { PING_PLAY } from '../../src/self-test/plays/ping-play.ts';
import { CORE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const ping = openTranscript('ping', PING_PLAY.headers);

const user = (userName: string, givenName: string, familyName: string, active: boolean) => ({
  schemas: [CORE_USER],
  userName,
  name: { givenName, familyName },
  emails: [{ type: 'work', value: userName, primary: true }],
  active,
});

const lookups = [
  ['a lower-case attribute and a capitalised operator', 'username Eq "petra@example.com"'],
  ['the default filter', 'userName eq "petra@example.com"'],
  ['"contains" on an e-mail attribute that SCIM does not know', 'email Co "petra@example.com"'],
  ['the work e-mail', 'emails[type eq "work"].value eq "petra@example.com"'],
] as const;

describe('Ping', () => {
  test.each(lookups)('finds no member by %s before it exists', async (_name, filter) => {
    (await ping.get(`/Users${where(filter)}`)).listsNobody();
  });

  test('creates a member', async () => {
    const answer = await ping.post('/Users', user('petra@example.com', 'Petra', 'Smith', true));
    answer.is(201, { userName: 'petra@example.com', active: true });
    ping.remember('Petra', answer);
  });

  test.each(lookups)('finds the member by %s', async (_name, filter) => {
    (await ping.get(`/Users${where(filter)}`)).lists([ping.id('Petra')]);
  });

  test('updates by a PUT that repeats the id', async () => {
    const answer = await ping.put(ping.path('Petra'), {
      ...user('petra@example.com', 'Pet', 'Smith', true),
      id: ping.id('Petra'),
    });
    answer.is(200, { id: ping.id('Petra'), name: { givenName: 'Pet', familyName: 'Smith' } });
  });

  test('disables a member when its remove action is Disable', async () => {
    const answer = await ping.put(ping.path('Petra'), {
      ...user('petra@example.com', 'Petra', 'Smith', false),
      id: ping.id('Petra'),
    });
    answer.is(200, { active: false, name: { givenName: 'Petra' } });
    (await ping.get(ping.path('Petra'))).is(200, { active: false });
  });

  test('enables the member again', async () => {
    const answer = await ping.put(ping.path('Petra'), {
      ...user('petra@example.com', 'Petra', 'Smith', true),
      id: ping.id('Petra'),
    });
    answer.is(200, { id: ping.id('Petra'), active: true });
  });

  test('provisions a user who is disabled already', async () => {
    const answer = await ping.post('/Users', user('dora@example.com', 'Dora', 'Lee', false));
    answer.is(201, { userName: 'dora@example.com', active: false });
    ping.remember('Dora', answer);
  });

  test('deletes a member when its remove action is Delete', async () => {
    (await ping.delete(ping.path('Petra'))).is(204);
    await ping.expectGone('Petra', 'petra@example.com');
  });

  test('deletes the member who was never active', async () => {
    (await ping.delete(ping.path('Dora'))).is(204);
    await ping.expectGone('Dora', 'dora@example.com');
  });

  test('lets the main app invite only the active member, and end only her sessions', async () => {
    expect(await ping.histories()).toEqual({
      Petra: [
        'provisioned',
        'updated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deleted',
        'deleted',
      ],
      Dora: ['staged', 'deleted'],
    });
  });

  test('one event names the disabling and lists the name that moved with it', async () => {
    const [, , disabled] = await ping.eventsAbout('Petra');
    expect(disabled?.data.previous).toEqual({ active: true, 'name.givenName': 'Pet' });
  });
});

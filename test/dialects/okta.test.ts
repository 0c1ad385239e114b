/**
 * Okta: integrations made by the App Integration Wizard send every change as a PUT of the whole resource,
 * catalogue templates send PATCH without a path. Okta itself never deletes a user.
 */
import { OKTA_PLAY } from '../../src/self-test/plays/okta-play.ts';
import { CORE_GROUP, CORE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const okta = openTranscript('okta', OKTA_PLAY.headers);

const PAGE = { startIndex: '1', count: '100' };
const lookup = (filter: string) => okta.get(`/Users${where(filter, PAGE)}`);

const assigned = (userName: string, externalId: string, name: Readonly<Record<string, string>>) => ({
  schemas: [CORE_USER],
  userName,
  name,
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Otto Kta',
  locale: 'en-US',
  externalId,
  groups: [],
  password: '1mz050nq',
  active: true,
});

const otto = assigned('otto@example.com', '00ujl29u0otto', { givenName: 'Otto', familyName: 'Kta' });

/** What Okta sends back after reading a member: read-only attributes, dates of its own and a password included. */
const whole = (userName: string, active: boolean, email: Readonly<Record<string, string>> = {}) => ({
  schemas: [CORE_USER],
  id: okta.id('Otto'),
  externalId: '00ujl29u0otto',
  meta: {
    resourceType: 'User',
    created: '04-12-2018 00:00:00',
    lastModified: '04-12-2018 00:00:00',
    version: 'v1.0',
  },
  userName,
  name: { givenName: 'Ottokar', middleName: 'Excited', familyName: 'Kta' },
  emails: [{ primary: true, value: userName, type: 'work', ...email }],
  displayName: 'Ottokar Kta',
  locale: 'en_US',
  active,
  password: 'TkdFNVdIVkxhM2c9',
  groups: [],
});

describe('Okta tests the connector', () => {
  test('reads two members, and the counts are numbers', async () => {
    const answer = await okta.get('/Users?startIndex=1&count=2');
    answer.listsNobody().is(200, { startIndex: 1, itemsPerPage: expect.any(Number) });
  });

  test('reads an empty list of groups', async () => {
    (await okta.get('/Groups?startIndex=1&count=100')).listsNobody();
  });

  test('a wrong token is refused', async () => {
    const headers = { Authorization: `Bearer wrong-${okta.account.token}` };
    (await okta.get('/Users?startIndex=1&count=2', headers)).refuses(401);
  });

  test('the Header Auth template sends the token without the word Bearer', async () => {
    (await okta.get('/Users?startIndex=1&count=2', { Authorization: okta.account.token })).listsNobody();
  });

  test('reads what the service supports, though Okta does not ask', async () => {
    (await okta.get('/ServiceProviderConfig')).is(200, { patch: { supported: true } });
  });
});

describe('Okta looks for a person it is about to assign', () => {
  test('another member of the account has no e-mails at all', async () => {
    const answer = await okta.post('/Users', {
      schemas: [CORE_USER],
      userName: 'nomail@example.com',
      name: { givenName: 'No', familyName: 'Mail' },
      active: true,
    });
    answer.is(201, { userName: 'nomail@example.com' });
    okta.remember('Nomail', answer);
  });

  test.each([
    ['%20', 'filter=userName%20eq%20%22otto%40example.com%22&startIndex=1&count=100'],
    ['a plus', 'filter=userName+eq+%22otto%40example.com%22&startIndex=1&count=100'],
  ])('finds nobody with spaces sent as %s', async (_encoding, query) => {
    (await okta.get(`/Users?${query}`)).listsNobody();
  });

  test.each([
    'userName eq "otto@example.com"',
    'email eq "otto@example.com"',
    'emails eq "otto@example.com"',
    'emails.value eq "otto@example.com"',
    'emails[type eq "work"].value eq "otto@example.com"',
    'externalId eq "00ujl29u0otto"',
  ])('finds nobody by %s', async filter => {
    (await lookup(filter)).listsNobody();
  });
});

describe('Okta assigns', () => {
  test('creates a member and gets it back whole, without the password', async () => {
    const answer = await okta.post('/Users', otto);
    answer
      .is(201, {
        schemas: [CORE_USER],
        userName: 'otto@example.com',
        name: { givenName: 'Otto', familyName: 'Kta' },
        emails: [{ value: 'otto@example.com', type: 'work', primary: true }],
        displayName: 'Otto Kta',
        active: true,
        externalId: '00ujl29u0otto',
      })
      .lacks('password', 'groups');
    okta.remember('Otto', answer);
  });

  test('creating the same member again is refused as taken', async () => {
    (await okta.post('/Users', otto)).refusesAsTaken();
  });

  test('finds the member by the userName in capitals', async () => {
    (await okta.get(`/Users${where('userName eq "OTTO@EXAMPLE.COM"')}`)).lists([okta.id('Otto')]);
  });

  test.each([
    'email eq "otto@example.com"',
    'emails.value eq "otto@example.com"',
    'emails eq "otto@example.com"',
    'emails[type eq "work"].value eq "otto@example.com"',
    'externalId eq "00ujl29u0otto"',
  ])('finds only the member by %s', async filter => {
    (await lookup(filter)).lists([okta.id('Otto')]);
  });

  test('finds the member by id', async () => {
    (await lookup(`id eq "${okta.id('Otto')}"`)).lists([okta.id('Otto')]);
  });

  test('reads the member', async () => {
    const answer = await okta.get(okta.path('Otto'));
    answer.is(200, { id: okta.id('Otto'), userName: 'otto@example.com', active: true });
    answer.is(200, { meta: { resourceType: 'User' } });
  });

  test('reading an unknown member answers 404', async () => {
    (await okta.get('/Users/010101001010101011001010101011')).refuses(404);
  });
});

describe('Okta imports', () => {
  test('the first page holds all members', async () => {
    const answer = await okta.get('/Users?startIndex=1&count=100');
    answer.lists([okta.id('Otto'), okta.id('Nomail')]).is(200, { startIndex: 1, itemsPerPage: 2 });
  });

  test('a page past the end is empty and still has the total', async () => {
    (await okta.get('/Users?startIndex=100001&count=100')).lists([], 2);
  });
});

describe('Okta updates through PUT', () => {
  test('reads the member first', async () => {
    (await okta.get(okta.path('Otto'))).is(200, { id: okta.id('Otto') });
  });

  test('sends the whole resource back, with dates of any format', async () => {
    const email = { display: 'otto@example.com' };
    const answer = await okta.put(okta.path('Otto'), whole('otto@example.com', true, email));
    answer
      .is(200, {
        id: okta.id('Otto'),
        name: { givenName: 'Ottokar', middleName: 'Excited', familyName: 'Kta' },
        displayName: 'Ottokar Kta',
        active: true,
      })
      .lacks('password', 'groups');
    expect(answer.text).not.toContain('04-12-2018');
  });

  test('sending the same once more changes nothing', async () => {
    const before = await okta.get(okta.path('Otto'));
    const email = { display: 'otto@example.com' };
    const answer = await okta.put(okta.path('Otto'), whole('otto@example.com', true, email));
    answer.is(200);
    expect(answer.version).toEqual(before.version);
  });

  test('renames the member under the same id', async () => {
    const answer = await okta.put(okta.path('Otto'), whole('otto.new@example.com', true));
    answer.is(200, { id: okta.id('Otto'), userName: 'otto.new@example.com' });
    (await lookup('userName eq "otto@example.com"')).listsNobody();
  });

  test('deactivates the member', async () => {
    const answer = await okta.put(okta.path('Otto'), whole('otto.new@example.com', false));
    answer.is(200, { id: okta.id('Otto'), active: false });
  });

  test('the inactive member stays readable', async () => {
    (await okta.get(okta.path('Otto'))).is(200, { id: okta.id('Otto'), active: false });
  });

  test('the inactive member is found when the person is assigned again', async () => {
    (await lookup('userName eq "otto.new@example.com"')).lists([okta.id('Otto')]);
  });

  test('reactivates the member', async () => {
    const answer = await okta.put(okta.path('Otto'), whole('otto.new@example.com', true));
    answer.is(200, { id: okta.id('Otto'), active: true });
  });
});

describe('Okta updates through PATCH without a path', () => {
  test('deactivates the member', async () => {
    const answer = await okta.patch(okta.path('Otto'), { op: 'replace', value: { active: false } });
    answer.is(200, { id: okta.id('Otto'), active: false });
  });

  test('reactivates the member', async () => {
    const answer = await okta.patch(okta.path('Otto'), { op: 'replace', value: { active: true } });
    answer.is(200, { id: okta.id('Otto'), active: true });
  });

  test('a synced password is accepted and dropped', async () => {
    const before = await okta.get(okta.path('Otto'));
    const answer = await okta.patch(okta.path('Otto'), { op: 'replace', value: { password: 'Sunny-2291!' } });
    answer.is(200, { id: okta.id('Otto') }).lacks('password');
    expect(answer.version).toEqual(before.version);
  });
});

describe('Okta and plus-addresses', () => {
  test('creates a member whose userName has a plus', async () => {
    const name = { givenName: 'Ami', familyName: "O'Brien" };
    const answer = await okta.post('/Users', assigned('ami+cio@example.com', '00uplus0ami', name));
    answer.is(201, { userName: 'ami+cio@example.com', name });
    okta.remember('Ami', answer);
  });

  test('finds that member by a plus sent as %2B', async () => {
    const query = 'filter=userName+eq+%22ami%2Bcio%40example.com%22&startIndex=1&count=100';
    (await okta.get(`/Users?${query}`)).lists([okta.id('Ami')]);
  });
});

describe('Okta pushes a group', () => {
  test('finds none of that name', async () => {
    (await okta.get(`/Groups${where('displayName eq "Rollcall Admins"', PAGE)}`)).listsNobody();
  });

  test('its creation is refused', async () => {
    const group = { schemas: [CORE_GROUP], displayName: 'Rollcall Admins', members: [] };
    (await okta.post('/Groups', group)).refusesGroups();
  });
});

describe('An administrator cleans up after Okta', () => {
  test.each([
    ['Nomail', 'nomail@example.com'],
    ['Ami', 'ami+cio@example.com'],
    ['Otto', 'otto.new@example.com'],
  ])('deletes %s', async (name, userName) => {
    (await okta.delete(okta.path(name))).is(204);
    await okta.expectGone(name, userName);
  });
});

describe('Okta, as the main app sees it', () => {
  test('each member has one life, without the refused and the empty requests', async () => {
    expect(await okta.histories()).toEqual({
      Nomail: ['provisioned', 'deprovisioned: deleted', 'deleted'],
      Otto: [
        'provisioned',
        'updated',
        'updated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deleted',
        'deleted',
      ],
      Ami: ['provisioned', 'deprovisioned: deleted', 'deleted'],
    });
  });

  test('no event carries a password that Okta sent', async () => {
    const events = JSON.stringify(await okta.eventsAbout('Otto'));
    for (const password of [otto.password, 'TkdFNVdIVkxhM2c9', 'Sunny-2291!']) {
      expect(events).not.toContain(password);
    }
  });
});

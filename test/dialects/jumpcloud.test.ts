/**
 * JumpCloud custom SCIM: a connection test that creates, updates and deletes a person, then updates by PUT
 * alone. Bodies are captured ones; an attribute left out of the mapping arrives as null.
 */
import { JUMPCLOUD_PLAY } from '../../src/self-test/plays/jumpcloud-play.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const jumpcloud = openTranscript('jumpcloud', JUMPCLOUD_PLAY.headers);

const lookup = (userName: string) => jumpcloud.get(`/Users${where(`userName eq "${userName}"`)}`);

describe('JumpCloud tests the connection', () => {
  const userName = 'rollcall.trial@example.io';

  /** The mapping of our set-up guide: userName and names, e-mails excluded. */
  const guideMapping = (active: boolean) => ({
    active,
    emails: null,
    name: { familyName: 'lastname', givenName: 'firstname' },
    schemas: [CORE_USER],
    userName,
  });

  test('the test person must not exist yet', async () => {
    (await lookup(userName)).listsNobody();
  });

  test('creates the test person with its default mapping', async () => {
    const answer = await jumpcloud.post('/Users', {
      active: true,
      addresses: [
        {
          country: 'US',
          locality: 'locality',
          postalCode: '80027',
          primary: true,
          region: 'region',
          streetAddress: 'street-address',
          type: 'work',
        },
      ],
      displayName: 'displayname',
      emails: [{ primary: true, type: 'work', value: userName }],
      externalId: '66e2d689590450d073d2df3b',
      locale: 'en-US',
      name: { familyName: 'lastname', givenName: 'firstname' },
      phoneNumbers: [{ primary: true, type: 'work', value: 'tel:+1-555-555-5555' }],
      preferredLanguage: 'en-US',
      schemas: [CORE_USER, ENTERPRISE_USER],
      userName,
    });
    answer.is(201, {
      userName,
      active: true,
      name: { givenName: 'firstname', familyName: 'lastname' },
      phoneNumbers: [{ value: 'tel:+1-555-555-5555' }],
    });
    jumpcloud.remember('test person', answer);
  });

  test('updates the test person with e-mails that are null, which unassigns them', async () => {
    const id = jumpcloud.id('test person');
    const answer = await jumpcloud.put(`/Users/${id}`, { ...guideMapping(true), id });
    answer.is(200, { id, userName, active: true }).lacks('emails');
  });

  test('a test group is refused while group management is still on', async () => {
    const answer = await jumpcloud.post('/Groups', {
      schemas: [CORE_GROUP],
      displayName: 'rollcall-trial-group',
      members: [{ value: jumpcloud.id('test person') }],
    });
    answer.refusesGroups();
  });

  test('looking for the test group is refused too', async () => {
    (await jumpcloud.get(`/Groups${where('displayName eq "rollcall-trial-group"')}`)).refusesGroups();
  });

  test('deactivates the test person', async () => {
    const id = jumpcloud.id('test person');
    (await jumpcloud.put(`/Users/${id}`, { ...guideMapping(false), id })).is(200, { id, active: false });
  });

  test('deletes the test person', async () => {
    (await jumpcloud.delete(jumpcloud.path('test person'))).is(204);
  });

  test('the test person is gone and the userName is free', async () => {
    (await jumpcloud.get(jumpcloud.path('test person'))).refuses(404);
    (await lookup(userName)).listsNobody();
  });

  test('the test can be repeated at once with the same e-mail, now under the mapping of our guide', async () => {
    const answer = await jumpcloud.post('/Users', guideMapping(true));
    answer.is(201, { userName, active: true }).lacks('emails');
    expect(answer.id).not.toBe(jumpcloud.id('test person'));
    jumpcloud.remember('second test person', answer);
  });

  test('and deleted again', async () => {
    (await jumpcloud.delete(jumpcloud.path('second test person'))).is(204);
    await jumpcloud.expectGone('second test person', userName);
  });
});

describe('JumpCloud syncs', () => {
  /** The captured update: the extension's URN comes first, a photo has no type, the e-mail is an alias. */
  const captain = (userName: string, active: boolean) => ({
    active,
    addresses: [],
    displayName: 'John Doe',
    emails: [{ primary: true, type: 'work', value: 'john.alias@example.io' }],
    externalId: '664447f5c0c418f2d05e5318',
    id: jumpcloud.id('John'),
    locale: 'en-US',
    name: { familyName: 'Doe', givenName: 'John' },
    phoneNumbers: [],
    photos: [{ value: 'https://img.example.com/2a27d237-db8c-4f82-84fb-5824dfaedc87.png' }],
    preferredLanguage: 'en-US',
    schemas: [ENTERPRISE_USER, CORE_USER],
    title: 'Captain',
    [ENTERPRISE_USER]: { department: 'C-Suite' },
    userName,
  });

  test('looks a person up before creating them', async () => {
    (await lookup('john@example.com')).listsNobody();
  });

  test('a manual import reads an empty directory', async () => {
    (await jumpcloud.get('/Users?startIndex=1&count=100')).listsNobody();
  });

  test('creates a person, with empty arrays for what is unset', async () => {
    const answer = await jumpcloud.post('/Users', {
      active: true,
      addresses: [],
      displayName: 'John Doe',
      emails: [{ primary: true, type: 'work', value: 'john@example.com' }],
      externalId: '664447f5c0c418f2d05e5318',
      locale: 'en-US',
      name: { familyName: 'Doe', givenName: 'John' },
      phoneNumbers: [],
      preferredLanguage: 'en-US',
      schemas: [CORE_USER, ENTERPRISE_USER],
      userName: 'john@example.com',
    });
    answer.is(201, { userName: 'john@example.com', active: true });
    jumpcloud.remember('John', answer);
  });

  test('updates the whole person, whose e-mail is no longer the userName', async () => {
    const answer = await jumpcloud.put(jumpcloud.path('John'), captain('john@example.com', true));
    answer.is(200, {
      id: jumpcloud.id('John'),
      userName: 'john@example.com',
      name: { givenName: 'John', familyName: 'Doe' },
      active: true,
      title: 'Captain',
      emails: [{ value: 'john.alias@example.io' }],
      photos: [{ value: 'https://img.example.com/2a27d237-db8c-4f82-84fb-5824dfaedc87.png' }],
      [ENTERPRISE_USER]: { department: 'C-Suite' },
    });
  });

  test('a create with the same userName in capitals is refused', async () => {
    const answer = await jumpcloud.post('/Users', {
      active: true,
      name: { familyName: 'Doe', givenName: 'John' },
      emails: null,
      schemas: [CORE_USER],
      userName: 'JOHN@example.com',
    });
    answer.refusesAsTaken();
  });

  test('renames the person under the same id', async () => {
    const answer = await jumpcloud.put(jumpcloud.path('John'), captain('john.doe@example.com', true));
    answer.is(200, { id: jumpcloud.id('John'), userName: 'john.doe@example.com' });
    (await lookup('john@example.com')).listsNobody();
  });

  test('deactivates the person by PUT', async () => {
    const answer = await jumpcloud.put(jumpcloud.path('John'), captain('john.doe@example.com', false));
    answer.is(200, { id: jumpcloud.id('John'), active: false });
  });

  test('deactivating once more, by PATCH, changes nothing', async () => {
    const before = await jumpcloud.get(jumpcloud.path('John'));
    const answer = await jumpcloud.patch(jumpcloud.path('John'), {
      op: 'replace',
      path: 'active',
      value: false,
    });
    answer.is(200, { active: false });
    expect(answer.version).toEqual(before.version);
  });

  test('finds the inactive person before reactivating them', async () => {
    (await lookup('john.doe@example.com')).lists([jumpcloud.id('John')]);
  });

  test('reactivates the person', async () => {
    const answer = await jumpcloud.put(jumpcloud.path('John'), captain('john.doe@example.com', true));
    answer.is(200, { id: jumpcloud.id('John'), active: true });
  });

  test('deletes the person', async () => {
    (await jumpcloud.delete(jumpcloud.path('John'))).is(204);
  });

  test('deleting once more answers 404, and the userName is free', async () => {
    (await jumpcloud.delete(jumpcloud.path('John'))).refuses(404);
    await jumpcloud.expectGone('John', 'john.doe@example.com');
  });
});

describe('JumpCloud, as the main app sees it', () => {
  test('each member has one life, without the refused and the empty requests', async () => {
    expect(await jumpcloud.histories()).toEqual({
      'test person': ['provisioned', 'updated', 'deprovisioned: deactivated', 'deleted'],
      'second test person': ['provisioned', 'deprovisioned: deleted', 'deleted'],
      John: [
        'provisioned',
        'updated',
        'updated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deleted',
        'deleted',
      ],
    });
  });

  test('a member without e-mails is reached under the userName', async () => {
    const [provisioned] = await jumpcloud.eventsAbout('second test person');
    expect(provisioned?.data.member).toMatchObject({ email: 'rollcall.trial@example.io' });
  });

  test('the rename names the old userName and nothing else', async () => {
    const [, , renamed] = await jumpcloud.eventsAbout('John');
    expect(renamed?.data.previous).toEqual({ userName: 'john@example.com' });
  });
});

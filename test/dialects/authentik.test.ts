/**
 * authentik's outbound provider: it creates without a lookup, recovers from a 409 by adopting the first
 * member its filter finds, updates by PUT alone and pushes groups whether they are wanted or not.
 */
import { AUTHENTIK_PLAY } from '../../src/self-test/plays/authentik-play.ts';
import { CORE_GROUP, CORE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const authentik = openTranscript('authentik', AUTHENTIK_PLAY.headers);

/** Its e-mails have the type "other". */
const jane = {
  schemas: [CORE_USER],
  active: true,
  emails: [{ primary: true, type: 'other', value: 'jane@example.com' }],
  externalId: 'ak-uid-4402',
  name: { familyName: 'Doe', formatted: 'Jane Doe', givenName: 'Jane' },
  displayName: 'Jane Doe',
  userName: 'jane@example.com',
};

const replaceJane = (changes: Readonly<Record<string, unknown>>) =>
  authentik.put(authentik.path('Jane'), { ...jane, ...changes, id: authentik.id('Jane') });

describe('authentik', () => {
  test('learns at each start what the service supports', async () => {
    const answer = await authentik.get('/ServiceProviderConfig');
    answer.is(200, {
      patch: { supported: true },
      filter: { supported: true },
      bulk: { supported: expect.any(Boolean) },
    });
  });

  test('lists the members it may adopt', async () => {
    (await authentik.get('/Users')).listsNobody();
  });

  test('creates a member without looking first', async () => {
    const answer = await authentik.post('/Users', jane);
    answer.is(201, { userName: 'jane@example.com', externalId: 'ak-uid-4402', displayName: 'Jane Doe' });
    authentik.remember('Jane', answer);
  });

  test('creating the same member again is refused as taken, which starts its recovery', async () => {
    (await authentik.post('/Users', jane)).refusesAsTaken();
  });

  test('the unquoted lookup of older releases finds that member or is refused as a filter', async () => {
    const answer = await authentik.get(`/Users${where('userName eq jane@example.com')}`);
    if (answer.status === 200) answer.lists([authentik.id('Jane')]);
    else answer.refuses(400, /./, 'invalidFilter');
  });

  test('the quoted lookup finds the one member it then adopts', async () => {
    const answer = await authentik.get(`/Users${where('userName eq "jane@example.com"')}`);
    answer.lists([authentik.id('Jane')]);
  });

  test('updates by a PUT that repeats the id', async () => {
    const answer = await replaceJane({
      name: { familyName: 'Roe', formatted: 'Jane Roe', givenName: 'Jane' },
    });
    answer.is(200, { id: authentik.id('Jane'), name: { familyName: 'Roe', formatted: 'Jane Roe' } });
  });

  test('deactivates a member, who stays readable', async () => {
    (await replaceJane({ active: false })).is(200, { active: false, name: { familyName: 'Doe' } });
    (await authentik.get(authentik.path('Jane'))).is(200, { active: false });
  });

  test('reactivates the member', async () => {
    (await replaceJane({})).is(200, { id: authentik.id('Jane'), active: true });
  });

  test('renames the member under the same id', async () => {
    const answer = await replaceJane({ userName: 'jane.new@example.com' });
    answer.is(200, { id: authentik.id('Jane'), userName: 'jane.new@example.com' });
    (await authentik.get(`/Users${where('userName eq "jane@example.com"')}`)).listsNobody();
  });

  test('a pushed group is refused while its list of groups stays empty', async () => {
    const group = { schemas: [CORE_GROUP], externalId: 'ak-grp-12', displayName: 'authentik Admins' };
    (await authentik.post('/Groups', group)).refusesGroups();
    (await authentik.get('/Groups')).listsNobody();
  });

  test('deletes a member and gets an empty answer', async () => {
    (await authentik.delete(authentik.path('Jane'))).is(204);
    await authentik.expectGone('Jane', 'jane.new@example.com');
  });

  test('a PUT to the deleted member answers 404, on which it creates anew', async () => {
    (await replaceJane({})).refuses(404);
  });

  test('makes events of one life, and none of the refused requests', async () => {
    expect(await authentik.histories()).toEqual({
      Jane: [
        'provisioned',
        'updated',
        'deprovisioned: deactivated',
        'reactivated',
        'updated',
        'deprovisioned: deleted',
        'deleted',
      ],
    });
  });
});

/** OneLogin: an empty User-Agent, and a body that is whatever the administrator typed into the JSON template. */
import { ONELOGIN_PLAY } from '../../src/self-test/plays/onelogin-play.ts';
import { CORE_USER, ENTERPRISE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const onelogin = openTranscript('onelogin', ONELOGIN_PLAY.headers);

const template = (userName: string, familyName: string) => ({
  schemas: [CORE_USER],
  userName,
  name: { givenName: 'Kelly', familyName },
  emails: [{ value: 'kelly@example.com', type: 'work', primary: true }],
  displayName: 'Kelly Slater',
});

describe('OneLogin', () => {
  test('enables the API by looking for a person known not to exist', async () => {
    (await onelogin.get(`/Users${where('userName eq "onelogin-nobody-31"')}`)).listsNobody();
  });

  test('looks a member up before creating it', async () => {
    (await onelogin.get(`/Users${where('userName eq "kelly@example.com"')}`)).listsNobody();
  });

  test('a template without active creates an active member and gets both names back', async () => {
    const answer = await onelogin.post('/Users', template('kelly@example.com', 'Slater'));
    answer.is(201, {
      userName: 'kelly@example.com',
      name: { givenName: 'Kelly', familyName: 'Slater' },
      active: true,
    });
    onelogin.remember('Kelly', answer);
  });

  test('a careless template creates a member: null id, active as text, an undeclared and hollow extension', async () => {
    const answer = await onelogin.post('/Users', {
      schemas: [CORE_USER],
      id: null,
      userName: 'bo@example.com',
      active: 'true',
      emails: [{ value: 'bo@example.com', type: 'work', primary: true }],
      meta: { resourceType: 'User' },
      name: { familyName: 'Lee', givenName: 'Bo', formatted: 'Bo Lee' },
      [ENTERPRISE_USER]: { department: '', manager: { managerId: '', displayName: ' ' } },
    });
    answer.is(201, {
      userName: 'bo@example.com',
      active: true,
      name: { givenName: 'Bo', familyName: 'Lee' },
    });
    onelogin.remember('Bo', answer);
  });

  test('reads a member by id', async () => {
    (await onelogin.get(onelogin.path('Kelly'))).is(200, { id: onelogin.id('Kelly') });
  });

  test('updates by replacing the resource', async () => {
    const answer = await onelogin.put(onelogin.path('Kelly'), {
      ...template('kelly@example.com', 'Slater-Smith'),
      active: true,
    });
    answer.is(200, { name: { givenName: 'Kelly', familyName: 'Slater-Smith' } });
  });

  test('renames a member under the same id', async () => {
    const answer = await onelogin.put(onelogin.path('Kelly'), {
      ...template('kelly.new@example.com', 'Slater'),
      active: true,
    });
    answer.is(200, { id: onelogin.id('Kelly'), userName: 'kelly.new@example.com' });
  });

  test('suspends a member, who stays readable', async () => {
    const answer = await onelogin.put(onelogin.path('Kelly'), {
      ...template('kelly.new@example.com', 'Slater'),
      active: false,
    });
    answer.is(200, { active: false });
    (await onelogin.get(onelogin.path('Kelly'))).is(200, { active: false });
  });

  test('lifts the suspension', async () => {
    const answer = await onelogin.put(onelogin.path('Kelly'), {
      ...template('kelly.new@example.com', 'Slater'),
      active: true,
    });
    answer.is(200, { active: true });
  });

  test('creating a person who exists already is refused', async () => {
    (await onelogin.post('/Users', template('kelly.new@example.com', 'Slater'))).refusesAsTaken();
  });

  test('refreshing entitlements finds no group to map', async () => {
    (await onelogin.get('/Groups')).listsNobody();
  });

  test('deletes a member', async () => {
    (await onelogin.delete(onelogin.path('Kelly'))).is(204);
    await onelogin.expectGone('Kelly', 'kelly.new@example.com');
  });

  test('deletes the other member', async () => {
    (await onelogin.delete(onelogin.path('Bo'))).is(204);
    await onelogin.expectGone('Bo', 'bo@example.com');
  });

  test('makes events of both lives, and none of the refused create', async () => {
    expect(await onelogin.histories()).toEqual({
      Kelly: [
        'provisioned',
        'updated',
        'updated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deleted',
        'deleted',
      ],
      Bo: ['provisioned', 'deprovisioned: deleted', 'deleted'],
    });
  });
});

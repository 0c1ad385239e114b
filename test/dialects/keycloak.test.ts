/**
 * The keycloak-scim extension: it creates without a lookup, its userName is often no e-mail, and it reads id,
 * userName, displayName and active of each answer without asking whether they are there.
 */
import { KEYCLOAK_PLAY } from '../../src/self-test/plays/keycloak-play.ts';
import { CORE_USER, openTranscript } from '../support/scim/transcript.ts';

const keycloak = openTranscript('keycloak', KEYCLOAK_PLAY.headers);

const representation = (displayName: string, active: boolean) => ({
  schemas: [CORE_USER],
  externalId: '5f0c77aa-1111-2222-3333-444444444444',
  userName: 'kcloak',
  displayName,
  name: { givenName: 'Kay', familyName: 'Cloak' },
  emails: [{ value: 'kay@example.com' }],
  active,
  roles: [],
});

const withId = (displayName: string, active: boolean) => ({
  ...representation(displayName, active),
  id: keycloak.id('Kay'),
});

describe('Keycloak', () => {
  test('gets back the four attributes it reads blindly when it creates a member', async () => {
    const answer = await keycloak.post('/Users', representation('Kay Cloak', true));
    answer
      .is(201, {
        userName: 'kcloak',
        displayName: 'Kay Cloak',
        active: true,
        emails: [{ value: 'kay@example.com' }],
      })
      .lacks('roles');
    keycloak.remember('Kay', answer);
  });

  test('a second create of the same user is refused', async () => {
    (await keycloak.post('/Users', representation('Kay Cloak', true))).refusesAsTaken();
  });

  test('updates by a PUT that repeats the id', async () => {
    const answer = await keycloak.put(keycloak.path('Kay'), withId('Kay Cloak II', true));
    answer.is(200, { id: keycloak.id('Kay'), userName: 'kcloak', displayName: 'Kay Cloak II', active: true });
  });

  test('in PATCH mode it sends active as a string', async () => {
    const answer = await keycloak.patch(
      keycloak.path('Kay'),
      { path: 'active', op: 'replace', value: 'true' },
      { path: 'userName', op: 'replace', value: 'kcloak' },
      { path: 'displayName', op: 'replace', value: 'Kay Cloak III' },
    );
    answer.is(200, { userName: 'kcloak', active: true, displayName: 'Kay Cloak III' });
  });

  test('in PATCH mode its SDK wraps a single value in an array', async () => {
    const answer = await keycloak.patch(keycloak.path('Kay'), {
      path: 'displayName',
      op: 'replace',
      value: ['Kay Cloak IV'],
    });
    answer.is(200, { displayName: 'Kay Cloak IV' });
  });

  test('disables a member', async () => {
    const answer = await keycloak.put(keycloak.path('Kay'), withId('Kay Cloak', false));
    answer.is(200, { userName: 'kcloak', displayName: 'Kay Cloak', active: false });
    (await keycloak.get(keycloak.path('Kay'))).is(200, { active: false });
  });

  test('enables the member again', async () => {
    const answer = await keycloak.put(keycloak.path('Kay'), withId('Kay Cloak', true));
    answer.is(200, { id: keycloak.id('Kay'), active: true });
  });

  test('deletes a member', async () => {
    (await keycloak.delete(keycloak.path('Kay'))).is(204);
    await keycloak.expectGone('Kay', 'kcloak');
  });

  test('makes events of one life, and none of the refused create', async () => {
    expect(await keycloak.histories()).toEqual({
      Kay: [
        'provisioned',
        'updated',
        'updated',
        'updated',
        'deprovisioned: deactivated',
        'reactivated',
        'deprovisioned: deleted',
        'deleted',
      ],
    });
  });

  test('the invitation goes to the e-mail, since the userName is none', async () => {
    const [provisioned, , patched] = await keycloak.eventsAbout('Kay');
    expect(provisioned?.data.member).toMatchObject({ userName: 'kcloak', email: 'kay@example.com' });
    expect(patched?.data.changed).toEqual(['displayName']);
  });
});

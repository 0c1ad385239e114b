/** Google Workspace auto-provisioning; its vendor publishes no protocol, so both update verbs are played. */
import { GOOGLE_PLAY } from '../../src/self-test/plays/google-play.ts';
import { CORE_USER, openTranscript, where } from '../support/scim/transcript.ts';

const google = openTranscript('google', GOOGLE_PLAY.headers);

const person = {
  schemas: [CORE_USER],
  userName: 'greta@example.com',
  name: { givenName: 'Greta', familyName: 'Ogle' },
  emails: [{ value: 'greta@example.com', type: 'work', primary: true }],
  active: true,
};

describe('Google Workspace', () => {
  test('probes the directory for one member', async () => {
    (await google.get('/Users?count=1')).listsNobody();
  });

  test('looks a member up before creating it', async () => {
    (await google.get(`/Users${where('userName eq "greta@example.com"')}`)).listsNobody();
  });

  test('creates a member', async () => {
    const answer = await google.post('/Users', person);
    answer.is(201, { userName: 'greta@example.com', active: true });
    google.remember('Greta', answer);
  });

  test('updates by replacing the resource', async () => {
    const answer = await google.put(google.path('Greta'), {
      ...person,
      name: { givenName: 'Margarete', familyName: 'Ogle' },
    });
    answer.is(200, { name: { givenName: 'Margarete', familyName: 'Ogle' } });
  });

  test('updates by a PATCH of one path', async () => {
    const answer = await google.patch(google.path('Greta'), {
      op: 'replace',
      path: 'name.givenName',
      value: 'Gretchen',
    });
    answer.is(200, { name: { givenName: 'Gretchen', familyName: 'Ogle' } });
  });

  test('suspends a member, who stays readable through the grace period', async () => {
    const answer = await google.patch(google.path('Greta'), { op: 'replace', path: 'active', value: false });
    answer.is(200, { active: false });
    (await google.get(google.path('Greta'))).is(200, { active: false });
  });

  test('deletes the member when the grace period ends', async () => {
    (await google.delete(google.path('Greta'))).is(204);
    await google.expectGone('Greta', 'greta@example.com');
  });

  test('makes events of one life, each step once', async () => {
    expect(await google.histories()).toEqual({
      Greta: ['provisioned', 'updated', 'updated', 'deprovisioned: deactivated', 'deleted'],
    });
  });
});

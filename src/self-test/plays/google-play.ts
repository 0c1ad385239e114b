/** Google Workspace, for applications of its catalogue; it publishes no protocol, so both ways to change are played. */
import {
  ACTIVE,
  CORE_USER,
  CREATED,
  get,
  INACTIVE,
  lookUp,
  NO_ONE,
  PERSON,
  type Play,
  patch,
  post,
  put,
  remove,
} from '../play.ts';

const person = (givenName: string) => ({
  schemas: [CORE_USER],
  userName: '{address}',
  name: { givenName, familyName: 'Ogle' },
  emails: [{ value: '{address}', type: 'work', primary: true }],
  active: true,
});

export const GOOGLE_PLAY: Play = {
  headers: { always: { 'Content-Type': 'application/scim+json' } },
  steps: [
    get('asks for one person', '/Users', NO_ONE, { count: '1' }),
    lookUp('looks the person up', 'userName eq "{address}"', NO_ONE),
    post('creates the person', person('Greta'), { ...CREATED, holds: { userName: '{address}' } }),
    put('replaces the person', person('Margarete'), {
      ...ACTIVE,
      holds: { name: { givenName: 'Margarete', familyName: 'Ogle' } },
    }),
    patch(
      'changes a name',
      { ...ACTIVE, holds: { name: { givenName: 'Gretchen', familyName: 'Ogle' } } },
      {
        op: 'replace',
        path: 'name.givenName',
        value: 'Gretchen',
      },
    ),
    patch('suspends the person', INACTIVE, { op: 'replace', path: 'active', value: false }),
    get('reads the suspended person', PERSON, INACTIVE),
    remove('deletes the person'),
    lookUp('looks for the person again', 'userName eq "{address}"', NO_ONE),
  ],
};

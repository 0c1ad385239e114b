/** An identity provider that keeps to the letter of SCIM 2.0. */
import {
  ACTIVE,
  ANSWERED,
  CORE_USER,
  CREATED,
  FOUND,
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

const person = (givenName: string, active: boolean) => ({
  schemas: [CORE_USER],
  userName: '{address}',
  name: { givenName, familyName: 'Person' },
  emails: [{ value: '{address}', type: 'work', primary: true }],
  active,
});

export const OTHER_PLAY: Play = {
  headers: {
    always: { Accept: 'application/scim+json' },
    writing: { 'Content-Type': 'application/scim+json' },
  },
  steps: [
    get('reads what the service supports', '/ServiceProviderConfig', ANSWERED),
    lookUp('looks the person up', 'userName eq "{address}"', NO_ONE),
    post('creates the person', person('Test', true), { ...CREATED, holds: { userName: '{address}' } }),
    lookUp('finds the person', 'userName eq "{address}"', FOUND),
    get('reads the person', PERSON, ACTIVE),
    put('replaces the person', person('Trial', true), {
      ...ACTIVE,
      holds: { name: { givenName: 'Trial', familyName: 'Person' } },
    }),
    patch('deactivates the person', INACTIVE, { op: 'replace', path: 'active', value: false }),
    patch('activates the person again', ACTIVE, { op: 'replace', path: 'active', value: true }),
    remove('deletes the person'),
    lookUp('looks for the person again', 'userName eq "{address}"', NO_ONE),
  ],
};

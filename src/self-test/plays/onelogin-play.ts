/** OneLogin enables its API, then provisions with the JSON template of the guide; its User-Agent is empty. */
import {
  ACTIVE,
  CORE_USER,
  CREATED,
  get,
  INACTIVE,
  lookUp,
  NO_GROUPS,
  NO_ONE,
  PERSON,
  type Play,
  post,
  put,
  remove,
  TAKEN,
} from '../play.ts';

const template = (familyName: string, active: unknown) => ({
  schemas: [CORE_USER],
  userName: '{address}',
  name: { givenName: 'Kelly', familyName },
  emails: [{ value: '{address}', type: 'work', primary: true }],
  active,
});

export const ONELOGIN_PLAY: Play = {
  headers: {
    always: { 'User-Agent': '' },
    writing: { 'Content-Type': 'application/scim+json' },
  },
  steps: [
    lookUp(
      'enables the API: looks for a person who cannot exist',
      'userName eq "onelogin-unknown-31"',
      NO_ONE,
    ),
    lookUp('looks the person up', 'userName eq "{address}"', NO_ONE),
    post('creates the person, with "true" as a text', template('Slater', 'true'), {
      ...CREATED,
      holds: { userName: '{address}', name: { givenName: 'Kelly', familyName: 'Slater' } },
    }),
    get('reads the person', PERSON, ACTIVE),
    put('replaces the person', template('Slater-Smith', 'true'), {
      ...ACTIVE,
      holds: { name: { givenName: 'Kelly', familyName: 'Slater-Smith' } },
    }),
    put('suspends the person', template('Slater', 'false'), INACTIVE),
    put('lifts the suspension', template('Slater', 'true'), ACTIVE),
    post('tries to create the person a second time', template('Slater', 'true'), TAKEN),
    get('reads the list of groups', '/Groups', NO_GROUPS),
    remove('deletes the person'),
  ],
};

/** authentik creates without looking first, takes over whom a 409 points to, and pushes groups unasked. */
import {
  ACTIVE,
  ANSWERED,
  CORE_USER,
  CREATED,
  FOUND,
  GONE,
  get,
  INACTIVE,
  lookUp,
  NO_ONE,
  type Play,
  post,
  pushGroup,
  put,
  remove,
  TAKEN,
} from '../play.ts';

/** Its e-mails have the type "other". */
const jane = (familyName: string) => ({
  schemas: [CORE_USER],
  active: true,
  emails: [{ primary: true, type: 'other', value: '{address}' }],
  externalId: 'ak-uid-4402',
  name: { familyName, formatted: `Jane ${familyName}`, givenName: 'Jane' },
  displayName: `Jane ${familyName}`,
  userName: '{address}',
});

const withId = (familyName: string, active = true) => ({ ...jane(familyName), active, id: '{id}' });

export const AUTHENTIK_PLAY: Play = {
  headers: {
    always: { Accept: 'application/scim+json', 'Content-Type': 'application/scim+json' },
  },
  steps: [
    get('reads what the service supports', '/ServiceProviderConfig', ANSWERED),
    get('lists the people it may take over', '/Users', NO_ONE),
    post('creates the person without looking first', jane('Doe'), {
      ...CREATED,
      holds: { externalId: 'ak-uid-4402' },
    }),
    post('creates the same person again', jane('Doe'), TAKEN),
    lookUp('finds the person it takes over', 'userName eq "{address}"', FOUND),
    put('replaces the person', withId('Roe'), {
      ...ACTIVE,
      holds: { name: { familyName: 'Roe', formatted: 'Jane Roe', givenName: 'Jane' } },
    }),
    put('deactivates the person', withId('Doe', false), INACTIVE),
    put('activates the person again', withId('Doe'), ACTIVE),
    pushGroup('pushes a group', { externalId: 'ak-grp-12', displayName: 'authentik Admins' }),
    remove('deletes the person'),
    put('replaces the person who is gone', withId('Doe'), GONE),
  ],
};

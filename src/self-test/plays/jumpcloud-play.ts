/** JumpCloud tests its connection: a person is created, updated and deleted, and a test group is tried. */
import {
  ACTIVE,
  CORE_USER,
  CREATED,
  ENTERPRISE_USER,
  INACTIVE,
  lookUp,
  NO_ONE,
  type Play,
  post,
  pushGroup,
  put,
  remove,
} from '../play.ts';

/** The mapping of the guide: user name and names, e-mails excluded, which arrive as null. */
const mapped = (active: boolean) => ({
  active,
  emails: null,
  name: { familyName: 'lastname', givenName: 'firstname' },
  schemas: [CORE_USER],
  userName: '{address}',
});

const withId = (active: boolean) => ({ ...mapped(active), id: '{id}' });

export const JUMPCLOUD_PLAY: Play = {
  headers: {
    always: {
      Accept: 'application/scim+json, application/json',
      'Content-Type': 'application/scim+json',
    },
  },
  steps: [
    lookUp('looks for its test user', 'userName eq "{address}"', NO_ONE),
    post(
      'creates it, with the default mapping',
      {
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
        emails: [{ primary: true, type: 'work', value: '{address}' }],
        externalId: '66e2d689590450d073d2df3b',
        locale: 'en-US',
        name: { familyName: 'lastname', givenName: 'firstname' },
        phoneNumbers: [{ primary: true, type: 'work', value: 'tel:+1-555-555-5555' }],
        preferredLanguage: 'en-US',
        schemas: [CORE_USER, ENTERPRISE_USER],
        userName: '{address}',
      },
      {
        ...CREATED,
        holds: {
          userName: '{address}',
          name: { givenName: 'firstname', familyName: 'lastname' },
          phoneNumbers: [{ value: 'tel:+1-555-555-5555', type: 'work', primary: true }],
        },
      },
    ),
    put('updates it, e-mails set to nothing', withId(true), {
      ...ACTIVE,
      holds: { userName: '{address}' },
      lacks: ['emails'],
    }),
    pushGroup('tries to add a test group', {
      displayName: 'rollcall-trial-group',
      members: [{ value: '{id}' }],
    }),
    put('deactivates it', withId(false), INACTIVE),
    remove('deletes it'),
    lookUp('looks for it again', 'userName eq "{address}"', NO_ONE),
    post('creates it once more, with the same address', mapped(true), { ...CREATED, lacks: ['emails'] }),
    remove('deletes it again'),
  ],
};

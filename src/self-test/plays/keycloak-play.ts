/** The extension keycloak-scim: it creates without looking first, and its user name is often no e-mail address. */
import {
  ACTIVE,
  CORE_USER,
  CREATED,
  GONE,
  get,
  INACTIVE,
  PERSON,
  type Play,
  patch,
  post,
  put,
  remove,
  TAKEN,
} from '../play.ts';

const representation = (displayName: string, active = true) => ({
  schemas: [CORE_USER],
  externalId: '5f0c77aa-1111-2222-3333-444444444444',
  userName: 'kcloak',
  displayName,
  name: { givenName: 'Kay', familyName: 'Cloak' },
  emails: [{ value: '{address}' }],
  active,
  roles: [],
});

const withId = (displayName: string, active = true) => ({
  ...representation(displayName, active),
  id: '{id}',
});

export const KEYCLOAK_PLAY: Play = {
  headers: { always: { 'Content-Type': 'application/scim+json' } },
  steps: [
    post('creates the person without looking first', representation('Kay Cloak'), {
      ...CREATED,
      holds: { userName: 'kcloak', displayName: 'Kay Cloak' },
      lacks: ['roles'],
    }),
    post('creates the same person again', representation('Kay Cloak'), TAKEN),
    put('replaces the person', withId('Kay Cloak II'), { ...ACTIVE, holds: { displayName: 'Kay Cloak II' } }),
    patch(
      'changes the person by PATCH, with "true" as a text',
      { ...ACTIVE, holds: { displayName: 'Kay Cloak III' } },
      { path: 'active', op: 'replace', value: 'true' },
      { path: 'userName', op: 'replace', value: 'kcloak' },
      { path: 'displayName', op: 'replace', value: 'Kay Cloak III' },
    ),
    patch(
      'wraps a single value in a list',
      { ...ACTIVE, holds: { displayName: 'Kay Cloak IV' } },
      {
        path: 'displayName',
        op: 'replace',
        value: ['Kay Cloak IV'],
      },
    ),
    put('disables the person', withId('Kay Cloak', false), INACTIVE),
    put('enables the person again', withId('Kay Cloak'), ACTIVE),
    remove('deletes the person'),
    get('reads the person who is gone', PERSON, GONE),
  ],
};

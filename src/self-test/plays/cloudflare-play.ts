/** Cloudflare passes on what the identity provider behind it sends, as PUT or PATCH, in any spelling. */
import {
  ACTIVE,
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

const person = (givenName: string) => ({
  schemas: [CORE_USER],
  userName: '{address}',
  name: { givenName, familyName: 'Flare' },
  emails: [{ value: '{address}', type: 'work', primary: true }],
  active: true,
});

export const CLOUDFLARE_PLAY: Play = {
  headers: { always: { 'Content-Type': 'application/scim+json' } },
  steps: [
    post(
      'creates the person',
      { ...person('Cleo'), externalId: 'cf-5501', displayName: 'Cleo Flare' },
      { ...CREATED, holds: { externalId: 'cf-5501', displayName: 'Cleo Flare' } },
    ),
    lookUp('finds the person', 'userName eq "{address}"', FOUND),
    put('replaces the person', person('Cleopatra'), {
      ...ACTIVE,
      holds: { name: { givenName: 'Cleopatra', familyName: 'Flare' } },
    }),
    patch(
      'changes a name, with capital letters',
      { ...ACTIVE, holds: { name: { givenName: 'Clio', familyName: 'Flare' } } },
      {
        op: 'Replace',
        path: 'name.givenName',
        value: 'Clio',
      },
    ),
    patch('deactivates the person', INACTIVE, { op: 'replace', value: { active: false } }),
    get('reads the inactive person', PERSON, INACTIVE),
    remove('deletes the person'),
    lookUp('looks for the person again', 'userName eq "{address}"', NO_ONE),
  ],
};

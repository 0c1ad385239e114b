/** Rippling's custom SCIM app: it pages through the people to match them; its e-mails have no type. */
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
  type Play,
  patch,
  post,
  put,
  remove,
  TAKEN,
} from '../play.ts';

const employee = (givenName: string) => ({
  schemas: [CORE_USER],
  externalId: 'rip-7781',
  userName: '{address}',
  name: { givenName, familyName: 'Pling' },
  emails: [{ value: '{address}', primary: true }],
  active: true,
});

export const RIPPLING_PLAY: Play = {
  headers: { always: { 'Content-Type': 'application/scim+json' } },
  steps: [
    get('reads what the service supports', '/ServiceProviderConfig', ANSWERED),
    get('pages through the people to match them', '/Users', NO_ONE, { startIndex: '1', count: '100' }),
    post('creates the person', employee('Rita'), { ...CREATED, holds: { externalId: 'rip-7781' } }),
    put('replaces the person', employee('Margarita'), {
      ...ACTIVE,
      holds: { name: { givenName: 'Margarita', familyName: 'Pling' } },
    }),
    patch('suspends the person', INACTIVE, { op: 'replace', path: 'active', value: false }),
    post('tries to create the person a second time', employee('Rita'), TAKEN),
    lookUp('finds the person it meant', 'userName eq "{address}"', FOUND),
    remove('deletes the person'),
    lookUp('looks for the person again', 'userName eq "{address}"', NO_ONE),
  ],
};

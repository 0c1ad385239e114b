/** Okta tests its connector, then assigns, updates, unassigns and assigns again; every change is a PUT. */
import {
  ACTIVE,
  CORE_USER,
  CREATED,
  FOUND,
  get,
  INACTIVE,
  lookUp,
  NO_GROUPS,
  NO_ONE,
  PERSON,
  type Play,
  patch,
  post,
  put,
} from '../play.ts';

const PAGE = { startIndex: '1', count: '100' };

const assigned = {
  schemas: [CORE_USER],
  userName: '{address}',
  name: { givenName: 'Otto', familyName: 'Kta' },
  emails: [{ primary: true, value: '{address}', type: 'work' }],
  displayName: 'Otto Kta',
  locale: 'en-US',
  externalId: '00ujl29u0otto',
  groups: [],
  password: '1mz050nq',
  active: true,
};

/** What Okta sends back after reading a person: read-only attributes, dates of its own and a password included. */
const whole = (active: boolean) => ({
  ...assigned,
  id: '{id}',
  meta: {
    resourceType: 'User',
    created: '04-12-2018 00:00:00',
    lastModified: '04-12-2018 00:00:00',
    version: 'v1.0',
  },
  name: { givenName: 'Ottokar', middleName: 'Excited', familyName: 'Kta' },
  active,
});

const SECRETS = ['password', 'groups'];

export const OKTA_PLAY: Play = {
  headers: {
    always: {
      Accept: 'application/scim+json',
      'Accept-Charset': 'utf-8',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    },
    writing: { 'Content-Type': 'application/scim+json; charset=utf-8' },
  },
  steps: [
    get('tests the connector: reads two people', '/Users', NO_ONE, { startIndex: '1', count: '2' }),
    get('reads the list of groups', '/Groups', NO_GROUPS, PAGE),
    get('looks the person up by e-mail', '/Users', NO_ONE, { filter: 'email eq "{address}"', ...PAGE }),
    get('looks the person up by user name', '/Users', NO_ONE, {
      filter: 'userName eq "{address}"',
      ...PAGE,
    }),
    post('creates the person, with a password', assigned, {
      ...CREATED,
      holds: { userName: '{address}', externalId: '00ujl29u0otto' },
      lacks: SECRETS,
    }),
    lookUp('finds the person by the user name in capitals', 'userName eq "{ADDRESS}"', FOUND),
    get('reads the person', PERSON, ACTIVE),
    put('replaces the person, with dates of its own', whole(true), {
      ...ACTIVE,
      holds: { name: { givenName: 'Ottokar', middleName: 'Excited', familyName: 'Kta' } },
      lacks: SECRETS,
    }),
    put('unassigns: makes the person inactive', whole(false), INACTIVE),
    get('finds the inactive person', '/Users', FOUND, { filter: 'userName eq "{address}"', ...PAGE }),
    put('assigns again', whole(true), ACTIVE),
    patch('deactivates the way of catalogue applications', INACTIVE, {
      op: 'replace',
      value: { active: false },
    }),
  ],
};

/** Entra tests its connection, matches and creates, then changes by PATCH in both of its spellings. */
import {
  ACTIVE,
  ANSWERED,
  CORE_USER,
  CREATED,
  ENTERPRISE_USER,
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
  remove,
} from '../play.ts';

const EMPLOYEE_NUMBER = `${ENTERPRISE_USER}:employeeNumber`;

export const ENTRA_PLAY: Play = {
  headers: {
    always: {
      'Content-Type': 'application/scim+json; charset=utf-8',
      Accept: 'application/scim+json',
      ADSCIMVersion: '2.0',
    },
  },
  steps: [
    get(
      'tests the connection: looks for a person who cannot exist',
      '/Users',
      NO_ONE,
      'filter=userName+eq+%22cf4d78e8-cc4f-4d5d-b8b9-183561c0104a%22',
    ),
    get('asks for a group that cannot exist', '/Groups', NO_GROUPS, {
      excludedAttributes: 'members',
      filter: 'displayName eq "7bd9ddf6-8cc5-4e0d-9c2b-5a2d3c4a5b6e"',
    }),
    get('reads the schemas', '/Schemas', ANSWERED),
    lookUp('looks the person up', 'userName eq "{address}"', NO_ONE),
    post(
      'creates the person, with an empty list of roles',
      {
        schemas: [CORE_USER, ENTERPRISE_USER],
        externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
        userName: '{address}',
        active: true,
        emails: [{ primary: true, type: 'work', value: '{address}' }],
        meta: { resourceType: 'User' },
        name: { formatted: 'Enno Tra', familyName: 'Tra', givenName: 'Enno' },
        roles: [],
      },
      { ...CREATED, holds: { userName: '{address}' }, lacks: ['roles'] },
    ),
    lookUp('finds the person by the user name in capitals', 'userName eq "{ADDRESS}"', FOUND),
    get('reads the person', PERSON, ACTIVE),
    patch(
      'changes several attributes, with filtered paths and capital letters',
      {
        ...ACTIVE,
        holds: {
          displayName: 'Pvlo',
          name: { givenName: 'Gtfd', familyName: 'Pkqf' },
          [ENTERPRISE_USER]: { employeeNumber: 'Eqpj' },
        },
      },
      { op: 'Replace', path: 'displayName', value: 'Pvlo' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: '{address}' },
      { op: 'Replace', path: 'name.givenName', value: 'Gtfd' },
      { op: 'Replace', path: 'name.familyName', value: 'Pkqf' },
      { op: 'Replace', path: EMPLOYEE_NUMBER, value: 'Eqpj' },
    ),
    patch(
      'adds an attribute',
      { ...ACTIVE, holds: { nickName: 'Babs' } },
      {
        op: 'Add',
        path: 'nickName',
        value: 'Babs',
      },
    ),
    patch(
      'changes the same in its newer spelling, without paths',
      { ...ACTIVE, holds: { displayName: 'Bjfe', name: { givenName: 'Kkom', familyName: 'Unua' } } },
      {
        op: 'replace',
        value: {
          displayName: 'Bjfe',
          'name.givenName': 'Kkom',
          'name.familyName': 'Unua',
          [EMPLOYEE_NUMBER]: 'Aklq',
        },
      },
    ),
    patch('disables the person, with "False" as a text', INACTIVE, {
      op: 'Replace',
      path: 'active',
      value: 'False',
    }),
    lookUp('finds the inactive person', 'userName eq "{address}"', FOUND),
    patch('enables the person in its newer spelling', ACTIVE, { op: 'replace', path: 'active', value: true }),
    remove('deletes the person for good'),
  ],
};

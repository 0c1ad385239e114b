/** RFC 7644 §3.5.2.1 to §3.5.2.3: what add, replace and remove do. */
import { CORE_USER, type Created, ENTERPRISE_USER, type Json } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const WORK = { value: 'ann@example.com', type: 'work', primary: true };
const HOME = { value: 'ann@home.org', type: 'home' };
const ANN: Json = {
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Example' },
  title: 'Lead',
  emails: [WORK, HOME],
  addresses: [{ type: 'work', locality: 'Zürich', country: 'CH' }],
  [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' } },
};

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create(ANN);
});

type Operations = readonly Json[];
type Rows = readonly (readonly [what: string, operations: Operations, change: Json])[];

/** After the operations the User is as it was, but for these attributes; `undefined`: it has none. */
const leads = (rows: Rows): void => {
  test.each(rows)('%s', async (_what, operations, change) => {
    const answer = await client.patch(ann.path, ...operations);
    expect(answer.status).toBe(200);
    const { meta: _before, ...before } = ann.body;
    const { meta: _after, ...after } = answer.body;
    const expected = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
    expect(after).toEqual(Object.fromEntries(expected));
    expect(await client.read(ann.path)).toEqual(answer.body);
  });
};

describe('add', () => {
  leads([
    [
      'sets an attribute that is unassigned',
      [{ op: 'add', path: 'nickName', value: 'Annie' }],
      { nickName: 'Annie' },
    ],
    ['replaces a single value', [{ op: 'add', path: 'title', value: 'Head' }], { title: 'Head' }],
    [
      'sets a sub-attribute',
      [{ op: 'add', path: 'name.middleName', value: 'B.' }],
      { name: { givenName: 'Ann', familyName: 'Example', middleName: 'B.' } },
    ],
    [
      'joins a complex value',
      [{ op: 'add', path: 'name', value: { middleName: 'B.' } }],
      { name: { givenName: 'Ann', familyName: 'Example', middleName: 'B.' } },
    ],
    [
      'joins a list',
      [{ op: 'add', path: 'emails', value: [{ value: 'x@y.z', type: 'other' }] }],
      { emails: [WORK, HOME, { value: 'x@y.z', type: 'other' }] },
    ],
    [
      'makes a list',
      [{ op: 'add', path: 'phoneNumbers', value: [{ value: '+41 1', type: 'work' }] }],
      { phoneNumbers: [{ value: '+41 1', type: 'work' }] },
    ],
    [
      'without a path sets and joins whatever the value names',
      [{ op: 'add', value: { title: 'Head', name: { middleName: 'B.' }, emails: [{ value: 'x@y.z' }] } }],
      {
        title: 'Head',
        name: { givenName: 'Ann', familyName: 'Example', middleName: 'B.' },
        emails: [WORK, HOME, { value: 'x@y.z' }],
      },
    ],
    [
      'sets a sub-attribute of the element that matches',
      [{ op: 'add', path: 'emails[type eq "home"].display', value: 'Home' }],
      { emails: [WORK, { ...HOME, display: 'Home' }] },
    ],
    [
      'completes the element that matches',
      [{ op: 'add', path: 'emails[type eq "home"]', value: { display: 'Home' } }],
      { emails: [WORK, { ...HOME, display: 'Home' }] },
    ],
    [
      'reaches an extension',
      [{ op: 'add', path: `${ENTERPRISE_USER}:costCenter`, value: '4130' }],
      { [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' }, costCenter: '4130' } },
    ],
    [
      'of a new primary takes it from the old',
      [{ op: 'add', path: 'emails', value: [{ value: 'x@y.z', primary: true }] }],
      { emails: [{ ...WORK, primary: false }, HOME, { value: 'x@y.z', primary: true }] },
    ],
  ]);
});

describe('replace', () => {
  leads([
    ['sets a single value', [{ op: 'replace', path: 'title', value: 'Head' }], { title: 'Head' }],
    [
      'sets an attribute that is unassigned, as add would',
      [{ op: 'replace', path: 'nickName', value: 'A' }],
      { nickName: 'A' },
    ],
    [
      'keeps the sub-attributes that a complex value does not name',
      [{ op: 'replace', path: 'name', value: { givenName: 'Anna' } }],
      { name: { givenName: 'Anna', familyName: 'Example' } },
    ],
    [
      'keeps them without a path as well',
      [{ op: 'replace', value: { name: { givenName: 'Anna' } } }],
      { name: { givenName: 'Anna', familyName: 'Example' } },
    ],
    [
      'replaces a whole list',
      [{ op: 'replace', path: 'emails', value: [{ value: 'x@y.z' }] }],
      { emails: [{ value: 'x@y.z' }] },
    ],
    [
      'replaces a whole list without a path',
      [{ op: 'replace', value: { emails: [{ value: 'x@y.z' }] } }],
      { emails: [{ value: 'x@y.z' }] },
    ],
    ['empties a list', [{ op: 'replace', path: 'emails', value: [] }], { emails: undefined }],
    [
      'sets a sub-attribute of the element that matches',
      [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' }],
      { emails: [{ ...WORK, value: 'new@example.com' }, HOME] },
    ],
    [
      'sets it in every element that matches',
      [{ op: 'replace', path: 'emails[value co "@"].display', value: 'x' }],
      {
        emails: [
          { ...WORK, display: 'x' },
          { ...HOME, display: 'x' },
        ],
      },
    ],
    [
      'matches with and, or and not',
      [
        {
          op: 'replace',
          path: 'emails[not (type eq "work") and (value sw "ann" or primary eq true)].display',
          value: 'x',
        },
      ],
      { emails: [WORK, { ...HOME, display: 'x' }] },
    ],
    [
      'takes primary from the others',
      [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
      {
        emails: [
          { ...WORK, primary: false },
          { ...HOME, primary: true },
        ],
      },
    ],
    [
      'replaces an element’s sub-attribute of an address',
      [{ op: 'replace', path: 'addresses[type eq "work"].locality', value: 'Bern' }],
      { addresses: [{ type: 'work', locality: 'Bern', country: 'CH' }] },
    ],
    [
      'reaches below an extension',
      [{ op: 'replace', path: `${ENTERPRISE_USER}:manager.value`, value: 'chief' }],
      { [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'chief' } } },
    ],
    [
      'renames a member',
      [{ op: 'replace', path: 'userName', value: 'annie@example.com' }],
      { userName: 'annie@example.com' },
    ],
  ]);
});

describe('remove', () => {
  leads([
    ['unassigns a single value', [{ op: 'remove', path: 'title' }], { title: undefined }],
    [
      'unassigns a sub-attribute',
      [{ op: 'remove', path: 'name.familyName' }],
      { name: { givenName: 'Ann' } },
    ],
    [
      'of the last sub-attribute leaves nothing behind',
      [
        { op: 'remove', path: 'name.familyName' },
        { op: 'remove', path: 'name.givenName' },
      ],
      { name: undefined },
    ],
    ['unassigns a complex attribute', [{ op: 'remove', path: 'name' }], { name: undefined }],
    ['unassigns a list', [{ op: 'remove', path: 'emails' }], { emails: undefined }],
    [
      'takes out the elements that match',
      [{ op: 'remove', path: 'emails[type eq "home"]' }],
      { emails: [WORK] },
    ],
    ['takes out all that match', [{ op: 'remove', path: 'emails[value co "@"]' }], { emails: undefined }],
    [
      'of a sub-attribute leaves the element',
      [{ op: 'remove', path: 'emails[type eq "work"].primary' }],
      { emails: [{ value: WORK.value, type: 'work' }, HOME] },
    ],
    [
      'of the elements in a value takes out just those',
      [{ op: 'remove', path: 'emails', value: [{ value: HOME.value }] }],
      { emails: [WORK] },
    ],
    [
      'of what is not there does nothing',
      [
        { op: 'remove', path: 'nickName' },
        { op: 'remove', path: 'phoneNumbers' },
      ],
      {},
    ],
    ['of elements that are not there does nothing', [{ op: 'remove', path: 'emails[type eq "other"]' }], {}],
    [
      'unassigns an attribute of an extension',
      [{ op: 'remove', path: `${ENTERPRISE_USER}:department` }],
      { [ENTERPRISE_USER]: { manager: { value: 'boss' } } },
    ],
    [
      'unassigns a whole extension, and schemas no longer names it',
      [{ op: 'remove', path: ENTERPRISE_USER }],
      { [ENTERPRISE_USER]: undefined, schemas: [CORE_USER] },
    ],
    ['of active deactivates', [{ op: 'remove', path: 'active' }], { active: false }],
  ]);
});

describe('several operations', () => {
  leads([
    [
      'take effect in their order',
      [
        { op: 'add', path: 'title', value: 'A' },
        { op: 'remove', path: 'title' },
        { op: 'add', path: 'title', value: 'B' },
      ],
      { title: 'B' },
    ],
    [
      'see what those before them did',
      [
        { op: 'add', path: 'emails', value: [{ value: 'x@y.z', type: 'other' }] },
        { op: 'replace', path: 'emails[type eq "other"].display', value: 'Other' },
        { op: 'remove', path: 'emails[display eq "Other"]' },
      ],
      {},
    ],
  ]);
});

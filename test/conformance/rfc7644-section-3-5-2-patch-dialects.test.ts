/** RFC 7644 §3.5.2 as identity providers spell it: every form that must mean the same as the RFC's own. */
import {
  CORE_USER,
  type Created,
  ENTERPRISE_USER,
  type Json,
  PATCH_OP,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const WORK = { value: 'ann@example.com', type: 'work', primary: true };
const ANN: Json = {
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Example' },
  title: 'Lead',
  emails: [WORK],
};

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create(ANN);
});

type Rows = readonly (readonly [what: string, operation: Json, change: Json])[];

/** After the operation the User is as it was, but for these attributes; `undefined`: it has none. */
const leads = (rows: Rows): void => {
  test.each(rows)('%s', async (_what, operation, change) => {
    const answer = await client.patch(ann.path, operation);
    expect({ status: answer.status, ...answer.body }).toMatchObject({ status: 200 });
    const { meta: _before, ...before } = ann.body;
    const { meta: _after, schemas: _schemas, ...after } = answer.body;
    const { schemas: _ignored, ...expected } = Object.fromEntries(
      Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
    );
    expect(after).toEqual(expected);
  });
};

describe('operators and names in any case', () => {
  leads([
    ['Add', { op: 'Add', path: 'nickName', value: 'A' }, { nickName: 'A' }],
    ['Replace', { op: 'Replace', path: 'title', value: 'Head' }, { title: 'Head' }],
    ['REMOVE', { op: 'REMOVE', path: 'title' }, { title: undefined }],
    ['capital keys', { Op: 'replace', Path: 'title', Value: 'Head' }, { title: 'Head' }],
    ['a path in another case', { op: 'replace', path: 'TITLE', value: 'Head' }, { title: 'Head' }],
    [
      'a sub-attribute in another case',
      { op: 'replace', path: 'Name.GIVENNAME', value: 'Anna' },
      { name: { givenName: 'Anna', familyName: 'Example' } },
    ],
    [
      'a filter in another case',
      { op: 'replace', path: 'Emails[Type EQ "WORK"].Value', value: 'a@b.c' },
      { emails: [{ ...WORK, value: 'a@b.c' }] },
    ],
    [
      'keys of a value in another case',
      { op: 'replace', value: { NickName: 'A', NAME: { givenname: 'Anna' } } },
      { nickName: 'A', name: { givenName: 'Anna', familyName: 'Example' } },
    ],
  ]);
});

describe('no path', () => {
  leads([
    [
      'dotted keys',
      { op: 'replace', value: { 'name.givenName': 'Anna', 'name.familyName': 'E' } },
      { name: { givenName: 'Anna', familyName: 'E' } },
    ],
    [
      'URN keys',
      { op: 'add', value: { [`${ENTERPRISE_USER}:department`]: 'R&D', [`${CORE_USER}:title`]: 'Head' } },
      { title: 'Head', [ENTERPRISE_USER]: { department: 'R&D' } },
    ],
    [
      'URN keys with a dot',
      { op: 'add', value: { [`${ENTERPRISE_USER}:manager.value`]: 'boss' } },
      { [ENTERPRISE_USER]: { manager: { value: 'boss' } } },
    ],
    [
      'an extension as an object',
      { op: 'replace', value: { [ENTERPRISE_USER]: { department: 'R&D' } } },
      { [ENTERPRISE_USER]: { department: 'R&D' } },
    ],
    [
      'filtered keys',
      { op: 'replace', value: { 'emails[type eq "work"].value': 'a@b.c' } },
      { emails: [{ ...WORK, value: 'a@b.c' }] },
    ],
    ['an empty path', { op: 'replace', path: '', value: { title: 'Head' } }, { title: 'Head' }],
    ['a path of null', { op: 'replace', path: null, value: { title: 'Head' } }, { title: 'Head' }],
    ['Okta’s deactivation', { op: 'replace', value: { active: false } }, { active: false }],
    [
      'read-only attributes among others',
      { op: 'replace', value: { id: 'x', meta: { version: '1' }, title: 'Head' } },
      { title: 'Head' },
    ],
    [
      'schemas among others',
      { op: 'replace', value: { schemas: [ENTERPRISE_USER], title: 'Head' } },
      { title: 'Head' },
    ],
    [
      'null among others',
      { op: 'replace', value: { title: null, nickName: 'A' } },
      { title: undefined, nickName: 'A' },
    ],
    [
      'unknown, secret and authority attributes among others',
      {
        op: 'replace',
        value: { colour: 'blue', password: 'x', roles: ['owner'], 'urn:x:y:role': 'owner', title: 'Head' },
      },
      { title: 'Head' },
    ],
  ]);
});

describe('URNs in paths', () => {
  leads([
    ['of the core schema', { op: 'replace', path: `${CORE_USER}:title`, value: 'Head' }, { title: 'Head' }],
    [
      'of the core schema, with a dot',
      { op: 'replace', path: `${CORE_USER}:name.givenName`, value: 'Anna' },
      { name: { givenName: 'Anna', familyName: 'Example' } },
    ],
    [
      'of the core schema, with a filter',
      { op: 'replace', path: `${CORE_USER}:emails[type eq "work"].value`, value: 'a@b.c' },
      { emails: [{ ...WORK, value: 'a@b.c' }] },
    ],
    [
      'of the extension, in another case',
      { op: 'add', path: `${ENTERPRISE_USER.toUpperCase()}:DEPARTMENT`, value: 'R&D' },
      { [ENTERPRISE_USER]: { department: 'R&D' } },
    ],
    [
      'of the extension as a whole',
      { op: 'add', path: ENTERPRISE_USER, value: { department: 'R&D' } },
      { [ENTERPRISE_USER]: { department: 'R&D' } },
    ],
  ]);
});

describe('a filter that matches nothing, but says what to create, creates it', () => {
  leads([
    [
      'add with a sub-attribute',
      { op: 'Add', path: 'emails[type eq "home"].value', value: 'a@home.org' },
      { emails: [WORK, { type: 'home', value: 'a@home.org' }] },
    ],
    [
      'replace with a sub-attribute',
      { op: 'Replace', path: 'emails[type eq "home"].value', value: 'a@home.org' },
      { emails: [WORK, { type: 'home', value: 'a@home.org' }] },
    ],
    [
      'in a list that is unassigned',
      { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+41 1' },
      { phoneNumbers: [{ type: 'mobile', value: '+41 1' }] },
    ],
    [
      'primary as text',
      { op: 'Add', path: 'phoneNumbers[primary eq "True"].value', value: '+41 1' },
      { phoneNumbers: [{ primary: true, value: '+41 1' }] },
    ],
    [
      'two conditions joined by and',
      { op: 'Add', path: 'addresses[type eq "work" and country eq "CH"].locality', value: 'Bern' },
      { addresses: [{ type: 'work', country: 'CH', locality: 'Bern' }] },
    ],
    [
      'a whole element',
      { op: 'Add', path: 'emails[type eq "home"]', value: { value: 'a@home.org' } },
      { emails: [WORK, { type: 'home', value: 'a@home.org' }] },
    ],
    [
      'a new primary, which takes it from the old',
      { op: 'Add', path: 'emails[type eq "home" and primary eq true].value', value: 'a@home.org' },
      {
        emails: [
          { ...WORK, primary: false },
          { type: 'home', primary: true, value: 'a@home.org' },
        ],
      },
    ],
  ]);
});

describe('values', () => {
  leads([
    ['"False" deactivates', { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
    ['"false" deactivates', { op: 'replace', path: 'active', value: 'false' }, { active: false }],
    ['"True" leaves active', { op: 'replace', path: 'active', value: 'True' }, {}],
    ['a boolean in a list of one', { op: 'replace', path: 'active', value: [false] }, { active: false }],
    ['a text in a list of one', { op: 'replace', path: 'title', value: ['Head'] }, { title: 'Head' }],
    [
      'an object around a scalar’s sub-attribute',
      { op: 'replace', path: 'name', value: [{ givenName: 'Anna' }] },
      { name: { givenName: 'Anna', familyName: 'Example' } },
    ],
    [
      'an object where a list belongs',
      { op: 'replace', path: 'emails', value: { value: 'a@b.c' } },
      { emails: [{ value: 'a@b.c' }] },
    ],
    ['null unassigns a text', { op: 'replace', path: 'title', value: null }, { title: undefined }],
    ['null unassigns a list', { op: 'replace', path: 'emails', value: null }, { emails: undefined }],
    [
      'null unassigns a sub-attribute',
      { op: 'replace', path: 'name', value: { familyName: null } },
      { name: { givenName: 'Ann' } },
    ],
    [
      'a manager as plain text',
      { op: 'Add', path: `${ENTERPRISE_USER}:manager`, value: 'boss' },
      { [ENTERPRISE_USER]: { manager: { value: 'boss' } } },
    ],
    [
      'a manager as plain text without a path',
      { op: 'Add', value: { [`${ENTERPRISE_USER}:manager`]: 'boss' } },
      { [ENTERPRISE_USER]: { manager: { value: 'boss' } } },
    ],
    [
      'a phone number as a number',
      { op: 'add', path: 'phoneNumbers', value: [{ value: 4144, type: 'work' }] },
      { phoneNumbers: [{ value: '4144', type: 'work' }] },
    ],
  ]);

  test('an empty manager unassigns it', async () => {
    const manager = `${ENTERPRISE_USER}:manager`;
    await client.patch(ann.path, { op: 'Add', path: manager, value: 'boss' });
    const answer = await client.patch(ann.path, { op: 'Replace', path: manager, value: '' });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).not.toHaveProperty([ENTERPRISE_USER]);
  });
});

describe('the envelope', () => {
  const replaceTitle = { op: 'replace', path: 'title', value: 'Head' };
  test.each([
    ['without schemas', { Operations: [replaceTitle] }],
    ['with operations in lower case', { schemas: [PATCH_OP], operations: [replaceTitle] }],
    ['with one operation outside a list', { schemas: [PATCH_OP], Operations: replaceTitle }],
    ['with schemas as one text', { schemas: PATCH_OP, Operations: [replaceTitle] }],
    ['with unknown keys', { schemas: [PATCH_OP], Operations: [{ ...replaceTitle, name: 'x' }], id: ann?.id }],
  ])('is read %s', async (_how, body) => {
    const answer = await client.send('PATCH', ann.path, body);
    expect(answer).toMatchObject({ status: 200, body: { title: 'Head' } });
  });

  test('takes the 36 operations that Microsoft’s validator sends', async () => {
    const operations = Array.from({ length: 35 }, (_, index) => ({
      op: 'Replace',
      path: `phoneNumbers[type eq "t${index % 5}"].value`,
      value: `+41 ${index}`,
    }));
    const answer = await client.patch(ann.path, ...operations, replaceTitle);
    expect(answer).toMatchObject({ status: 200, body: { title: 'Head' } });
    expect(answer.body['phoneNumbers']).toHaveLength(5);
  });
});

test('what the schema does not know never blocks an offboarding', async () => {
  const answer = await client.patch(
    ann.path,
    { op: 'Replace', path: 'urn:ietf:params:scim:schemas:extension:Acme:2.0:User:badge', value: '7' },
    { op: 'Add', path: 'favouriteColour', value: 'blue' },
    { op: 'Replace', path: 'name.colour', value: 'blue' },
    { op: 'Replace', path: 'emails[type eq "work"].colour', value: 'blue' },
    { op: 'Replace', path: 'colours[type eq "x"].value', value: 'blue' },
    { op: 'Remove', path: 'favouriteColour' },
    { op: 'Replace', path: 'active', value: 'False' },
  );
  const { meta: _meta, ...rest } = ann.body;
  expect(answer).toMatchObject({ status: 200, body: { ...rest, active: false } });
  expect(JSON.stringify(await service.events(client.account.accountId))).not.toMatch(/blue|badge|colour/i);
});

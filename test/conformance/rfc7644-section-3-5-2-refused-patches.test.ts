/** RFC 7644 §3.5.2 and §3.12: PATCH requests that are refused, with the right scimType and as a whole. */
import {
  type Created,
  ENTERPRISE_USER,
  type Json,
  PATCH_OP,
  refusal,
  ScimClient,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  await client.create({ userName: 'bob@example.com' });
  ann = await client.create({
    userName: 'ann@example.com',
    name: { givenName: 'Ann' },
    emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
    [ENTERPRISE_USER]: { manager: { value: 'boss' } },
  });
});

const expectUntouched = async () => {
  expect(await client.read(ann.path)).toEqual(ann.body);
  expect(await service.memberEvents(client.account.accountId)).toHaveLength(2);
};

type Rows = readonly [what: string, operation: unknown, detail?: RegExp][];

/** Each operation is refused, alone and after two that would have succeeded; nothing of it is done. */
const refuses = (scimType: string, rows: Rows): void => {
  test.each(rows)('%s', async (_what, operation, detail = /./) => {
    const expected = refusal(400, scimType, detail);
    expect(await client.patch(ann.path, operation)).toMatchObject(expected);
    const third = await client.patch(
      ann.path,
      { op: 'replace', path: 'title', value: 'Half-applied' },
      { op: 'replace', path: 'active', value: false },
      operation,
    );
    expect(third).toMatchObject(expected);
    await expectUntouched();
  });
};

describe('mutability', () => {
  refuses('mutability', [
    ['remove of the required userName', { op: 'remove', path: 'userName' }, /userName/],
    [
      'remove of userName by its URN',
      { op: 'remove', path: 'urn:ietf:params:scim:schemas:core:2.0:User:userName' },
      /userName/,
    ],
    ['replace of userName by null', { op: 'replace', path: 'userName', value: null }, /userName/],
    ['replace of id', { op: 'replace', path: 'id', value: '1' }, /id/],
    ['remove of id', { op: 'remove', path: 'id' }, /id/],
    ['replace of meta', { op: 'replace', path: 'meta', value: { version: '1' } }, /meta/],
    [
      'replace of meta.created',
      { op: 'replace', path: 'meta.created', value: '2001-01-01T00:00:00Z' },
      /meta/,
    ],
    ['add of meta.version', { op: 'add', path: 'META.version', value: 'W/"1"' }, /meta/],
    [
      'replace of the manager’s displayName',
      { op: 'replace', path: `${ENTERPRISE_USER}:manager.displayName`, value: 'B' },
      /displayName/,
    ],
  ]);
});

describe('noTarget', () => {
  refuses('noTarget', [
    ['remove without a path', { op: 'remove' }, /path/],
    ['remove without a path but with a value', { op: 'remove', value: { title: 'x' } }, /path/],
    ['remove with an empty path', { op: 'remove', path: '' }, /path/],
    [
      'replace where a filter matches nothing and is not an equality',
      { op: 'replace', path: 'emails[value co "zzz"].type', value: 'x' },
      /emails/,
    ],
    [
      'replace of elements where a filter matches nothing',
      { op: 'replace', path: 'emails[value sw "zzz"]', value: { value: 'x@y.z' } },
      /emails/,
    ],
    [
      'add where a filter with or matches nothing',
      { op: 'add', path: 'emails[type eq "x" or type eq "y"].value', value: 'x@y.z' },
      /emails/,
    ],
    [
      'add where a filter with not matches nothing',
      { op: 'add', path: 'phoneNumbers[not (type eq "x")].value', value: '1' },
      /phoneNumbers/,
    ],
  ]);
});

describe('invalidPath', () => {
  refuses('invalidPath', [
    ['a bracket that is not closed', { op: 'replace', path: 'emails[type eq "work"', value: 'x' }, /path/i],
    ['an empty filter', { op: 'replace', path: 'emails[]', value: [] }, /path/i],
    [
      'a filter that names what an element does not have',
      { op: 'replace', path: 'emails[colour eq "red"].value', value: 'x@y.z' },
      /emails\.colour/,
    ],
    ['a broken filter', { op: 'replace', path: 'emails[type eq]', value: [] }, /path/i],
    ['an unknown operator', { op: 'replace', path: 'emails[type is "work"].value', value: 'x' }, /path/i],
    [
      'a text that is not closed',
      { op: 'replace', path: 'emails[type eq "work].value', value: 'x' },
      /path/i,
    ],
    ['something after the filter', { op: 'replace', path: 'emails[type eq "work"]value', value: 'x' }, /\]/],
    [
      'two levels after the filter',
      { op: 'replace', path: 'emails[type eq "work"].value.x', value: 'x' },
      /\]/,
    ],
    ['two words', { op: 'replace', path: 'title nickName', value: 'x' }, /path/i],
    ['a filter instead of a path', { op: 'replace', path: 'userName eq "x"', value: 'x' }, /path/i],
    ['a filter on a single value', { op: 'replace', path: 'userName[value eq "x"]', value: 'x' }, /userName/],
    [
      'a comparison that does not fit',
      { op: 'replace', path: 'emails[primary gt true].value', value: 'x' },
      /primary/,
    ],
    [
      'a boolean compared with something else',
      { op: 'replace', path: 'emails[primary eq "maybe"].value', value: 'x' },
      /primary/,
    ],
    ['a path that is a number', { op: 'replace', path: 7, value: 'x' }, /path/],
    ['a path that is a list', { op: 'replace', path: ['title'], value: 'x' }, /path/],
    ['a name with two dots', { op: 'replace', path: 'name..givenName', value: 'x' }, /path/i],
    ['a name that ends in a dot', { op: 'replace', path: 'name.', value: 'x' }, /path/i],
    ['a name that begins with a dot', { op: 'replace', path: '.title', value: 'x' }, /path/i],
    ['punctuation', { op: 'replace', path: '@#!', value: 'x' }, /path/i],
    [
      'a path of 10,000 characters',
      { op: 'replace', path: `emails[type eq "${'x'.repeat(10_000)}"].value`, value: 'x' },
      /\d/,
    ],
  ]);
});

describe('invalidValue', () => {
  refuses('invalidValue', [
    ['replace without a value', { op: 'replace', path: 'title' }, /value/],
    ['add without a value', { op: 'add', path: 'title' }, /value/],
    ['add without path and value', { op: 'add' }, /value/],
    ['a value that is no object, without a path', { op: 'replace', value: 'Head' }, /path|object/],
    ['a list of two, without a path', { op: 'replace', value: [{ title: 'a' }, { title: 'b' }] }, /object/],
    ['an empty userName', { op: 'replace', path: 'userName', value: '' }, /userName/],
    ['a blank userName', { op: 'replace', value: { userName: '  ' } }, /userName/],
    ['an object as a text', { op: 'replace', path: 'title', value: { a: 1 } }, /title/],
    ['a boolean as a text', { op: 'replace', path: 'title', value: true }, /title/],
    ['two values as one', { op: 'replace', path: 'title', value: ['a', 'b'] }, /title/],
    ['a text as a boolean', { op: 'replace', path: 'active', value: 'perhaps' }, /active/],
    ['a number as a boolean', { op: 'replace', path: 'active', value: 0 }, /active/],
    ['a text as a list of addresses', { op: 'replace', path: 'addresses', value: 'Bern' }, /addresses/],
    ['a list of lists', { op: 'add', path: 'emails', value: [[{ value: 'x@y.z' }]] }, /emails/],
    [
      'an element with a wrong type',
      { op: 'add', path: 'emails', value: [{ value: 'x@y.z', primary: 'perhaps' }] },
      /emails\.primary/,
    ],
    [
      'a wrong type below a filter',
      { op: 'replace', path: 'emails[type eq "work"].primary', value: 'perhaps' },
      /primary/,
    ],
    ['an extension that is no object', { op: 'replace', path: ENTERPRISE_USER, value: 'R&D' }, /enterprise/],
    ['a boxed text as an object', { op: 'add', value: { name: { value: 'Ann' } } }, /givenName/],
    [
      'a boxed text as an address',
      { op: 'add', path: 'addresses', value: [{ value: 'Bern', type: 'work' }] },
      /locality/,
    ],
    ['two values under two names', { op: 'add', value: { title: 'a', 'title.value': 'b' } }, /title.*twice/],
    [
      'two values for one element',
      {
        op: 'add',
        value: { 'emails[type eq "home"].value': 'a@y.z', 'Emails[Type eq "home"].value': 'b@y.z' },
      },
      /emails.*twice/,
    ],
    [
      'a name in two spellings',
      { op: 'add', path: 'name', value: { givenName: 'a', GIVENNAME: 'b' } },
      /twice/,
    ],
    [
      'a userName longer than the limit',
      { op: 'replace', path: 'userName', value: 'x'.repeat(600) },
      /userName.*\d/,
    ],
    [
      'an e-mail longer than the limit',
      { op: 'add', path: 'emails', value: [{ value: `${'x'.repeat(600)}@y.z` }] },
      /emails.*\d/,
    ],
    [
      'an e-mail longer than the limit in the filter that creates it',
      { op: 'add', path: `emails[value eq "${'x'.repeat(600)}@y.z"].type`, value: 'home' },
      /emails.*\d/,
    ],
  ]);
});

describe('invalidSyntax', () => {
  refuses('invalidSyntax', [
    ['an unknown operator', { op: 'move', path: 'title', value: 'x' }, /op/],
    ['no operator', { path: 'title', value: 'x' }, /op/],
    ['an operator that is no text', { op: 1, path: 'title', value: 'x' }, /op/],
    ['an operation that is a text', 'replace title', /Operations/],
    ['an operation that is null', null, /Operations/],
    ['an operation that is a list', [{ op: 'remove', path: 'title' }], /Operations/],
  ]);

  test.each([
    ['no operations', { schemas: [PATCH_OP] }],
    ['an empty list of operations', { schemas: [PATCH_OP], Operations: [] }],
    ['operations that are a text', { Operations: 'replace' }],
    ['operations that are null', { Operations: null }],
    ['a resource instead', { userName: 'ann@example.com', active: false }],
    ['a list', [{ op: 'replace', path: 'active', value: false }]],
  ] as const)('a body with %s', async (_what, body) => {
    expect(await client.send('PATCH', ann.path, body)).toMatchObject(
      refusal(400, 'invalidSyntax', /Operations|object/),
    );
    await expectUntouched();
  });
});

test('a taken userName is refused with uniqueness, in whatever case', async () => {
  const rename: Json = { op: 'replace', path: 'userName', value: 'BOB@example.com' };
  const answer = await client.patch(ann.path, { op: 'add', path: 'title', value: 'x' }, rename);
  expect(answer).toMatchObject(refusal(409, 'uniqueness', /userName/));
  await expectUntouched();
});

test('more than 1,000 operations are refused with the limit', async () => {
  const operations = Array.from({ length: 1_001 }, () => ({ op: 'replace', path: 'title', value: 'x' }));
  expect(await client.patch(ann.path, ...operations)).toMatchObject(refusal(413, undefined, /1000|1,000/));
  await expectUntouched();
  expect(await client.patch(ann.path, ...operations.slice(1))).toMatchObject({ status: 200 });
});

test('a PATCH of a missing member is refused with 404, a malformed one with 400 before', async () => {
  const missingUser = '/Users/0192f0c1-0000-7000-8000-000000000000';
  const fine = { op: 'replace', path: 'title', value: 'x' };
  expect(await client.patch(missingUser, fine)).toMatchObject(refusal(404, undefined));
  expect(await client.patch(missingUser, { op: 'move' })).toMatchObject(refusal(400, 'invalidSyntax'));
});

test('PATCH on the list is refused with 405', async () => {
  expect(await client.patch('/Users', { op: 'remove', path: 'title' })).toMatchObject(
    refusal(405, undefined),
  );
});

describe('an account with the policy authority=reject', () => {
  test.each([
    ['a role', { op: 'add', path: 'roles', value: [{ value: 'owner' }] }],
    ['a role without a path', { op: 'add', value: { roles: [{ value: 'owner' }] } }],
    ['a role below a filter', { op: 'replace', path: 'roles[primary eq "True"].value', value: 'owner' }],
    ['an unknown extension', { op: 'replace', path: 'urn:x:y:2.0:User:role', value: 'owner' }],
    ['userType', { op: 'Replace', path: 'USERTYPE', value: 'Admin' }],
  ])('refuses %s, and the rest of the request with it', async (_what, operation) => {
    const strict = new ScimClient(await service.addAccount({ policies: ['authority=reject'] }));
    const { path, body } = await strict.create();
    const answer = await strict.patch(path, { op: 'add', path: 'title', value: 'x' }, operation);
    expect(answer).toMatchObject(refusal(400, 'mutability'));
    expect(await strict.read(path)).toEqual(body);
  });
});

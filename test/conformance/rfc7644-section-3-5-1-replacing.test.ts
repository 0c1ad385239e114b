/** RFC 7644 §3.5.1: replacing a User by PUT, the verb most identity providers update with. */
import {
  CORE_USER,
  type Created,
  ENTERPRISE_USER,
  type Json,
  metaOf,
  refusal,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const WHOLE: Json = {
  schemas: [CORE_USER, ENTERPRISE_USER],
  userName: 'ann@example.com',
  externalId: 'ext-1',
  name: { givenName: 'Ann', familyName: 'Example' },
  title: 'Lead',
  emails: [
    { value: 'ann@example.com', type: 'work', primary: true },
    { value: 'ann@home.org', type: 'home' },
  ],
  [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' } },
};

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create(WHOLE);
});

const put = (body: unknown) => client.put(ann.path, body);
const memberEvents = () => service.memberEvents(client.account.accountId);
const lastEvent = async () => (await memberEvents()).at(-1);

/** Nothing was written: neither the resource nor an event. */
const expectUntouched = async () => {
  expect(await client.read(ann.path)).toEqual(ann.body);
  expect(await memberEvents()).toHaveLength(1);
};

test('what is sent is stored, and the answer is the resource with a new version', async () => {
  const answer = await put({ ...WHOLE, title: 'Head', name: { givenName: 'Anna' } });
  expect(answer).toMatchObject({ status: 200, body: { title: 'Head', name: { givenName: 'Anna' } } });
  expect(await client.read(ann.path)).toEqual(answer.body);
  expect(answer.headers['etag']).toBe(metaOf(answer.body)['version']);
  expect(metaOf(answer.body)['version']).not.toBe(metaOf(ann.body)['version']);
  expect(metaOf(answer.body)['created']).toBe(metaOf(ann.body)['created']);
});

test('what is not sent is removed', async () => {
  const { body } = await put({ userName: 'ann@example.com' });
  expect(Object.keys(body).sort()).toEqual(['active', 'id', 'meta', 'schemas', 'userName']);
  expect(body['schemas']).toEqual([CORE_USER]);
});

test('the event names what changed and what it was before, and no more', async () => {
  await put({ ...WHOLE, title: 'Head', name: { givenName: 'Ann' } });
  expect(await lastEvent()).toMatchObject({ type: 'team_member.updated', subject: ann.id });
  const { changed = [], previous } = (await lastEvent())?.data ?? {};
  expect([...changed].sort()).toEqual(['name.familyName', 'title']);
  expect(previous).toEqual({ title: 'Lead', 'name.familyName': 'Example' });
});

test('the event names the attributes of an extension, and not the schemas that follow from them', async () => {
  await put({ ...WHOLE, [ENTERPRISE_USER]: undefined });
  const { changed = [] } = (await lastEvent())?.data ?? {};
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.filter(path => !path.startsWith(ENTERPRISE_USER))).toEqual([]);
});

describe('a PUT that changes nothing keeps version and lastModified and emits nothing', () => {
  const [work, home] = WHOLE['emails'] as Json[];
  test.each([
    ['the same body', () => WHOLE],
    ['the resource as it was read', () => ann.body],
    ['the keys in another order', () => Object.fromEntries(Object.entries(WHOLE).reverse())],
    ['the e-mails in another order', () => ({ ...WHOLE, emails: [home, work] })],
    ['names in another case', () => ({ ...WHOLE, title: undefined, TITLE: 'Lead' })],
    ['booleans as text', () => ({ ...WHOLE, active: 'True' })],
    ['an e-mail twice', () => ({ ...WHOLE, emails: [work, home, work] })],
    [
      'read-only, secret and unknown attributes',
      () => ({
        ...WHOLE,
        id: 'x',
        meta: { version: 'W/"9"' },
        groups: [{ value: 'g' }],
        password: 'secret',
        roles: [{ value: 'owner' }],
        colour: 'blue',
        [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss', displayName: 'The Boss' } },
      }),
    ],
  ])('%s', async (_what, body) => {
    const answer = await put(body());
    expect(answer).toMatchObject({ status: 200, body: ann.body });
    await expectUntouched();
  });
});

describe('active', () => {
  test.each([
    ['omitted', {}, true],
    ['null', { active: null }, true],
    ['true', { active: true }, true],
    ['false', { active: false }, false],
    ['"False"', { active: 'False' }, false],
  ])('%s on an active member', async (_what, sent, active) => {
    expect((await put({ ...WHOLE, ...sent })).body).toMatchObject({ active });
  });

  test.each([
    ['omitted', {}],
    ['null', { active: null }],
  ])('%s leaves a deactivated member deactivated', async (_what, sent) => {
    await put({ ...WHOLE, active: false });
    expect((await put({ ...WHOLE, ...sent, title: 'Head' })).body).toMatchObject({ active: false });
    expect(await lastEvent()).toMatchObject({ type: 'team_member.updated' });
  });

  test('turned off and on again is announced once each, together with what else changed', async () => {
    await put({ ...WHOLE, active: false, title: 'Gone' });
    expect(await lastEvent()).toMatchObject({
      type: 'team_member.deprovisioned',
      data: { reason: 'deactivated', previous: { active: true, title: 'Lead' } },
    });
    await put({ ...WHOLE, active: false, title: 'Gone' });
    await put({ ...WHOLE, active: true, title: 'Gone' });
    expect((await memberEvents()).map(event => event.type.replace('team_member.', ''))).toEqual([
      'provisioned',
      'deprovisioned',
      'reactivated',
    ]);
  });
});

describe('null and empty mean unassigned', () => {
  test.each([
    ['emails', null],
    ['emails', []],
    ['name', null],
    ['name', {}],
    ['title', null],
    [ENTERPRISE_USER, null],
    [ENTERPRISE_USER, {}],
    ['externalId', null],
  ])('%s: %j', async (name, value) => {
    const answer = await put({ ...WHOLE, [name]: value });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).not.toContain(name);
  });
});

describe('a refused PUT changes nothing and emits nothing', () => {
  test.each([
    ['without userName', { ...WHOLE, userName: undefined }, 400, 'invalidValue', /userName/],
    ['with an empty userName', { ...WHOLE, userName: '' }, 400, 'invalidValue', /userName/],
    ['with a wrong type', { ...WHOLE, title: { text: 'x' } }, 400, 'invalidValue', /title/],
    ['with a wrong active', { ...WHOLE, active: 'perhaps' }, 400, 'invalidValue', /active/],
    ['that says it is a Group', { ...WHOLE, schemas: ['urn:x:Group'] }, 400, 'invalidSyntax', /schemas/],
    ['that is a list', [WHOLE], 400, 'invalidSyntax', /object/],
  ])('%s', async (_what, body, status, scimType, detail) => {
    expect(await put(body)).toMatchObject(refusal(status, scimType, detail));
    await expectUntouched();
  });

  test('to a userName that is taken, in whatever case', async () => {
    await client.create({ userName: 'bob@example.com' });
    expect(await put({ ...WHOLE, userName: 'BOB@example.com' })).toMatchObject(
      refusal(409, 'uniqueness', /userName/),
    );
    expect(await client.read(ann.path)).toEqual(ann.body);
    expect(await memberEvents()).toHaveLength(2);
  });

  test('for an id that does not exist, and creates no member', async () => {
    const answer = await client.put('/Users/0192f0c1-0000-7000-8000-000000000000', WHOLE);
    expect(answer).toMatchObject(refusal(404, undefined));
    expect((await client.get('/Users?count=0')).body).toMatchObject({ totalResults: 1 });
  });
});

test('a member may be renamed, and back, and into another case of its own name', async () => {
  for (const userName of ['annie@example.com', 'ann@example.com', 'ANN@example.com']) {
    expect(await put({ ...WHOLE, userName })).toMatchObject({ status: 200, body: { userName } });
    expect(await client.find(`userName eq "${userName}"`)).toEqual([userName]);
  }
  await client.create({ userName: 'annie@example.com' });
});

test('of several primary e-mails one stays primary', async () => {
  const emails = [
    { value: 'a@x.io', primary: true },
    { value: 'b@x.io', primary: true },
  ];
  const { body } = await put({ ...WHOLE, emails });
  const primaries = (body['emails'] as Json[]).filter(email => email['primary'] === true);
  expect(primaries).toEqual([{ value: 'a@x.io', primary: true }]);
});

test.each([
  ['with the method PUT on the list', '/Users', 405],
  ['with POST on a User', undefined, 405],
])('%s nothing happens', async (_what, path, status) => {
  const answer = path ? await client.put(path, WHOLE) : await client.post(ann.path, WHOLE);
  expect(answer).toMatchObject(refusal(status, undefined));
  await expectUntouched();
});

/** RFC 7643 §2: names, types, null; and every attribute of our own schema, walked from the schema alone. */
import {
  CORE_USER,
  type Created,
  ENTERPRISE_USER,
  type Json,
  refusal,
  resourcesOf,
  ScimClient,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';
import { type DeclaredAttribute, declaredAttributes, inResource, valueIn } from './declared-attributes.ts';

const service = useTestService();
const client = useScimClient(service, 'test');
let declared: readonly DeclaredAttribute[];

beforeAll(async () => {
  declared = declaredAttributes(
    resourcesOf(await new ScimClient(await service.addAccount()).get('/Schemas')),
  );
});

const userWith = (attributes: Json): Promise<Created> => client.create(attributes);

describe('names are read in any case', () => {
  test('and come back as the schema spells them', async () => {
    const answer = await client.post('/Users', {
      SCHEMAS: [CORE_USER],
      USERNAME: 'ann@example.com',
      NAME: { GIVENNAME: 'Ann' },
      Emails: [{ VALUE: 'ann@example.com', Type: 'work', PRIMARY: true }],
      ACTIVE: false,
      [ENTERPRISE_USER.toLowerCase()]: { DEPARTMENT: 'R&D', Manager: { VALUE: 'boss' } },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        userName: 'ann@example.com',
        name: { givenName: 'Ann' },
        emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
        active: false,
        [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' } },
      },
    });
  });
});

describe('null, an empty list and an empty object mean unassigned', () => {
  test.each<[string, unknown]>([
    ['emails', null],
    ['emails', []],
    ['emails', [null]],
    ['emails', [{}]],
    ['emails', [{ value: null, type: null }]],
    ['name', null],
    ['name', {}],
    ['name', { givenName: null }],
    ['title', null],
    ['externalId', null],
    ['profileUrl', null],
    ['phoneNumbers', null],
    ['addresses', []],
    [ENTERPRISE_USER, null],
    [ENTERPRISE_USER, {}],
    [ENTERPRISE_USER, { manager: null }],
    [ENTERPRISE_USER, { manager: {} }],
  ])('%s: %j', async (name, value) => {
    const { body } = await userWith({ [name]: value });
    expect(Object.keys(body).sort()).toEqual(['active', 'id', 'meta', 'schemas', 'userName']);
    expect(body['schemas']).toEqual([CORE_USER]);
  });

  test('and no answer ever holds a null', async () => {
    await userWith({
      emails: [{ value: 'a@b.c', display: null }],
      name: { givenName: 'A', familyName: null },
    });
    expect((await client.get('/Users')).text).not.toMatch(/[:[,]null[,}\]]/);
  });
});

describe('booleans are read from texts', () => {
  test.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
    ['True', true],
    ['FALSE', false],
    [['True'], true],
  ])('%j', async (sent, stored) => {
    const { body } = await userWith({ active: sent, emails: [{ value: 'a@b.c', primary: sent }] });
    expect(body).toMatchObject({ active: stored, emails: [{ value: 'a@b.c', primary: stored }] });
  });

  test.each([0, 1, 'yes', '', 'null', {}, [true, false]])('but not from %j', async sent => {
    expect(await client.post('/Users', { userName: 'ann', active: sent })).toMatchObject(
      refusal(400, 'invalidValue', /active/),
    );
  });
});

describe('at most one value is primary', () => {
  test.each(['emails', 'phoneNumbers', 'ims', 'photos'])('of %s', async name => {
    const address = (value: string) => (name === 'emails' ? `${value}@x.io` : `https://x.io/${value}`);
    const values = ['1', '2', '3'].map(value => ({ value: address(value), primary: true }));
    const { body } = await userWith({ [name]: values });
    expect((body[name] as Json[]).map(element => element['primary'] === true)).toEqual([true, false, false]);
  });
});

test('a value that is given twice is kept once', async () => {
  const email = { value: 'a@b.c', type: 'work' };
  const { body } = await userWith({ emails: [email, { type: 'work', value: 'a@b.c' }, { value: 'a@b.c' }] });
  expect(body['emails']).toEqual([email, { value: 'a@b.c' }]);
});

test('types of values are free', async () => {
  const emails = [
    { value: 'a@b.c', type: 'work_mobile' },
    { value: 'd@e.f', type: 'ÄÖ' },
  ];
  expect((await userWith({ emails })).body).toMatchObject({ emails });
});

describe('what the schema declares works, for each attribute', () => {
  const each = async (check: (attribute: DeclaredAttribute) => Promise<void>): Promise<void> => {
    expect(declared.length).toBeGreaterThan(40);
    for (const attribute of declared) await check(attribute);
  };

  test('it can be created, unless it is read-only', async () => {
    await each(async attribute => {
      const { body } = await userWith(inResource(attribute));
      const stored = attribute.readOnly ? undefined : attribute.sample;
      expect([attribute.path, valueIn(body, attribute)]).toEqual([attribute.path, stored]);
    });
  });

  test('it can be patched and removed, unless it is read-only', async () => {
    await each(async attribute => {
      const { path } = await userWith({});
      const added = await client.patch(path, { op: 'add', path: attribute.path, value: attribute.sample });
      if (attribute.readOnly) {
        expect(added).toMatchObject(refusal(400, 'mutability', new RegExp(attribute.name)));
        return;
      }
      expect([attribute.path, valueIn(added.body, attribute)]).toEqual([attribute.path, attribute.sample]);
      if (attribute.required) return;
      const removed = await client.patch(path, { op: 'remove', path: attribute.path });
      expect(removed.status).toBe(200);
      const left = attribute.name === 'active' ? false : undefined;
      expect([attribute.path, valueIn(removed.body, attribute)]).toEqual([attribute.path, left]);
    });
  });

  test('it can be filtered, sorted and projected', async () => {
    await each(async attribute => {
      if (attribute.readOnly) return;
      const { sample, path } = attribute;
      const { id } = await userWith(inResource(attribute));
      const filter = encodeURIComponent(`id eq "${id}" and ${path} eq ${JSON.stringify(sample)}`);
      const query = `filter=${filter}&attributes=${encodeURIComponent(path)}`;
      const answer = await client.get(`/Users?${query}`);
      expect({ path, ...answer }).toMatchObject({ path, status: 200, body: { totalResults: 1 } });
      expect(valueIn(resourcesOf(answer)[0] ?? {}, attribute)).toEqual(sample);
      if (attribute.inList) return;
      const sorted = await client.get(`/Users?count=1&sortBy=${encodeURIComponent(path)}`);
      expect({ path, status: sorted.status }).toEqual({ path, status: 200 });
    });
  });
});

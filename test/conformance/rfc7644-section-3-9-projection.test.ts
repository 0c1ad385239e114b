/** RFC 7644 §3.9 and §3.4.2.5: which attributes an answer holds, on every method, and that no data is lost by it. */
import {
  CORE_USER,
  type Created,
  ENTERPRISE_USER,
  type Json,
  resourcesOf,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const ANN: Json = {
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Example' },
  title: 'Lead',
  emails: [
    { value: 'ann@example.com', type: 'work', primary: true },
    { value: 'ann@home.org', type: 'home' },
  ],
  [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' } },
};
const ALWAYS = ['id', 'schemas'];

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create(ANN);
});

const read = async (query: string): Promise<Json> => client.read(`${ann.path}?${query}`);
const without = (resource: Json, ...names: string[]): Json =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
const restOf = (resource: Json): Json => without(resource, ...ALWAYS);

describe('attributes', () => {
  test.each<[string, Json]>([
    ['userName', { userName: 'ann@example.com' }],
    ['USERNAME', { userName: 'ann@example.com' }],
    ['userName,title', { userName: 'ann@example.com', title: 'Lead' }],
    [' userName , title ', { userName: 'ann@example.com', title: 'Lead' }],
    ['name', { name: { givenName: 'Ann', familyName: 'Example' } }],
    ['name.givenName', { name: { givenName: 'Ann' } }],
    ['name.givenName,name.familyName', { name: { givenName: 'Ann', familyName: 'Example' } }],
    ['emails.value', { emails: [{ value: 'ann@example.com' }, { value: 'ann@home.org' }] }],
    ['emails.primary', { emails: [{ primary: true }] }],
    ['name,name.givenName', { name: { givenName: 'Ann', familyName: 'Example' } }],
    [`${CORE_USER}:title`, { title: 'Lead' }],
    [`${CORE_USER}:name.givenName`, { name: { givenName: 'Ann' } }],
    [ENTERPRISE_USER, { [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' } } }],
    [`${ENTERPRISE_USER}:department`, { [ENTERPRISE_USER]: { department: 'R&D' } }],
    [`${ENTERPRISE_USER}:manager.value`, { [ENTERPRISE_USER]: { manager: { value: 'boss' } } }],
    ['nickName', {}],
    ['favouriteColour', {}],
    ['id', {}],
    ['schemas', {}],
    ['password', {}],
    ['roles,groups', {}],
    ['__proto__,constructor', {}],
    ['active', { active: true }],
  ])('=%s', async (attributes, expected) => {
    const resource = await read(`attributes=${encodeURIComponent(attributes)}`);
    expect(resource).toMatchObject({ id: ann.id, schemas: ann.body['schemas'] });
    expect(restOf(resource)).toEqual(expected);
  });

  test('=meta.version and other parts of meta', async () => {
    const meta = ann.body['meta'] as Json;
    expect(restOf(await read('attributes=meta'))).toEqual({ meta });
    expect(restOf(await read('attributes=meta.version'))).toEqual({ meta: { version: meta['version'] } });
  });

  test('empty means all', async () => {
    expect(await read('attributes=')).toEqual(ann.body);
  });

  test('wins over excludedAttributes', async () => {
    const resource = await read('attributes=title,name&excludedAttributes=title,emails');
    expect(restOf(resource)).toEqual({ title: 'Lead', name: ann.body['name'] });
  });
});

describe('excludedAttributes', () => {
  test.each<[string, string[]]>([
    ['title', ['title']],
    ['TITLE,name', ['title', 'name']],
    ['emails,meta', ['emails', 'meta']],
    ['id', []],
    ['schemas', []],
    ['favouriteColour', []],
    [ENTERPRISE_USER, [ENTERPRISE_USER]],
    [`${CORE_USER}:title`, ['title']],
    ['groups', []],
  ])('=%s', async (excluded, missing) => {
    const resource = await read(`excludedAttributes=${encodeURIComponent(excluded)}`);
    expect(resource).toEqual(without(ann.body, ...missing));
  });

  test.each<[string, Json]>([
    ['name.givenName', { name: { familyName: 'Example' } }],
    ['emails.value,emails.type', { emails: [{ primary: true }] }],
    [`${ENTERPRISE_USER}:manager`, { [ENTERPRISE_USER]: { department: 'R&D' } }],
    [`${ENTERPRISE_USER}:manager.value`, { [ENTERPRISE_USER]: { department: 'R&D' } }],
  ])('=%s takes out a part', async (excluded, changed) => {
    const resource = await read(`excludedAttributes=${encodeURIComponent(excluded)}`);
    expect(resource).toEqual({ ...ann.body, ...changed });
  });
});

describe('on every method', () => {
  const query = '?attributes=userName';
  const replaceTitle = { op: 'replace', path: 'title', value: 'Head' };

  test('POST', async () => {
    const answer = await client.post(`/Users${query}`, { ...ANN, userName: 'bob@example.com' });
    expect(answer.status).toBe(201);
    expect(restOf(answer.body)).toEqual({ userName: 'bob@example.com' });
    expect(answer.headers['location']).toContain(`/Users/${String(answer.body['id'])}`);
    expect(await client.read(`/Users/${String(answer.body['id'])}`)).toMatchObject(without(ANN, 'userName'));
  });

  test('PUT', async () => {
    const answer = await client.put(`${ann.path}${query}`, { ...ANN, title: 'Head' });
    expect(restOf(answer.body)).toEqual({ userName: 'ann@example.com' });
    expect(await client.read(ann.path)).toMatchObject({ ...ANN, title: 'Head' });
  });

  test.each(['?attributes=userName', '?excludedAttributes=emails,name,title'])(
    'PATCH%s, which loses no data',
    async parameters => {
      const answer = await client.patch(`${ann.path}${parameters}`, replaceTitle);
      expect(answer.status).toBe(200);
      expect(answer.body).not.toHaveProperty('emails');
      expect(without(await client.read(ann.path), 'meta')).toEqual({
        ...without(ann.body, 'meta'),
        title: 'Head',
      });
      const { changed } = (await service.memberEvents(client.account.accountId)).at(-1)?.data ?? {};
      expect(changed).toEqual(['title']);
    },
  );

  test('a list', async () => {
    const [listed] = resourcesOf(await client.get(`/Users${query},emails.value`));
    expect(restOf(listed ?? {})).toEqual({
      userName: 'ann@example.com',
      emails: [{ value: 'ann@example.com' }, { value: 'ann@home.org' }],
    });
    const [rest] = resourcesOf(await client.get('/Users?excludedAttributes=emails,meta'));
    expect(rest).toEqual(without(ann.body, 'emails', 'meta'));
  });

  test('a list that is filtered and sorted by what it does not show', async () => {
    const filter = encodeURIComponent('title eq "Lead"');
    const answer = await client.get(`/Users?filter=${filter}&sortBy=name.familyName&attributes=active`);
    expect(resourcesOf(answer).map(restOf)).toEqual([{ active: true }]);
  });

  test('and the ETag is that of the whole resource', async () => {
    const [whole, part] = [await client.get(ann.path), await client.get(`${ann.path}${query}`)];
    expect(part.headers['etag']).toBe(whole.headers['etag']);
  });
});

/** RFC 7644 §3.7: bulk operations. */
import { useTestService } from '../support/suite.ts';
import type { TestAccount } from '../support/test-service.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const service = useTestService();
let account: TestAccount;

beforeEach(async () => {
  account = await service.addAccount();
});

interface BulkResult {
  readonly method: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly location?: string;
  readonly status: string;
  readonly response?: Record<string, unknown>;
}

const send = (path: string, method: string, body?: unknown) =>
  fetch(account.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function bulk(operations: readonly object[], more: object = {}): Promise<readonly BulkResult[]> {
  const response = await send('/Bulk', 'POST', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: operations,
    ...more,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/scim+json');
  const body = (await response.json()) as { schemas: string[]; Operations: BulkResult[] };
  expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  return body.Operations;
}

async function read(location: string | undefined): Promise<Record<string, unknown>> {
  const response = await fetch(location ?? '', { headers: { authorization: `Bearer ${account.token}` } });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

const create = (userName: string, more: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId: userName,
  data: { userName, ...more },
});

const managedBy = (value: string) => ({ [ENTERPRISE]: { manager: { value } } });

test('creates, replaces, changes and deletes in order, each with its own status and version', async () => {
  const results = await bulk([
    create('ann'),
    { method: 'put', path: '/Users/bulkId:ann', data: { userName: 'ann', title: 'Lead' } },
    {
      method: 'PATCH',
      path: '/Users/bulkId:ann',
      data: { Operations: [{ op: 'add', value: { nickName: 'A' } }] },
    },
    { method: 'DELETE', path: '/Users/bulkId:ann' },
  ]);
  expect(results.map(({ method, status, version }) => [method, status, version])).toEqual([
    ['POST', '201', 'W/"1"'],
    ['PUT', '200', 'W/"2"'],
    ['PATCH', '200', 'W/"3"'],
    ['DELETE', '204', undefined],
  ]);
  expect(results[0]?.bulkId).toBe('ann');
  expect(results.every(result => result.location?.startsWith(`${account.baseUrl}/Users/`))).toBe(true);
});

test('each operation is its own event, with its place in the request', async () => {
  await bulk([create('one'), create('two'), create('ONE'), create('three')]);
  const events = await service.memberEvents(account.accountId);
  expect(events.map(event => [event.data.member['userName'], event.data.request['bulkIndex']])).toEqual([
    ['one', 0],
    ['two', 1],
    ['three', 3],
  ]);
  expect(new Set(events.map(event => event.correlationid)).size).toBe(1);
});

test('a value may refer to what an earlier or a later operation creates', async () => {
  const results = await bulk([
    create('early', managedBy('bulkId:boss')),
    create('boss'),
    create('late', managedBy('bulkId:boss')),
  ]);
  expect(results.map(result => result.status)).toEqual(['201', '201', '201']);
  const bossId = (await read(results[1]?.location))['id'];
  for (const index of [0, 2]) {
    expect(await read(results[index]?.location)).toMatchObject(managedBy(String(bossId)));
  }
});

test('references in a circle are all resolved', async () => {
  const results = await bulk([
    create('a', managedBy('bulkId:b')),
    create('b', managedBy('bulkId:c')),
    create('c', managedBy('bulkId:a')),
    create('self', managedBy('bulkId:self')),
    {
      method: 'PATCH',
      path: '/Users/bulkId:b',
      data: { Operations: [{ op: 'add', value: { title: 'kept' } }] },
    },
  ]);
  expect(results.map(result => result.status)).toEqual(['201', '201', '201', '201', '200']);
  const [a, b, c, self] = await Promise.all(results.slice(0, 4).map(result => read(result.location)));
  expect(a).toMatchObject(managedBy(String(b?.['id'])));
  expect(b).toMatchObject({ ...managedBy(String(c?.['id'])), title: 'kept' });
  expect(c).toMatchObject(managedBy(String(a?.['id'])));
  expect(self).toMatchObject(managedBy(String(self?.['id'])));
});

test('regression: closing a circle keeps what changed in between', async () => {
  const results = await bulk([
    {
      ...create('a', managedBy('bulkId:b')),
      data: { userName: 'a', nickName: 'bulkId:d', ...managedBy('bulkId:b') },
    },
    create('b', managedBy('bulkId:a')),
    {
      method: 'PATCH',
      path: '/Users/bulkId:b',
      bulkId: 'd',
      data: { Operations: [{ op: 'add', value: { title: 'Boss' } }] },
    },
  ]);
  const b = await read(results[1]?.location);
  expect(b).toMatchObject({ title: 'Boss' });
});

test('a reference to nothing is refused, and one to a failed creation is a conflict', async () => {
  const results = await bulk([
    create('x', managedBy('bulkId:unknown')),
    { method: 'POST', path: '/Users', bulkId: 'broken', data: { displayName: 'no userName' } },
    create('y', managedBy('bulkId:broken')),
    { method: 'DELETE', path: '/Users/bulkId:broken' },
  ]);
  expect(results.map(result => result.status)).toEqual(['400', '400', '409', '409']);
  expect(results[0]?.response).toMatchObject({
    scimType: 'invalidValue',
    detail: expect.stringContaining('bulkId') as string,
  });
});

test('failOnErrors stops after that many errors and leaves the rest undone', async () => {
  const operations = [create('first'), create('FIRST'), create('second'), create('SECOND'), create('third')];
  const stopped = await bulk(operations, { failOnErrors: 1 });
  expect(stopped.map(result => result.status)).toEqual(['201', '409']);
  const all = await bulk(operations.slice(2));
  expect(all.map(result => result.status)).toEqual(['201', '409', '201']);
});

test('an operation whose reference used up failOnErrors is not done', async () => {
  const operations = [
    create('waiting', managedBy('bulkId:broken')),
    { method: 'POST', path: '/Users', bulkId: 'broken', data: { displayName: 'no userName' } },
    create('behind'),
  ];
  const stopped = await bulk(operations, { failOnErrors: 1 });
  expect(stopped.map(({ bulkId, status }) => [bulkId, status])).toEqual([['broken', '400']]);
  const all = await bulk(operations, { failOnErrors: 2 });
  expect(all.map(({ bulkId, status }) => [bulkId, status])).toEqual([
    ['waiting', '409'],
    ['broken', '400'],
  ]);
  expect(await bulk(operations, { failOnErrors: 3 })).toHaveLength(3);
});

test('an error carries a SCIM Error, a success no body unless attributes are asked for', async () => {
  const [created, refused] = await bulk([create('plain'), create('PLAIN')]);
  expect(created).not.toHaveProperty('response');
  expect(refused?.response).toMatchObject({ status: '409', scimType: 'uniqueness' });
  const [projected] = await bulk([
    { ...create('shown', { title: 'T', nickName: 'N' }), path: '/Users?attributes=title' },
  ]);
  expect(projected?.response).toMatchObject({ title: 'T' });
  expect(projected?.response).not.toHaveProperty('nickName');
});

test('a location is the address of a User, or absent', async () => {
  const missingUser = '/Users/0192f0c1-0000-7000-8000-000000000000';
  const paths = [
    missingUser,
    'Users/a b',
    '/Users/%zz',
    '/Users/bulkId:nothing',
    '/Nothing/<x>',
    '',
    '/Users/a/b',
  ];
  const results = await bulk(paths.map(path => ({ method: 'DELETE', path })));
  expect(results.map(({ location }) => location?.replace(account.baseUrl, ''))).toEqual([
    missingUser,
    '/Users/a%20b',
    ...Array.from({ length: 5 }),
  ]);
});

test('the version of an operation is its precondition', async () => {
  const [created] = await bulk([create('versioned')]);
  const path = new URL(created?.location ?? '').pathname.replace('/scim/v2', '');
  const change = (version: string) => ({
    method: 'PATCH',
    path,
    version,
    data: { Operations: [{ op: 'replace', path: 'title', value: version }] },
  });
  const results = await bulk([
    change('W/"1"'),
    change('W/"1"'),
    { method: 'DELETE', path, version: 'W/"1"' },
  ]);
  expect(results.map(result => result.status)).toEqual(['200', '412', '412']);
});

test('authority attributes are ignored inside, or refused under the policy', async () => {
  const [ignored] = await bulk([create('quiet', { roles: [{ value: 'admin' }] })]);
  expect(ignored?.status).toBe('201');
  await service.accounts.setPolicies(account.accountId, ['authority=reject']);
  const results = await bulk([create('loud', { roles: [{ value: 'admin' }] }), create('fine')]);
  expect(results.map(result => result.status)).toEqual(['400', '201']);
  expect(results[0]?.response).toMatchObject({ scimType: 'mutability' });
});

test.each([
  [{ method: 'GET', path: '/Users' }, '400'],
  [{ method: 'POST', path: '/Nothing', data: {} }, '404'],
  [{ method: 'POST', path: '/Groups', data: { displayName: 'g' } }, '501'],
  [{ method: 'POST', path: '/Bulk', data: {} }, '405'],
  [{ method: 'DELETE', path: '/Users' }, '405'],
  [{ method: 'POST', path: '/Users/abc', data: { userName: 'u' } }, '405'],
  [{ method: 'POST', path: '/Users' }, '400'],
  [{ method: 'PATCH', path: '/Users/%zz', data: {} }, '400'],
  [{ method: 'PUT', path: '/Users/00000000-0000-7000-8000-000000000000', data: { userName: 'u' } }, '404'],
  ['not an operation', '400'],
  [null, '400'],
])('%j alone is refused with %s and does not stop the others', async (operation, status) => {
  const results = await bulk([operation as object, create('after')]);
  expect(results.map(result => result.status)).toEqual([status, '201']);
  expect(results[0]?.response?.['detail']).toEqual(expect.any(String));
});

test('a bulkId that is used twice is refused the second time', async () => {
  const results = await bulk([create('dup'), { ...create('other'), bulkId: 'dup' }]);
  expect(results.map(result => result.status)).toEqual(['201', '400']);
});

test.each([
  [{ Operations: [] }, 400, 'invalidSyntax'],
  [{}, 400, 'invalidSyntax'],
  [{ Operations: [create('x')], failOnErrors: 'one' }, 400, 'invalidSyntax'],
  [{ Operations: Array.from({ length: 1_001 }, (_, index) => create(`u${index}`)) }, 413, undefined],
])('a request that is no bulk request is refused as a whole', async (body, status, scimType) => {
  const response = await send('/Bulk', 'POST', body);
  expect(response.status).toBe(status);
  expect(((await response.json()) as { scimType?: string }).scimType).toBe(scimType);
  expect(await service.memberEvents(account.accountId)).toEqual([]);
});

test('a thousand operations fit in one request', async () => {
  const results = await bulk(Array.from({ length: 1_000 }, (_, index) => create(`member-${index}`)));
  expect(results.filter(result => result.status === '201')).toHaveLength(1_000);
});

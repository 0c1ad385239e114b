/** What the service answers is what openapi.yaml says: status, headers and every value, in a whole conversation. */
import type { WireAnswer } from '../support/http-connection.ts';
import type { Json } from './api-description.ts';
import {
  type Caller,
  CORE_USER,
  type DescribedService,
  description,
  ENTERPRISE_USER,
  SCIM,
  startDescribedService,
} from './described-service.ts';

let described: DescribedService;

beforeAll(async () => {
  described = await startDescribedService();
});

afterAll(() => described.close());

interface Step {
  readonly as?: Caller;
  /** Instead of the documented path itself. */
  readonly target?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request and holds the answer to what is documented for this path, method and status. */
async function exchange(status: number, method: string, path: string, step: Step = {}): Promise<Json> {
  const { as = path.startsWith(SCIM) ? 'scim' : 'control', target = path, body, headers = {} } = step;
  const answer = await described.connections[as].send(method, target, { body, headers });
  const asked = `${method} ${target}`;
  expect({ asked, status: answer.status, text: answer.text }).toMatchObject({ asked, status });
  const operation = description.operationsOf(path).find(candidate => candidate.method === method);
  const response = operation?.responses[String(status)] ?? operation?.responses['default'];
  if (!response) throw new Error(`${asked} answered ${status}, which is not documented`);
  expectDocumentedHeaders(asked, answer, response);
  expectDocumentedBody(asked, answer, response);
  return answer.body;
}

function expectDocumentedHeaders(asked: string, { headers }: WireAnswer, response: Json): void {
  const documented = Object.entries((response['headers'] ?? {}) as Json).map(
    ([name, header]) => [name, description.resolve(header)] as const,
  );
  for (const [name, header] of documented) {
    const value = headers[name.toLowerCase()];
    if (value !== undefined) {
      expect(description.faultsOf(value, header['schema'], `${asked} ${name}`)).toEqual([]);
    } else if (header['required'] === true) {
      throw new Error(`${asked} answered without the header ${name}`);
    }
  }
  const telling = 'allow cache-control etag link location retry-after www-authenticate x-request-id'.split(
    ' ',
  );
  const names = documented.map(([name]) => name.toLowerCase());
  expect({ asked, undocumented: telling.filter(name => name in headers && !names.includes(name)) }).toEqual({
    asked,
    undocumented: [],
  });
}

function expectDocumentedBody(asked: string, { headers, text, body }: WireAnswer, response: Json): void {
  const content = response['content'] as Json | undefined; // OpenAPI makes it an object
  if (!content) {
    expect({ asked, text }).toEqual({ asked, text: '' });
    return;
  }
  const [mediaType = ''] = String(headers['content-type']).split(';');
  expect({ asked, documented: Object.keys(content) }).toEqual({
    asked,
    documented: expect.arrayContaining([mediaType]),
  });
  const { schema } = content[mediaType] as Json; // as just checked
  expect(description.faultsOf(body, schema, asked)).toEqual([]);
}

const USERS = `${SCIM}/Users`;
const ONE_USER = `${SCIM}/Users/{id}`;

const ANN = {
  schemas: [CORE_USER, ENTERPRISE_USER],
  externalId: '00u1a2b3c4',
  userName: 'ann@example.com',
  name: { givenName: 'Ann', familyName: 'Baker' },
  emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
  phoneNumbers: [{ value: 'tel:+1-555-0100', type: 'work' }],
  addresses: [{ country: 'DE', locality: 'Berlin', type: 'work' }],
  photos: [{ value: 'https://example.com/ann.png' }],
  password: 'dropped',
  [ENTERPRISE_USER]: { department: 'Ovens', manager: { value: '01a1ffb7-0000-7000-8000-000000000000' } },
};

const setTitle = (title: string): Json => ({ Operations: [{ op: 'replace', path: 'title', value: title }] });

test('a conversation about Users is as documented', async () => {
  await exchange(200, 'GET', USERS, { target: `${USERS}?startIndex=1&count=2` });
  const created = await exchange(201, 'POST', USERS, { body: ANN });
  await exchange(201, 'POST', USERS, { body: { userName: 'bo@example.com', active: false } });
  await exchange(409, 'POST', USERS, { body: { userName: 'ANN@example.com' } });
  await exchange(400, 'POST', USERS, { body: { userName: '' } });
  await exchange(415, 'POST', USERS, { body: 'x', headers: { 'content-type': 'text/plain' } });
  await exchange(200, 'GET', USERS, { target: `${USERS}?sortBy=userName` });
  await exchange(400, 'GET', USERS, { target: `${USERS}?filter=nope%20pr` });
  await exchange(401, 'GET', USERS, { as: 'stranger' });
  for (const path of [`${USERS}/.search`, `${SCIM}/.search`]) {
    await exchange(200, 'POST', path, { body: { filter: 'active eq true', attributes: ['userName'] } });
  }
  const target = `${USERS}/${String(created['id'])}`;
  await exchange(200, 'GET', ONE_USER, { target });
  await exchange(200, 'GET', ONE_USER, { target: `${target}?attributes=name.givenName` });
  await exchange(304, 'GET', ONE_USER, { target, headers: { 'if-none-match': 'W/"1"' } });
  await exchange(200, 'PUT', ONE_USER, { target, body: { ...ANN, title: 'Baker' } });
  await exchange(412, 'PUT', ONE_USER, { target, body: ANN, headers: { 'if-match': 'W/"1"' } });
  await exchange(412, 'PUT', ONE_USER, { target, body: ANN, headers: { 'if-none-match': 'W/"2"' } });
  await exchange(412, 'GET', ONE_USER, { target, headers: { 'if-match': 'W/"1"' } });
  const operation = { op: 'replace', path: 'active', value: false };
  await exchange(200, 'PATCH', ONE_USER, { target, body: { Operations: [operation] } });
  await exchange(200, 'PATCH', ONE_USER, {
    target,
    body: { Operations: [{ ...operation, value: 'True' }] },
  });
  await exchange(400, 'PATCH', ONE_USER, { target, body: { Operations: [{ ...operation, path: 'id' }] } });
  await exchange(413, 'PATCH', ONE_USER, { target, body: { Operations: Array(1_001).fill(operation) } });
  await exchange(204, 'DELETE', ONE_USER, { target });
  await exchange(404, 'GET', ONE_USER, { target });
  await exchange(404, 'DELETE', ONE_USER, { target });
});

test('a conversation about many Users at once is as documented', async () => {
  const users = ['dee', 'eve', 'fay'].map(name => ({ userName: `${name}@example.com` }));
  const creations = users.map((data, index) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `b${index}`,
    data,
  }));
  const projected = { method: 'PATCH', path: '/Users/bulkId:b0?attributes=title', data: setTitle('Baker') };
  const missing = { method: 'DELETE', path: `/Users/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}` };
  const Operations = [...creations, projected, missing];
  const answer = await exchange(200, 'POST', `${SCIM}/Bulk`, { body: { failOnErrors: 9, Operations } });
  const statuses = (answer['Operations'] as Json[]).map(({ status }) => status); // as the schema says
  expect(statuses).toEqual(['201', '201', '201', '200', '404']);
  await exchange(400, 'POST', `${SCIM}/Bulk`, { body: {} });
  await exchange(401, 'POST', `${SCIM}/Bulk`, { body: { Operations }, as: 'stranger' });

  const first = await exchange(200, 'GET', USERS, { target: `${USERS}?cursor&count=1` });
  const next = `${USERS}?count=1&cursor=${String(first['nextCursor'])}`;
  const second = await exchange(200, 'GET', USERS, { target: next });
  expect(Object.keys(second)).toEqual(expect.arrayContaining(['nextCursor', 'previousCursor']));
  await exchange(400, 'GET', USERS, { target: `${USERS}?cursor=x` });
  await exchange(400, 'GET', USERS, { target: `${USERS}?cursor&count=0` });
});

test('a conversation about what is not supported is as documented', async () => {
  await exchange(200, 'GET', `${SCIM}/Groups`);
  await exchange(501, 'GET', `${SCIM}/Groups`, { as: 'jumpcloud' });
  await exchange(501, 'POST', `${SCIM}/Groups`, { body: {} });
  await exchange(501, 'PATCH', `${SCIM}/Groups/{id}`, { target: `${SCIM}/Groups/1`, body: {} });
  await exchange(501, 'GET', `${SCIM}/Me`);
});

test('a conversation about the service itself is as documented', async () => {
  await exchange(200, 'GET', '/healthz', { as: 'stranger' });
  await exchange(200, 'GET', `${SCIM}/ServiceProviderConfig`);
  const { etag } = (await described.connections.scim.send('GET', `${SCIM}/ServiceProviderConfig`)).headers;
  await exchange(304, 'GET', `${SCIM}/ServiceProviderConfig`, {
    headers: { 'if-none-match': String(etag) },
  });
  await exchange(200, 'GET', `${SCIM}/ResourceTypes`);
  await exchange(200, 'GET', `${SCIM}/ResourceTypes/{id}`, { target: `${SCIM}/ResourceTypes/User` });
  await exchange(404, 'GET', `${SCIM}/ResourceTypes/{id}`, { target: `${SCIM}/ResourceTypes/Group` });
  await exchange(200, 'GET', `${SCIM}/Schemas`);
  await exchange(200, 'GET', `${SCIM}/Schemas/{id}`, { target: `${SCIM}/Schemas/${CORE_USER}` });
  await exchange(403, 'GET', `${SCIM}/Schemas`, { target: `${SCIM}/Schemas?filter=id%20pr` });
});

test('a conversation about events is as documented, and each documented type occurs', async () => {
  const { scim } = described.connections;
  const { body } = await scim.send('POST', USERS, { body: { userName: 'cy@example.com', active: false } });
  const target = `${USERS}/${String(body['id'])}`;
  for (const change of [{ active: true }, { title: 'Miller' }, { active: false }, { active: true }]) {
    await scim.send('PATCH', target, { body: { Operations: [{ op: 'replace', value: change }] } });
  }
  await scim.send('DELETE', target);
  const { tokenId } = await described.service.accounts.issueToken('acme', 'spare', Date.parse('2099-01-01'));
  await described.service.accounts.revokeToken('acme', tokenId);

  const page = await exchange(200, 'GET', '/v1/events', { target: '/v1/events?account=acme&limit=1000' });
  const types = (page['data'] as Json[]).map(event => String(event['type'])); // as the schema says
  const { mapping } = description.at('components', 'schemas', 'Event', 'discriminator');
  expect([...new Set(types)].sort()).toEqual(Object.keys(mapping as Json).sort());

  await exchange(200, 'GET', '/v1/events', { target: `/v1/events?after=${String(page['next'])}` });
  await exchange(400, 'GET', '/v1/events', { target: '/v1/events?after=x' });
  await exchange(400, 'GET', '/v1/events', { target: '/v1/events?limit=0' });
  await exchange(401, 'GET', '/v1/events', { as: 'stranger' });
  await exchange(403, 'GET', '/v1/events', { target: '/v1/events?account=birch' });
  const foreign = `v1.${Buffer.from('abc.1').toString('base64url')}`;
  await exchange(410, 'GET', '/v1/events', { target: `/v1/events?after=${foreign}` });
});

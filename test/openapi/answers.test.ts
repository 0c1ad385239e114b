/** What the service answers is what openapi.yaml says: status, headers and every value, in a whole conversation. */
import type { Json } from './api-description.ts';
import {
  CORE_USER,
  type DescribedService,
  ENTERPRISE_USER,
  SCIM,
  startDescribedService,
} from './described-service.ts';
import { exchangeWith, type Step } from './documented-exchange.ts';

let described: DescribedService;

beforeAll(async () => {
  described = await startDescribedService();
});

afterAll(() => described.close());

const exchange = (status: number, method: string, path: string, step?: Step): Promise<Json> =>
  exchangeWith(described, status, method, path, step);

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
  await exchange(200, 'GET', '/livez', { as: 'stranger' });
  await exchange(200, 'GET', '/healthz', { as: 'stranger' });
  await exchange(200, 'GET', '/readyz', { as: 'stranger' });
  await exchange(401, 'GET', '/metrics', { as: 'stranger' });
  await exchange(403, 'GET', '/metrics');
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

test('a conversation about the schemas of events is as documented', async () => {
  const path = '/schemas/events/{name}';
  const { schemas } = await exchange(200, 'GET', '/schemas/events', { as: 'stranger' });
  for (const { data } of schemas as Json[]) {
    await exchange(200, 'GET', path, { as: 'stranger', target: new URL(String(data)).pathname });
  }
  await exchange(404, 'GET', path, {
    as: 'stranger',
    target: '/schemas/events/team_member.promoted.v1.json',
  });
});

test('a conversation about events is as documented, and its events are', async () => {
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
  // The others are held to their schemas in catalogue.test.ts.
  expect(types).toEqual(
    expect.arrayContaining(['team_member.provisioned', 'team_member.deleted', 'connection.enabled']),
  );

  await exchange(200, 'GET', '/v1/events', { target: `/v1/events?after=${String(page['next'])}` });
  await exchange(400, 'GET', '/v1/events', { target: '/v1/events?after=x' });
  await exchange(400, 'GET', '/v1/events', { target: '/v1/events?limit=0' });
  await exchange(401, 'GET', '/v1/events', { as: 'stranger' });
  await exchange(403, 'GET', '/v1/events', { target: '/v1/events?account=birch' });
  const foreign = `v1.${Buffer.from('abc.1').toString('base64url')}`;
  await exchange(410, 'GET', '/v1/events', { target: `/v1/events?after=${foreign}` });
  await exchange(200, 'GET', '/v1/events', {
    target: `/v1/events?after=${String(page['next'])}&type=team_member.*`,
    headers: { prefer: 'wait=1' },
  });
  await exchange(400, 'GET', '/v1/events', { target: '/v1/events?type=team_member.hired' });

  const stream = '/v1/events/stream';
  await exchange(400, 'GET', stream, { headers: { 'last-event-id': 'x' } });
  await exchange(401, 'GET', stream, { as: 'stranger' });
  await exchange(403, 'GET', stream, { target: `${stream}?account=birch` });
  await exchange(410, 'GET', stream, { target: `${stream}?after=${foreign}` });

  const one = '/v1/events/{id}';
  const [event] = page['data'] as Json[]; // as the schema says
  await exchange(200, 'GET', one, { target: `/v1/events/${String(event?.['id'])}` });
  await exchange(401, 'GET', one, { as: 'stranger' });
  await exchange(404, 'GET', one);
});

test('a conversation about a snapshot is as documented', async () => {
  await described.connections.scim.send('POST', USERS, { body: { ...ANN, userName: 'di@example.com' } });
  const path = '/v1/accounts/{id}/snapshot';
  const target = '/v1/accounts/acme/snapshot';
  const { members } = await exchange(200, 'GET', path, { target });
  expect(members).not.toEqual([]);
  await exchange(401, 'GET', path, { target, as: 'stranger' });
  await exchange(404, 'GET', path, { target: '/v1/accounts/birch/snapshot' });
});

/** What the control API says of the provisioning log is what openapi.yaml says. */
import type { Json } from './api-description.ts';
import { type DescribedService, startDescribedService } from './described-service.ts';
import { exchangeWith, type Step } from './documented-exchange.ts';

const LOG = '/v1/accounts/{id}/provisioning-log';
const TIMELINE = '/v1/accounts/{id}/members/{memberId}/timeline';
const CONNECTION = '/v1/accounts/{id}/connection';
const UNKNOWN_ID = '01a1ffb7-0000-7000-8000-000000000000';

let described: DescribedService;
let annId: string;

beforeAll(async () => {
  described = await startDescribedService();
  const { scim, operator } = described.connections;
  const endpoint = { url: 'https://192.0.2.1/hook', types: ['team_member.*'] };
  await operator.send('POST', '/v1/webhook-endpoints', {
    body: endpoint,
    headers: { 'content-type': 'application/json' },
  });
  const users = '/scim/v2/Users';
  const { body } = await scim.send('POST', users, {
    body: { userName: 'ann@example.com', roles: ['owner'] },
  });
  annId = String(body['id']);
  await scim.send('POST', users, { body: { userName: 'ann@example.com' } });
  await scim.send('POST', '/scim/v2/Bulk', {
    body: { Operations: [{ method: 'DELETE', path: `/Users/${annId}` }] },
  });
  await described.connections.stranger.send('GET', users);
});

afterAll(() => described.close());

const exchange = (status: number, path: string, step: Step = {}): Promise<Json> =>
  exchangeWith(described, status, 'GET', path, {
    as: 'operator',
    target: path.replace('{id}', 'acme').replace('{memberId}', annId),
    ...step,
  });

test('a conversation about the provisioning log is as documented', async () => {
  const { data } = await exchange(200, LOG);
  expect(data).toHaveLength(4);
  await exchange(200, LOG, { target: '/v1/accounts/acme/provisioning-log?outcome=refused&limit=1&text=ann' });
  await exchange(400, LOG, { target: '/v1/accounts/acme/provisioning-log?outcome=fine' });
  await exchange(401, LOG, { as: 'stranger' });
  await exchange(403, LOG, { as: 'control' });
  await exchange(404, LOG, { target: '/v1/accounts/nowhere/provisioning-log' });
});

test('a conversation about requests of no account is as documented', async () => {
  const { data } = await exchange(200, '/v1/provisioning-log');
  expect(data).not.toEqual([]);
  await exchange(400, '/v1/provisioning-log', { target: '/v1/provisioning-log?from=today' });
  await exchange(401, '/v1/provisioning-log', { as: 'stranger' });
  await exchange(403, '/v1/provisioning-log', { as: 'control' });
});

test('a conversation about a timeline is as documented', async () => {
  const { data } = await exchange(200, TIMELINE);
  expect(data).toHaveLength(3);
  await exchange(400, TIMELINE, { target: `/v1/accounts/acme/members/${annId}/timeline?limit=0` });
  await exchange(401, TIMELINE, { as: 'stranger' });
  await exchange(403, TIMELINE, { as: 'control' });
  await exchange(404, TIMELINE, { target: `/v1/accounts/acme/members/${UNKNOWN_ID}/timeline` });
});

test('a conversation about the health of a connection is as documented', async () => {
  await exchange(200, CONNECTION);
  await exchange(200, CONNECTION, { target: '/v1/accounts/birch/connection' });
  await exchange(401, CONNECTION, { as: 'stranger' });
  await exchange(403, CONNECTION, { as: 'control' });
  await exchange(404, CONNECTION, { target: '/v1/accounts/nowhere/connection' });
});

/** What the control API says of accounts, connections and tokens is what openapi.yaml says. */
import { waitUntil } from '../support/wait-until.ts';
import type { Json } from './api-description.ts';
import { type DescribedService, startDescribedService } from './described-service.ts';
import { exchangeWith, type Step } from './documented-exchange.ts';

const ACCOUNTS = '/v1/accounts';
const ONE = `${ACCOUNTS}/{id}`;
const TOKENS = `${ONE}/tokens`;
const ONE_TOKEN = `${TOKENS}/{tokenId}`;
const UNKNOWN_ID = '01a1ffb7-0000-7000-8000-000000000000';
const SAML = { sso: { protocol: 'saml', provider: 'Okta' } };

let described: DescribedService;

beforeAll(async () => {
  described = await startDescribedService();
});

afterAll(() => described.close());

/** About the account cedar, unless another one is named. */
const exchange = (status: number, method: string, path: string, step: Step = {}): Promise<Json> =>
  exchangeWith(described, status, method, path, {
    as: 'operator',
    target: path.replace('{id}', 'cedar'),
    ...step,
    headers: { 'content-type': 'application/json', ...step.headers },
  });
const scim = (status: number, action: string, body?: Json): Promise<Json> =>
  exchange(status, 'POST', `${ONE}/scim/${action}`, body === undefined ? {} : { body });

test('a conversation about accounts is as documented', async () => {
  await exchange(201, 'PUT', ONE, { body: { name: 'Cedar', policies: { link: 'never' } } });
  await exchange(200, 'PUT', ONE, { body: { identityProvider: 'ping', sso: { protocol: 'oidc' } } });
  await exchange(200, 'PUT', ONE, {});
  await exchange(400, 'PUT', ONE, { body: { role: 'admin' } });
  await exchange(413, 'PUT', ONE, { body: { name: 'x'.repeat(65_536) } });
  await exchange(415, 'PUT', ONE, { body: '{}', headers: { 'content-type': 'text/plain' } });
  await exchange(401, 'PUT', ONE, { as: 'stranger' });
  await exchange(403, 'PUT', ONE, { as: 'control' });
  await exchange(200, 'GET', ONE);
  await exchange(404, 'GET', ONE, { target: `${ACCOUNTS}/nowhere` });
  await exchange(403, 'GET', ONE, { as: 'control' });
  await exchange(200, 'GET', ACCOUNTS);
  await exchange(200, 'GET', ACCOUNTS, { target: `${ACCOUNTS}?limit=1&after=acme` });
  await exchange(400, 'GET', ACCOUNTS, { target: `${ACCOUNTS}?limit=0` });
  await exchange(403, 'GET', ACCOUNTS, { as: 'control' });
});

test('a conversation about connections is as documented', async () => {
  await scim(409, 'enable');
  await exchange(200, 'PUT', ONE, { body: SAML });
  await scim(400, 'enable', { scopes: ['*'] });
  await scim(200, 'enable', { label: 'Ping' });
  await scim(409, 'enable');
  await exchange(200, 'POST', `${ONE}/self-test`);
  await exchange(404, 'POST', `${ONE}/self-test`, { target: `${ACCOUNTS}/nowhere/self-test` });
  await exchange(403, 'POST', `${ONE}/self-test`, { as: 'control' });
  await scim(200, 'suspend', { reason: 'audit' });
  await scim(400, 'suspend', { reason: '' });
  await scim(200, 'resume');
  await exchange(200, 'PUT', ONE, { body: { sso: { protocol: 'saml', status: 'inactive' } } });
  await scim(409, 'resume');
  await exchange(200, 'PUT', ONE, { body: SAML });
  await scim(400, 'disable', {});
  await scim(200, 'disable', { members: 'deprovision' });
  await scim(409, 'suspend');
  await waitUntil('the members have left', 5_000, async () => {
    const { offboarding } = await exchange(200, 'GET', ONE);
    return offboarding === null;
  });
  await scim(200, 'enable');
  for (const action of ['enable', 'suspend', 'resume', 'disable']) {
    const body = action === 'disable' ? { body: { members: 'keep' } } : {};
    const path = `${ONE}/scim/${action}`;
    await exchange(404, 'POST', path, { target: path.replace('{id}', 'nowhere'), ...body });
    await exchange(403, 'POST', path, { as: 'control', ...body });
  }
});

test('a conversation about tokens is as documented', async () => {
  const issued = await exchange(201, 'POST', TOKENS, {
    body: { label: 'spare', expiresAt: '2099-01-01T00:00:00Z', allowedAddresses: ['203.0.113.0/24'] },
  });
  await exchange(201, 'POST', TOKENS);
  await exchange(400, 'POST', TOKENS, { body: { expiresAt: 'soon' } });
  await exchange(200, 'GET', TOKENS);
  await exchange(200, 'GET', TOKENS, { target: `${ACCOUNTS}/cedar/tokens?limit=1` });
  await exchange(400, 'GET', TOKENS, { target: `${ACCOUNTS}/cedar/tokens?after=x` });
  await exchange(404, 'GET', TOKENS, { target: `${ACCOUNTS}/nowhere/tokens` });
  const target = `${ACCOUNTS}/cedar/tokens/${String(issued['id'])}`;
  await exchange(200, 'GET', ONE_TOKEN, { target });
  await exchange(404, 'GET', ONE_TOKEN, { target: `${ACCOUNTS}/cedar/tokens/${UNKNOWN_ID}` });
  const rotate = `${ONE_TOKEN}/rotate`;
  await exchange(201, 'POST', rotate, { target: `${target}/rotate`, body: { overlap_seconds: 60 } });
  await exchange(400, 'POST', rotate, { target: `${target}/rotate`, body: { overlap_seconds: -1 } });
  const revoke = `${ONE_TOKEN}/revoke`;
  await exchange(200, 'POST', revoke, { target: `${target}/revoke` });
  await exchange(409, 'POST', rotate, { target: `${target}/rotate` });
  await exchange(404, 'POST', revoke, { target: `${ACCOUNTS}/cedar/tokens/${UNKNOWN_ID}/revoke` });
  await exchange(400, 'POST', revoke, { target: `${target}/revoke`, body: { at: 'once' } });
});

test('a conversation that ends an account is as documented', async () => {
  await exchange(202, 'DELETE', ONE);
  await exchange(202, 'DELETE', ONE);
  await exchange(404, 'DELETE', ONE, { target: `${ACCOUNTS}/nowhere` });
  await waitUntil('the members are gone', 5_000, async () => {
    const { offboarding } = await exchange(200, 'GET', ONE);
    return offboarding === null;
  });
  await scim(409, 'enable');
  await exchange(201, 'PUT', ONE);
});

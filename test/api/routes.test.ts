/** The table of routes, walked with every kind of token: what it declares is what the service does. */
import { SCOPES, type Scope } from '../../src/accounts/tokens/scopes.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { type ControlAnswer, ControlClient } from '../support/control-client.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const ABSENT = '01a1ffb7-0000-7000-8000-000000000000';
const LINES = { 'content-type': 'application/x-ndjson' };
const SINGLE_SCOPES = Object.keys(SCOPES).filter((scope): scope is Scope => scope !== '*');

/** Bodies that are right, so that the accounts are what a token is refused for. */
const BODIES: Readonly<Record<string, object>> = {
  putAccount: {},
  disableScim: { members: 'keep' },
  putMember: { userName: 'new@example.com' },
  changeMember: { title: 'Baker' },
  addWebhookEndpoint: { url: 'http://127.0.0.1:9/' },
  changeWebhookEndpoint: { description: 'changed' },
};

/** What a token limited to another account gets where it is not 404. */
const STATUS_OUTSIDE: Readonly<Record<string, number>> = {
  streamEvents: 403,
  readEvents: 403,
  putAccount: 403,
  listAccounts: 200,
  listValidTokens: 200,
  listWebhookEndpoints: 200,
  addWebhookEndpoint: 403,
  listUnassignedLogEntries: 403,
};

let service: TestService;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  service = await startTestService({ environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' } });
  const acme = await service.addAccount({ id: 'acme' });
  await service.addAccount({ id: 'birch' });
  const all = await caller(['*']);
  const member = await all.expect(201, 'POST', '/accounts/acme/members', { userName: 'ann@example.com' });
  const endpoint = await all.expect(201, 'POST', '/webhook-endpoints', {
    url: 'http://127.0.0.1:9/',
    accounts: ['acme'],
  });
  const { data: tokens } = await all.expect(200, 'GET', '/accounts/acme/tokens');
  const { data: events } = await all.expect(200, 'GET', '/events?account=acme');
  await new ScimClient(acme).get('/Users');
  const { data: entries } = await all.expect(200, 'GET', '/accounts/acme/provisioning-log');
  ids = {
    account: 'acme',
    member: String(member['id']),
    endpoint: String(endpoint['id']),
    token: (tokens as { id: string }[])[0]?.id ?? '', // a page of tokens
    entry: (entries as { id: string }[])[0]?.id ?? '', // a page of the log
    event: (events as { id: string }[])[0]?.id ?? '', // a page of events
  };
});

afterAll(() => service.stop());

const caller = async (scopes: readonly string[], accounts?: readonly string[]): Promise<ControlClient> =>
  new ControlClient(service.url, await service.serviceToken(scopes, accounts ?? null));

type Named = (typeof ROUTES)[number];

/** @param names the ids to put into the path; others are of what there is not */
function addressOf({ path }: Named, names: Readonly<Record<string, string>> = {}): string {
  const kind = path.startsWith('/accounts') ? 'account' : path.startsWith('/events') ? 'event' : 'endpoint';
  return path
    .replace('{id}', names[kind] ?? ABSENT)
    .replace('{memberId}', names['member'] ?? ABSENT)
    .replace('{tokenId}', names['token'] ?? ABSENT)
    .replace('{entryId}', names['entry'] ?? ABSENT)
    .replace('{letterId}', ABSENT);
}

const ask = (
  client: ControlClient,
  route: Named,
  address: string,
  body: object | undefined = BODIES[route.operation],
): Promise<ControlAnswer> =>
  route.operation === 'importMembers'
    ? client.send('POST', address, '', LINES)
    : client.send(route.method.toUpperCase(), address, route.method === 'get' ? undefined : body);

const detailOf = ({ body }: ControlAnswer): string => String(body['detail']);

test('every route has a name and an address of its own', () => {
  const names = ROUTES.map(({ operation }) => operation);
  const addresses = ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect([new Set(names).size, new Set(addresses).size]).toEqual([ROUTES.length, ROUTES.length]);
});

test('no route answers without a token', async () => {
  const client = new ControlClient(service.url, 'none');
  for (const route of ROUTES) {
    expect({ route: route.operation, status: (await ask(client, route, addressOf(route))).status }).toEqual({
      route: route.operation,
      status: 401,
    });
  }
});

test.each(SINGLE_SCOPES)(
  'a token with %s alone reaches the routes that declare it, and no other',
  async scope => {
    const client = await caller([scope]);
    for (const route of ROUTES) {
      // What a stream refuses, because it does not end; and no account, so that nothing is done.
      const address = `${addressOf(route)}${route.operation === 'streamEvents' ? '?after=x' : ''}`;
      const answer = await ask(client, route, address, {});
      const isRefused =
        answer.status === 403 && detailOf(answer).startsWith('This service token lacks the scope ');
      expect({ route: route.operation, isRefused }).toEqual({
        route: route.operation,
        isRefused: !route.scopes.includes(scope),
      });
      if (isRefused) expect(detailOf(answer)).toContain(route.scopes.join(' or '));
    }
  },
);

test('a token that is limited to another account gets nothing of this one from any route', async () => {
  const limited = await caller(['*'], ['birch']);
  for (const route of ROUTES) {
    const isFeed = route.operation === 'readEvents' || route.operation === 'streamEvents';
    const address = `${addressOf(route, ids)}${isFeed ? '?account=acme' : ''}`;
    const answer = await ask(limited, route, address);
    expect({ route: route.operation, status: answer.status }).toEqual({
      route: route.operation,
      status: STATUS_OUTSIDE[route.operation] ?? 404,
    });
    if (answer.status === 200) expect(answer.text).not.toContain('acme');
  }
});

test('the same addresses are read by a token that is not limited', async () => {
  const all = await caller(['*']);
  for (const route of ROUTES.filter(
    ({ method, operation }) => method === 'get' && operation !== 'streamEvents',
  )) {
    const answer = await ask(all, route, addressOf(route, ids));
    expect({ route: route.operation, status: answer.status }).toEqual({
      route: route.operation,
      status: 200,
    });
  }
});

test('a query parameter that a route does not know is refused, and the ones it knows are named', async () => {
  const all = await caller(['*']);
  for (const route of ROUTES) {
    const answer = await ask(all, route, `${addressOf(route)}?mistyped=1`);
    const known = Object.keys(route.query.shape);
    expect({ route: route.operation, status: answer.status, detail: detailOf(answer) }).toEqual({
      route: route.operation,
      status: 400,
      detail: `"mistyped" is not a query parameter of this address${known.length === 0 ? ': it takes none' : `; they are ${known.join(', ')}`}.`,
    });
  }
});

test('a request with several faults is answered with all of them', async () => {
  const all = await caller(['*']);
  const query = await all.send('GET', '/accounts/acme/provisioning-log?limit=0&member=ann&nonsense=1');
  expect(detailOf(query)).toBe(
    '"member" must be the id of a member; "text" finds a userName. "limit" must be a whole number from 1 to 1000. "nonsense" is not a query parameter of this address; they are from, to, outcome, member, text, after, limit.',
  );
  const body = await all.send('POST', '/webhook-endpoints', { timeoutMs: 1, types: [7], batch: { min: 1 } });
  expect(detailOf(body)).toBe(
    '"url" is missing. "types[0]" must be a text of 1 to 200 characters. "batch.max" is missing. "batch.min" is not a field of this request; the fields are max. "timeoutMs" must be a whole number from 1000 to 30000.',
  );
});

/** A request that was let in ends when its token, its connection or its service token does: no later change is made. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import type { Json } from '../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMIT_MS = 25_000;
const OPERATIONS = 600;

interface BulkOutcome {
  readonly status: string;
  readonly response?: { readonly detail: string };
}

const linesFor = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `{"email":"line-${from + index}@example.com"}\n`).join(
    '',
  );

/** Events of the account, in order: `member` or the type of the connection event. */
async function happened(service: TestService, accountId: string): Promise<readonly string[]> {
  const events = await service.events(accountId);
  return events.map(({ type }) => (type.startsWith('team_member.') ? 'member' : type));
}

describe.each(databaseKinds())('on $name, what ends while a request is under way', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let account: TestAccount;
  let time = Date.now();

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url, now: () => time });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });
  beforeEach(async () => {
    time = Date.now();
    account = await service.addAccount();
  });

  const bulkOf = (count: number): string =>
    JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: Array.from({ length: count }, (_, index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${index}`,
        data: { userName: `bulk-${index}@example.com` },
      })),
    });

  const headersFor = (token: string, type: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': type,
  });

  /** Sends a bulk request, and calls `end` when it has done some of its work. */
  async function bulkEndedBy(end: () => Promise<unknown>): Promise<readonly BulkOutcome[]> {
    const answering = fetch(`${account.baseUrl}/Bulk`, {
      method: 'POST',
      headers: headersFor(account.token, 'application/scim+json'),
      body: bulkOf(OPERATIONS),
    });
    await waitUntil('the first operations', LIMIT_MS, async () => {
      return (await happened(service, account.accountId)).filter(type => type === 'member').length >= 3;
    });
    await end();
    const response = await answering;
    expect(response.status).toBe(200);
    return ((await response.json()) as { Operations: BulkOutcome[] }).Operations;
  }

  /** The operations up to a point are done, and none behind it. */
  function expectCutOff(outcomes: readonly BulkOutcome[], status: string, detail: RegExp): number {
    const done = outcomes.findIndex(outcome => outcome.status !== '201');
    expect(done).toBeGreaterThanOrEqual(3);
    const rest = outcomes.slice(done);
    expect(new Set(rest.map(outcome => outcome.status))).toEqual(new Set([status]));
    for (const { response } of rest) expect(response?.detail).toMatch(detail);
    return done;
  }

  const firstTokenId = async (): Promise<string> => {
    const [token] = await service.accounts.listTokens(account.accountId);
    return token?.id ?? '';
  };

  test('a revoked token ends a bulk request in the middle, and nothing follows the event of the revocation', async () => {
    const outcomes = await bulkEndedBy(async () =>
      service.accounts.revokeToken(account.accountId, await firstTokenId()),
    );
    const done = expectCutOff(outcomes, '401', /token was revoked/);
    const order = await happened(service, account.accountId);
    expect(order.filter(type => type === 'member')).toHaveLength(done);
    expect(order.at(-1)).toBe('connection.token_revoked');
  });

  test('an expired token ends a bulk request in the middle', async () => {
    const issued = await service.accounts.issueToken(account.accountId, 'short', time + 60_000);
    account = { ...account, token: issued.token };
    const outcomes = await bulkEndedBy(async () => {
      time += 61_000;
    });
    expectCutOff(outcomes, '401', /token expired/);
  });

  test('a suspended connection ends a bulk request in the middle', async () => {
    const outcomes = await bulkEndedBy(() => service.accounts.suspend(account.accountId, null));
    expectCutOff(outcomes, '403', /SCIM was suspended/);
  });

  /** A request whose head is out, and whose body is still to come. */
  function begin(
    method: string,
    url: string,
    token: string,
    type: string,
  ): { outgoing: ClientRequest; answered: Promise<IncomingMessage> } {
    const outgoing = request(url, { method, headers: headersFor(token, type), agent: false });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
    });
    answered.catch(() => undefined);
    return { outgoing, answered };
  }

  async function refusalOf(answered: Promise<IncomingMessage>): Promise<{ status: number; detail: string }> {
    const answer = await answered;
    const body = JSON.parse(await text(answer)) as { detail: string };
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    return { status: answer.statusCode ?? 0, detail: body.detail };
  }

  /** The service has judged the token once the access of it is noted, or a moment later at most. */
  const letIn = async (): Promise<void> => {
    for (let round = 0; round < 5; round += 1) await fetch(`${service.url}/healthz`);
  };

  test('a body that arrives after the revocation of its token changes nothing', async () => {
    const { outgoing, answered } = begin(
      'POST',
      `${account.baseUrl}/Users`,
      account.token,
      'application/scim+json',
    );
    outgoing.write('{"userName":');
    await letIn();
    await service.accounts.revokeToken(account.accountId, await firstTokenId());
    outgoing.end('"late@example.com"}');
    expect(await refusalOf(answered)).toMatchObject({ status: 401, detail: /revoked/ });
    expect(await happened(service, account.accountId)).not.toContain('member');
  });

  const issueService = (): Promise<{ tokenId: string; token: string }> =>
    service.connections.serviceTokens.issue({ scopes: ['*'], accounts: null }, 'test', null);

  test.each<[string, string, string, string]>([
    ['a member', 'POST', '/members', '"late@example.com"}'],
    ['an account', 'PUT', '', '"late"}'],
  ])('%s in a body that arrives after the revocation of its service token is not changed', async (...row) => {
    const [, method, path, rest] = row;
    const { tokenId, token } = await issueService();
    const url = `${service.url}/v1/accounts/${account.accountId}${path}`;
    const { outgoing, answered } = begin(method, url, token, 'application/json');
    outgoing.write(path === '' ? '{"name":' : '{"email":');
    await letIn();
    const before = await happened(service, account.accountId);
    await service.connections.serviceTokens.revoke(tokenId);
    outgoing.end(rest);
    expect(await refusalOf(answered)).toMatchObject({ status: 401 });
    expect(await happened(service, account.accountId)).toEqual(before);
    expect((await service.accounts.get(account.accountId)).name).not.toBe('late');
  });

  test('a webhook endpoint in a body that arrives after the revocation of its service token is not made', async () => {
    const { tokenId, token } = await issueService();
    const { outgoing, answered } = begin(
      'POST',
      `${service.url}/v1/webhook-endpoints`,
      token,
      'application/json',
    );
    outgoing.write('{"name":"late",');
    await letIn();
    await service.connections.serviceTokens.revoke(tokenId);
    outgoing.end('"url":"https://hooks.example.com/late"}');
    expect(await refusalOf(answered)).toMatchObject({ status: 401 });
  });

  test('a revoked service token ends an import before its next batch, with a line that says where', async () => {
    const { tokenId, token } = await issueService();
    const url = `${service.url}/v1/accounts/${account.accountId}/members/import`;
    const { outgoing, answered } = begin('POST', url, token, 'application/x-ndjson');
    // The answer begins with the progress after 200 lines; five more wait for their batch.
    outgoing.write(linesFor(1, 205));
    const answer = await answered;
    const content = text(answer);
    await service.connections.serviceTokens.revoke(tokenId);
    outgoing.end(linesFor(206, 450));
    const records = (await content)
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Json); // each line is an object
    expect(records.at(-1)).toEqual({
      stopped: { line: 201, error: expect.stringMatching(/token was revoked/) },
    });
    const members = (await happened(service, account.accountId)).filter(type => type === 'member');
    expect(members).toHaveLength(200);
  });

  test('an import whose service token is revoked before its first batch is answered 401', async () => {
    const { tokenId, token } = await issueService();
    const url = `${service.url}/v1/accounts/${account.accountId}/members/import`;
    const { outgoing, answered } = begin('POST', url, token, 'application/x-ndjson');
    outgoing.write(linesFor(1, 10));
    await letIn();
    await service.connections.serviceTokens.revoke(tokenId);
    outgoing.end();
    expect(await refusalOf(answered)).toMatchObject({ status: 401, detail: /revoked/ });
  });
});

test('on PostgreSQL, a change that waited for the account while its token was revoked is refused', async () => {
  const kind = databaseKinds().find(({ name }) => name === 'PostgreSQL');
  if (!kind) return; // the global setup has said so; under CI it fails there
  const database = await kind.create();
  const service = await startTestService({ databaseUrl: database.url });
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  try {
    const account = await service.addAccount();
    await other.query('BEGIN');
    await other.query('SELECT id FROM accounts WHERE id = $1 FOR UPDATE', [account.accountId]);
    const answering = fetch(`${account.baseUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ userName: 'waiting@example.com' }),
    });
    await waitUntil('the change waits for the lock', LIMIT_MS, async () => {
      const { rows } = await other.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    // As another instance revokes a token.
    await other.query('UPDATE tokens SET revoked_at = 1 WHERE account_id = $1', [account.accountId]);
    await other.query('UPDATE accounts SET credentials_version = credentials_version + 1 WHERE id = $1', [
      account.accountId,
    ]);
    await other.query('COMMIT');
    expect((await answering).status).toBe(401);
  } finally {
    await other.end();
    await service.stop();
    await database.drop();
  }
});

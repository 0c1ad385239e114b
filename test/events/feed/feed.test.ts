/** `GET /v1/events`: pages, cursors, and who may read what. */
import { readAllTables, runSql } from '../../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../../support/test-service.ts';
import { FeedReader } from './feed-reader.ts';

const ACCOUNTS = 3;
const ROUNDS = 4;

describe.each(databaseKinds())('the feed, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let reader: FeedReader;
  let accounts: readonly TestAccount[];
  const readers: FeedReader[] = [];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    reader = readerWith(await service.serviceToken());
    accounts = await Promise.all(Array.from({ length: ACCOUNTS }, () => service.addAccount()));
    for (let round = 0; round < ROUNDS; round += 1) await Promise.all(accounts.map(liveOneLife));
  });

  afterAll(async () => {
    for (const open of readers) open.close();
    await service.stop();
    await database.drop();
  });

  function readerWith(serviceToken: string): FeedReader {
    const made = new FeedReader(service.url, serviceToken);
    readers.push(made);
    return made;
  }

  const [first, second] = [() => idOf(0), () => idOf(1)];
  const idOf = (index: number): string => String(accounts[index]?.accountId);

  test('pages of every size give every stored event once, in order, byte for byte', async () => {
    // A reader of the feed waits for the positions of what is committed.
    const whole = await reader.ask({ limit: 1000 });
    const stored = [...((await readAllTables(service.database)).get('events') ?? [])].sort(
      (left, right) => Number(left['position']) - Number(right['position']),
    );
    expect(stored.map(({ position }) => Number(position))).toEqual(stored.map((_, index) => index + 1));
    expect(whole.text.startsWith(`{"data":[${stored.map(({ body }) => String(body)).join()}],`)).toBe(true);
    const all = (whole.body['data'] as { id: string }[]).map(({ id }) => id); // events
    for (let limit = 1; limit <= all.length + 1; limit += 1) {
      const pages = await reader.pages(limit);
      expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(all);
      expect(pages).toHaveLength(Math.ceil(all.length / limit));
      expect(pages.every(({ head }) => head === pages.at(-1)?.next)).toBe(true);
    }
  });

  test('an account filter gives that account alone, in the order of its sequence, on pages of every size', async () => {
    const own = (await service.events(first())).map(({ id }) => id);
    for (let limit = 1; limit <= own.length + 1; limit += 1) {
      const read = (await reader.pages(limit, { account: first() })).flatMap(({ data }) => data);
      expect(read.map(({ id }) => id)).toEqual(own);
      expect(read.map(({ sequence }) => Number(sequence))).toEqual(own.map((_, index) => index + 1));
    }
  });

  test('"next" is never null and moves to what was scanned, also where nothing matched', async () => {
    const { head } = await reader.page({});
    for (const query of [{ account: 'unknown' }, { account: 'unknown', limit: 1 }, { after: head }]) {
      expect(await reader.page(query)).toEqual({ data: [], next: head, has_more: false, head });
    }
    await liveOneLife(accountAt(1));
    const page = await reader.page({ after: head });
    expect(new Set(page.data.map(({ source }) => source))).toEqual(
      new Set([`${service.url}/accounts/${second()}`]),
    );
    expect(page.data.length).toBeGreaterThan(0);
  });

  test('the default is 100 events a page, 1 and 1,000 are the bounds, and all else is refused', async () => {
    expect((await reader.page({ limit: 1 })).data).toHaveLength(1);
    await reader.page({ limit: 1000 });
    for (const limit of ['0', '1001', '-1', '1.5', 'ten', '1e2', ' 5', '00001', '99999999999999999999']) {
      expect(await reader.ask({ limit })).toMatchObject(problem(400, /limit/));
    }
    expect(await reader.ask({ 'limit=5&limit': 6 })).toMatchObject(problem(400, /limit/));
  });

  test('a cursor that is not ours is refused as 400', async () => {
    const encoded = (text: string) => `v1.${Buffer.from(text).toString('base64url')}`;
    const { next } = await reader.page({ limit: 1 });
    const foreign = [
      'x',
      'v1.',
      'null',
      'undefined',
      '0',
      '12',
      'v1.%%%',
      next.replace('v1', 'v2'),
      `${next}=`,
      `${next}\u0000`,
      encoded('abc'),
      encoded('abc.'),
      encoded('abc.-1'),
      encoded('abc.1.5'),
      encoded('abc.1e3'),
      encoded("abc.1' OR 1=1"),
      `v1.${'A'.repeat(5_000)}`,
    ];
    for (const after of foreign) {
      expect({ after, ...(await reader.ask({ after })) }).toMatchObject({ after, ...problem(400, /cursor/) });
    }
  });

  test('a cursor of another epoch, or beyond the head, is gone: 410', async () => {
    const { next } = await reader.page({ limit: 1 });
    const [epoch = '', position] = Buffer.from(next.slice(3), 'base64url').toString().split('.');
    const cursor = (of: string, at: unknown) =>
      `v1.${Buffer.from(`${of}.${String(at)}`).toString('base64url')}`;
    expect(cursor(epoch, position)).toBe(next);
    const otherEpoch = epoch.startsWith('0') ? epoch.replace('0', '1') : epoch.replace(/^./, '0');
    expect(await reader.ask({ after: cursor(otherEpoch, position) })).toMatchObject(problem(410, /reset/));
    expect(await reader.ask({ after: cursor(epoch, 999_999_999) })).toMatchObject(problem(410, /reset/));
  });

  test('a service token limited to accounts sees those alone, and asking for another is 403', async () => {
    const limited = readerWith(await service.serviceToken(['events:read'], [first(), second()]));
    const sources = new Set((await limited.pages(7)).flatMap(({ data }) => data.map(({ source }) => source)));
    expect(sources).toEqual(new Set([first(), second()].map(id => `${service.url}/accounts/${id}`)));
    expect((await limited.page({ account: second(), limit: 1 })).data).toHaveLength(1);
    for (const account of [idOf(2), 'unknown']) {
      expect(await limited.ask({ account })).toMatchObject(problem(403, /does not reach that account/));
    }
  });

  test('a service token that is limited to no account sees nothing', async () => {
    const limited = readerWith(await service.serviceToken(['events:read'], []));
    for (const query of [{}, { type: '*' }, { type: 'team_member.*' }]) {
      expect((await limited.page(query)).data).toEqual([]);
    }
    expect(await limited.ask({ account: first() })).toMatchObject(
      problem(403, /does not reach that account/),
    );
  });

  test('tokens without the scope are 403; missing, foreign and revoked tokens are 401', async () => {
    const withoutScope = readerWith(await service.serviceToken(['members:read']));
    expect(await withoutScope.ask({})).toMatchObject(problem(403, /events:read/));
    const unauthorized = {
      ...problem(401, /token/),
      headers: { 'www-authenticate': expect.stringMatching(/^Bearer/) },
    };
    const { token, tokenId } = await service.connections.serviceTokens.issue(
      { scopes: ['*'], accounts: null },
      'soon revoked',
      null,
    );
    const revoked = readerWith(token);
    await revoked.page({});
    await service.connections.serviceTokens.revoke(tokenId);
    for (const refused of [revoked, readerWith(''), readerWith('x.y.z'), readerWith(accountAt(0).token)]) {
      expect(await refused.ask({})).toMatchObject(unauthorized);
    }
    const asIdp = new ScimClient({ ...accountAt(0), token: await service.serviceToken() });
    expect((await asIdp.get('/Users')).status).toBe(401);
  });

  test('events are read with GET alone', async () => {
    const response = await fetch(`${service.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await service.serviceToken()}` },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toMatch(/GET/);
    await response.text();
  });

  test('a cursor before the oldest event that is kept is gone: 410, and without a cursor one begins there', async () => {
    const [oldest, kept] = await reader.pages(1);
    await runSql(service.database, 'UPDATE feed SET floor = 2');
    await runSql(service.database, 'DELETE FROM events WHERE position <= 2');
    expect(await reader.ask({ after: String(oldest?.next) })).toMatchObject(problem(410, /expired/));
    const [begin] = await reader.pages(1);
    expect(begin?.data).toEqual((await reader.page({ after: String(kept?.next), limit: 1 })).data);
  });

  function accountAt(index: number): TestAccount {
    const account = accounts[index];
    if (!account) throw new Error('there is no such account');
    return account;
  }
});

/** Creates, updates, deactivates and removes a member. */
async function liveOneLife(account: TestAccount): Promise<void> {
  const client = new ScimClient(account);
  const { path } = await client.create({ userName: 'ann@example.com' });
  await client.patch(path, { op: 'replace', path: 'title', value: 'Lead' });
  await client.patch(path, { op: 'replace', path: 'active', value: false });
  await client.delete(path);
}

const problem = (status: number, detail: RegExp): object => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { status, detail: expect.stringMatching(detail) },
});

/** What every store must do, on every database alike. */
import { v7 as uuidv7 } from 'uuid';
import { type Account, DEFAULT_POLICIES, signOnWith } from '../../src/accounts/account.ts';
import { type TokenRecord, unchanged } from '../../src/accounts/state.ts';
import { readConfig } from '../../src/config/config.ts';
import { Feed, PAGE_BYTES } from '../../src/events/feed/feed.ts';
import type { ChangeContext } from '../../src/members/change.ts';
import type { MemberAttributes } from '../../src/members/member.ts';
import { Members } from '../../src/members/members.ts';
import type { MemberFilter, MemberQuery } from '../../src/members/query.ts';
import { SqlAccountStore } from '../../src/store/accounts/account-store.ts';
import type { Database } from '../../src/store/database/database.ts';
import { migrate, openDatabase } from '../../src/store/database/open.ts';
import { EventLog } from '../../src/store/events/event-log.ts';
import { SqlFeedStore } from '../../src/store/events/feed-store.ts';
import { sequenceBatch } from '../../src/store/events/sequencer.ts';
import { SqlMemberStore } from '../../src/store/members/member-store.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

const BEGINNING = { epoch: undefined, position: 0 };

const A_TOKEN: TokenRecord = {
  id: 'token-1',
  label: 'first',
  createdAt: 1,
  expiresAt: null,
  revokedAt: null,
  allowedAddresses: null,
  lastUsedAt: null,
  lastUsedFrom: null,
  keyId: 'test',
  expiryNotifiedAt: null,
};

describe.each(databaseKinds())('the store on $name', kind => {
  let fresh: FreshDatabase;
  let database: Database;
  let accounts: SqlAccountStore;
  let members: Members;
  let events: EventLog;
  let feed: Feed;
  let announced = 0;

  beforeAll(async () => {
    fresh = await kind.create();
    database = await openDatabase(
      readConfig({ DATABASE_URL: fresh.url, SIGNING_KEYS: 'k:secret', SECRETS_KEY: 'k:secret' }).database,
    );
    events = new EventLog(database, () => 'https://scim.example.com');
    events.onCommit(() => {
      announced += 1;
    });
    accounts = new SqlAccountStore(database, events);
    members = new Members(new SqlMemberStore(database, events));
    feed = new Feed(new SqlFeedStore(database), async () => {
      if (database.dialect === 'postgres') await sequenceBatch(database);
    });
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  const accountCalled = (id: string): Account => ({
    id,
    name: id,
    identityProvider: 'other',
    sso: signOnWith('saml'),
    policies: DEFAULT_POLICIES,
    connection: { state: 'enabled', reason: null, since: 1 },
    offboarding: null,
    createdAt: 1,
    updatedAt: 1,
    closedAt: null,
  });

  async function openAccount(id: string): Promise<string> {
    const account = accountCalled(id);
    const tokens = [{ ...A_TOKEN, id: `token-of-${id}` }];
    await accounts.changeAccount(id, () => ({ account, tokens, events: [] }));
    return id;
  }

  const contextFor = (accountId: string): ChangeContext => ({
    accountId,
    policies: DEFAULT_POLICIES,
    actor: { kind: 'operator' },
    request: { id: 'request', method: 'POST', bulkIndex: null },
    traceparent: undefined,
    now: 1_700_000_000_000,
    newId: uuidv7,
  });

  const person = (userName: string, more: object = {}): MemberAttributes => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    active: true,
    ...more,
  });

  const asking = (filter: MemberFilter | undefined, page: Partial<MemberQuery> = {}): MemberQuery => ({
    filter,
    sort: undefined,
    start: { kind: 'offset', offset: 0 },
    limit: 100,
    ...page,
  });

  const text = (path: string, value: string): MemberFilter => ({
    kind: 'compare',
    field: { path, kind: 'text', caseExact: path === 'externalId' },
    operator: 'eq',
    value,
  });

  test('finds a token with its account, and not after it was revoked', async () => {
    const account = await openAccount('tokens');
    const found = await accounts.findToken('token-of-tokens');
    expect(found).toMatchObject({ token: { revokedAt: null, expiresAt: null }, account: { id: account } });
    await accounts.changeAccount(account, current => {
      if (!current) throw new Error('the account is there');
      return { ...unchanged(current), tokens: current.tokens.map(token => ({ ...token, revokedAt: 42 })) };
    });
    expect((await accounts.findToken('token-of-tokens'))?.token.revokedAt).toBe(42);
    expect(await accounts.findToken('no-such-token')).toBeUndefined();
  });

  test('refuses what an identity provider asks for once the connection is off, and every request once the account is closed', async () => {
    const account = await openAccount('overtaken');
    const become = (change: Partial<Account>) =>
      accounts.changeAccount(account, current => {
        if (!current) throw new Error('the account is there');
        return { account: { ...current.account, ...change }, tokens: [], events: [] };
      });
    const app = contextFor(account);
    const provider: ChangeContext = {
      ...app,
      actor: { kind: 'idp', tokenId: 'token-of-overtaken', identityProvider: 'okta' },
    };
    const ann = await members.create(provider, person('ann'));
    for (const state of ['suspended', 'disabled'] as const) {
      await become({ connection: { state, reason: null, since: 2 } });
      const refusal = { code: 'forbidden' };
      await expect(members.create(provider, person('bo'))).rejects.toMatchObject(refusal);
      await expect(members.update(provider, ann.id, undefined, old => old)).rejects.toMatchObject(refusal);
      await expect(members.remove(provider, ann.id, undefined)).rejects.toMatchObject(refusal);
    }
    await members.create(app, person('cy'));
    await become({ closedAt: 3 });
    await expect(members.create(app, person('dee'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(members.remove(app, ann.id, undefined)).rejects.toMatchObject({ code: 'conflict' });
    // Offboarding is not stopped.
    expect(await members.deprovisionSome(app, 'account_closed', 10)).toBe(0);
    await expect(members.get(account, ann.id)).rejects.toMatchObject({ code: 'notFound' });
  });

  test('makes an account once, however many ask for it at the same time', async () => {
    let made = 0;
    const make = () =>
      accounts.changeAccount('raced', current => {
        if (current) return unchanged(current);
        made += 1;
        return { account: accountCalled('raced'), tokens: [], events: [] };
      });
    const found = await Promise.all([make(), make(), make()]);
    expect(found.map(({ account }) => account.id)).toEqual(['raced', 'raced', 'raced']);
    expect(made).toBeGreaterThanOrEqual(1);
    expect(
      (await accounts.listAccounts({ after: 'race', limit: 1, accountIds: null })).map(({ id }) => id),
    ).toEqual(['raced']);
  });

  test('keeps userName unique within an account regardless of case and normal form, and free in another', async () => {
    const [here, there] = [await openAccount('unique-a'), await openAccount('unique-b')];
    await members.create(contextFor(here), person('Zoë@example.com'));
    const decomposed = 'ZOE\u0308@example.com';
    await expect(members.create(contextFor(here), person(decomposed))).rejects.toMatchObject({
      code: 'uniqueness',
    });
    await expect(members.create(contextFor(there), person(decomposed))).resolves.toMatchObject({
      version: 1,
    });
  });

  test('numbers the events of an account without gaps, also around refused changes', async () => {
    const account = await openAccount('numbers');
    await members.create(contextFor(account), person('one'));
    await expect(members.create(contextFor(account), person('ONE'))).rejects.toMatchObject({
      code: 'uniqueness',
    });
    await members.create(contextFor(account), person('two'));
    const scan = await feed.scan(
      BEGINNING,
      { accounts: [account], types: null },
      { events: 1000, bytes: PAGE_BYTES },
    );
    expect(scan.events.map(({ body }) => (JSON.parse(body) as { sequence: string }).sequence)).toEqual([
      '00000000000000000001',
      '00000000000000000002',
    ]);
  });

  test('a refused or failed change leaves nothing behind and announces nothing', async () => {
    const account = await openAccount('rollback');
    const { id } = await members.create(contextFor(account), person('keep'));
    const before = await members.get(account, id);
    const announcedBefore = announced;
    const failing = members.update(contextFor(account), id, undefined, () => {
      throw new Error('a bug');
    });
    await expect(failing).rejects.toThrow('a bug');
    expect(await members.get(account, id)).toEqual(before);
    expect(announced).toBe(announcedBefore);
  });

  test('forty parallel changes that each add one value leave forty values', async () => {
    const account = await openAccount('parallel');
    const { id } = await members.create(contextFor(account), person('busy'));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        members.update(contextFor(account), id, undefined, current => ({
          ...current,
          emails: [
            ...((current['emails'] as { value: string }[] | undefined) ?? []),
            { value: `${index}@example.com` },
          ],
        })),
      ),
    );
    const stored = await members.get(account, id);
    expect(stored.version).toBe(41);
    expect(
      new Set((JSON.parse(stored.attributesJson) as { emails: { value: string }[] }).emails.map(e => e.value))
        .size,
    ).toBe(40);
    const found = await members.list(
      account,
      asking({ kind: 'element', attribute: 'emails', filter: text('value', '39@EXAMPLE.com') }),
    );
    expect(found.members.map(member => member.id)).toEqual([id]);
  });

  test('keeps the total exact through creates and deletes', async () => {
    const account = await openAccount('totals');
    const made = await Promise.all(
      ['a', 'b', 'c'].map(userName => members.create(contextFor(account), person(userName))),
    );
    await members.remove(contextFor(account), made[1]?.id ?? '', undefined);
    expect(await members.list(account, asking(undefined))).toMatchObject({ total: 2 });
    expect(await members.list(account, asking(undefined, { limit: 0 }))).toMatchObject({
      total: 2,
      members: [],
    });
    expect(
      await members.list(account, asking(undefined, { start: { kind: 'offset', offset: 5 } })),
    ).toMatchObject({ total: 2, members: [] });
    expect(
      (await members.list(account, asking(undefined, { start: { kind: 'offset', offset: 1 } }))).members,
    ).toHaveLength(1);
  });

  test('forgets the e-mails of a deleted member and of a changed one', async () => {
    const account = await openAccount('emails');
    const byEmail = (value: string) =>
      members.list(account, asking({ kind: 'element', attribute: 'emails', filter: text('value', value) }));
    const { id } = await members.create(
      contextFor(account),
      person('x', { emails: [{ value: 'old@example.com' }] }),
    );
    await members.update(contextFor(account), id, undefined, current => ({
      ...current,
      emails: [{ value: 'new@example.com' }],
    }));
    expect((await byEmail('old@example.com')).total).toBe(0);
    expect((await byEmail('NEW@example.com')).total).toBe(1);
    await members.remove(contextFor(account), id, undefined);
    expect((await byEmail('new@example.com')).total).toBe(0);
  });

  test.each([
    [{ path: 'displayName', operator: 'co', value: 'STRASSE' }, ['umlaut']],
    [{ path: 'displayName', operator: 'sw', value: 'äpfel' }, ['umlaut']],
    [{ path: 'displayName', operator: 'ew', value: 'ÉCLAIR' }, ['accent']],
    [{ path: 'displayName', operator: 'gt', value: 'z' }, ['accent', 'emoji', 'umlaut']],
    [{ path: 'displayName', operator: 'le', value: 'plain' }, ['plain']],
  ] as const)('compares text alike on every database: %j', async (comparison, expected) => {
    const account = `text-${comparison.operator}-${comparison.value.length}`;
    await openAccount(account);
    for (const [userName, displayName] of [
      ['plain', 'Plain'],
      ['umlaut', 'ÄPFEL Strasse'],
      ['accent', 'Éclair'],
      ['emoji', '😀'],
      ['none', undefined],
    ] as const) {
      await members.create(contextFor(account), person(userName, displayName ? { displayName } : {}));
    }
    const field = { path: comparison.path, kind: 'text', caseExact: false } as const;
    const filter: MemberFilter = {
      kind: 'compare',
      field,
      operator: comparison.operator,
      value: comparison.value,
    };
    const found = await members.list(account, asking(filter));
    const names = found.members.map(
      member => (JSON.parse(member.attributesJson) as { userName: string }).userName,
    );
    expect(names.sort()).toEqual([...expected]);
    const rest = await members.list(account, asking({ kind: 'not', term: filter }));
    expect(rest.total).toBe(5 - expected.length);
  });

  test('the feed never gives an event before an earlier one of its account, and each exactly once', async () => {
    const ids = await Promise.all(['feed-a', 'feed-b', 'feed-c'].map(openAccount));
    const filter = { accounts: ids, types: null };
    let place = (await feed.scan(BEGINNING, filter, { events: 1, bytes: PAGE_BYTES })).reached;
    const seen: string[] = [];
    let writing = true;
    const reading = (async () => {
      for (;;) {
        const wasWriting = writing;
        // SQLite answers without leaving the turn of the event loop, and the writers need theirs.
        await new Promise(resolve => setImmediate(resolve));
        const scan = await feed.scan(place, filter, { events: 7, bytes: PAGE_BYTES });
        seen.push(...scan.events.map(({ body }) => body));
        place = scan.reached;
        if (!wasWriting && !scan.hasMore) return;
      }
    })();
    await Promise.all(
      ids.flatMap(account =>
        Array.from({ length: 30 }, (_, index) =>
          members.create(contextFor(account), person(`member-${index}`)),
        ),
      ),
    );
    writing = false;
    await reading;
    const parsed = seen.map(body => JSON.parse(body) as { id: string; source: string; sequence: string });
    expect(new Set(parsed.map(event => event.id)).size).toBe(90);
    for (const account of ids) {
      const own = parsed
        .filter(event => event.source.endsWith(`/${account}`))
        .map(event => Number(event.sequence));
      expect(own).toEqual(own.map((_, index) => index + 1));
      expect(own).toHaveLength(30);
    }
  });

  test('migrating again changes nothing', async () => {
    expect(
      await migrate(
        readConfig({ DATABASE_URL: fresh.url, SIGNING_KEYS: 'k:secret', SECRETS_KEY: 'k:secret' }).database,
      ),
    ).toEqual([]);
  });
});

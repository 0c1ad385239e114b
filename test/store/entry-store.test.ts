/** The provisioning log in the database: found by index, bounded in what one page looks through, let go in time. */

import { v7 as uuidv7 } from 'uuid';
import { Retention } from '../../src/base/retention.ts';
import type { Since } from '../../src/base/uptime.ts';
import { readConfig } from '../../src/config/config.ts';
import { NO_MILESTONES } from '../../src/provisioning-log/connection/milestones.ts';
import type { LogEntry } from '../../src/provisioning-log/entry.ts';
import type { LogQuery } from '../../src/provisioning-log/entry-reading.ts';
import type { Database } from '../../src/store/database/database.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { NOTHING, type Sql, sql } from '../../src/store/database/sql.ts';
import { eraseLog } from '../../src/store/members/personal-traces.ts';
import { SqlLogStore } from '../../src/store/provisioning-log/entry-store.ts';
import { backgroundLoops } from '../support/background-loops.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

const START = Date.parse('2027-01-31T18:00:00Z');
const DAY_MS = 86_400_000;
const MEMBER = '01a1ffb7-0000-7000-8000-00000000000a';

let sequence = 0;

function entryOf(accountId: string, at: number, more: Partial<LogEntry> = {}): LogEntry {
  sequence += 1;
  return {
    id: uuidv7({ msecs: at, seq: sequence }),
    accountId,
    tokenId: 'token',
    at,
    requestId: 'a-request',
    identityProvider: 'okta',
    userAgent: 'agent',
    method: 'GET',
    path: '/scim/v2/Users',
    bulkIndex: null,
    outcome: 'done',
    meaning: 'listed members',
    memberId: null,
    userName: null,
    externalId: null,
    changed: [],
    ignored: [],
    unknownAttributes: 0,
    unknownNames: [],
    events: [],
    status: 200,
    scimType: null,
    detail: null,
    explanation: null,
    durationMs: 1,
    isUnproven: false,
    ...more,
  };
}

const query = (accountId: string, more: Partial<LogQuery> = {}): LogQuery => ({
  accountId,
  from: undefined,
  to: undefined,
  outcomes: undefined,
  memberId: undefined,
  text: undefined,
  after: undefined,
  limit: 100,
  ...more,
});

describe.each(databaseKinds())('the provisioning log in $name', kind => {
  let fresh: FreshDatabase;
  let database: Database;
  let store: SqlLogStore;

  beforeAll(async () => {
    fresh = await kind.create();
    database = await openDatabase(
      readConfig({ DATABASE_URL: fresh.url, SIGNING_KEYS: 'k:secret', SECRETS_KEY: 'k:secret' }).database,
    );
    store = new SqlLogStore(database);
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  test('gives back what was written, all of it', async () => {
    const whole = entryOf('whole', START, {
      bulkIndex: 3,
      outcome: 'ignored',
      meaning: 'created Änn "the baker" {1}, \\ $1',
      memberId: MEMBER,
      userName: 'Änn@example.com',
      externalId: 'e-1',
      changed: ['active', 'userName'],
      ignored: ['roles', 'password'],
      unknownAttributes: 2,
      unknownNames: ['favouriteColour', 'shoeSize'],
      events: ['event-1', 'event-2'],
      status: 201,
      scimType: 'uniqueness',
      detail: 'a detail',
      explanation: 'authority_ignored',
    });
    await store.writeEntries([whole], []);
    expect(await store.listEntries(query('whole'))).toEqual({ entries: [whole], next: undefined });
  });

  test('a page that looks through many finds the rest on the next ones', async () => {
    const many = Array.from({ length: 24_000 }, (_, index) =>
      entryOf('many', START + index, { outcome: index % 12_000 === 0 ? 'refused' : 'done' }),
    );
    for (let from = 0; from < many.length; from += 2_000) {
      await store.writeEntries(many.slice(from, from + 2_000), []);
    }
    const found: number[] = [];
    let pages = 0;
    for (let after: string | undefined; ; ) {
      const page = await store.listEntries(query('many', { outcomes: ['refused'], after }));
      found.push(...page.entries.map(({ at }) => at - START));
      pages += 1;
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(found).toEqual([12_000, 0]);
    expect(pages).toBe(3);
  });

  test('reads of an account and of a member use an index and look at nothing else', async () => {
    const explain = async (condition: Sql): Promise<string> => {
      const rows = await database.all<Record<string, unknown>>(
        sql`EXPLAIN ${database.dialect === 'sqlite' ? sql`QUERY PLAN` : NOTHING}
            SELECT id FROM log_entries WHERE account_id = 'many' AND ${condition} ORDER BY id DESC LIMIT 10`,
      );
      return JSON.stringify(rows);
    };
    if (database.dialect === 'postgres') await database.write(trx => trx.all(sql`ANALYZE log_entries`));
    const byAccount = await explain(sql`id < ${'ffffffff'}`);
    const byMember = await explain(sql`about = ${MEMBER} AND id < ${'ffffffff'}`);
    expect(byAccount).toMatch(/autoindex_log_entries_1|log_entries_pkey/);
    expect(byMember).toMatch(/log_entries_about/);
    for (const plan of [byAccount, byMember]) expect(plan).not.toMatch(/SCAN|Seq Scan|TEMP B-TREE|Sort/);
  });

  test('deletes entries past their retention, and no others', async () => {
    const now = START + 400 * DAY_MS;
    const old = Array.from({ length: 2_500 }, (_, index) => entryOf('old', now - 181 * DAY_MS + index));
    const young = entryOf('old', now - 179 * DAY_MS);
    await store.writeEntries(old.slice(0, 1_300), []);
    await store.writeEntries([...old.slice(1_300), young], []);
    const clock = { low: now - 180 * DAY_MS, high: now };
    const age = { within: () => Promise.resolve({ clock, head: 0 }) };
    const kept = [{ days: 180, expire: ({ clock: shown }: Since) => store.expireEntries(shown) }];
    await new Retention(kept, { name: 'log', whenItFails: '', age, loops: backgroundLoops() }).run();
    expect((await store.listEntries(query('old'))).entries).toEqual([young]);
  });

  test('health keeps what is not new, and belongs to an account that exists', async () => {
    const accountId = 'healthy';
    await database.write(trx =>
      trx.all(
        sql`INSERT INTO accounts (id, name, identity_provider, sso, policies, connection, last_sequence, member_count,
                               created_at, updated_at)
         VALUES (${accountId}, 'x', 'okta', 'saml', '{}', 'enabled', 0, 0, 0, 0)`,
      ),
    );
    const milestones = NO_MILESTONES;
    const nothing = { lastSuccessAt: null, lastError: null, lastUnproven: null, milestones };
    const error = { at: 5, status: 400, message: 'it was wrong', explanation: 'value_type' };
    const update = (at: number, more: object) =>
      store.writeEntries([], [{ accountId, firstRequestAt: at, lastRequestAt: at, ...nothing, ...more }]);
    await update(5, { lastError: error });
    await update(9, { lastSuccessAt: 9 });
    expect(await store.findHealth(accountId)).toEqual({
      firstContactAt: 5,
      lastRequestAt: 9,
      lastSuccessAt: 9,
      lastError: error,
      lastUnproven: null,
      milestones,
    });
    await store.writeEntries([], [{ accountId: 'gone', firstRequestAt: 1, lastRequestAt: 1, ...nothing }]);
    expect(await store.findHealth('gone')).toBeUndefined();
  });

  test('erasing takes out a person under every name, and leaves all others', async () => {
    const hers = [
      entryOf('erased', START, { userName: 'ann@example.com', meaning: 'looked up ann@example.com' }),
      entryOf('erased', START + 1, { memberId: MEMBER, userName: 'Ann@example.com', externalId: 'E-1' }),
      entryOf('erased', START + 2, { externalId: 'E-1', meaning: 'looked up externalId E-1' }),
      entryOf('erased', START + 3, { memberId: MEMBER, userName: 'anna@example.com', detail: 'about anna' }),
      entryOf('erased', START + 4, { userName: 'ANNA@example.com' }),
      entryOf('erased', START + 5, { userName: 'sent@example.com' }),
    ];
    const others = [
      entryOf('erased', START + 6, { userName: 'bo@example.com', memberId: 'bo' }),
      entryOf('erased', START + 7, { externalId: 'e-1' }),
      entryOf('untouched', START, { userName: 'ann@example.com', memberId: MEMBER }),
    ];
    await store.writeEntries([...hers, ...others], []);
    await eraseLog(database, 'erased', MEMBER, { userNames: ['Sent@example.com'], externalIds: [] });
    const left = [
      ...(await store.listEntries(query('erased'))).entries,
      ...(await store.listEntries(query('untouched'))).entries,
    ];
    expect(left.filter(({ meaning }) => meaning === 'erased').map(({ at }) => at - START)).toEqual([
      5, 4, 3, 2, 1, 0,
    ]);
    expect(left.filter(({ meaning }) => meaning !== 'erased')).toEqual(expect.arrayContaining(others));
    const found = await store.listEntries(query('erased', { text: 'ann' }));
    expect(found.entries).toEqual([]);
    expect((await store.listEntries(query('erased', { memberId: MEMBER }))).entries).toHaveLength(2);
  });
});

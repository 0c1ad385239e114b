/** Many changes in one transaction. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_POLICIES } from '../../src/accounts/account.ts';
import { OPERATOR } from '../../src/accounts/requester.ts';
import { RollcallError } from '../../src/base/errors.ts';
import { openServices, type Services } from '../../src/composition/commands.ts';
import { type DatabaseLocation, readConfig } from '../../src/config/config.ts';
import type { ChangeContext } from '../../src/members/change.ts';
import type { MemberUpsert } from '../../src/members/members.ts';
import type { Database } from '../../src/store/database/database.ts';
import { migrate, openExistingDatabase } from '../../src/store/database/open.ts';
import { readRows } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import type { CloudEvent } from '../support/test-service.ts';

describe.each(databaseKinds())('batches of changes on $name', kind => {
  let fresh: FreshDatabase;
  let database: Database;
  let opened: Services;
  let location: DatabaseLocation;
  let made = 0;
  let accountId: string;
  let tokenId: string;

  beforeAll(async () => {
    fresh = await kind.create();
    const config = readConfig({ DATABASE_URL: fresh.url, SIGNING_KEYS: 'k:secret', SECRETS_KEY: 'k:secret' });
    location = config.database;
    await migrate(location);
    database = await openExistingDatabase(location);
    opened = await openServices(database, config);
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  beforeEach(async () => {
    made += 1;
    accountId = `account-${made}`;
    ({ tokenId } = await opened.accounts.add({
      id: accountId,
      name: undefined,
      identityProvider: 'other',
      sso: 'saml',
    }));
  });

  const context = (actor: ChangeContext['actor'] = OPERATOR.actor): ChangeContext => ({
    accountId,
    policies: DEFAULT_POLICIES,
    actor,
    request: { id: uuidv7(), method: null, bulkIndex: null },
    traceparent: undefined,
    now: 1_000,
    newId: uuidv7,
  });

  const upsert = (userName: string, also: Readonly<Record<string, string>> = {}): MemberUpsert => ({
    userName,
    edit: current => ({ attributes: { ...(current ?? { userName, active: true }), ...also } }),
  });

  const named = (count: number): readonly MemberUpsert[] =>
    Array.from({ length: count }, (_, index) => upsert(`member-${index}`));

  const outcomesOf = async (upserts: readonly MemberUpsert[]): Promise<readonly string[]> => {
    const outcomes = await opened.members.upsertSeveral(context(), upserts);
    return outcomes.map(outcome => (outcome instanceof RollcallError ? outcome.code : outcome.outcome));
  };

  test('a member can come up twice in one, under either case of the name', async () => {
    expect(
      await outcomesOf([
        upsert('Zo\u00eb'),
        upsert('zoe\u0308', { title: 'x' }),
        upsert('ZO\u00cb', { title: 'x' }),
      ]),
    ).toEqual(['created', 'updated', 'unchanged']);
  });

  test('what one decision refuses is left out, and the others are done', async () => {
    const refusing: MemberUpsert = {
      userName: 'no',
      edit: () => {
        throw new RollcallError('invalidValue', 'no');
      },
    };
    expect(await outcomesOf([upsert('a'), refusing, upsert('b')])).toEqual([
      'created',
      'invalidValue',
      'created',
    ]);
    const failing: MemberUpsert = {
      userName: 'fails',
      edit: () => {
        throw new Error('a bug');
      },
    };
    await expect(outcomesOf([upsert('c'), failing])).rejects.toThrow('a bug');
    const { members } = await opened.members.page(accountId, {
      filter: undefined,
      sort: undefined,
      start: { kind: 'offset', offset: 0 },
      limit: 10,
    });
    expect(members).toHaveLength(2);
  });

  test('the event of a new member with the name of a removed one names the removed one', async () => {
    const names = ['J\u030c', 'ann'];
    await outcomesOf(names.map(name => upsert(name)));
    const all = {
      filter: undefined,
      sort: undefined,
      start: { kind: 'offset', offset: 0 },
      limit: 10,
    } as const;
    const former = (await opened.members.page(accountId, all)).members.map(({ id }) => id);
    for (const id of former) await opened.members.remove(context(), id, undefined);
    const published: (string | undefined)[] = [];
    await outcomesOf(
      names.map(userName => ({
        userName,
        edit: current => {
          published.push(current && 'there');
          return { attributes: { userName, active: true } };
        },
      })),
    );
    expect(published).toEqual([undefined, undefined]);
    const rows = await readRows(location, `SELECT body FROM events WHERE account_id = '${accountId}'`);
    const events = rows.map(({ body }) => JSON.parse(String(body)) as CloudEvent); // an event
    expect(events.flatMap(({ data }) => data.formerId ?? []).sort()).toEqual(former.sort());
    expect(await readRows(location, 'SELECT * FROM former_members')).toEqual([]);
  });

  test('a long one gives way to others again and again', async () => {
    let turns = 0;
    let isDone = false;
    const counting = (async () => {
      for (; !isDone; turns += 1) await nextTurn();
    })();
    await outcomesOf(named(200));
    isDone = true;
    await counting;
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  test('members leave some at a time: those of the identity provider, or all of them', async () => {
    const idp = { kind: 'idp', tokenId, identityProvider: 'okta' } as const;
    for (let index = 0; index < 5; index += 1) {
      await opened.members.create(context(idp), { userName: `idp-${index}`, active: index > 0 });
    }
    await outcomesOf([upsert('app')]);
    const protectedOne = await opened.members.create(context(idp), { userName: 'kept', active: true });
    await opened.members.amend(context(), protectedOne.id, attributes => ({ attributes, isProtected: true }));
    const leave = (reason: 'connection_removed' | 'account_closed', limit: number) =>
      opened.members.deprovisionSome(context(), reason, limit);
    expect(await leave('connection_removed', 3)).toBe(1);
    expect(await leave('connection_removed', 3)).toBe(0);
    expect(await leave('connection_removed', 3)).toBe(0);
    expect(await leave('account_closed', 4)).toBe(3);
    expect(await readRows(location, 'SELECT * FROM former_members')).toHaveLength(4);
    expect(await leave('account_closed', 4)).toBe(0);
    expect(await readRows(location, 'SELECT * FROM former_members')).toEqual([]);
    const rows = await readRows(
      location,
      `SELECT body FROM events WHERE account_id = '${accountId}' ORDER BY sequence`,
    );
    const published = rows.map(({ body }) => JSON.parse(String(body)) as CloudEvent); // an event
    const reasons = published.map(({ type, data }) => `${type.replace('team_member.', '')} ${data.reason}`);
    const count = (what: string): number => reasons.filter(reason => reason === what).length;
    expect(count('deprovisioned connection_removed')).toBe(4);
    expect(count('deprovisioned account_closed')).toBe(2);
    expect(count('deleted account_closed')).toBe(7);
    const rest = await opened.members.list(accountId, {
      filter: undefined,
      sort: undefined,
      start: { kind: 'offset', offset: 0 },
      limit: 10,
    });
    expect(rest).toMatchObject({ total: 0, members: [] });
  });
});

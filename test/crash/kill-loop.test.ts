/** The promises under `kill -9`: nothing acknowledged is lost, nothing is invented, order holds. */
import BetterSqlite from 'better-sqlite3';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { runForJson } from '../support/process/command.ts';
import type { Deployment } from '../support/process/rollcall-process.ts';
import type { CloudEvent } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { CrashWriter } from './crash-writer.ts';
import { readMembers } from './read-members.ts';
import { RestartingService } from './restarting-service.ts';
import { expectMembersToldInFull, expectPromisesKept, expectTablesConsistent } from './write-invariants.ts';

const KILLS = 12;
const WRITERS_PER_ACCOUNT = 4;
const LONGEST_LIFE_MS = 500;
/** Of a life that listened, however slow the machine is. */
const ATTEMPTS_A_LIFE = 30;
const LIMIT_MS = 120_000;

const [kind] = databaseKinds().filter(({ name }) => name === 'SQLite');

let database: FreshDatabase;
let deployment: Deployment;
let service: RestartingService;
const accounts: { readonly accountId: string; readonly token: string }[] = [];

beforeAll(async () => {
  if (!kind) throw new Error('SQLite is always there');
  database = await kind.createEmpty();
  deployment = { databaseUrl: database.url, publicUrl: 'http://rollcall.test' };
  await runForJson(deployment, 'migrate');
  for (const accountId of ['acme', 'zeta']) {
    const { token } = await runForJson(deployment, 'account', 'add', accountId);
    accounts.push({ accountId, token: String(token) });
  }
  service = new RestartingService(deployment);
}, LIMIT_MS);

afterAll(async () => {
  await service.abandon();
  await database.drop();
});

test(
  `after ${KILLS} kills at random moments every acknowledged change is there with its event, and nothing else`,
  async () => {
    const writers = accounts.flatMap(({ accountId, token }) =>
      Array.from(
        { length: WRITERS_PER_ACCOUNT },
        (_, index) => new CrashWriter(`${accountId}${index}`, accountId, token),
      ),
    );
    const writing = writers.map(writer => writer.write(service));
    let isOver = false;
    const sent = () => writers.reduce((sum, { attempts }) => sum + attempts.length, 0);
    const killing = killAgainAndAgain(() => isOver, sent);
    try {
      await Promise.race([Promise.all(writing), killing]);
    } finally {
      isOver = true;
      for (const writer of writers) writer.stop();
      await Promise.allSettled([...writing, killing]);
    }
    await Promise.all([...writing, killing]);

    const attempts = writers.flatMap(writer => writer.attempts);
    const unanswered = attempts.filter(({ answer }) => answer === undefined).length;
    expect({ isBusy: attempts.length > 20 * KILLS, isCutShort: unanswered >= KILLS / 2 }).toEqual({
      isBusy: true,
      isCutShort: true,
    });
    const feed = await readFeed();
    for (const { accountId, token } of accounts) {
      const own = feed.filter(
        ({ source, type }) => source.endsWith(`/${accountId}`) && type.startsWith('team_member.'),
      );
      expectPromisesKept(
        attempts.filter(attempt => attempt.accountId === accountId),
        own,
      );
      expectMembersToldInFull(await readMembers((await service.life).url, token), own);
    }
    expect(await service.stop()).toBe(0);
    await expectIntact(feed);
  },
  LIMIT_MS,
);

/** Some lives end before they listen, the others under load. @param sent how many requests were sent so far */
async function killAgainAndAgain(isOver: () => boolean, sent: () => number): Promise<void> {
  await service.life;
  for (let kills = 1; kills <= KILLS && !isOver(); kills += 1) {
    const endsEarly = kills % 5 === 0;
    if (!endsEarly) {
      await service.life;
      const before = sent();
      await waitUntil('a busy life', LIMIT_MS, () => isOver() || sent() >= before + ATTEMPTS_A_LIFE);
    }
    await new Promise(resolve => setTimeout(resolve, Math.random() * LONGEST_LIFE_MS));
    service.killAndRestart();
  }
  await service.life;
}

async function readFeed(): Promise<readonly CloudEvent[]> {
  const { token } = await runForJson(deployment, 'service-token', 'issue', '--scopes', 'events:read');
  const connection = new HttpConnection(`${(await service.life).url}/v1`, String(token));
  const events: CloudEvent[] = [];
  for (let after = '', more = true; more; ) {
    const page = await connection.send('GET', `/events?limit=1000${after}`);
    expect(page.status).toBe(200);
    events.push(...(page.body['data'] as CloudEvent[])); // the feed's own form
    [after, more] = [`&after=${String(page.body['next'])}`, page.body['has_more'] === true];
  }
  connection.close();
  return events;
}

async function expectIntact(feed: readonly CloudEvent[]): Promise<void> {
  const path = database.url.replace(/^sqlite:/, '');
  const connection = new BetterSqlite(path);
  expect(connection.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(connection.pragma('foreign_key_check')).toEqual([]);
  connection.close();
  const tables = await readAllTables({ dialect: 'sqlite', path });
  expectTablesConsistent(tables);
  const inOrder = [...(tables.get('events') ?? [])].sort(
    (left, right) => Number(left['position']) - Number(right['position']),
  );
  expect(feed.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
}

/** What one account can do to another: each of the most expensive legal kinds of requests beside an ordinary reader. */
import { databaseKinds, type FreshDatabase } from '../../../test/support/database/databases.ts';
import startPostgres from '../../../test/support/database/start-postgres.ts';
import stopPostgres from '../../../test/support/database/stop-postgres.ts';
import { type Rollcall, startRollcall } from '../../servers/rollcall.ts';
import type { BenchContext, Suite } from '../suite.ts';
import { KINDS } from './kinds.ts';
import { type FairnessRow, failedRow, measureRow } from './measure-row.ts';
import type { FairnessReport } from './render-fairness.ts';
import type { Scene } from './scene.ts';
import { type Sizes, seed } from './seed.ts';

const SIZES = {
  full: { ordinary: 20_000, large: 400, reader: 1_000 },
  quick: { ordinary: 2_000, large: 100, reader: 200 },
} satisfies Record<string, Sizes>;
const GOAL = { p99Ms: 50, peakMb: 400 };
const FULL_ROW_MS = 10_000;
const QUICK_ROW_MS = 2_000;
/** Longer than reader threads wait until they start: their memory belongs to what was there before. */
const WARM_UP_MS = 5_000;
const MEMORY_LIMIT_MS = 60_000;

/** The same in every process that opens the database. */
const SETTINGS = {
  SIGNING_KEYS: 'bench:a-signing-key-of-the-bench-of-32-bytes',
  SECRETS_KEY: 'bench:a-secrets-key-of-the-bench-of-32-bytes',
  PUBLIC_URL: 'http://127.0.0.1:8080',
  WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8',
};

export const fairnessSuite: Suite = {
  name: 'fairness',
  about: 'one account sends the most expensive legal requests while another one reads',
  onlyWhenNamed: true,
  run: async bench => {
    await startPostgres();
    try {
      const rows: FairnessReport['rows'][number][] = [];
      for (const database of databaseKinds()) {
        if (!isWanted(database.name, bench.options.database)) continue;
        const measured = await measureOn(bench, database);
        rows.push(...measured.map(row => ({ database: database.name, ...row })));
      }
      const { ordinary, large } = SIZES[bench.options.isQuick ? 'quick' : 'full'];
      const seconds = rowMs(bench) / 1_000;
      const title = `One account of ${ordinary.toLocaleString('en-US')} members and ${large} of 115 KB sends each kind for ${seconds} s, another one reads 40 times a second`;
      return { suite: 'fairness', title, goal: GOAL, rows };
    } finally {
      await stopPostgres();
    }
  },
};

const isWanted = (name: string, asked = ''): boolean => name.toLowerCase().startsWith(asked.toLowerCase());

const rowMs = ({ options }: BenchContext): number => (options.isQuick ? QUICK_ROW_MS : FULL_ROW_MS);

async function measureOn(
  bench: BenchContext,
  database: ReturnType<typeof databaseKinds>[number],
): Promise<FairnessRow[]> {
  const { options, servers, say } = bench;
  const seeded = await database.createEmpty();
  say(`${database.name}: seeding`);
  const scene = await seed(await start(bench, seeded, 'off'), SIZES[options.isQuick ? 'quick' : 'full']);
  await servers.stop();
  const rows: FairnessRow[] = [];
  const pattern = new RegExp(options.only ?? '', 'i');
  const wanted = KINDS.map(({ name }) => name).filter(name => pattern.test(name));
  for (const kind of [undefined, ...wanted]) {
    // Every row begins with the same data and a new process, so that none depends on those before it.
    const copy = await database.copy(seeded);
    const row = await measure(bench, copy, scene, kind).catch((error: unknown) => failedRow(kind, error));
    await servers.stop();
    await copy.drop();
    rows.push(row);
    say(
      `${database.name}: ${row.kind}: p99 ${row.p99Ms.toFixed(0)} ms, loop ${row.loopDelay.maxMs.toFixed(0)} ms, peak ${row.memory?.peakMb.toFixed(0)} MB, ${JSON.stringify(row.attacker)} ${row.missed.join()}`,
    );
  }
  await seeded.drop();
  return rows;
}

async function measure(
  bench: BenchContext,
  database: FreshDatabase,
  scene: Scene,
  kind: string | undefined,
): Promise<FairnessRow> {
  const { server } = await start(bench, database, 'on');
  return measureRow(kind, {
    server,
    scene: { ...scene, port: server.port },
    durationMs: rowMs(bench),
    goal: GOAL,
    warmUpMs: WARM_UP_MS,
    memoryLimitMs: bench.options.isQuick ? 0 : MEMORY_LIMIT_MS,
  });
}

const start = (bench: BenchContext, { url }: FreshDatabase, rateLimit: 'on' | 'off'): Promise<Rollcall> =>
  startRollcall(bench, '', { ...SETTINGS, DATABASE_URL: url, RATE_LIMIT: rateLimit });

/**
 * One account searches a large directory with twelve requests at a time; nothing else notices. The limits are far
 * above what a calm machine measures (a longest turn of a few milliseconds, a p99 below 50 ms): machines that run tests
 * are busy, so that the best of several attempts counts.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { copyMember } from '../support/database/copied-members.ts';
import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { LONGEST_BLOCK_MS, longestBlockOf } from '../support/longest-block.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const MEMBERS = 20_000;
const AT_A_TIME = 12;
const P99_MS = 500;
/** On a machine that is slow by itself, the limit is so many times what a read takes while nothing searches. */
const TIMES_QUIET = 4;
const READS = 100;
const BETWEEN_READS_MS = 20;
const ATTEMPTS = 3;
const LIMIT_MS = 120_000;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const listed = (query: Readonly<Record<string, string>>): string =>
  `/Users?${new URLSearchParams(query).toString()}`;
const CONDITIONS = times(20, index => `emails.display co "needle ${index}"`).join(' or ');
const HEAVY = [
  listed({ filter: CONDITIONS, count: '10' }),
  listed({ sortBy: 'name.familyName', sortOrder: 'descending', count: '10' }),
  listed({ filter: 'title pr', sortBy: 'emails.display', count: '100' }),
  listed({ filter: `not (${CONDITIONS})`, startIndex: '15000', count: '10' }),
];

const p99Of = (latencies: readonly number[]): number =>
  latencies.toSorted((one, other) => one - other)[Math.ceil(latencies.length * 0.99) - 1] ?? Number.NaN;
const p50Of = (latencies: readonly number[]): number =>
  latencies.toSorted((one, other) => one - other)[Math.floor(latencies.length / 2)] ?? Number.NaN;

describe.each(databaseKinds())('while one account searches 20,000 members, on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let searcher: ScimClient;
  let reader: ScimClient;
  let readersMember: string;

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({ databaseUrl: fresh.url });
    searcher = new ScimClient(await service.addAccount({ id: 'large' }));
    reader = new ScimClient(await service.addAccount());
    readersMember = (await reader.create({ userName: 'reader@example.com' })).path;
    await searcher.create({
      userName: 'copied-000000',
      title: 'Copied',
      name: { givenName: 'Ann', familyName: 'Example' },
      emails: times(4, index => ({ value: `ann.${index}@example.com`, display: `Ann ${'x'.repeat(200)}` })),
    });
    await copyMember(service.database, 'large', MEMBERS);
    if (service.database.dialect === 'postgres') await runSql(service.database, 'ANALYZE members');
  }, LIMIT_MS);

  afterAll(async () => {
    await service.stop();
    await fresh.drop();
  });

  /** A search either answers or is stopped in time; both cost. */
  const search = async (index: number): Promise<void> => {
    const { status, body } = await searcher.get(HEAVY[index % HEAVY.length] ?? '');
    if (status === 200) return;
    expect([status, body['scimType']]).toEqual([400, 'tooMany']);
  };

  test(
    'no turn of the serving thread is long',
    async () => {
      const block = await longestBlockOf(() => () => Promise.all(times(AT_A_TIME, search)));
      process.stdout.write(`longest block in ms during searches, on ${kind.name}: ${block.toFixed(1)}\n`);
      expect(block).toBeLessThan(LONGEST_BLOCK_MS);
    },
    LIMIT_MS,
  );

  test(
    'another account and /healthz are answered in time',
    async () => {
      const read = async (latencies: number[]): Promise<void> => {
        for (let count = 0; count < READS; count += 1) {
          const startedAt = performance.now();
          const [{ status }, health] = await Promise.all([
            reader.get(readersMember),
            fetch(`${service.url}/healthz`),
          ]);
          latencies.push(performance.now() - startedAt);
          await health.arrayBuffer();
          expect([status, health.status]).toEqual([200, 200]);
          await pause(BETWEEN_READS_MS);
        }
      };
      const quiet: number[] = [];
      await read(quiet);
      const limit = Math.max(P99_MS, TIMES_QUIET * p99Of(quiet));
      let best = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < ATTEMPTS && best >= limit; attempt += 1) {
        const latencies: number[] = [];
        const reading = read(latencies);
        let isRead = false;
        void reading.finally(() => {
          isRead = true;
        });
        const searches = times(AT_A_TIME, async index => {
          while (!isRead) await search(index);
        });
        await Promise.all([reading, ...searches]);
        best = Math.min(best, p99Of(latencies));
        process.stdout.write(
          `reads during 12 searches, on ${kind.name}: p50 ${p50Of(latencies).toFixed(1)} ms, p99 ${p99Of(latencies).toFixed(1)} ms (quiet: ${p99Of(quiet).toFixed(1)} ms)\n`,
        );
      }
      expect(best).toBeLessThan(limit);
    },
    LIMIT_MS,
  );
});

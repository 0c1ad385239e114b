/** Event delivery under `kill -9` and worse: webhooks, feed and stream tell everything, in order, whatever the receiver does. */
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import { readRows, runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { DeliveryScene } from './delivery-scene.ts';
import { RestartingService } from './restarting-service.ts';

const KILLS = 10;
const LONGEST_LIFE_MS = 900;
const ROUNDS = 6;
const LONGEST_ROUND_MS = 1_500;
/** A lease ends 15 seconds after the endpoint's timeout. */
const TAKE_OVER_LIMIT_MS = 40_000;
const LIMIT_MS = 150_000;

const CUT_CONNECTIONS = `
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND application_name = 'rollcall' AND random() < 0.5`;

describe.each(databaseKinds())('on $name', kind => {
  let database: FreshDatabase;
  let scene: DeliveryScene;
  const services: RestartingService[] = [];

  beforeAll(async () => {
    database = await kind.createEmpty();
    // The database fails as well where it can be cut off.
    scene = await DeliveryScene.open(database.url, kind.name === 'PostgreSQL');
  }, LIMIT_MS);

  afterAll(async () => {
    await Promise.all(services.map(service => service.abandon()));
    await scene.close();
    await database.drop();
  });

  function start(): RestartingService {
    const service = new RestartingService(scene.deployment);
    services.push(service);
    return service;
  }

  if (kind.name === 'SQLite') {
    test(
      `every event is delivered in order after ${KILLS} kills, while the receiver fails, hangs, cuts and dawdles`,
      async () => {
        const service = start();
        await scene.registerEndpoints(service);
        scene.writeTo(service);
        scene.writeTo(service);
        for (let kills = 1; kills <= KILLS; kills += 1) {
          // Later than the writers, so that there is something to catch up with.
          if (kills === 3) scene.follow(() => service);
          await service.life;
          await pause(Math.random() * LONGEST_LIFE_MS);
          scene.check();
          service.killAndRestart();
        }
        await scene.settle();
        await scene.expectPromisesKept(service);
        expect(await service.stop()).toBe(0);
        const connection = new BetterSqlite(database.url.replace(/^sqlite:/, ''));
        expect(connection.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
        expect(connection.pragma('foreign_key_check')).toEqual([]);
        connection.close();
      },
      LIMIT_MS,
    );
  } else {
    test(
      'every event is delivered in order after processes were killed, frozen beyond their leases, and cut off from the database',
      async () => {
        const frozen = start();
        await scene.registerEndpoints(frozen);
        scene.writeTo(frozen);
        const held = await freezeWithLeases(frozen);

        const others = [start(), start()];
        for (const service of others) scene.writeTo(service);
        scene.follow(() => pick(others));
        for (let round = 1; round <= ROUNDS; round += 1) {
          await pause(Math.random() * LONGEST_ROUND_MS);
          scene.check();
          // A process that is cut off while it starts gives up, as it should.
          await Promise.all(others.map(({ life }) => life));
          await runSql(scene.location, CUT_CONNECTIONS);
          // In turn, so that a follower of one of them is interrupted: a cut connection is replaced unseen.
          others[round % others.length]?.killAndRestart();
        }
        await waitUntil('others to take over from the frozen process', TAKE_OVER_LIMIT_MS, async () => {
          scene.check();
          const lanes = await readLanes();
          return [...held].every(([lane, fence]) => (lanes.get(lane)?.fence ?? 0) > fence);
        });
        frozen.thaw();
        await scene.settle();
        await scene.expectPromisesKept(frozen);
        // None has ended by itself: the frozen one is in its first life.
        for (const service of services) expect(await service.stop()).toBe(0);
      },
      LIMIT_MS,
    );
  }

  /** @returns the fences of the lanes it holds: while no other process runs, all leases are its own */
  async function freezeWithLeases(service: RestartingService): Promise<ReadonlyMap<string, number>> {
    return waitUntil('a moment at which it holds a lane', TAKE_OVER_LIMIT_MS, async () => {
      service.freeze();
      const held = [...(await readLanes())].filter(([, { isLeased }]) => isLeased);
      if (held.length > 0) return new Map(held.map(([lane, { fence }]) => [lane, fence]));
      service.thaw();
      return undefined;
    });
  }

  async function readLanes(): Promise<
    ReadonlyMap<string, { readonly fence: number; readonly isLeased: boolean }>
  > {
    const rows = await readRows(
      scene.location,
      'SELECT endpoint_id, account_id, fence, lease_until > 0 AS leased FROM lanes',
    );
    return new Map(
      rows.map(row => [
        `${String(row['endpoint_id'])} ${String(row['account_id'])}`,
        { fence: Number(row['fence']), isLeased: row['leased'] === true },
      ]),
    );
  }
});

function pick<T>(choices: readonly T[]): T {
  const chosen = choices[Math.floor(Math.random() * choices.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}

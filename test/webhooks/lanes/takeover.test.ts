/** Instances that share a PostgreSQL: the lanes of one that was killed go on within seconds, those of a slow one stay. */
import { connectDatabase } from '../../../src/store/database/open.ts';
import { absentOwners } from '../../../src/store/webhooks/lane-takeover.ts';
import { Takeover } from '../../../src/webhooks/takeover.ts';
import { readRows } from '../../support/database/database-contents.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { HttpConnection } from '../../support/network/http-connection.ts';
import { runForJson } from '../../support/process/command.ts';
import { ServingProcess } from '../../support/process/rollcall-process.ts';
import { startTestService } from '../../support/test-service.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { startReceiver } from '../../support/webhooks/webhook-receiver.ts';

const SOON_MS = 20_000;
/** Five seconds on a machine that is not busy; the lease itself lasts for 45. */
const TAKEOVER_LIMIT_MS = 20_000;
const LIMIT_MS = 90_000;
const environment = { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' };

describe.each(databaseKinds().filter(({ name }) => name === 'PostgreSQL'))('an instance on $name', kind => {
  test(
    'that is frozen keeps its lane, and one that is killed loses it to another long before its lease ends',
    async () => {
      const fresh = await kind.create();
      const deployment = { databaseUrl: fresh.url, publicUrl: 'http://rollcall.test', environment };
      const receiver = await startReceiver({ answer: () => 'hang' });
      const killed = new ServingProcess(deployment);
      const url = await killed.serving();
      const { token } = await runForJson(deployment, 'account', 'add', 'acme');
      await runForJson(deployment, 'webhook', 'add', receiver.url, '--types', 'team_member.*');
      const connection = new HttpConnection(`${url}/scim/v2`, String(token));
      await connection.send('POST', '/Users', { body: { userName: 'ada@example.com' } });
      await waitUntil('the first request', SOON_MS, () => receiver.received.length === 1);
      connection.close();
      const other = await startTestService({ databaseUrl: fresh.url, environment });
      const database = connectDatabase(other.database);
      const lane = async () =>
        (await readRows(other.database, "SELECT * FROM lanes WHERE account_id = 'acme'"))[0] ?? {};
      try {
        const { lease_owner: owner } = await lane();
        killed.freeze();
        expect(await absentOwners(database)).toEqual([]);
        receiver.answerWith(() => 204);
        killed.kill();
        await waitUntil('its absence is seen', SOON_MS, async () =>
          (await absentOwners(database)).includes(String(owner)),
        );
        await waitUntil('the other one delivers', TAKEOVER_LIMIT_MS, () => receiver.received.length === 2);
        const [first, second] = receiver.received.map(({ events }) => events.map(({ id }) => id));
        expect(second).toEqual(first);
        await waitUntil(
          'the lane is given back',
          SOON_MS,
          async () => Number((await lane())['lease_until']) === 0,
        );
        expect(await lane()).toMatchObject({ next_sequence: expect.anything(), attempt: 0 });
        expect((await lane())['lease_owner']).not.toBe(owner);
      } finally {
        killed.kill();
        await killed.ended;
        await database.close();
        await other.stop();
        await receiver.stop();
        await fresh.drop();
      }
    },
    LIMIT_MS,
  );
});

describe('the takeover', () => {
  const owners = { absent: [] as string[], ended: [] as string[] };
  let now = 0;
  let woken = 0;
  const takeover = new Takeover({
    store: {
      absentOwners: () => Promise.resolve(owners.absent),
      endLeasesOf: owner => Promise.resolve(void owners.ended.push(owner)),
    },
    monotonicNow: () => now,
    wake: () => {
      woken += 1;
    },
  });
  const look = async (afterMs: number, ...absent: string[]): Promise<readonly string[]> => {
    now += afterMs;
    owners.absent = absent;
    owners.ended = [];
    await takeover.run();
    return owners.ended;
  };

  test('leaves an owner alone that is back soon, and ends the leases of one that stays away', async () => {
    expect(await look(0, 'cut off', 'dead')).toEqual([]);
    expect(await look(1_000, 'cut off', 'dead')).toEqual([]);
    expect(await look(500, 'dead')).toEqual([]);
    expect(woken).toBe(0);
    expect(await look(500, 'cut off', 'dead')).toEqual(['dead']);
    expect(woken).toBe(1);
    expect(await look(1_000, 'cut off')).toEqual([]);
    expect(await look(1_000, 'cut off')).toEqual(['cut off']);
  });
});

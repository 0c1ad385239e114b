/** A write-ahead log that was damaged after `kill -9`: what was acknowledged is lost, and no position is given twice in silence. */
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { runForJson } from '../support/process/command.ts';
import { type Deployment, ServingProcess } from '../support/process/rollcall-process.ts';

const LIMIT_MS = 60_000;
const [sqlite] = databaseKinds();

describe('a service on SQLite that was killed', () => {
  let fresh: FreshDatabase;
  let deployment: Deployment;
  let serving: ServingProcess | undefined;
  let wal: string;

  beforeEach(async () => {
    if (!sqlite) throw new Error('SQLite is always there');
    fresh = await sqlite.createEmpty();
    wal = `${fresh.url.slice('sqlite:'.length)}-wal`;
    deployment = { databaseUrl: fresh.url, publicUrl: 'http://rollcall.test' };
    serving = new ServingProcess(deployment);
    await serving.serving();
  });

  afterEach(async () => {
    await serving?.stop();
    await fresh.drop();
  });

  /** Makes members, kills the service, damages the log, and reads behind the last cursor after the next start. */
  async function restartAfter(damage: () => void) {
    if (!serving) throw new Error('it is serving');
    const url = await serving.serving();
    const { token } = await runForJson(deployment, 'account', 'add', 'acme', '--idp', 'okta');
    const reader = await runForJson(deployment, 'service-token', 'issue', '--scopes', 'events:read');
    const scim = new HttpConnection(`${url}/scim/v2`, String(token));
    for (let index = 0; index < 20; index += 1) {
      const { status } = await scim.send('POST', '/Users', { body: { userName: `person-${index}` } });
      expect(status).toBe(201);
    }
    scim.close();
    const before = new HttpConnection(`${url}/v1`, String(reader['token']));
    const { body } = await before.send('GET', '/events?limit=1000');
    before.close();
    serving.kill();
    await serving.ended;
    damage();
    serving = new ServingProcess(deployment);
    const again = new HttpConnection(`${await serving.serving()}/v1`, String(reader['token']));
    const page = await again.send('GET', `/events?after=${String(body['next'])}`);
    again.close();
    const { stderr } = await serving.stop();
    serving = undefined;
    return { status: page.status, isReported: stderr.includes('"cause":"positions_lost"') };
  }

  test(
    'with its log as it was goes on in the same epoch',
    async () => {
      expect(await restartAfter(() => undefined)).toEqual({ status: 200, isReported: false });
    },
    LIMIT_MS,
  );

  test.each<[string, (size: number) => void]>([
    [
      'a fault in its middle',
      size => {
        const bytes = readFileSync(wal);
        bytes.fill(0x55, Math.floor(size * 0.8), Math.floor(size * 0.8) + 64);
        writeFileSync(wal, bytes);
      },
    ],
    ['its end cut off', size => truncateSync(wal, Math.floor(size * 0.8))],
  ])(
    'and has %s begins a new epoch, and says so',
    async (_, damage) => {
      const outcome = await restartAfter(() => {
        expect(existsSync(wal)).toBe(true);
        damage(statSync(wal).size);
        // The index of the log is rebuilt from it, as after a failure of the machine.
        rmSync(wal.replace(/-wal$/, '-shm'), { force: true });
      });
      expect(outcome).toEqual({ status: 410, isReported: true });
    },
    LIMIT_MS,
  );
});

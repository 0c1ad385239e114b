/** A transaction pooler in front of PostgreSQL: no setting of a connection holds for a transaction. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresDatabase } from '../../src/store/database/postgres/database.ts';
import { sql } from '../../src/store/database/sql.ts';
import { absentOwners } from '../../src/store/webhooks/lane-takeover.ts';
import { readRows, runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type Pgbouncer, startPgbouncer } from '../support/database/pgbouncer.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { makeCertificate } from '../support/network/make-certificate.ts';
import { runCommand } from '../support/process/command.ts';
import { findProgram } from '../support/process/outside-tools.ts';
import { startTestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startReceiver } from '../support/webhooks/webhook-receiver.ts';
import { settingsOf } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 20_000;
const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

const program = findProgram('pgbouncer');
const postgres = databaseKinds().find(({ name }) => name === 'PostgreSQL');
const whenInstalled = program !== undefined && postgres !== undefined ? describe : describe.skip;

whenInstalled('behind PgBouncer', () => {
  let fresh: FreshDatabase;
  let pooler: Pgbouncer;
  let overTls: Pgbouncer;
  let folder: string;
  const certificate = makeCertificate({ dnsName: 'localhost' });

  beforeAll(async () => {
    if (program === undefined || postgres === undefined) return; // then nothing here runs
    folder = mkdtempSync(join(tmpdir(), 'rollcall-pooler-'));
    fresh = await postgres.createEmpty();
    const location = { dialect: 'postgres', url: fresh.url } as const;
    await runSql(
      location,
      `ALTER DATABASE ${new URL(fresh.url).pathname.slice(1)} SET synchronous_commit = off`,
    );
    pooler = await startPgbouncer(program, fresh.url);
    overTls = await startPgbouncer(program, fresh.url, certificate);
  });
  afterAll(async () => {
    await pooler.stop();
    await overTls.stop();
    await fresh.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every durable change waits for the disk, where the database says that none need to', async () => {
    const database = new PostgresDatabase(pooler.url);
    const ask = () =>
      database.write(trx => trx.all<{ synchronous_commit: string }>(sql`SHOW synchronous_commit`));
    const relaxed = () =>
      database.writeRelaxed(trx => trx.all<{ synchronous_commit: string }>(sql`SHOW synchronous_commit`));
    const settings = await Promise.all(
      Array.from({ length: 24 }, (_, index) => (index % 4 === 3 ? relaxed() : ask())),
    );
    expect(settings.map(([row]) => row?.synchronous_commit)).toEqual(
      Array.from({ length: 24 }, (_, index) => (index % 4 === 3 ? 'off' : 'on')),
    );
    await database.close();
  });

  test('the service works, delivers, is seen by other instances, and the doctor finds it durable', async () => {
    const receiver = await startReceiver();
    const service = await startTestService({
      databaseUrl: pooler.url,
      environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', RATE_LIMIT: 'on' },
    });
    try {
      const account = await service.addAccount({ id: 'acme' });
      await service.deliveries.endpoints.add(settingsOf(receiver.url));
      const scim = new HttpConnection(account.baseUrl, account.token);
      const made = await scim.send('POST', '/Users', { body: { userName: 'ada@example.com' } });
      const found = await scim.send('GET', '/Users?filter=displayName%20pr&sortBy=userName');
      scim.close();
      expect([made.status, found.status]).toEqual([201, 200]);
      await waitUntil('the delivery', SOON_MS, () => receiver.received.length === 1);
      expect(await service.memberEvents('acme')).toHaveLength(1);
      const [lane] = await readRows(
        service.database,
        "SELECT lease_owner FROM lanes WHERE account_id = 'acme'",
      );
      expect(lane?.['lease_owner']).toMatch(/^present:/);
      const locks = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 7218";
      expect(await readRows({ dialect: 'postgres', url: fresh.url }, locks)).toHaveLength(1);

      const { stdout } = await runCommand(['doctor', '--json'], {
        ...KEYS,
        DATABASE_URL: pooler.url,
        PUBLIC_URL: service.url,
        WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8',
      });
      const { checks } = JSON.parse(stdout) as { checks: { check: string; status: string; text: string }[] };
      expect(checks.filter(({ status }) => status === 'failure')).toEqual([]);
      expect(checks.find(({ check }) => check === 'database')?.text).toMatch(
        /durable: .*synchronous_commit on/,
      );
    } finally {
      await service.stop();
      await receiver.stop();
    }
    const database = new PostgresDatabase(fresh.url);
    expect(await absentOwners(database)).toEqual([]);
    await database.close();
  });

  test('TLS is verified with the authority of the settings, and the doctor has words for what is wrong with it', async () => {
    const path = join(folder, 'authority.pem');
    writeFileSync(path, certificate.cert);
    const url = new URL(overTls.url);
    url.hostname = 'localhost';
    const examine = async (parameters: Readonly<Record<string, string>>): Promise<string> => {
      url.search = String(new URLSearchParams(parameters));
      const { stdout, stderr } = await runCommand(['doctor', '--json'], {
        ...KEYS,
        DATABASE_URL: url.href,
        PORT: '0',
      });
      expect(stderr).toBe('');
      const { checks } = JSON.parse(stdout) as { checks: { check: string; text: string }[] };
      return checks
        .filter(({ check }) => check === 'database' || check === 'configuration')
        .map(({ text }) => text)
        .join('\n');
    };
    expect(await examine({ sslmode: 'require', sslrootcert: path })).toMatch(/It answers in \d+ ms/);
    expect(await examine({ sslmode: 'require' })).toMatch(
      /self-signed: name that certificate as sslrootcert/,
    );
    expect(await examine({ sslmode: 'verify-full', sslrootcert: `${path}.gone` })).toMatch(
      /sslrootcert.*is not there/,
    );
  });
});

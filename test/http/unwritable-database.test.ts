/** A database that cannot be written to: changes are refused in words, reads go on, and it recovers by itself. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { constant, sql } from '../../src/store/database/sql.ts';
import { SqliteDatabase } from '../../src/store/database/sqlite/database.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { runForJson } from '../support/process/command.ts';
import { type Deployment, ServingProcess } from '../support/process/rollcall-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMIT_MS = 90_000;
const SOON_MS = 30_000;

/** How a database is made unwritable under a running service, and writable again, without privileges. */
type Switch = (fresh: FreshDatabase, serving: ServingProcess, isWritable: boolean) => Promise<void>;

const limitFileSize: Switch = (_fresh, serving, isWritable) => {
  // Every write to a file fails as on a disk that takes no more; the limit that may be raised again is the soft one.
  execFileSync('prlimit', ['--pid', String(serving.pid), `--fsize=${isWritable ? 'unlimited' : '1'}:`]);
  return Promise.resolve();
};

const setReadOnly: Switch = async (fresh, _serving, isWritable) => {
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  try {
    const name = new URL(fresh.url).pathname.slice(1);
    await client.query('SET default_transaction_read_only = off');
    await client.query(
      `ALTER DATABASE ${name} SET default_transaction_read_only = ${isWritable ? 'off' : 'on'}`,
    );
    // A setting of a database holds for connections that are made from now on.
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [name],
    );
  } finally {
    await client.end();
  }
};

describe.each(databaseKinds())('a service whose $name takes no changes', kind => {
  const setWritable = kind.name === 'SQLite' ? limitFileSize : setReadOnly;
  let fresh: FreshDatabase;
  let serving: ServingProcess;
  let url: string;
  let scim: HttpConnection;
  let control: HttpConnection;
  let member: string;

  beforeAll(async () => {
    fresh = await kind.createEmpty();
    const deployment: Deployment = {
      databaseUrl: fresh.url,
      publicUrl: 'http://rollcall.test',
      environment: { RATE_LIMIT: 'on' },
    };
    serving = new ServingProcess(deployment);
    url = await serving.serving();
    const { token } = await runForJson(deployment, 'account', 'add', 'acme');
    const service = await runForJson(deployment, 'service-token', 'issue', '--scopes', '*');
    scim = new HttpConnection(`${url}/scim/v2`, String(token));
    control = new HttpConnection(`${url}/v1`, String(service['token']));
    const made = await scim.send('POST', '/Users', { body: { userName: 'ada@example.com' } });
    expect(made.status).toBe(201);
    member = String((made.body as { id: string }).id);
    await setWritable(fresh, serving, false);
  }, LIMIT_MS);

  afterAll(async () => {
    scim.close();
    control.close();
    serving.kill();
    await serving.ended;
    await fresh.drop();
  }, LIMIT_MS);

  const patch = () =>
    scim.send('PATCH', `/Users/${member}`, {
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'active', value: false }],
      },
    });
  const readiness = async () => {
    const response = await fetch(`${url}/readyz`);
    return { status: response.status, body: (await response.json()) as { check?: string } };
  };
  test(
    'answers changes with 503 and a time to try again, goes on with reads, and recovers by itself',
    async () => {
      // On PostgreSQL the first requests find the old connections gone.
      await waitUntil('a change is refused', SOON_MS, async () => (await patch()).status === 503);
      const refused = await patch();
      expect(refused.status).toBe(503);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.body).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '503',
        detail: expect.stringMatching(/cannot save changes at present.*Nothing was changed/),
      });
      const problem = await control.send('PUT', '/accounts/other', {
        headers: { 'content-type': 'application/json' },
        body: { sso: { protocol: 'saml', provider: 'Okta', status: 'active' } },
      });
      expect(problem).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(Number(problem.headers['retry-after'])).toBeGreaterThan(0);

      for (let reads = 0; reads < 20; reads += 1) {
        expect((await scim.send('GET', `/Users/${member}`)).body).toMatchObject({ active: true });
      }
      expect((await control.send('GET', '/events?limit=1')).status).toBe(200);
      await waitUntil('it says so', SOON_MS, async () => (await readiness()).status === 503);
      expect(await readiness()).toMatchObject({ status: 503, body: { check: 'writes' } });
      expect((await fetch(`${url}/healthz`)).status).toBe(200);

      await setWritable(fresh, serving, true);
      await waitUntil('changes are taken again', SOON_MS, async () => (await patch()).status === 200);
      expect((await scim.send('GET', `/Users/${member}`)).body).toMatchObject({ active: false });
      await waitUntil('it says so', SOON_MS, async () => (await readiness()).status === 200);
      expect((await serving.stop()).code).toBe(0);
    },
    LIMIT_MS,
  );
});

test('every request that shared the commit that found the disk full is refused because it is full', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-full-'));
  const database = new SqliteDatabase(join(folder, 'full.db'));
  try {
    await database.write(trx => trx.all(sql`CREATE TABLE notes (text TEXT NOT NULL)`));
    const setPages = (pages: number) =>
      database.write(async trx => void (await trx.all(sql`PRAGMA max_page_count = ${constant(pages)}`)));
    const note = (length: number) =>
      database.write(trx => trx.all(sql`INSERT INTO notes VALUES (${'x'.repeat(length)})`));
    await setPages(10);
    const outcomes = await Promise.allSettled([note(1), note(1_000_000), note(1)]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) });
    }
    expect(outcomes[1]?.status).toBe('rejected');
    expect(await database.all(sql`SELECT count(*) AS notes FROM notes`)).toEqual([
      { notes: outcomes.filter(({ status }) => status === 'fulfilled').length },
    ]);
    await setPages(10_000);
    await note(1_000_000);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

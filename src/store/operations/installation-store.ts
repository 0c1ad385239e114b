/** The address of the installation, as every process on this database must know it. */
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';

/** @returns without a trailing slash; `undefined` before the first start of the service */
export async function readPublicUrl(database: Pick<Database, 'all'>): Promise<string | undefined> {
  const [row] = await database.all<{ public_url: string }>(sql`SELECT public_url FROM installation`);
  return row?.public_url;
}

/** @param publicUrl without a trailing slash */
export async function writePublicUrl(database: Pick<Database, 'write'>, publicUrl: string): Promise<void> {
  await database.write(trx =>
    trx.all(
      sql`INSERT INTO installation (id, public_url) VALUES (1, ${publicUrl})
          ON CONFLICT (id) DO UPDATE SET public_url = excluded.public_url`,
    ),
  );
}

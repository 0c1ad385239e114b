/** Leases of instances that are gone, on PostgreSQL. */
import type { Database } from '../database/database.ts';
import { PRESENCE_LOCK } from '../database/postgres/presence.ts';
import { sql } from '../database/sql.ts';
import { LANE_KEY } from './lane-rows.ts';

/**
 * Begins the name of an owner that holds its lock as long as it lives. Leases of others, such as instances of the
 * release before, end by their time alone.
 */
const PRESENT = 'present:';

export const presentOwner = (id: string): string => PRESENT + id;

/** The owners that hold leases without holding their lock. */
export async function absentOwners(database: Pick<Database, 'all'>): Promise<readonly string[]> {
  const rows = await database.all<{ owner: string }>(
    sql`SELECT DISTINCT lease_owner AS owner FROM lanes
         WHERE lease_until > 0 AND starts_with(lease_owner, ${PRESENT})
           AND (hashtext(lease_owner)::bigint & 4294967295)::oid NOT IN (
             SELECT objid FROM pg_locks
              WHERE locktype = 'advisory' AND granted AND classid = ${PRESENCE_LOCK} AND objsubid = 2
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  );
  return rows.map(({ owner }) => owner);
}

/**
 * Ends an owner's leases; should it live after all, the fence keeps it from moving the lanes.
 * @returns the endpoints of these lanes
 */
export async function endLeasesOf(
  database: Pick<Database, 'write'>,
  owner: string,
): Promise<readonly string[]> {
  // In the order in which several lanes are always locked.
  const rows = await database.write(trx =>
    trx.all<{ endpoint_id: string }>(
      sql`WITH locked AS MATERIALIZED (
         SELECT ${LANE_KEY} FROM lanes WHERE lease_owner = ${owner} AND lease_until > 0 ORDER BY ${LANE_KEY} FOR UPDATE)
       UPDATE lanes SET lease_until = 0, fence = fence + 1
        WHERE (${LANE_KEY}) IN (SELECT ${LANE_KEY} FROM locked) RETURNING endpoint_id`,
    ),
  );
  return [...new Set(rows.map(row => row.endpoint_id))];
}

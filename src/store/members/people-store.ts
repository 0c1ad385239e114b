/** How many people an identity provider has provisioned, and who came last. */
import type { People } from '../../provisioning-log/connection/connection-progress.ts';
import type { PeopleStore } from '../../provisioning-log/connection/connection-status.ts';
import { type Database, searching, type Transaction } from '../database/database.ts';
import { sql } from '../database/sql.ts';

interface CountRow {
  members: number;
  active: number | null;
  recent: number | null;
}

export class SqlPeopleStore implements PeopleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async countPeople(accountId: string, recentFrom: number): Promise<People> {
    // Of a large account this is no work for the thread that serves.
    const read = searching(this.#database, { accountId });
    const [counts] = await read.all<CountRow>(
      sql`SELECT CAST(count(*) AS integer) AS members, CAST(sum(active) AS integer) AS active,
                 CAST(sum(CASE WHEN created_at >= ${recentFrom} THEN 1 ELSE 0 END) AS integer) AS recent
            FROM members WHERE account_id = ${accountId} AND managed_by = 'idp'`,
    );
    const members = counts?.members ?? 0;
    const active = counts?.active ?? 0;
    const last = members === 0 ? null : await lastOf(read, accountId);
    return { active, inactive: members - active, recent: counts?.recent ?? 0, last };
  }
}

async function lastOf(read: Transaction, accountId: string): Promise<People['last']> {
  const [row] = await read.all<{ id: string; attributes: string; created_at: number }>(
    sql`SELECT id, attributes, created_at FROM members
         WHERE account_id = ${accountId} AND managed_by = 'idp' ORDER BY id DESC LIMIT 1`,
  );
  if (!row) return null;
  const { userName } = JSON.parse(row.attributes) as Readonly<Record<string, unknown>>; // a member's attributes
  return { memberId: row.id, userName: String(userName), at: row.created_at };
}

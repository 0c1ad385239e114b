/** The lock of an account, which every writer takes first, and in the same statement the credential of the change. */

import type { Actor } from '../../events/actor.ts';
import type { AccountGate, ChangeGuard, CredentialLife } from '../../members/account-gate.ts';
import type { Database, Transaction } from '../database/database.ts';
import { NOTHING, type Sql, sql } from '../database/sql.ts';

/** Columns that `lockedRow` adds to those of the account. */
export interface CredentialColumns {
  credential_id: string | null;
  credential_revoked_at: number | null;
  credential_expires_at: number | null;
  locked_version: number;
  seen_version: number;
}

/**
 * What moves in the account's row whenever the credential may have ended: the account counts the changes of its own
 * tokens. Service tokens belong to no account, so any commit meanwhile makes them be read again.
 */
const VERSIONS = {
  idp: sql`credentials_version`,
  app: sql`last_sequence`,
  admin: sql`credentials_version`,
  operator: sql`credentials_version`,
} as const;

const CREDENTIAL_COLUMNS = sql`credential.id AS credential_id, credential.revoked_at AS credential_revoked_at,
  credential.expires_at AS credential_expires_at`;
const NO_CREDENTIAL_COLUMNS = sql`NULL AS credential_id, NULL AS credential_revoked_at, NULL AS credential_expires_at`;

function credentialJoin(actor: Actor): Sql {
  switch (actor.kind) {
    case 'idp':
      return sql`LEFT JOIN tokens credential ON credential.id = ${actor.tokenId} AND credential.account_id = accounts.id`;
    case 'app':
      return sql`LEFT JOIN service_tokens credential ON credential.id = ${actor.serviceTokenId}`;
    case 'admin':
      return sql`LEFT JOIN setup_links credential
                   ON credential.id = ${actor.setupLinkId} AND credential.account_id = accounts.id`;
    case 'operator':
      return NOTHING;
  }
}

/**
 * A locked read of an account, with the credential of the change beside it.
 * @param columns of `accounts`, qualified
 */
export function lockedRow(dialect: Database['dialect'], accountId: string, actor: Actor, columns: Sql): Sql {
  const version = VERSIONS[actor.kind];
  return sql`SELECT ${columns}, ${actor.kind === 'operator' ? NO_CREDENTIAL_COLUMNS : CREDENTIAL_COLUMNS},
                    accounts.${version} AS locked_version, seen.${version} AS seen_version
               FROM accounts JOIN accounts seen ON seen.id = accounts.id ${credentialJoin(actor)}
              WHERE accounts.id = ${accountId} ${dialect === 'postgres' ? sql`FOR UPDATE OF accounts` : NOTHING}`;
}

/**
 * The credential that came with a locked account. PostgreSQL locks the newest row of the account, and joins what
 * was there when the statement began: when it has waited and a token has changed meanwhile, it is read again.
 */
export async function credentialOf(
  trx: Transaction,
  actor: Actor,
  row: CredentialColumns | undefined,
): Promise<CredentialLife | undefined> {
  if (actor.kind === 'operator') return undefined;
  if (row && row.locked_version === row.seen_version) {
    const { credential_revoked_at: revokedAt, credential_expires_at: expiresAt } = row;
    return row.credential_id === null ? undefined : { revokedAt, expiresAt };
  }
  const [found] = await trx.all<CredentialLife>(
    sql`SELECT revoked_at AS "revokedAt", expires_at AS "expiresAt" FROM ${credentialSource(actor)}`,
  );
  return found;
}

function credentialSource(actor: Exclude<Actor, { readonly kind: 'operator' }>): Sql {
  switch (actor.kind) {
    case 'idp':
      return sql`tokens WHERE id = ${actor.tokenId}`;
    case 'app':
      return sql`service_tokens WHERE id = ${actor.serviceTokenId}`;
    case 'admin':
      return sql`setup_links WHERE id = ${actor.setupLinkId}`;
  }
}

const GATE_COLUMNS = sql`accounts.connection, accounts.closed_at`;

interface GateColumns extends CredentialColumns {
  connection: AccountGate['connection'];
  closed_at: number | null;
}

/** Locks an account for a change of its members that was asked for. @throws what `check` of the guard throws */
export async function lockGuarded(
  trx: Transaction,
  dialect: Database['dialect'],
  { accountId, actor, check }: ChangeGuard,
): Promise<void> {
  const [row] = await trx.all<GateColumns>(lockedRow(dialect, accountId, actor, GATE_COLUMNS));
  check({
    connection: row?.connection ?? 'disabled',
    isOpen: row !== undefined && row.closed_at === null,
    credential: await credentialOf(trx, actor, row),
  });
}

/** Locks an account for what the service does by itself; its row is every writer's first lock. SQLite has one writer. */
export async function lockAccount(
  trx: Transaction,
  dialect: Database['dialect'],
  accountId: string,
): Promise<void> {
  if (dialect === 'postgres') await trx.all(sql`SELECT id FROM accounts WHERE id = ${accountId} FOR UPDATE`);
}

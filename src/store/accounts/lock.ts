/** The lock of an account, which every writer takes first, and in the same statement the credential of the change. */

import type { Actor } from '../../events/actor.ts';
import type { AccountGate, ChangeGuard, CredentialLife } from '../../members/account-gate.ts';
import { type Database, parameter, Statement, type Transaction } from '../database/database.ts';

/** A change by the service itself, which no token began. */
const NO_CREDENTIAL: Actor = { kind: 'operator' };

/** Columns that `credentialJoin` adds to the locked row of an account. */
export interface CredentialColumns {
  credential_id: string | null;
  credential_revoked_at: number | null;
  credential_expires_at: number | null;
  locked_version: number;
  seen_version: number;
}

const TABLES = { idp: 'tokens', app: 'service_tokens' } as const;
/**
 * What moves in the account's row whenever the credential may have ended: the account counts the changes of its own
 * tokens. Service tokens belong to no account, so any commit meanwhile makes them be read again.
 */
const VERSIONS = {
  idp: 'credentials_version',
  app: 'last_sequence',
  operator: 'credentials_version',
} as const;

/**
 * SQL of a locked read of `columns` of an account, with the credential beside it.
 * @param columns of `accounts`, qualified
 */
export function lockedWithCredential(
  { build, dialect }: Pick<Database, 'build' | 'dialect'>,
  kind: Actor['kind'],
  columns: readonly string[],
): Statement<'account' | 'credential'> {
  const version = VERSIONS[kind];
  const own = kind === 'idp' ? ' AND credential.account_id = accounts.id' : '';
  const credential =
    kind === 'operator'
      ? { columns: 'NULL, NULL, NULL', join: '', bindings: [] }
      : {
          columns: 'credential.id, credential.revoked_at, credential.expires_at',
          join: `LEFT JOIN ${TABLES[kind]} credential ON credential.id = ?${own}`,
          bindings: [parameter('credential')],
        };
  const [id, revokedAt, expiresAt] = credential.columns.split(', ');
  return new Statement(
    build.raw(
      `SELECT ${columns.join(', ')},
              ${id} AS credential_id, ${revokedAt} AS credential_revoked_at, ${expiresAt} AS credential_expires_at,
              accounts.${version} AS locked_version, seen.${version} AS seen_version
         FROM accounts JOIN accounts seen ON seen.id = accounts.id ${credential.join}
        WHERE accounts.id = ?${dialect === 'postgres' ? ' FOR UPDATE OF accounts' : ''}`,
      [...credential.bindings, parameter('account')],
    ),
  );
}

export class CredentialReader {
  readonly #reads;

  constructor({ build }: Pick<Database, 'build'>) {
    const read = (table: string) =>
      new Statement<'id'>(
        build(table)
          .select('revoked_at', 'expires_at')
          .where({ id: parameter('id') }),
      );
    this.#reads = { idp: read(TABLES.idp), app: read(TABLES.app) };
  }

  /**
   * The credential that came with a locked account. PostgreSQL locks the newest row of the account, and joins what
   * was there when the statement began: when it has waited and a token has changed meanwhile, it is read again.
   */
  async of(
    trx: Transaction,
    actor: Actor,
    row: CredentialColumns | undefined,
  ): Promise<CredentialLife | undefined> {
    if (actor.kind === 'operator') return undefined;
    if (row && row.locked_version === row.seen_version) {
      const { credential_revoked_at: revokedAt, credential_expires_at: expiresAt } = row;
      return row.credential_id === null ? undefined : { revokedAt, expiresAt };
    }
    const found = await this.#reads[actor.kind].first<{
      revoked_at: number | null;
      expires_at: number | null;
    }>(trx, { id: credentialId(actor) });
    return found && { revokedAt: found.revoked_at, expiresAt: found.expires_at };
  }
}

/** `''` belongs to no account. */
export const credentialId = (actor: Actor): string =>
  actor.kind === 'idp' ? actor.tokenId : actor.kind === 'app' ? actor.serviceTokenId : '';

interface GateColumns extends CredentialColumns {
  connection: AccountGate['connection'];
  closed_at: number | null;
}

/** Locks accounts for changes of their members. */
export class AccountLock {
  readonly #credentials: CredentialReader;
  readonly #statements: Readonly<Record<Actor['kind'], Statement<'account' | 'credential'>>>;

  constructor(database: Database) {
    this.#credentials = new CredentialReader(database);
    const locked = (kind: Actor['kind']) =>
      lockedWithCredential(database, kind, ['accounts.connection', 'accounts.closed_at']);
    this.#statements = { idp: locked('idp'), app: locked('app'), operator: locked('operator') };
  }

  /** Takes the lock for a change that was asked for. @throws what `check` of the guard throws */
  async take(trx: Transaction, { accountId, actor, check }: ChangeGuard): Promise<void> {
    const row = await this.#lock(trx, accountId, actor);
    check({
      connection: row?.connection ?? 'disabled',
      isOpen: row !== undefined && row.closed_at === null,
      credential: await this.#credentials.of(trx, actor, row),
    });
  }

  /** Takes the lock for what the service does by itself. */
  async takeUnguarded(trx: Transaction, accountId: string): Promise<void> {
    await this.#lock(trx, accountId, NO_CREDENTIAL);
  }

  #lock(trx: Transaction, account: string, actor: Actor): Promise<GateColumns | undefined> {
    return this.#statements[actor.kind].first<GateColumns>(trx, { account, credential: credentialId(actor) });
  }
}

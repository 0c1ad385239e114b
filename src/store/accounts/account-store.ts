/** Accounts, their tokens and service tokens in the database. */
import type { Account } from '../../accounts/account.ts';
import type { AccountListRequest, AccountStore, ListRequest } from '../../accounts/accounts.ts';
import type { AccountChange, AccountGuard, AccountState, TokenRecord } from '../../accounts/state.ts';
import type {
  CredentialStore,
  FoundToken,
  ServiceGrant,
  TokenLife,
} from '../../accounts/tokens/authenticate.ts';
import type { ServiceTokenRecord, ServiceTokenStore } from '../../accounts/tokens/service-tokens.ts';
import type { TokenUseRecord, TokenUseStore } from '../../accounts/tokens/use.ts';
import type { ValidToken, ValidTokenQuery, ValidTokens } from '../../accounts/tokens/valid-tokens.ts';
import { CLOCK_TOLERANCE_MS } from '../../base/uptime.ts';
import type { Database, Transaction } from '../database/database.ts';
import { asText } from '../database/shared-sql.ts';
import { Columns, constant, list, NOTHING, name, type Sql, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { openLanesOfAccount } from '../webhooks/lane-opening.ts';
import { type CredentialColumns, credentialOf, lockedRow } from './lock.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountRow,
  fromAccount,
  fromToken,
  NEW_ACCOUNT_COLUMNS,
  NEW_TOKEN_COLUMNS,
  READ_TOKEN_COLUMNS,
  TOKEN_COLUMNS,
  type TokenRow,
  toAccount,
  toAddresses,
  toToken,
} from './rows.ts';

const QUALIFIED_COLUMNS = ACCOUNT_COLUMNS.of('accounts');
const FOUND_TOKEN_COLUMNS = new Columns(['expiresAt', 'revokedAt', 'allowedAddresses']).of('tokens');
const SERVICE_TOKEN_COLUMNS = new Columns<keyof ServiceTokenRecord>([
  'id',
  'label',
  'createdAt',
  'expiresAt',
  'revokedAt',
  'scopes',
  'accounts',
  'keyId',
]);

interface ServiceTokenRow extends Omit<ServiceTokenRecord, 'scopes' | 'accounts'> {
  readonly scopes: string;
  readonly accounts: string | null;
}

export class SqlAccountStore
  implements AccountStore, ValidTokens, ServiceTokenStore, CredentialStore, TokenUseStore
{
  readonly #database: Database;
  readonly #events: EventLog;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
  }

  async findToken(tokenId: string): Promise<FoundToken | undefined> {
    type Row = AccountRow & Pick<TokenRow, 'expiresAt' | 'revokedAt' | 'allowedAddresses'>;
    const [row] = await this.#database.all<Row>(
      sql`SELECT ${QUALIFIED_COLUMNS}, ${FOUND_TOKEN_COLUMNS}
            FROM tokens JOIN accounts ON accounts.id = tokens.account_id WHERE tokens.id = ${asText(tokenId)}`,
    );
    if (!row) return undefined;
    const { expiresAt, revokedAt, allowedAddresses } = row;
    return {
      token: { expiresAt, revokedAt, allowedAddresses: toAddresses(allowedAddresses) },
      account: toAccount(row),
    };
  }

  async findServiceToken(tokenId: string): Promise<(TokenLife & ServiceGrant) | undefined> {
    const [row] = await this.#database.all<ServiceTokenRow>(
      sql`SELECT ${SERVICE_TOKEN_COLUMNS.selected} FROM service_tokens WHERE id = ${tokenId}`,
    );
    return row && toServiceToken(row);
  }

  async isEmpty(table: 'accounts' | 'service_tokens'): Promise<boolean> {
    return (await this.#database.all(sql`SELECT 1 AS one FROM ${name(table)} LIMIT 1`)).length === 0;
  }

  async findAccount(id: string): Promise<Account | undefined> {
    const [row] = await this.#database.all<AccountRow>(
      sql`SELECT ${ACCOUNT_COLUMNS.selected} FROM accounts WHERE id = ${id}`,
    );
    return row && toAccount(row);
  }

  async listAccounts({ after, limit, accountIds }: AccountListRequest): Promise<readonly Account[]> {
    const allowed = accountIds === null ? NOTHING : sql`AND id IN ${list(accountIds)}`;
    const rows = await this.#database.all<AccountRow>(
      sql`SELECT ${ACCOUNT_COLUMNS.selected} FROM accounts
           WHERE closed_at IS NULL ${isAfter(after)} ${allowed} ORDER BY id LIMIT ${constant(limit)}`,
    );
    return rows.map(toAccount);
  }

  async listTokens(accountId: string, { after, limit }: ListRequest): Promise<readonly TokenRecord[]> {
    const rows = await this.#database.all<TokenRow>(
      sql`SELECT ${READ_TOKEN_COLUMNS.selected} FROM tokens
           WHERE account_id = ${accountId} ${isAfter(after)} ORDER BY id LIMIT ${constant(limit)}`,
    );
    return rows.map(toToken);
  }

  async listValidTokens({
    now,
    expiresBefore,
    accountIds,
    after,
    limit,
  }: ValidTokenQuery): Promise<readonly ValidToken[]> {
    const isOpen = sql`account_id IN (SELECT id FROM accounts WHERE connection <> 'disabled' AND closed_at IS NULL)`;
    const expires =
      expiresBefore === undefined
        ? sql`(expires_at IS NULL OR expires_at > ${now})`
        : sql`expires_at > ${now} AND expires_at < ${expiresBefore}`;
    const allowed = accountIds === null ? NOTHING : sql`AND account_id IN ${list(accountIds)}`;
    const rows = await this.#database.all<TokenRow & { account_id: string }>(
      sql`SELECT account_id, ${READ_TOKEN_COLUMNS.selected} FROM tokens
           WHERE revoked_at IS NULL AND ${expires} AND ${isOpen} ${isAfter(after)} ${allowed}
           ORDER BY id LIMIT ${constant(limit)}`,
    );
    return rows.map(({ account_id: accountId, ...row }) => ({ accountId, token: toToken(row) }));
  }

  async listServiceTokens(): Promise<readonly ServiceTokenRecord[]> {
    const rows = await this.#database.all<ServiceTokenRow>(
      sql`SELECT ${SERVICE_TOKEN_COLUMNS.selected} FROM service_tokens ORDER BY id`,
    );
    return rows.map(toServiceToken);
  }

  async changeAccount<Change extends AccountChange>(
    id: string,
    decide: (current: AccountState | undefined) => Change,
    guard?: AccountGuard,
  ): Promise<Change> {
    const change = async (): Promise<Change> =>
      this.#database.write(async trx => {
        const current = await this.#lockState(trx, id, guard);
        const decided = decide(current);
        await this.#write(trx, current, decided);
        return decided;
      });
    let changed: Change;
    try {
      changed = await change();
    } catch (error) {
      // Another process made the account meanwhile: now it can be read.
      if (!this.#database.isUniqueViolation(error)) throw error;
      changed = await change();
    }
    if (changed.events.length > 0) this.#events.announce();
    return changed;
  }

  async addServiceToken({ scopes, accounts, ...token }: ServiceTokenRecord): Promise<void> {
    const row = { ...token, scopes: JSON.stringify(scopes), accounts: accounts && JSON.stringify(accounts) };
    await this.#database.write(trx =>
      trx.all(
        sql`INSERT INTO service_tokens (${SERVICE_TOKEN_COLUMNS.names}) VALUES ${SERVICE_TOKEN_COLUMNS.row(row)}`,
      ),
    );
  }

  async revokeServiceToken(tokenId: string, at: number): Promise<boolean> {
    const rows = await this.#database.write(trx =>
      trx.all(
        sql`UPDATE service_tokens SET revoked_at = COALESCE(revoked_at, ${at}) WHERE id = ${tokenId} RETURNING id`,
      ),
    );
    return rows.length > 0;
  }

  /** In the order of the ids, as every other writer locks them. A date that is yet to come was shown by a wrong clock. */
  async recordUses(uses: readonly TokenUseRecord[]): Promise<void> {
    const inOrder = uses.toSorted((left, right) => (left.tokenId < right.tokenId ? -1 : 1));
    await this.#database.write(async trx => {
      for (const { tokenId, at, from } of inOrder) {
        await trx.all(
          sql`UPDATE tokens SET last_used_at = ${at}, last_used_from = ${from}
               WHERE id = ${tokenId}
                 AND (COALESCE(last_used_at, 0) <= ${at} OR last_used_at > ${at + CLOCK_TOLERANCE_MS})`,
        );
      }
    });
  }

  /** The account's row is every writer's first lock. */
  async #lockState(
    trx: Transaction,
    id: string,
    { actor, check }: AccountGuard = UNGUARDED,
  ): Promise<AccountState | undefined> {
    const [row] = await trx.all<AccountRow & CredentialColumns>(
      lockedRow(this.#database.dialect, id, actor, QUALIFIED_COLUMNS),
    );
    check(await credentialOf(trx, actor, row));
    if (!row) return undefined;
    const tokens = await trx.all<TokenRow>(
      sql`SELECT ${READ_TOKEN_COLUMNS.selected} FROM tokens WHERE account_id = ${id} ORDER BY id`,
    );
    return { account: toAccount(row), tokens: tokens.map(toToken) };
  }

  async #write(
    trx: Transaction,
    current: AccountState | undefined,
    { account, tokens, events }: AccountChange,
  ): Promise<void> {
    if (!current) {
      await trx.all(
        sql`INSERT INTO accounts (${NEW_ACCOUNT_COLUMNS.names})
            VALUES ${NEW_ACCOUNT_COLUMNS.row({ ...fromAccount(account), lastSequence: 0, memberCount: 0 })}`,
      );
      await openLanesOfAccount(trx, this.#database.dialect, account.id);
    } else if (account !== current.account) {
      await trx.all(
        sql`UPDATE accounts SET ${ACCOUNT_COLUMNS.assignments(fromAccount(account))} WHERE id = ${account.id}`,
      );
    }
    if (current && tokens.length > 0) {
      await trx.all(
        sql`UPDATE accounts SET credentials_version = credentials_version + 1 WHERE id = ${account.id}`,
      );
    }
    for (const token of tokens) {
      const isKnown = current?.tokens.some(({ id }) => id === token.id);
      const row = { ...fromToken(token), accountId: account.id };
      await trx.all(
        isKnown
          ? sql`UPDATE tokens SET ${TOKEN_COLUMNS.assignments(row)} WHERE id = ${token.id}`
          : sql`INSERT INTO tokens (${NEW_TOKEN_COLUMNS.names}) VALUES ${NEW_TOKEN_COLUMNS.row(row)}`,
      );
    }
    if (events.length > 0) await this.#events.append(trx, account.id, events, 0);
  }
}

/** The service itself changes an account, and no credential has to be alive for it. */
const UNGUARDED: AccountGuard = { actor: { kind: 'operator' }, check: () => undefined };

const isAfter = (id: string | undefined): Sql => (id === undefined ? NOTHING : sql`AND id > ${id}`);

/** The lists are those written above. */
const toServiceToken = (row: ServiceTokenRow): ServiceTokenRecord => ({
  ...row,
  scopes: JSON.parse(row.scopes) as string[],
  accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
});

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
import { CLOCK_TOLERANCE_MS } from '../../uptime.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { EventLog } from '../events/event-log.ts';
import { openLanesOfAccount } from '../webhooks/lane-opening.ts';
import { type CredentialColumns, CredentialReader, credentialId } from './lock.ts';
import {
  ACCOUNT_COLUMNS,
  type AccountRow,
  fromAccount,
  fromToken,
  TOKEN_COLUMNS,
  TOKEN_USE_COLUMNS,
  type TokenRow,
  type TokenUseRow,
  toAccount,
  toAddresses,
  toToken,
} from './rows.ts';
import { accountStatements } from './statements.ts';

interface ServiceTokenRow {
  id: string;
  label: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  scopes: string;
  accounts: string | null;
  key_id: string | null;
}

export class SqlAccountStore implements AccountStore, ServiceTokenStore, CredentialStore, TokenUseStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #credentials: CredentialReader;
  readonly #statements: ReturnType<typeof accountStatements>;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
    this.#credentials = new CredentialReader(database);
    this.#statements = accountStatements(database);
  }

  async findToken(tokenId: string): Promise<FoundToken | undefined> {
    type Row = AccountRow & Pick<TokenRow, 'expires_at' | 'revoked_at' | 'allowed_addresses'>;
    const row = await this.#statements.tokenAndAccount.first<Row>(this.#database, { token: tokenId });
    if (!row) return undefined;
    const { expires_at: expiresAt, revoked_at: revokedAt, allowed_addresses: addresses } = row;
    return {
      token: { expiresAt, revokedAt, allowedAddresses: toAddresses(addresses) },
      account: toAccount(row),
    };
  }

  async findServiceToken(tokenId: string): Promise<(TokenLife & ServiceGrant) | undefined> {
    const row = await this.#statements.serviceToken.first<ServiceTokenRow>(this.#database, { id: tokenId });
    return row && toServiceToken(row);
  }

  async isEmpty(table: 'accounts' | 'service_tokens'): Promise<boolean> {
    return (await this.#database.all(`SELECT 1 AS one FROM ${table} LIMIT 1`, [])).length === 0;
  }

  async findAccount(id: string): Promise<Account | undefined> {
    const row = await this.#statements.account.first<AccountRow>(this.#database, { id });
    return row && toAccount(row);
  }

  async listAccounts({ after, limit, among }: AccountListRequest): Promise<readonly Account[]> {
    if (among?.length === 0) return [];
    const reached = among === null ? '' : `AND id IN (${among.map(() => '?').join()})`;
    const rows = await this.#database.all<AccountRow>(
      `SELECT ${ACCOUNT_COLUMNS.join(', ')} FROM accounts
        WHERE closed_at IS NULL AND id > ? ${reached} ORDER BY id LIMIT ${limit}`,
      [after ?? '', ...(among ?? [])],
    );
    return rows.map(toAccount);
  }

  async listTokens(accountId: string, { after, limit }: ListRequest): Promise<readonly TokenRecord[]> {
    const rows = await this.#database.all<TokenRow & TokenUseRow>(
      `SELECT ${[...TOKEN_COLUMNS, ...TOKEN_USE_COLUMNS].join(', ')} FROM tokens
        WHERE account_id = ? AND id > ? ORDER BY id LIMIT ${limit}`,
      [accountId, after ?? ''],
    );
    return rows.map(toToken);
  }

  async listServiceTokens(): Promise<readonly ServiceTokenRecord[]> {
    const rows = await this.#statements.serviceTokens.all<ServiceTokenRow>(this.#database, {});
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
    await this.#database.write(trx =>
      this.#statements.insertServiceToken.all(trx, {
        id: token.id,
        label: token.label,
        created_at: token.createdAt,
        expires_at: token.expiresAt,
        revoked_at: token.revokedAt,
        key_id: token.keyId,
        scopes: JSON.stringify(scopes),
        accounts: accounts && JSON.stringify(accounts),
      }),
    );
  }

  async revokeServiceToken(tokenId: string, at: number): Promise<boolean> {
    const rows = await this.#database.write((trx: Transaction) =>
      this.#statements.revokeServiceToken.all(trx, { at, id: tokenId }),
    );
    return rows.length > 0;
  }

  /** In the order of the ids, as every other writer locks them. A date that is yet to come was shown by a wrong clock. */
  async recordUses(uses: readonly TokenUseRecord[]): Promise<void> {
    const inOrder = uses.toSorted((left, right) => (left.tokenId < right.tokenId ? -1 : 1));
    await this.#database.write(async trx => {
      for (const { tokenId, at, from } of inOrder) {
        await this.#statements.recordUse.all(trx, {
          id: tokenId,
          at,
          from,
          no_later: at,
          yet_to_come: at + CLOCK_TOLERANCE_MS,
        });
      }
    });
  }

  /** The account's row is every writer's first lock. */
  async #lockState(
    trx: Transaction,
    id: string,
    { actor, check }: AccountGuard = UNGUARDED,
  ): Promise<AccountState | undefined> {
    const row = await this.#statements.lockedAccount[actor.kind].first<AccountRow & CredentialColumns>(trx, {
      account: id,
      credential: credentialId(actor),
    });
    check(await this.#credentials.of(trx, actor, row));
    if (!row) return undefined;
    const tokens = await this.#statements.tokens.all<TokenRow & TokenUseRow>(trx, { account: id });
    return { account: toAccount(row), tokens: tokens.map(toToken) };
  }

  async #write(
    trx: Transaction,
    current: AccountState | undefined,
    { account, tokens, events }: AccountChange,
  ): Promise<void> {
    if (!current) {
      await this.#statements.insertAccount.all(trx, {
        ...fromAccount(account),
        last_sequence: 0,
        member_count: 0,
      });
      await openLanesOfAccount(trx, this.#database.dialect, account.id);
    } else if (account !== current.account) {
      await this.#statements.updateAccount.all(trx, { ...fromAccount(account), key: account.id });
    }
    if (current && tokens.length > 0) await this.#statements.countCredentials.all(trx, { id: account.id });
    for (const token of tokens) {
      const isKnown = current?.tokens.some(({ id }) => id === token.id);
      if (isKnown) await this.#statements.updateToken.all(trx, { ...fromToken(token), key: token.id });
      else await this.#statements.insertToken.all(trx, { ...fromToken(token), account_id: account.id });
    }
    if (events.length > 0) await this.#events.append(trx, account.id, events, 0);
  }
}

/** The service itself changes an account, and no credential has to be alive for it. */
const UNGUARDED: AccountGuard = { actor: { kind: 'operator' }, check: () => undefined };

function toServiceToken(row: ServiceTokenRow): ServiceTokenRecord {
  return {
    id: row.id,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    keyId: row.key_id,
    // Written above, as these lists.
    scopes: JSON.parse(row.scopes) as string[],
    accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
  };
}

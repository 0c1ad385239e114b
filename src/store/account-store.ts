/** Accounts, their tokens and service tokens in the database. */
import { type Account, type AccountPolicies, DEFAULT_POLICIES } from '../accounts/account.ts';
import type { AccountStore, ServiceTokenRecord, TokenRecord } from '../accounts/accounts.ts';
import type { CredentialStore, ServiceGrant, TokenRow } from '../accounts/authenticate.ts';
import { RollcallError } from '../errors.ts';
import type { EventDraft } from '../members/member-event.ts';
import { type Database, parameter, parameters, Statement, type Transaction } from './database.ts';
import type { EventLog } from './event-log.ts';
import { openLanesOfAccount } from './lane-opening.ts';
import { TEXT } from './member-query-sql.ts';

const ACCOUNT_COLUMNS = [
  'id',
  'name',
  'identity_provider',
  'sso',
  'policies',
  'connection',
  'created_at',
  'updated_at',
] as const;
const TOKEN_COLUMNS = ['id', 'label', 'created_at', 'expires_at', 'revoked_at'] as const;
const GRANT_COLUMNS = ['scopes', 'accounts'] as const;

type AccountRow = {
  [Column in Exclude<(typeof ACCOUNT_COLUMNS)[number], 'created_at' | 'updated_at'>]: string;
} & {
  created_at: number;
  updated_at: number;
};

interface TokenLife {
  expires_at: number | null;
  revoked_at: number | null;
}

interface TokenColumns extends TokenLife {
  id: string;
  label: string;
  created_at: number;
}

interface ServiceTokenColumns extends TokenColumns {
  scopes: string;
  accounts: string | null;
}

export class SqlAccountStore implements AccountStore, CredentialStore {
  readonly #database: Database;
  readonly #events: EventLog;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
    this.#statements = prepareStatements(database);
  }

  async findToken(tokenId: string): Promise<{ token: TokenRow; account: Account } | undefined> {
    const row = await this.#statements.tokenAndAccount.first<AccountRow & TokenLife>(this.#database, {
      token: tokenId,
    });
    return (
      row && { token: { expiresAt: row.expires_at, revokedAt: row.revoked_at }, account: toAccount(row) }
    );
  }

  async findServiceToken(tokenId: string): Promise<(TokenRow & ServiceGrant) | undefined> {
    const row = await this.#statements.serviceToken.first<ServiceTokenColumns>(this.#database, {
      id: tokenId,
    });
    return row && toServiceToken(row);
  }

  async findAccount(id: string): Promise<Account | undefined> {
    const row = await this.#statements.account.first<AccountRow>(this.#database, { id });
    return row && toAccount(row);
  }

  async listAccounts(): Promise<readonly Account[]> {
    return (await this.#statements.accounts.all<AccountRow>(this.#database, {})).map(toAccount);
  }

  async listTokens(accountId: string): Promise<readonly TokenRecord[]> {
    return (await this.#statements.tokens.all<TokenColumns>(this.#database, { account: accountId })).map(
      toToken,
    );
  }

  async listServiceTokens(): Promise<readonly ServiceTokenRecord[]> {
    return (await this.#statements.serviceTokens.all<ServiceTokenColumns>(this.#database, {})).map(
      toServiceToken,
    );
  }

  async addAccount(account: Account, token: TokenRecord, events: readonly EventDraft[]): Promise<void> {
    try {
      await this.#database.write(async trx => {
        await this.#statements.insertAccount.all(trx, {
          ...fromAccount(account),
          last_sequence: 0,
          member_count: 0,
        });
        await this.#statements.insertToken.all(trx, { account_id: account.id, ...fromToken(token) });
        await openLanesOfAccount(trx, this.#database.dialect, account.id);
        await this.#events.append(trx, account.id, events, 0);
      });
    } catch (error) {
      if (!this.#database.isUniqueViolation(error) || !(await this.findAccount(account.id))) throw error;
      throw new RollcallError('conflict', `The account ${JSON.stringify(account.id)} exists already.`, {
        cause: error,
      });
    }
    this.#events.announce();
  }

  updateAccount(id: string, change: (account: Account) => Account): Promise<Account> {
    return this.#database.write(async trx => {
      const row = await this.#statements.lockedAccount.first<AccountRow>(trx, { id });
      if (!row) throw new RollcallError('notFound', `There is no account ${JSON.stringify(id)}.`);
      const account = change(toAccount(row));
      await this.#statements.updateAccount.all(trx, { ...fromAccount(account), key: id });
      return account;
    });
  }

  async addToken(accountId: string, token: TokenRecord, events: readonly EventDraft[]): Promise<void> {
    await this.#database.write(async trx => {
      await this.#statements.lockedAccount.all(trx, { id: accountId });
      await this.#statements.insertToken.all(trx, { account_id: accountId, ...fromToken(token) });
      await this.#events.append(trx, accountId, events, 0);
    });
    this.#events.announce();
  }

  async revokeToken(
    accountId: string,
    tokenId: string,
    at: number,
    events: readonly EventDraft[],
  ): Promise<boolean> {
    const revoked = await this.#database.write(async trx => {
      await this.#statements.lockedAccount.all(trx, { id: accountId });
      const rows = await this.#statements.revokeToken.all(trx, { at, id: tokenId, account: accountId });
      if (rows.length > 0) await this.#events.append(trx, accountId, events, 0);
      return rows.length > 0;
    });
    if (revoked) this.#events.announce();
    return revoked;
  }

  async addServiceToken(token: ServiceTokenRecord): Promise<void> {
    const { scopes, accounts } = token;
    await this.#database.write(trx =>
      this.#statements.insertServiceToken.all(trx, {
        ...fromToken(token),
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
}

function prepareStatements({ build, dialect }: Database) {
  const account = () => build('accounts').select(ACCOUNT_COLUMNS);
  return {
    account: new Statement<'id'>(account().where({ id: parameter('id') })),
    lockedAccount: new Statement<'id'>(
      account()
        .where({ id: parameter('id') })
        .forUpdate(),
    ),
    accounts: new Statement<never>(account().orderBy('id')),
    tokenAndAccount: new Statement<'token'>(
      build('tokens')
        .join('accounts', 'accounts.id', 'tokens.account_id')
        .where('tokens.id', build.raw(TEXT[dialect], [parameter('token')]))
        .select([
          ...ACCOUNT_COLUMNS.map(column => `accounts.${column}`),
          'tokens.expires_at',
          'tokens.revoked_at',
        ]),
    ),
    tokens: new Statement<'account'>(
      build('tokens')
        .select(TOKEN_COLUMNS)
        .where({ account_id: parameter('account') })
        .orderBy('id'),
    ),
    serviceToken: new Statement<'id'>(
      build('service_tokens')
        .select([...TOKEN_COLUMNS, ...GRANT_COLUMNS])
        .where({ id: parameter('id') }),
    ),
    serviceTokens: new Statement<never>(
      build('service_tokens')
        .select([...TOKEN_COLUMNS, ...GRANT_COLUMNS])
        .orderBy('id'),
    ),
    insertAccount: new Statement<(typeof ACCOUNT_COLUMNS)[number] | 'last_sequence' | 'member_count'>(
      build('accounts').insert(parameters([...ACCOUNT_COLUMNS, 'last_sequence', 'member_count'])),
    ),
    updateAccount: new Statement<(typeof ACCOUNT_COLUMNS)[number] | 'key'>(
      build('accounts')
        .where({ id: parameter('key') })
        .update(parameters(ACCOUNT_COLUMNS)),
    ),
    insertToken: new Statement<(typeof TOKEN_COLUMNS)[number] | 'account_id'>(
      build('tokens').insert(parameters([...TOKEN_COLUMNS, 'account_id'])),
    ),
    revokeToken: new Statement<'at' | 'id' | 'account'>(
      build('tokens')
        .where({ id: parameter('id'), account_id: parameter('account') })
        .whereNull('revoked_at')
        .update({ revoked_at: parameter('at') })
        .returning('id'),
    ),
    insertServiceToken: new Statement<(typeof TOKEN_COLUMNS)[number] | (typeof GRANT_COLUMNS)[number]>(
      build('service_tokens').insert(parameters([...TOKEN_COLUMNS, ...GRANT_COLUMNS])),
    ),
    revokeServiceToken: new Statement<'at' | 'id'>(
      build('service_tokens')
        .where({ id: parameter('id') })
        .whereNull('revoked_at')
        .update({ revoked_at: parameter('at') })
        .returning('id'),
    ),
  };
}

// The casts below trust what this file itself wrote into those columns.

function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    identityProvider: row.identity_provider as Account['identityProvider'],
    sso: row.sso as Account['sso'],
    policies: { ...DEFAULT_POLICIES, ...(JSON.parse(row.policies) as Partial<AccountPolicies>) },
    connection: row.connection as Account['connection'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function fromAccount(account: Account): AccountRow {
  return {
    id: account.id,
    name: account.name,
    identity_provider: account.identityProvider,
    sso: account.sso,
    policies: JSON.stringify(account.policies),
    connection: account.connection,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
  };
}

function toToken(row: TokenColumns): TokenRecord {
  return {
    id: row.id,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

function fromToken(token: TokenRecord): TokenColumns {
  return {
    id: token.id,
    label: token.label,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    revoked_at: token.revokedAt,
  };
}

function toServiceToken(row: ServiceTokenColumns): ServiceTokenRecord {
  return {
    ...toToken(row),
    scopes: JSON.parse(row.scopes) as string[],
    accounts: row.accounts === null ? null : (JSON.parse(row.accounts) as string[]),
  };
}

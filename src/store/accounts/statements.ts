import { type Database, parameter, parameters, Statement } from '../database/database.ts';
import { TEXT } from '../members/query-sql.ts';
import { lockedWithCredential } from './lock.ts';
import { ACCOUNT_COLUMNS, TOKEN_COLUMNS, TOKEN_USE_COLUMNS } from './rows.ts';

const SERVICE_TOKEN_COLUMNS = [
  'id',
  'label',
  'created_at',
  'expires_at',
  'revoked_at',
  'scopes',
  'accounts',
  'key_id',
] as const;

/** The statements on accounts and their tokens: prepared once, for every request needs some. */
export function accountStatements(database: Database) {
  const { build, dialect } = database;
  const qualified = ACCOUNT_COLUMNS.map(column => `accounts.${column}`);
  const account = () =>
    build('accounts')
      .select(ACCOUNT_COLUMNS)
      .where({ id: parameter('id') });
  return {
    ...tokenStatements(database),
    account: new Statement<'id'>(account()),
    lockedAccount: {
      app: lockedWithCredential(database, 'app', qualified),
      operator: lockedWithCredential(database, 'operator', qualified),
    },
    countCredentials: new Statement<'id'>(
      build('accounts')
        .where({ id: parameter('id') })
        .update({ credentials_version: build.raw('credentials_version + 1') }),
    ),
    tokenAndAccount: new Statement<'token'>(
      build('tokens')
        .join('accounts', 'accounts.id', 'tokens.account_id')
        .where('tokens.id', build.raw(TEXT[dialect], [parameter('token')]))
        .select([
          ...ACCOUNT_COLUMNS.map(column => `accounts.${column}`),
          'tokens.expires_at',
          'tokens.revoked_at',
          'tokens.allowed_addresses',
        ]),
    ),
    insertAccount: new Statement<(typeof ACCOUNT_COLUMNS)[number] | 'last_sequence' | 'member_count'>(
      build('accounts').insert(parameters([...ACCOUNT_COLUMNS, 'last_sequence', 'member_count'])),
    ),
    updateAccount: new Statement<(typeof ACCOUNT_COLUMNS)[number] | 'key'>(
      build('accounts')
        .where({ id: parameter('key') })
        .update(parameters(ACCOUNT_COLUMNS)),
    ),
  };
}

function tokenStatements({ build }: Database) {
  return {
    tokens: new Statement<'account'>(
      build('tokens')
        .select([...TOKEN_COLUMNS, ...TOKEN_USE_COLUMNS])
        .where({ account_id: parameter('account') })
        .orderBy('id'),
    ),
    serviceToken: new Statement<'id'>(
      build('service_tokens')
        .select(SERVICE_TOKEN_COLUMNS)
        .where({ id: parameter('id') }),
    ),
    serviceTokens: new Statement<never>(build('service_tokens').select(SERVICE_TOKEN_COLUMNS).orderBy('id')),
    insertToken: new Statement<(typeof TOKEN_COLUMNS)[number] | 'account_id'>(
      build('tokens').insert(parameters([...TOKEN_COLUMNS, 'account_id'])),
    ),
    updateToken: new Statement<(typeof TOKEN_COLUMNS)[number] | 'key'>(
      build('tokens')
        .where({ id: parameter('key') })
        .update(parameters(TOKEN_COLUMNS)),
    ),
    recordUse: new Statement<'id' | 'at' | 'from' | 'no_later' | 'yet_to_come'>(
      build('tokens')
        .where({ id: parameter('id') })
        .whereRaw('(COALESCE(last_used_at, 0) <= ? OR last_used_at > ?)', [
          parameter('no_later'),
          parameter('yet_to_come'),
        ])
        .update({ last_used_at: parameter('at'), last_used_from: parameter('from') }),
    ),
    insertServiceToken: new Statement<(typeof SERVICE_TOKEN_COLUMNS)[number]>(
      build('service_tokens').insert(parameters(SERVICE_TOKEN_COLUMNS)),
    ),
    revokeServiceToken: new Statement<'at' | 'id'>(
      build('service_tokens')
        .where({ id: parameter('id') })
        .update({ revoked_at: build.raw('COALESCE(revoked_at, ?)', [parameter('at')]) })
        .returning('id'),
    ),
  };
}

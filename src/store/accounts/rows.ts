/** Accounts and tokens as rows of the database. */
import {
  type Account,
  type AccountPolicies,
  type Connection,
  DEFAULT_POLICIES,
  type SingleSignOn,
} from '../../accounts/account.ts';
import type { Offboarding } from '../../accounts/offboarding/offboarding.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { Columns } from '../database/sql.ts';

const ACCOUNT = [
  'id',
  'name',
  'identityProvider',
  'sso',
  'ssoProvider',
  'ssoStatus',
  'policies',
  'connection',
  'connectionReason',
  'connectionSince',
  'offboarding',
  'createdAt',
  'updatedAt',
  'closedAt',
] as const;

export const ACCOUNT_COLUMNS = new Columns(ACCOUNT);
export const NEW_ACCOUNT_COLUMNS = new Columns([...ACCOUNT, 'lastSequence', 'memberCount']);

export interface AccountRow extends Omit<Account, 'sso' | 'policies' | 'connection' | 'offboarding'> {
  readonly sso: SingleSignOn['protocol'];
  readonly ssoProvider: SingleSignOn['provider'];
  readonly ssoStatus: SingleSignOn['status'];
  readonly policies: string;
  readonly connection: Connection['state'];
  readonly connectionReason: Connection['reason'];
  readonly connectionSince: Connection['since'];
  readonly offboarding: string | null;
}

const TOKEN = [
  'id',
  'label',
  'createdAt',
  'expiresAt',
  'revokedAt',
  'allowedAddresses',
  'expiryNotifiedAt',
  'keyId',
] as const;

/** What a change of a token writes. */
export const TOKEN_COLUMNS = new Columns(TOKEN);
export const NEW_TOKEN_COLUMNS = new Columns([...TOKEN, 'accountId']);
export const READ_TOKEN_COLUMNS = new Columns<keyof TokenRecord>([...TOKEN, 'lastUsedAt', 'lastUsedFrom']);

export interface TokenRow extends Omit<TokenRecord, 'allowedAddresses'> {
  readonly allowedAddresses: string | null;
}

// The casts below trust what this file itself wrote into those columns.

/** @param row may have other columns as well */
export const toAccount = (row: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  identityProvider: row.identityProvider,
  sso: { protocol: row.sso, provider: row.ssoProvider, status: row.ssoStatus },
  policies: { ...DEFAULT_POLICIES, ...(JSON.parse(row.policies) as Partial<AccountPolicies>) },
  connection: { state: row.connection, reason: row.connectionReason, since: row.connectionSince },
  offboarding: row.offboarding === null ? null : (JSON.parse(row.offboarding) as Offboarding),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  closedAt: row.closedAt,
});

export const fromAccount = ({ sso, policies, connection, offboarding, ...account }: Account): AccountRow => ({
  ...account,
  sso: sso.protocol,
  ssoProvider: sso.provider,
  ssoStatus: sso.status,
  policies: JSON.stringify(policies),
  connection: connection.state,
  connectionReason: connection.reason,
  connectionSince: connection.since,
  offboarding: offboarding && JSON.stringify(offboarding),
});

export const toToken = (row: TokenRow): TokenRecord => ({
  ...row,
  allowedAddresses: toAddresses(row.allowedAddresses),
});

export const fromToken = (token: TokenRecord): TokenRow => ({
  ...token,
  allowedAddresses: token.allowedAddresses && JSON.stringify(token.allowedAddresses),
});

export const toAddresses = (text: string | null): readonly string[] | null =>
  text === null ? null : (JSON.parse(text) as string[]);

/** Accounts and tokens as rows of the database. */
import { type Account, type AccountPolicies, DEFAULT_POLICIES } from '../../accounts/account.ts';
import type { Offboarding } from '../../accounts/offboarding.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { Columns } from '../database/sql.ts';

const ACCOUNT = [
  'id',
  'name',
  'identity_provider',
  'sso',
  'sso_provider',
  'sso_status',
  'policies',
  'connection',
  'connection_reason',
  'connection_since',
  'offboarding',
  'created_at',
  'updated_at',
  'closed_at',
] as const;

export const ACCOUNT_COLUMNS = new Columns(ACCOUNT);
export const NEW_ACCOUNT_COLUMNS = new Columns([...ACCOUNT, 'last_sequence', 'member_count']);

export interface AccountRow {
  id: string;
  name: string;
  identity_provider: string;
  sso: string;
  sso_provider: string | null;
  sso_status: string;
  policies: string;
  connection: string;
  connection_reason: string | null;
  connection_since: number;
  offboarding: string | null;
  created_at: number;
  updated_at: number;
  closed_at: number | null;
}

const TOKEN = [
  'id',
  'label',
  'created_at',
  'expires_at',
  'revoked_at',
  'allowed_addresses',
  'expiry_notified_at',
  'key_id',
] as const;

/** What a change of a token writes. */
export const TOKEN_COLUMNS = new Columns(TOKEN);
export const NEW_TOKEN_COLUMNS = new Columns([...TOKEN, 'account_id']);
export const READ_TOKEN_COLUMNS = new Columns([...TOKEN, 'last_used_at', 'last_used_from']);

export interface TokenRow {
  id: string;
  label: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  allowed_addresses: string | null;
  expiry_notified_at: number | null;
  key_id: string | null;
}

export interface TokenUseRow {
  last_used_at: number | null;
  last_used_from: string | null;
}

// The casts below trust what this file itself wrote into those columns.

export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    identityProvider: row.identity_provider as Account['identityProvider'],
    sso: {
      protocol: row.sso as Account['sso']['protocol'],
      provider: row.sso_provider,
      status: row.sso_status as Account['sso']['status'],
    },
    policies: { ...DEFAULT_POLICIES, ...(JSON.parse(row.policies) as Partial<AccountPolicies>) },
    connection: {
      state: row.connection as Account['connection']['state'],
      reason: row.connection_reason,
      since: row.connection_since,
    },
    offboarding: row.offboarding === null ? null : (JSON.parse(row.offboarding) as Offboarding),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at,
  };
}

export function fromAccount({ sso, connection, offboarding, ...account }: Account): AccountRow {
  return {
    id: account.id,
    name: account.name,
    identity_provider: account.identityProvider,
    sso: sso.protocol,
    sso_provider: sso.provider,
    sso_status: sso.status,
    policies: JSON.stringify(account.policies),
    connection: connection.state,
    connection_reason: connection.reason,
    connection_since: connection.since,
    offboarding: offboarding && JSON.stringify(offboarding),
    created_at: account.createdAt,
    updated_at: account.updatedAt,
    closed_at: account.closedAt,
  };
}

export function toToken(row: TokenRow & TokenUseRow): TokenRecord {
  return {
    id: row.id,
    label: row.label,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    allowedAddresses: toAddresses(row.allowed_addresses),
    lastUsedAt: row.last_used_at,
    lastUsedFrom: row.last_used_from,
    expiryNotifiedAt: row.expiry_notified_at,
    keyId: row.key_id,
  };
}

export function fromToken(token: TokenRecord): TokenRow {
  return {
    id: token.id,
    label: token.label,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    revoked_at: token.revokedAt,
    allowed_addresses: token.allowedAddresses && JSON.stringify(token.allowedAddresses),
    expiry_notified_at: token.expiryNotifiedAt,
    key_id: token.keyId,
  };
}

export const toAddresses = (text: string | null): readonly string[] | null =>
  text === null ? null : (JSON.parse(text) as string[]);

/** How the control API shows accounts and tokens: times in RFC 3339. */
import type { Account } from '../accounts/account.ts';
import type { TokenRecord } from '../accounts/account-state.ts';
import type { Issue } from '../accounts/accounts.ts';
import { IDENTITY_PROVIDERS } from '../accounts/identity-provider.ts';
import { IDENTITY_PROVIDER_GUIDES } from '../accounts/identity-provider-guides.ts';
import type { ServiceTokenRecord } from '../accounts/service-tokens.ts';
import { tokenState } from '../accounts/token-change.ts';

export function renderAccount(account: Account): object {
  const { id, name, identityProvider, sso, policies, connection, departure } = account;
  return {
    id,
    name,
    identityProvider,
    sso,
    policies,
    connection: { ...connection, since: time(connection.since) },
    membersLeaving: departure?.reason ?? null,
    createdAt: time(account.createdAt),
    updatedAt: time(account.updatedAt),
    closedAt: time(account.closedAt),
  };
}

/** @param now milliseconds since the epoch */
export function renderToken(token: TokenRecord, now: number): object {
  return {
    id: token.id,
    label: token.label,
    state: tokenState(token, now),
    createdAt: time(token.createdAt),
    expiresAt: time(token.expiresAt),
    revokedAt: time(token.revokedAt),
    allowedAddresses: token.allowedAddresses,
    lastUsedAt: time(token.lastUsedAt),
    lastUsedFrom: token.lastUsedFrom,
  };
}

/** With the token itself, shown this once. */
export const renderIssue = ({ record, token }: Issue, now: number): object => ({
  ...renderToken(record, now),
  token,
});

/** All that the account's IT admin needs. @param publicUrl without a trailing slash */
export function renderEnabling({ account, tokenId, token }: Issue, publicUrl: string): object {
  const { identityProvider } = account;
  return {
    baseUrl: `${publicUrl}/scim/v2`,
    tokenId,
    token,
    guide: {
      identityProvider,
      label: IDENTITY_PROVIDERS[identityProvider].label,
      ...IDENTITY_PROVIDER_GUIDES[identityProvider],
    },
  };
}

export function renderServiceToken(token: ServiceTokenRecord, now: number): object {
  return {
    id: token.id,
    label: token.label,
    scopes: token.scopes,
    accounts: token.accounts,
    state: tokenState(token, now),
    createdAt: time(token.createdAt),
    expiresAt: time(token.expiresAt),
    revokedAt: time(token.revokedAt),
  };
}

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** How the control API shows accounts and tokens: times in RFC 3339. */

import type { Account } from '../../accounts/account.ts';
import type { Issue, IssuedToken } from '../../accounts/accounts.ts';
import { plain, stepText, type WordedGuide, wordGuide } from '../../accounts/guides/worded-guide.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import type { ServiceTokenRecord } from '../../accounts/tokens/service-tokens.ts';
import type { SelfTestReport } from '../../self-test/self-tests.ts';
import { time } from '../answer.ts';

export function renderAccount(account: Account): object {
  const { id, name, identityProvider, sso, policies, connection, offboarding } = account;
  return {
    id,
    name,
    identityProvider,
    sso,
    policies,
    connection: { ...connection, since: time(connection.since) },
    offboarding: offboarding?.reason ?? null,
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
    keyId: token.keyId,
  };
}

/** With the token itself, shown this once. */
export const renderIssue = ({ record, token }: Issue, now: number): object => ({
  ...renderToken(record, now),
  token,
});

export interface Enabling extends IssuedToken {
  readonly account: Pick<Account, 'id' | 'identityProvider'>;
}

/** All that the account's IT admin needs. @param publicUrl without a trailing slash @param testAddress for a test person */
export function renderEnabling(
  { account, tokenId, token }: Enabling,
  publicUrl: string,
  testAddress?: string,
): object {
  const { identityProvider, label, steps, mappings, notes } = guideOf(account, publicUrl, testAddress);
  return {
    baseUrl: `${publicUrl}/scim/v2`,
    tokenId,
    token,
    guide: { identityProvider, label, steps: steps.map(stepText), mappings, notes: notes.map(plain) },
  };
}

/** How the identity provider of the account is connected, without a token. */
export const renderGuide = ({ identityProvider, ...guide }: WordedGuide, publicUrl: string): object => ({
  baseUrl: `${publicUrl}/scim/v2`,
  identityProvider,
  ...guide,
});

export const guideOf = (
  { identityProvider }: Pick<Account, 'identityProvider'>,
  publicUrl: string,
  testAddress?: string,
): WordedGuide => wordGuide(identityProvider, { baseUrl: `${publicUrl}/scim/v2`, testAddress });

export const renderSelfTest = ({ steps, durationMs, ...report }: SelfTestReport): object => ({
  ...report,
  durationMs: Math.round(durationMs),
  steps: steps.map(step => ({ ...step, durationMs: Math.round(step.durationMs) })),
});

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
    keyId: token.keyId,
  };
}

/** The rules of a token's life, as pure decisions: issued, rotated with an overlap, revoked, about to expire. */

import { DAY_MS } from '../../base/clock.ts';
import { RollcallError } from '../../base/errors.ts';
import { CLOCK_TOLERANCE_MS } from '../../base/uptime.ts';
import { connectionEvent } from '../connection/event.ts';
import type { AccountChange, AccountContext, AccountState, Moment, TokenRecord } from '../state.ts';

export type TokenState = 'active' | 'expired' | 'revoked';

export const tokenState = (
  { revokedAt, expiresAt }: Pick<TokenRecord, 'revokedAt' | 'expiresAt'>,
  now: number,
): TokenState =>
  revokedAt !== null ? 'revoked' : expiresAt !== null && expiresAt <= now ? 'expired' : 'active';

/** What can be said of a token. */
export interface TokenSettings {
  readonly label: string;
  readonly expiresAt: number | null;
  readonly allowedAddresses: readonly string[] | null;
}

type Part = Pick<AccountChange, 'tokens' | 'events'>;

/** How long before its expiry a token is notified of, and reminded of. */
export const EXPIRY_NOTICES_MS = [14 * DAY_MS, 3 * DAY_MS] as const;

/** @throws RollcallError `badRequest` when the expiry lies in the past */
export function newToken(
  { now, newId, keyId }: Moment & Pick<AccountContext, 'keyId'>,
  settings: TokenSettings,
): TokenRecord {
  const { expiresAt } = settings;
  if (expiresAt !== null && expiresAt <= now) {
    throw new RollcallError('badRequest', 'The expiry lies in the past.');
  }
  return {
    ...settings,
    id: newId(),
    keyId,
    createdAt: now,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedFrom: null,
    // A token whose life is shorter than the notice needs none at the start.
    expiryNotifiedAt: expiresAt !== null && expiresAt - now <= EXPIRY_NOTICES_MS[0] ? now : null,
  };
}

/** @param replaced the token whose place it takes */
export function addToken(
  context: AccountContext,
  accountId: string,
  token: TokenRecord,
  replaced?: TokenRecord,
): Part {
  const detail = { token: describe(token), ...(replaced ? { replaces: describe(replaced) } : {}) };
  return {
    tokens: [...(replaced ? [replaced] : []), token],
    events: [connectionEvent(context, accountId, 'connection.token_issued', detail)],
  };
}

/**
 * Issues a token like another one, which ends after the overlap. The new one lives as long as the old one was meant to.
 * @throws RollcallError `notFound`; `conflict` when the old one has ended already
 */
export function rotateToken(
  context: AccountContext,
  { account, tokens }: AccountState,
  tokenId: string,
  overlapMs: number,
): AccountChange & { readonly issued: TokenRecord } {
  const { now } = context;
  const old = findToken(tokens, tokenId);
  if (tokenState(old, now) !== 'active') {
    throw new RollcallError('conflict', 'This token has ended already. Issue a new one instead.');
  }
  // Its end was set by the rotation: computed from that, the next one would live as short.
  if (isReplaced(old)) {
    throw new RollcallError(
      'conflict',
      `This token was replaced already, and ends at ${new Date(old.expiresAt).toISOString()}. Rotate the one that replaced it, or issue a new one.`,
    );
  }
  const { label, allowedAddresses, createdAt } = old;
  const expiresAt = old.expiresAt === null ? null : now + old.expiresAt - createdAt;
  const issued = newToken(context, { label, allowedAddresses, expiresAt });
  const end = Math.min(old.expiresAt ?? Number.POSITIVE_INFINITY, now + overlapMs);
  if (overlapMs === 0) {
    const ended = revoke(context, account.id, old);
    const added = addToken(context, account.id, issued, ended.tokens[0]);
    return { account, issued, tokens: added.tokens, events: [...added.events, ...ended.events] };
  }
  return {
    account,
    issued,
    ...addToken(context, account.id, issued, replacedUntil(old, end)),
  };
}

/** The caller who rotated it knows its end, so it counts as notified. */
const replacedUntil = (token: TokenRecord, end: number): TokenRecord => ({
  ...token,
  expiresAt: end,
  expiryNotifiedAt: end,
});

const isReplaced = (token: TokenRecord): token is TokenRecord & { readonly expiresAt: number } =>
  token.expiresAt !== null && token.expiryNotifiedAt === token.expiresAt;

/** Revoking a token again changes nothing. @throws RollcallError `notFound` */
export function revokeToken(context: AccountContext, state: AccountState, tokenId: string): AccountChange {
  const token = findToken(state.tokens, tokenId);
  const part =
    token.revokedAt === null ? revoke(context, state.account.id, token) : { tokens: [], events: [] };
  return { account: state.account, ...part };
}

/** Revokes all that could still be used. */
export function revokeAll(context: AccountContext, accountId: string, tokens: readonly TokenRecord[]): Part {
  const parts = tokens
    .filter(token => tokenState(token, context.now) === 'active')
    .map(token => revoke(context, accountId, token));
  return {
    tokens: parts.flatMap(part => part.tokens),
    events: parts.flatMap(part => part.events),
  };
}

function revoke(context: AccountContext, accountId: string, token: TokenRecord): Part {
  const revoked = { ...token, revokedAt: context.now };
  return {
    tokens: [revoked],
    events: [connectionEvent(context, accountId, 'connection.token_revoked', { token: describe(token) })],
  };
}

/** Notifies of the tokens that will expire soon, once for each notice. */
export function notifyExpiring(moment: Moment, { account, tokens }: AccountState): AccountChange {
  const due = tokens.filter(token => isExpiryNoticeDue(token, moment.now));
  return {
    account,
    tokens: due.map(token => ({ ...token, expiryNotifiedAt: moment.now })),
    events: due.map(token =>
      connectionEvent({ ...moment, by: undefined }, account.id, 'connection.token_expiring', {
        token: describe(token),
      }),
    ),
  };
}

function isExpiryNoticeDue(token: TokenRecord, now: number): boolean {
  const { expiresAt, expiryNotifiedAt } = token;
  if (expiresAt === null || isReplaced(token) || tokenState(token, now) !== 'active') return false;
  // A notification on a date in the future was made by a wrong clock.
  const notified =
    expiryNotifiedAt === null || expiryNotifiedAt > now + CLOCK_TOLERANCE_MS
      ? Number.NEGATIVE_INFINITY
      : expiryNotifiedAt;
  return EXPIRY_NOTICES_MS.some(notice => now >= expiresAt - notice && notified < expiresAt - notice);
}

/** @throws RollcallError `notFound` */
function findToken(tokens: readonly TokenRecord[], id: string): TokenRecord {
  const found = tokens.find(token => token.id === id);
  if (found) return found;
  throw noSuchToken(id);
}

export const noSuchToken = (id: string): RollcallError =>
  new RollcallError(
    'notFound',
    `There is no token ${JSON.stringify(id.slice(0, 64))} in this account; list them to see which there are.`,
  );

/** What an event says of a token: never the token itself. */
const describe = ({ id, label, expiresAt }: TokenRecord): Readonly<Record<string, unknown>> => ({
  id,
  label,
  expires: expiresAt === null ? null : new Date(expiresAt).toISOString(),
});

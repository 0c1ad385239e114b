/** The rules of an account's life and of its connection's, as pure decisions: from a state and an input to the next state and its events. */
import { isDeepStrictEqual } from 'node:util';
import { RollcallError } from '../base/errors.ts';
import { type EventDraft, OPERATIONS_PARTITION } from '../events/envelope.ts';
import {
  ACCOUNT_CLOSED,
  type Account,
  type AccountPolicies,
  type Connection,
  DEFAULT_POLICIES,
  type SingleSignOn,
  SSO_INACTIVE,
  signOnWith,
} from './account.ts';
import { connectionEvent } from './connection/event.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Offboarding } from './offboarding/offboarding.ts';
import {
  type AccountChange,
  type AccountContext,
  type AccountState,
  type TokenRecord,
  unchanged,
} from './state.ts';
import { addToken, revokeAll } from './tokens/change.ts';

/** What can be said of an account; what is left out stays as it is. */
export interface AccountSettings {
  readonly name?: string;
  readonly identityProvider?: IdentityProvider;
  readonly sso?: SingleSignOn;
  readonly policies?: Partial<AccountPolicies>;
}

/**
 * Opens an account, changes one, or opens a closed one again. Its connection follows its single sign-on: suspended at
 * once when it is no longer active, resumed when it is again, unless it had been suspended for another reason.
 * @throws RollcallError `conflict` while the account is being closed, `badRequest` for an id that is reserved
 */
export function putAccount(
  context: AccountContext,
  id: string,
  current: AccountState | undefined,
  { policies, ...settings }: AccountSettings,
): AccountChange {
  if (current?.account.closedAt && current.account.offboarding) {
    throw new RollcallError(
      'conflict',
      `The account ${JSON.stringify(id)} is still being closed; try again when its members are gone.`,
    );
  }
  const isOpen = current !== undefined && current.account.closedAt === null;
  if (!isOpen) requireOwnPartition(id);
  const before = isOpen ? current.account : newAccount(context, id);
  const wanted = { ...before, ...settings, policies: { ...before.policies, ...policies } };
  const { connection, events } = followSignOn(context, wanted);
  const after = { ...wanted, connection };
  if (isOpen && isDeepStrictEqual(after, before)) return unchanged(current);
  return { account: { ...after, updatedAt: context.now }, tokens: [], events };
}

/** Receivers number events by `partitionkey`: two kinds of events under one key would hide each other. */
function requireOwnPartition(id: string): void {
  if (id.toLowerCase() !== OPERATIONS_PARTITION) return;
  throw new RollcallError(
    'badRequest',
    `An account cannot have the id ${JSON.stringify(id)}: events about the delivery itself carry it as their partition key. Choose another id.`,
  );
}

const newAccount = ({ now }: AccountContext, id: string): Account => ({
  id,
  name: id,
  identityProvider: 'other',
  sso: signOnWith('none'),
  policies: DEFAULT_POLICIES,
  connection: { state: 'disabled', reason: null, since: now },
  offboarding: null,
  createdAt: now,
  updatedAt: now,
  closedAt: null,
});

function followSignOn(
  context: AccountContext,
  { id, sso, connection }: Account,
): { connection: Connection; events: readonly EventDraft[] } {
  const isFine = !context.requireSamlSso || hasActiveSaml(sso);
  if (connection.state === 'enabled' && !isFine) return suspended(context, id, SSO_INACTIVE);
  const waitsForSso = connection.state === 'suspended' && connection.reason === SSO_INACTIVE;
  return waitsForSso && isFine ? resumed(context, id) : { connection, events: [] };
}

/**
 * Switches SCIM on with a new token. Tokens of an earlier time end: a holder of one is no longer the account's
 * identity provider.
 * @throws RollcallError `conflict` in words
 */
export function enableConnection(
  context: AccountContext,
  state: AccountState,
  token: TokenRecord,
): AccountChange {
  const { account } = state;
  requireOpen(account);
  if (account.connection.state === 'enabled') {
    throw conflict(account, 'is enabled already. Issue one more token instead, or rotate one.');
  }
  if (account.connection.state === 'suspended') throw conflict(account, 'is suspended. Resume it instead.');
  if (account.offboarding) {
    throw conflict(
      account,
      'was just disabled, and its members are being deprovisioned. Try again when they are.',
    );
  }
  requireSignOn(context, account);
  const { id, identityProvider } = account;
  const enabled = withConnection(context, account, { state: 'enabled', reason: null, since: context.now });
  const ended = revokeAll(context, id, state.tokens);
  const issued = addToken(context, id, token);
  return {
    account: enabled,
    tokens: [...ended.tokens, ...issued.tokens],
    events: [
      connectionEvent(context, id, 'connection.enabled', { identityProvider }),
      ...ended.events,
      ...issued.events,
    ],
  };
}

/**
 * @param reason for people; shown to the identity provider
 * @throws RollcallError `conflict` when SCIM is not on
 */
export function suspendConnection(
  context: AccountContext,
  state: AccountState,
  reason: string | null,
): AccountChange {
  const { account } = state;
  requireOpen(account);
  const { connection } = account;
  if (connection.state === 'disabled') throw conflict(account, 'is not enabled, so it cannot be suspended.');
  if (connection.state === 'suspended' && connection.reason === reason) return unchanged(state);
  const next = suspended(context, account.id, reason);
  return { account: withConnection(context, account, next.connection), tokens: [], events: next.events };
}

/** @throws RollcallError `conflict` when SCIM is not on, or the account lacks single sign-on */
export function resumeConnection(context: AccountContext, state: AccountState): AccountChange {
  const { account } = state;
  requireOpen(account);
  if (account.connection.state === 'enabled') return unchanged(state);
  if (account.connection.state === 'disabled') {
    throw conflict(account, 'is not suspended but disabled. Enable it instead.');
  }
  requireSignOn(context, account);
  const next = resumed(context, account.id);
  return { account: withConnection(context, account, next.connection), tokens: [], events: next.events };
}

/**
 * Switches SCIM off. Tokens stay, so that the identity provider learns (403) what happened.
 * @param members `deprovision`: those that the identity provider keeps, and that are not protected become inactive
 */
export function disableConnection(
  context: AccountContext,
  state: AccountState,
  members: 'keep' | 'deprovision',
): AccountChange {
  const { account } = state;
  requireOpen(account);
  const isOff = account.connection.state === 'disabled';
  if (account.offboarding || (isOff && members === 'keep')) return unchanged(state);
  const offboarding = members === 'keep' ? null : depart(context, 'connection_removed', 'POST');
  if (isOff) return { account: { ...account, offboarding }, tokens: [], events: [] };
  const connection: Connection = { state: 'disabled', reason: null, since: context.now };
  return {
    account: { ...withConnection(context, account, connection), offboarding },
    tokens: [],
    events: [connectionEvent(context, account.id, 'connection.disabled', { members })],
  };
}

/** Closes an account: SCIM ends with it, and all its members are offboarded afterwards. */
export function closeAccount(context: AccountContext, state: AccountState): AccountChange {
  const { account, tokens } = state;
  if (account.closedAt !== null) return unchanged(state);
  const connection: Connection = { state: 'disabled', reason: ACCOUNT_CLOSED, since: context.now };
  const ended = revokeAll(context, account.id, tokens);
  return {
    account: {
      ...withConnection(context, account, connection),
      name: account.id,
      sso: signOnWith('none'),
      policies: DEFAULT_POLICIES,
      offboarding: depart(context, 'account_closed', 'DELETE'),
      closedAt: context.now,
    },
    tokens: ended.tokens,
    events: [
      ...ended.events,
      connectionEvent(context, account.id, 'connection.disabled', { members: 'remove' }),
    ],
  };
}

/** What tokens are issued for: an account whose SCIM is on, or only suspended. @throws RollcallError `conflict` */
export function requireConnection(account: Account): void {
  requireOpen(account);
  if (account.connection.state === 'disabled') throw conflict(account, 'is not enabled. Enable it first.');
}

/** @throws RollcallError `conflict` */
export function requireOpen({ id, closedAt }: Pick<Account, 'id' | 'closedAt'>): void {
  if (closedAt === null) return;
  throw new RollcallError(
    'conflict',
    `The account ${JSON.stringify(id)} was closed on ${new Date(closedAt).toISOString().slice(0, 10)}; PUT /v1/accounts/${id} opens it again.`,
  );
}

function requireSignOn({ requireSamlSso }: AccountContext, { id, sso }: Account): void {
  if (!requireSamlSso || hasActiveSaml(sso)) return;
  const state =
    sso.protocol === 'none'
      ? 'has no single sign-on'
      : sso.protocol === 'saml'
        ? 'has SAML SSO that is not active'
        : 'signs in with OpenID Connect';
  throw new RollcallError(
    'conflict',
    `SCIM needs an account that signs in with SAML SSO, and ${JSON.stringify(id)} ${state}. Set up SAML SSO in the application, tell Rollcall (PUT /v1/accounts/${id} with "sso", or --sso saml), and try again. REQUIRE_SAML_SSO=false lifts this rule for the whole deployment.`,
  );
}

const hasActiveSaml = ({ protocol, status }: SingleSignOn): boolean =>
  protocol === 'saml' && status === 'active';

function suspended(context: AccountContext, id: string, reason: string | null) {
  return {
    connection: { state: 'suspended', reason, since: context.now } as const,
    events: [connectionEvent(context, id, 'connection.suspended', { reason })],
  };
}

function resumed(context: AccountContext, id: string) {
  return {
    connection: { state: 'enabled', reason: null, since: context.now } as const,
    events: [connectionEvent(context, id, 'connection.resumed', {})],
  };
}

const withConnection = ({ now }: AccountContext, account: Account, connection: Connection): Account => ({
  ...account,
  connection,
  updatedAt: now,
});

function depart(
  { by, newId }: AccountContext,
  reason: Offboarding['reason'],
  method: 'POST' | 'DELETE',
): Offboarding {
  return {
    reason,
    actor: by.actor,
    request: { id: by.requestId ?? newId(), method, bulkIndex: null },
    traceparent: by.traceparent ?? null,
  };
}

const conflict = ({ id }: Account, state: string): RollcallError =>
  new RollcallError('conflict', `SCIM for the account ${JSON.stringify(id)} ${state}`);

/**
 * Whether a change may still be made at the moment it is committed. A request that was let in may be overtaken by the
 * end of its token, of the connection or of the account: while its body arrives, between two operations of a bulk
 * request, between two batches of an import.
 */
import { RollcallError } from '../base/errors.ts';
import type { Actor } from '../events/actor.ts';

/** The account and the credential of the change, as one locked read finds them. */
export interface AccountGate {
  readonly connection: 'enabled' | 'suspended' | 'disabled';
  /** Whether the account is there and not closed. */
  readonly isOpen: boolean;
  /** `undefined` when the actor has none, or when it is gone. */
  readonly credential: CredentialLife | undefined;
}

/** Milliseconds since the epoch. */
export interface CredentialLife {
  readonly revokedAt: number | null;
  /** `null`: it lives until it is revoked. */
  readonly expiresAt: number | null;
}

/** What a store needs to know of a change besides what changes: where, by whose credential, and what must hold. */
export interface ChangeGuard {
  readonly accountId: string;
  readonly actor: Actor;
  /** @throws RollcallError when the change may not be made any more */
  check(gate: AccountGate): void;
}

interface GuardedContext {
  readonly accountId: string;
  readonly actor: Actor;
  readonly now: number;
}

/** Holds every change of a request to the account, the connection and the token as they are at the commit. */
export const guardOf = ({ accountId, actor, now }: GuardedContext): ChangeGuard => ({
  accountId,
  actor,
  check: gate => {
    if (actor.kind === 'idp') requireConnected(gate.connection);
    requireCredential(actor, gate.credential, now);
    if (gate.isOpen) return;
    throw new RollcallError(
      'conflict',
      'The account was closed while this request was under way; this change was not made.',
    );
  },
});

function requireConnected(connection: AccountGate['connection']): void {
  if (connection === 'enabled') return;
  throw new RollcallError(
    'forbidden',
    connection === 'suspended'
      ? 'SCIM was suspended for this account while this request was under way; this change was not made.'
      : 'SCIM was switched off for this account while this request was under way; this change was not made.',
    { topic: connection === 'suspended' ? 'connection_suspended' : 'connection_disabled' },
  );
}

const CREDENTIAL_WORDS = {
  token: { name: 'bearer token', remedy: 'Issue a new token and send it again.' },
  link: { name: 'setup link', remedy: 'Ask for a new link.' },
} as const;

/**
 * @param now of the change, which is the time of its event
 * @throws RollcallError `unauthorized` when the token has ended
 */
export function requireCredential(actor: Actor, credential: CredentialLife | undefined, now: number): void {
  if (actor.kind === 'operator') return;
  const { name, remedy } = CREDENTIAL_WORDS[actor.kind === 'admin' ? 'link' : 'token'];
  if (!credential || credential.revokedAt !== null) {
    throw new RollcallError(
      'unauthorized',
      `The ${name} was revoked while this request was under way; this change was not made. ${remedy}`,
      { topic: 'token_revoked' },
    );
  }
  if (credential.expiresAt !== null && credential.expiresAt <= now) {
    throw new RollcallError(
      'unauthorized',
      `The ${name} expired while this request was under way; this change was not made. ${remedy}`,
      { topic: 'token_expired' },
    );
  }
}

/** An account with its tokens, and what a decision about it is made of. */

import type { ServiceActor } from '../events/actor.ts';
import type { EventDraft } from '../events/envelope.ts';
import type { CredentialLife } from '../members/account-gate.ts';
import type { Account } from './account.ts';
import type { Requester } from './requester.ts';

export interface TokenRecord {
  readonly id: string;
  readonly label: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  /** `null`: it lives until it is revoked. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Ranges in CIDR notation and single addresses; `null`: it may be used from everywhere. */
  readonly allowedAddresses: readonly string[] | null;
  /** About, for it is written at most once a minute; `null`: never. */
  readonly lastUsedAt: number | null;
  readonly lastUsedFrom: string | null;
  /** When the main app was last notified that it will expire. */
  readonly expiryNotifiedAt: number | null;
  /** The id of the key that signed it; `null` for one that an earlier release issued. */
  readonly keyId: string | null;
}

export interface AccountState {
  readonly account: Account;
  /** All of them, also those that have ended. */
  readonly tokens: readonly TokenRecord[];
}

export interface AccountChange {
  readonly account: Account;
  /** Those that are new or changed. */
  readonly tokens: readonly TokenRecord[];
  readonly events: readonly EventDraft[];
}

/** What a decision needs besides the account when time passes, without a caller. */
export interface Moment {
  readonly now: number;
  readonly newId: () => string;
}

/** Everything a decision needs besides the account: who asks, when, under which rules. */
export interface AccountContext extends Moment {
  readonly by: Requester;
  readonly requireSamlSso: boolean;
  /** The id of the key that signs new tokens. */
  readonly keyId: string;
}

/** Holds a change to the credential of the request as it is at the commit. */
export interface AccountGuard {
  readonly actor: ServiceActor;
  /** @param credential `undefined` when the actor has none, or when it is gone. @throws RollcallError `unauthorized` */
  check(credential: CredentialLife | undefined): void;
}

export const unchanged = ({ account }: AccountState): AccountChange => ({ account, tokens: [], events: [] });

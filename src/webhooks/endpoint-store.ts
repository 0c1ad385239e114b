/** What is stored of webhook endpoints, and the port to it. */

import type { EventDraft } from '../events/envelope.ts';
import type { CursorPosition } from '../events/feed/cursor.ts';
import type { DeliveryAttempt, DeliveryTarget, LaneEvent } from './delivery-store.ts';
import type { Endpoint, EndpointStatus, SignatureScheme } from './endpoint.ts';
import type { ReplayRange } from './replay-range.ts';

/** Where a new endpoint begins: with what comes, with the oldest event kept, or after a position of the feed. */
export type Start = 'now' | 'beginning' | CursorPosition;

export interface EndpointSettings {
  readonly url: string;
  readonly description: string | null;
  /** Validated patterns. */
  readonly types: readonly string[];
  /** `null`: every account. */
  readonly accounts: readonly string[] | null;
  readonly batchMax: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface NewEndpoint extends EndpointSettings {
  readonly signature: SignatureScheme;
  readonly start: Start;
}

export interface SecretRecord {
  readonly id: string;
  readonly scheme: SignatureScheme;
  readonly key: Buffer;
  /** `whpk_…` for ed25519, else `null`. */
  readonly publicKey: string | null;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** What may be shown of a secret after it was issued. */
export type SecretDescription = Omit<SecretRecord, 'key'>;

/** How long a dead letter is kept, open or not. */
export const DEAD_LETTER_DAYS = 90;

export interface DeadLetter {
  readonly id: string;
  readonly endpointId: string;
  /** `OPERATIONS` for events about the delivery itself. */
  readonly accountId: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** `null` when the events are no longer kept. */
  readonly eventId: string | null;
  readonly reason: 'exhausted' | 'expired';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly at: number;
  readonly resolvedAt: number | null;
}

export interface LaneDescription {
  readonly accountId: string;
  readonly nextSequence: number;
  readonly readySequence: number;
  readonly attempt: number;
  readonly dueAt: number;
}

export interface Replay {
  readonly id: string;
  readonly onlyFailed: boolean;
  readonly events: number;
  /** Events that have not been delivered yet; 0 when the replay is done. */
  readonly remaining: number;
  readonly createdAt: number;
}

/** Newest first; `after` is the id of the last one seen. */
export interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
}

/** An endpoint may have listened to other accounts before. */
export interface AccountAccess {
  /** The accounts a caller is limited to; `undefined`: all. */
  readonly accountIds?: readonly string[] | null;
}

export interface AttemptFilter extends PageRequest, AccountAccess {
  readonly outcome: DeliveryAttempt['outcome'] | undefined;
  readonly accountId: string | undefined;
}

export interface DeadLetterFilter extends PageRequest, AccountAccess {
  readonly isOpen: boolean | undefined;
}

export interface LaneFilter extends PageRequest, AccountAccess {
  /** `waiting`: it has events to deliver; `blocked`: its next event has failed. */
  readonly state: 'waiting' | 'blocked' | undefined;
}

export interface EndpointStore {
  find(id: string): Promise<Endpoint | undefined>;
  /** Oldest first. */
  list(): Promise<readonly Endpoint[]>;
  secrets(id: string): Promise<readonly SecretDescription[]>;
  target(id: string, now: number): Promise<DeliveryTarget | undefined>;
  add(endpoint: Endpoint, secret: SecretRecord, start: Start): Promise<void>;
  /** Runs `change` under the endpoint's lock; lanes of accounts that come in begin with what comes. */
  update(id: string, change: (endpoint: Endpoint) => Endpoint): Promise<Endpoint | undefined>;
  /** @returns whether there was one */
  remove(id: string): Promise<boolean>;
  /** The earlier secrets end at `previousExpireAt` at the latest. @returns whether there is such an endpoint */
  addSecret(id: string, secret: SecretRecord, previousExpireAt: number): Promise<boolean>;
  /**
   * Sets the state by hand, with an event when it changes.
   * @param skipsBacklog enabling goes on with what comes instead of what waits
   */
  setStatus(
    id: string,
    status: Extract<EndpointStatus, 'active' | 'disabled'>,
    reason: string | null,
    skipsBacklog: boolean,
    now: number,
    event: (before: Endpoint) => EventDraft,
  ): Promise<Endpoint | undefined>;
  /** Writes an operational event. @returns it as it is stored */
  addEvent(event: EventDraft): Promise<LaneEvent>;
  recordAttempt(attempt: DeliveryAttempt): Promise<void>;
  attempts(id: string, filter: AttemptFilter): Promise<readonly DeliveryAttempt[]>;
  deadLetters(id: string, filter: DeadLetterFilter): Promise<readonly DeadLetter[]>;
  findDeadLetter(id: string, deadLetterId: string, access: AccountAccess): Promise<DeadLetter | undefined>;
  /** Whether the event can still be delivered. */
  isKept(eventId: string): Promise<boolean>;
  resolveDeadLetter(id: string, deadLetterId: string, now: number): Promise<void>;
  lanes(id: string, filter: LaneFilter): Promise<readonly LaneDescription[]>;
  replays(id: string, list: PageRequest): Promise<readonly Replay[]>;
  countRunningReplays(id: string): Promise<number>;
  /** @returns how many events it will deliver at most */
  addReplay(
    id: string,
    replay: { id: string; range: ReplayRange; onlyFailed: boolean; now: number },
  ): Promise<number>;
  recover(id: string, now: number): Promise<void>;
}

/** What the dispatcher needs of the database. Every method that ends or extends a lease is fenced. */
import type { EventType } from '../events/catalogue/catalogue.ts';
import type { ReadLimits } from '../events/feed/feed.ts';
import type { FailureContext, FailureDecision } from './breaker.ts';
import type { Endpoint, SigningSecret } from './endpoint.ts';

/** In the place of a replay's id: the lane that follows the feed. */
export const LIVE = '';

/** A lane this process holds until its lease ends: one endpoint and one account, with a place in its sequence. */
export interface Lane {
  readonly endpointId: string;
  /** `OPERATIONS` for the events about the delivery itself. */
  readonly accountId: string;
  /** `LIVE` when it is no replay. */
  readonly replayId: string;
  readonly nextSequence: number;
  /** What is committed and may be delivered. */
  readonly readySequence: number;
  /** The last one delivered on this lane; 0 before the first. */
  readonly previousSequence: number;
  /** Failed attempts of the next event. */
  readonly attempt: number;
  /** A higher fence means that another process has taken the lane since. */
  readonly fence: number;
  /** Whether it was taken to find out if an endpoint that is failing answers again. */
  readonly isProbe: boolean;
}

export interface LaneEvent {
  readonly id: string;
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  readonly body: string;
}

type AttemptTrigger = 'event' | 'replay' | 'ping';

/** One HTTP request to an endpoint, and its outcome. */
export interface DeliveryAttempt {
  readonly id: string;
  readonly endpointId: string;
  readonly accountId: string;
  readonly eventId: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly trigger: AttemptTrigger;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: 'delivered' | 'failed';
  /** The stage at which it failed; `status` for an answer that is not 2xx. */
  readonly failure: string | null;
  readonly statusCode: number | null;
  readonly error: string | null;
  /** The first 4 KiB of the answer. */
  readonly response: string | null;
  readonly durationMs: number;
  readonly at: number;
}

/** An endpoint and what is needed to sign for it. */
export interface DeliveryTarget {
  readonly endpoint: Endpoint;
  readonly secrets: readonly SigningSecret[];
}

export interface Advance {
  readonly nextSequence: number;
  readonly previousSequence: number;
  readonly attempt: DeliveryAttempt | undefined;
  /** Keeps the lease until then when there is more to deliver; `undefined` gives the lane back. */
  readonly keepUntil: number | undefined;
  readonly now: number;
}

export interface Advanced {
  readonly readySequence: number;
  readonly isHeld: boolean;
  /** Whether the endpoint has been failing up to this success. */
  readonly endpointFailed: boolean;
}

export interface DeliveryStore {
  /** The clock that leases are measured with: the database's own where several processes share it. */
  now(): Promise<number>;
  /** Endpoints that may be called now and have a lane that is due. */
  dueEndpoints(now: number): Promise<readonly string[]>;
  target(endpointId: string, now: number): Promise<DeliveryTarget | undefined>;
  /**
   * Takes up to `limit` due lanes of an endpoint; of one that is failing a single lane, as the probe.
   * @param leaseUntil milliseconds since the epoch
   */
  claim(
    endpointId: string,
    owner: string,
    now: number,
    leaseUntil: number,
    limit: number,
  ): Promise<readonly Lane[]>;
  /** The next events of the lane, in order; none only when none is left. `types` null: all. */
  read(lane: Lane, types: readonly EventType[] | null, limits: ReadLimits): Promise<readonly LaneEvent[]>;
  /** @returns `undefined` when the lease was lost: then another process has the lane */
  advance(lane: Lane, advance: Advance): Promise<Advanced | undefined>;
  /** Records a failed attempt and lets `decide` decide under the endpoint's lock. @returns the decision, `undefined` when the lease was lost */
  fail(
    lane: Lane,
    attempt: DeliveryAttempt,
    decide: (context: Omit<FailureContext, 'outcome' | 'now' | 'attempt'>) => FailureDecision,
  ): Promise<FailureDecision | undefined>;
  /** The endpoint has answered again: closes the breaker and makes its waiting lanes due. */
  recover(endpointId: string, now: number): Promise<void>;
  /** A probe had nothing to send: another lane may be the probe now. */
  releaseProbe(endpointId: string, now: number): Promise<void>;
  /** Gives a lane back as it is. */
  release(lane: Lane): Promise<void>;
}

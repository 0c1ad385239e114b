/** The circuit breaker: what a failed delivery means for its lane and its endpoint, as a pure decision under the endpoint's lock. */
import type { EndpointStatus } from './endpoint.ts';
import type { RetrySchedule } from './retry-schedule.ts';
import type { SendOutcome } from './sender/sender.ts';

const FAILURES_UNTIL_FAILING = 5;
const GIVES_UP_AFTER_MS = 120 * 3_600_000;
const HTTP_GONE = 410;

export interface FailureContext {
  readonly outcome: SendOutcome;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How long the service has been up, in all; milliseconds. */
  readonly uptimeMs: number;
  /** Failed attempts of the lane's next event before this one. */
  readonly attempt: number;
  readonly endpoint: {
    readonly status: EndpointStatus;
    /** Of all lanes in a row, this one included unless it is late. */
    readonly consecutiveFailures: number;
    /** The uptime at the first of them. */
    readonly failingSinceUptime: number;
  };
  /** The request was under way already when the endpoint was found to be failing. */
  readonly isLate: boolean;
  /** Lanes of the endpoint whose next event has failed, this one included. */
  readonly lanesFailing: number;
  /** Lanes of the endpoint with something to deliver, this one included. */
  readonly lanesWaiting: number;
}

export interface FailureDecision {
  /** `exhausted`: the event becomes a dead letter, and the lane steps over it. */
  readonly lane:
    | { readonly kind: 'retry'; readonly attempt: number; readonly dueAt: number }
    | { readonly kind: 'exhausted' };
  readonly endpoint:
    | { readonly status: 'unchanged' }
    | { readonly status: 'failing'; readonly nextProbeAt: number }
    | { readonly status: 'disabled'; readonly reason: string };
}

/**
 * A receiver that is down is distinguished from an event that is refused by which other lanes fail: when several lanes
 * fail, the endpoint is probed by one request at a time and no retry schedule is spent; a lane that fails alone
 * goes through its schedule, and other lanes may try at any time.
 */
export function decideAfterFailure(context: FailureContext, schedule: RetrySchedule): FailureDecision {
  const { outcome, now, uptimeMs, endpoint, isLate, lanesFailing, lanesWaiting } = context;
  const failsAlone = lanesFailing <= 1;
  const wasFailing = endpoint.status === 'failing';
  const spends = !wasFailing || failsAlone;
  const attempt = spends ? context.attempt + 1 : Math.max(context.attempt, 1);
  const delayMs = schedule.delayMs(attempt, outcome);

  if (outcome.kind === 'answered' && outcome.status === HTTP_GONE) {
    return disabled(attempt, now, 'The receiver answered 410 Gone.');
  }
  // By uptime: a clock that jumps ahead, or a service that was off, has given the receiver no chance to answer.
  if (wasFailing && uptimeMs - endpoint.failingSinceUptime >= GIVES_UP_AFTER_MS) {
    return disabled(attempt, now, 'Nothing was accepted for five days.');
  }
  const isDown =
    wasFailing ||
    (endpoint.consecutiveFailures >= FAILURES_UNTIL_FAILING && (!failsAlone || lanesWaiting <= 1));
  const retry = (dueAt: number): FailureDecision['lane'] =>
    spends && delayMs === undefined ? { kind: 'exhausted' } : { kind: 'retry', attempt, dueAt };
  if (!isDown || failsAlone) {
    return {
      lane: retry(now + (delayMs ?? 0)),
      endpoint: isDown ? { status: 'failing', nextProbeAt: now } : { status: 'unchanged' },
    };
  }
  const failedProbes = Math.max(0, endpoint.consecutiveFailures - FAILURES_UNTIL_FAILING);
  return {
    lane: retry(now),
    endpoint: isLate
      ? { status: 'unchanged' }
      : { status: 'failing', nextProbeAt: now + schedule.probeDelayMs(failedProbes, outcome) },
  };
}

const disabled = (attempt: number, now: number, reason: string): FailureDecision => ({
  lane: { kind: 'retry', attempt, dueAt: now },
  endpoint: { status: 'disabled', reason },
});

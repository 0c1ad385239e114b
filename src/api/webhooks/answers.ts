/** How the control API shows webhook endpoints and the outcome of deliveries: times in RFC 3339, sequences with 20 digits. */
import { OPERATIONS } from '../../events/envelope.ts';

import type { DeliveryAttempt } from '../../webhooks/delivery-store.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import type {
  DeadLetter,
  LaneDescription,
  Replay,
  SecretDescription,
} from '../../webhooks/endpoint-store.ts';
import type { IssuedEndpoint } from '../../webhooks/endpoints.ts';
import { time } from '../answer.ts';

const SEQUENCE_DIGITS = 20;

/** Of the custom headers the names alone: a value may be a secret. */
export function renderEndpoint(endpoint: Endpoint, secrets: readonly SecretDescription[]): object {
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    types: endpoint.types,
    accounts: endpoint.accounts,
    signature: endpoint.signature,
    batch: { max: endpoint.batchMax },
    maxInFlight: endpoint.maxInFlight,
    timeoutMs: endpoint.timeoutMs,
    headers: Object.keys(endpoint.headers),
    status: endpoint.status,
    disabledReason: endpoint.disabledReason,
    consecutiveFailures: endpoint.consecutiveFailures,
    failingSince: time(endpoint.failingSince),
    nextProbeAt: time(endpoint.nextProbeAt),
    secrets: secrets.map(({ id, scheme, publicKey, createdAt, expiresAt }) => ({
      id,
      scheme,
      publicKey,
      createdAt: time(createdAt),
      expiresAt: time(expiresAt),
    })),
    createdAt: time(endpoint.createdAt),
    updatedAt: time(endpoint.updatedAt),
  };
}

/** With what the receiver needs to verify: the new secret, shown this once, or the new public key. */
export function renderIssued(
  { endpoint, secret }: IssuedEndpoint,
  secrets: readonly SecretDescription[],
): object {
  return {
    ...renderEndpoint(endpoint, secrets),
    ...(endpoint.signature === 'v1' ? { secret } : { publicKey: secret }),
  };
}

export function renderAttempt(attempt: DeliveryAttempt): object {
  return {
    id: attempt.id,
    account: account(attempt.accountId),
    eventId: attempt.eventId,
    firstSequence: sequence(attempt.firstSequence),
    lastSequence: sequence(attempt.lastSequence),
    trigger: attempt.trigger,
    attempt: attempt.attempt,
    status: attempt.outcome,
    failure: attempt.failure,
    statusCode: attempt.statusCode,
    error: attempt.error,
    response: attempt.response,
    durationMs: attempt.durationMs,
    at: time(attempt.at),
  };
}

export function renderLane(lane: LaneDescription): object {
  const waiting = Math.max(0, lane.readySequence - lane.nextSequence + 1);
  return {
    account: account(lane.accountId),
    nextSequence: sequence(lane.nextSequence),
    readySequence: sequence(lane.readySequence),
    waiting,
    failedAttempts: lane.attempt,
    nextAttemptAt: waiting > 0 && lane.attempt > 0 ? time(lane.dueAt) : null,
  };
}

export function renderDeadLetter(letter: DeadLetter): object {
  return {
    id: letter.id,
    account: account(letter.accountId),
    firstSequence: sequence(letter.firstSequence),
    lastSequence: sequence(letter.lastSequence),
    eventId: letter.eventId,
    reason: letter.reason,
    attempts: letter.attempts,
    lastError: letter.lastError,
    state: letter.resolvedAt === null ? 'open' : 'resolved',
    at: time(letter.at),
    resolvedAt: time(letter.resolvedAt),
  };
}

export function renderReplay({ id, onlyFailed, events, remaining, createdAt }: Replay): object {
  return { id, only: onlyFailed ? 'failed' : 'all', events, remaining, createdAt: time(createdAt) };
}

/** What a receiver must do for a replay not to be lost; see "Replays" in docs/events.md. */
export const REPLAY_NOTICE =
  'The receiver must decide about these requests (scim-replay: true) by the id of each event: one that goes by sequence takes a dead letter for a repetition, answers 2xx and drops it.';

/** A replay as the answer to who asked for it. */
export const renderStartedReplay = (replay: Replay): object => ({
  ...renderReplay(replay),
  notice: REPLAY_NOTICE,
});

const sequence = (value: number): string => String(value).padStart(SEQUENCE_DIGITS, '0');

/** Events about the delivery itself are in no account. */
const account = (id: string): string | null => (id === OPERATIONS ? null : id);

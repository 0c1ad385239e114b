/** Events about the delivery itself: in a source and a sequence of their own, in no account. */
import type { OperationalEventType } from '../events/catalogue/catalogue.ts';
import { type EventDraft, OPERATIONS, sequenceText } from '../events/envelope.ts';
import type { FailureDecision } from './breaker.ts';
import type { DeliveryAttempt, Lane } from './delivery-store.ts';
import type { Endpoint } from './endpoint.ts';

/** @param occurredAt milliseconds since the epoch */
export function operationalEvent(
  type: OperationalEventType,
  endpoint: Pick<Endpoint, 'id' | 'url'>,
  occurredAt: number,
  newId: () => string,
  detail: Readonly<Record<string, unknown>> = {},
): EventDraft {
  const id = newId();
  return {
    id,
    type,
    subject: endpoint.id,
    occurredAt,
    requestId: id,
    traceparent: undefined,
    data: { endpoint: { id: endpoint.id, url: withoutQuery(endpoint.url) }, ...detail },
  };
}

/** What a failed attempt announces: the endpoint's new state, the event that was given up. */
export function failureEvents(
  before: Endpoint,
  lane: Lane,
  attempt: DeliveryAttempt,
  decision: FailureDecision,
  newId: () => string,
): readonly EventDraft[] {
  const events: EventDraft[] = [];
  const { status } = decision.endpoint;
  if (status === 'failing' && before.status === 'active') {
    events.push(
      operationalEvent('endpoint.failing', before, attempt.at, newId, {
        consecutiveFailures: before.consecutiveFailures,
        lastError: attempt.error,
      }),
    );
  }
  if (status === 'disabled' && before.status !== 'disabled') {
    const { reason } = decision.endpoint;
    events.push(operationalEvent('endpoint.disabled', before, attempt.at, newId, { reason }));
  }
  // Telling that an operational event was given up would itself be an operational event, and so on.
  if (decision.lane.kind === 'exhausted' && lane.accountId !== OPERATIONS) {
    events.push(
      exhaustedEvent(before, attempt.at, newId, {
        accountId: lane.accountId,
        firstSequence: attempt.firstSequence,
        lastSequence: attempt.lastSequence,
        eventId: attempt.eventId,
        reason: 'exhausted',
        attempts: attempt.attempt,
        lastError: attempt.error,
      }),
    );
  }
  return events;
}

export interface Exhaustion {
  readonly accountId: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly eventId: string | null;
  readonly reason: 'exhausted' | 'expired';
  readonly attempts: number;
  readonly lastError: string | null;
}

export function exhaustedEvent(
  endpoint: Pick<Endpoint, 'id' | 'url'>,
  at: number,
  newId: () => string,
  { accountId, firstSequence, lastSequence, ...rest }: Exhaustion,
): EventDraft {
  return operationalEvent('delivery.exhausted', endpoint, at, newId, {
    account: { id: accountId },
    firstSequence: sequenceText(firstSequence),
    lastSequence: sequenceText(lastSequence),
    ...rest,
  });
}

export const recoveryEvent = (endpoint: Endpoint, now: number, newId: () => string): EventDraft =>
  operationalEvent('endpoint.enabled', endpoint, now, newId, { previousStatus: endpoint.status });

/** A query may hold a secret of the receiver. */
const withoutQuery = (url: string): string => url.split(/[?#]/)[0] ?? url;

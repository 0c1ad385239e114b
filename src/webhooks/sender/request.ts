/** The HTTP request that carries events: Standard Webhooks headers around stored CloudEvents. */
import { createHash } from 'node:crypto';
import { sequenceText } from '../../events/envelope.ts';
import type { DeliveryAttempt, DeliveryTarget, LaneEvent } from '../delivery-store.ts';
import type { SendOutcome } from './sender.ts';
import { signatureHeader } from './signature.ts';

export interface DeliveryDescription {
  /** The time of the attempt; milliseconds since the epoch. */
  readonly now: number;
  /** From 1. */
  readonly attempt: number;
  /** The last sequence delivered before; 0 before the first. */
  readonly previousSequence: number;
  readonly isReplay: boolean;
}

interface DeliveryRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly timeoutMs: number;
}

/** @param events at least one; more than one only for an endpoint that asked for batches */
export function deliveryRequest(
  { endpoint, secrets }: DeliveryTarget,
  events: readonly LaneEvent[],
  { now, attempt, previousSequence, isReplay }: DeliveryDescription,
): DeliveryRequest {
  const isBatch = endpoint.batchMax > 1;
  const id = webhookId(events, isBatch);
  const timestamp = Math.floor(now / 1_000);
  const body = isBatch ? batchBody(events) : Buffer.from(events[0]?.body ?? '');
  const traceparent = isBatch ? undefined : traceparentOf(body);
  return {
    url: endpoint.url,
    headers: {
      ...endpoint.headers,
      ...(traceparent === undefined ? {} : { traceparent }),
      'content-type': `application/cloudevents${isBatch ? '-batch' : ''}+json; charset=utf-8`,
      'user-agent': 'Rollcall/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureHeader(secrets, id, timestamp, body),
      'scim-delivery-attempt': String(attempt),
      'scim-previous-sequence': sequenceText(previousSequence),
      ...(isReplay ? { 'scim-replay': 'true' } : {}),
    },
    body,
    timeoutMs: endpoint.timeoutMs,
  };
}

/** A JSON array as bytes: as one long text it would outlive its request, and a replay would fill the memory. */
function batchBody(events: readonly LaneEvent[]): Buffer {
  const items = events.map(({ body }, index) => Buffer.from(index === 0 ? `[${body}` : `,${body}`));
  return Buffer.concat([...items, Buffer.from(']')]);
}

/** The receiver goes on with the trace of the request that caused the event; several events may have several. */
const traceparentOf = (body: Buffer): string | undefined =>
  (JSON.parse(body.toString()) as { traceparent?: string }).traceparent; // we wrote it ourselves

/**
 * The same for every repetition of the same content. A batch is named for exactly the events in it: a
 * receiver that drops known ids must not drop a repetition that has grown.
 */
function webhookId(events: readonly LaneEvent[], isBatch: boolean): string {
  if (!isBatch) return events[0]?.id ?? '';
  const digest = createHash('sha256');
  for (const { id } of events) digest.update(`${id}\n`);
  return `batch_${digest.digest('hex').slice(0, 32)}`;
}

export const isDelivered = (outcome: SendOutcome): boolean =>
  outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;

/** The part of an attempt that its outcome fills in. */
export function describeOutcome(
  outcome: SendOutcome,
): Pick<DeliveryAttempt, 'outcome' | 'failure' | 'statusCode' | 'error' | 'response' | 'durationMs'> {
  const durationMs = Math.round(outcome.durationMs);
  if (outcome.kind === 'failed') {
    return {
      outcome: 'failed',
      failure: outcome.stage,
      statusCode: null,
      error: outcome.error,
      response: null,
      durationMs,
    };
  }
  const delivered = isDelivered(outcome);
  return {
    outcome: delivered ? 'delivered' : 'failed',
    failure: delivered ? null : 'status',
    statusCode: outcome.status,
    error: delivered ? null : wordsFor(outcome.status),
    response: outcome.response,
    durationMs,
  };
}

function wordsFor(status: number): string {
  if (status >= 300 && status < 400)
    return `The receiver answered ${status}; redirects are not followed: register the address it leads to.`;
  return `The receiver answered ${status}; only 2xx accepts an event.`;
}

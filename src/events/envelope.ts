/** The envelope of every event: CloudEvents 1.0 in structured JSON, numbered per account. */
import type { EventType } from './catalogue/catalogue.ts';
import { dataSchemaUrl } from './catalogue/event-schema.ts';
import { escapeLineSeparators } from './line-separators.ts';

/** An event before the store numbers it. */
export interface EventDraft {
  readonly id: string;
  readonly type: EventType;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

const SEQUENCE_DIGITS = 20;

/** The number of an event within its account as CloudEvents wants it: text that sorts like the number. */
export const sequenceText = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

/** Stands for the account in events about the delivery itself; no account has this id. */
export const OPERATIONS = '';

/** The partition key of these events, which no account can have as its id. */
export const OPERATIONS_PARTITION = 'operations';

/** The stored and sent bytes of an event. `publicUrl` has no trailing slash. */
export function renderEvent(
  draft: EventDraft,
  accountId: string,
  sequence: number,
  publicUrl: string,
): string {
  const json = JSON.stringify({
    specversion: '1.0',
    id: draft.id,
    source: `${publicUrl}/${accountId === OPERATIONS ? 'operations' : `accounts/${accountId}`}`,
    type: draft.type,
    subject: draft.subject,
    time: new Date(draft.occurredAt).toISOString(),
    datacontenttype: 'application/json',
    dataschema: dataSchemaUrl(draft.type, publicUrl),
    sequence: sequenceText(sequence),
    partitionkey: accountId === OPERATIONS ? OPERATIONS_PARTITION : accountId,
    correlationid: draft.requestId,
    ...(draft.traceparent === undefined ? {} : { traceparent: draft.traceparent }),
    data: draft.data,
  });
  return escapeLineSeparators(json);
}

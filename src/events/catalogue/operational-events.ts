/** The types of events about the delivery itself. A new type is one entry here. */
import { defined, SEQUENCE, UUID } from './definitions.ts';
import type { EventEntry, EventExample } from './entry.ts';
import { closedObject, type JsonProperties, type JsonSchema, orNull } from './json-schema.ts';

const LAST_ERROR: JsonSchema = {
  type: ['string', 'null'],
  description: 'What went wrong the last time, for people.',
};

/** About one endpoint, with the details of the type. */
const endpointData = (also: JsonProperties = {}): JsonSchema =>
  closedObject({ endpoint: defined('EventEndpoint'), ...also });

const ENDPOINT = {
  id: '01a1ffd0-4c1e-7a52-8d1b-52b1d2f7a9c4',
  url: 'https://app.example.com/hooks/rollcall',
};

function example(
  id: string,
  sequence: number,
  time: string,
  also: Readonly<Record<string, unknown>> = {},
): EventExample {
  return {
    id,
    sequence,
    subject: ENDPOINT.id,
    time,
    requestId: id,
    data: { endpoint: ENDPOINT, ...also },
  };
}

export const OPERATIONAL_EVENTS = {
  'endpoint.failing': {
    when: 'A webhook endpoint fails again and again, and is tried with one request at a time until it answers.',
    mainApp: 'Alerts the team that runs the receiver.',
    data: endpointData({
      consecutiveFailures: { type: 'integer', minimum: 1, description: 'Failures in a row.' },
      lastError: LAST_ERROR,
    }),
    example: example('01a1ffd2-91c3-7b0f-a6de-0f5f7c1d2b3a', 2, '2026-11-21T20:35:11.043Z', {
      consecutiveFailures: 5,
      lastError: 'The receiver answered 503; only 2xx accepts an event.',
    }),
  },
  'endpoint.enabled': {
    when: 'A webhook endpoint that was failing or disabled is called again as before.',
    mainApp: 'Ends the alert.',
    data: endpointData({
      previousStatus: { type: 'string', enum: ['failing', 'disabled'], description: 'What it was.' },
    }),
    example: example('01a1ffd5-03ab-7e64-b1f0-6a7b8c9d0e1f', 3, '2026-11-21T20:37:51.275Z', {
      previousStatus: 'failing',
    }),
  },
  'endpoint.disabled': {
    when: 'A webhook endpoint is called no more until it is enabled again; its events wait.',
    mainApp: 'Alerts the team that runs the receiver.',
    data: endpointData({ reason: { type: 'string', description: 'Why, for people.' } }),
    example: example('01a21f41-7d20-7c11-9a3e-1b2c3d4e5f60', 4, '2026-11-27T23:05:42.112Z', {
      reason: 'The receiver answered 410 Gone.',
    }),
  },
  'endpoint.verification': {
    when: 'A test of a webhook endpoint was requested.',
    mainApp: 'Nothing: answering 2xx is the test.',
    data: endpointData(),
    example: example('01a1ffd0-4d02-7f3c-8e91-a0b1c2d3e4f5', 1, '2026-11-21T20:32:42.370Z'),
  },
  'delivery.exhausted': {
    when: 'Events could not be delivered to an endpoint and are tried no more; they are dead letters, and still in the feed.',
    mainApp: 'Reads them from the feed, or has them replayed.',
    data: endpointData({
      account: defined('EventAccount'),
      firstSequence: {
        ...SEQUENCE,
        description: 'The first event in question, by its number in the account.',
      },
      lastSequence: { ...SEQUENCE, description: 'The last one; the same when it is a single event.' },
      eventId: { ...orNull(UUID), description: 'The id of the event; null when it is no longer kept.' },
      reason: {
        type: 'string',
        enum: ['exhausted', 'expired'],
        description: 'The attempts were used up, or the event had reached the end of its time.',
      },
      attempts: { type: 'integer', minimum: 0, description: 'How often it was tried.' },
      lastError: LAST_ERROR,
    }),
    example: example('01a2108f-5a3d-7d84-8b2c-9f8e7d6c5b4a', 5, '2026-11-25T00:41:19.293Z', {
      account: { id: 'acme' },
      firstSequence: '00000000000000000008',
      lastSequence: '00000000000000000008',
      eventId: '01a1ffc3-2b28-7640-805f-8da17fd06fcc',
      reason: 'exhausted',
      attempts: 14,
      lastError: 'The receiver answered 500; only 2xx accepts an event.',
    }),
  },
} as const satisfies Readonly<Record<`${'endpoint' | 'delivery'}.${string}`, EventEntry>>;

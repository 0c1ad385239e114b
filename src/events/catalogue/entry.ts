/** One entry of the catalogue of events: all that is ever said of a type is made from it. */
import type { JsonSchema } from './json-schema.ts';

/**
 * `member`: about a team member; `connection`: about an account's connection; both in the account's source and
 * sequence. `operational`: about the delivery itself, in a source and a sequence of its own.
 */
export type EventGroup = 'member' | 'connection' | 'operational';

export interface EventEntry {
  /** When it is emitted, in one sentence. */
  readonly when: string;
  /** What the main app does with it, in one sentence. */
  readonly mainApp: string;
  /** The JSON Schema of `data`; shared parts are references to EVENT_DEFINITIONS. */
  readonly data: JsonSchema;
  readonly example: EventExample;
}

/** What an example does not share with every other event of its group. */
export interface EventExample {
  readonly id: string;
  readonly sequence: number;
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly requestId: string;
  readonly traceparent?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

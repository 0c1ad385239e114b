/** What a kind of expensive request is. */
import type { AttackRequest } from './attack.ts';
import type { Scene } from './scene.ts';

export interface Kind {
  /** The row in the table. */
  readonly name: string;
  /** Also measured in the short form, which is a test. */
  readonly isInShortForm?: boolean;
  /** How many connections send at a time; 8 when not said. */
  readonly connections?: number;
  /** What the connections do with answers: `never` leaves them in the socket. */
  readonly reads?: 'never';
  /** Requests are sent this slowly, in bytes a second for each connection. */
  readonly bodyBytesPerSecond?: number;
  /** A connection gives up on an answer after so long and sends the next request; for streams, which do not end. */
  readonly leavesAfterMs?: number;
  /** Webhook endpoints whose receiver answers only when its time is nearly over. */
  readonly slowEndpoints?: number;
  /** Makes the requests of one run; each call of the result is the next one. */
  requests(scene: Scene): () => AttackRequest;
}

/** Takes the values in turn, without end. */
export function cycle<T>(values: readonly T[]): () => T {
  let next = 0;
  return () => {
    const value = values[next % values.length];
    if (value === undefined) throw new Error('there is nothing to choose from');
    next += 1;
    return value;
  };
}

/** A request that is the same each time. */
export const always =
  (request: AttackRequest): (() => () => AttackRequest) =>
  () =>
  () =>
    request;

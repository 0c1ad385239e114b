/** Which events a replay delivers again. */

import { RollcallError } from '../base/errors.ts';
import { parseInstant } from '../base/instant.ts';
import { parseCursor } from '../events/feed/cursor.ts';

export type ReplayRange =
  | {
      readonly kind: 'span';
      /** `undefined`: every account of the endpoint. */
      readonly accountId: string | undefined;
      readonly from: Edge | undefined;
      readonly to: Edge | undefined;
    }
  | { readonly kind: 'sequences'; readonly accountId: string; readonly first: number; readonly last: number };

/** A position of the feed (`from` exclusive, `to` inclusive) or a time in milliseconds since the epoch (both inclusive). */
export type Edge =
  | { readonly kind: 'position'; readonly epoch: string; readonly position: number }
  | { readonly kind: 'time'; readonly time: number };

const SEQUENCE = /^\d{1,20}$/;

/**
 * Reads `from` and `to`: times (RFC 3339), cursors of the feed, or with `account` sequences.
 * @throws RollcallError `badRequest`
 */
export function parseReplayRange(
  from: string | undefined,
  to: string | undefined,
  accountId: string | undefined,
): ReplayRange {
  const areSequences = [from, to].some(text => text !== undefined && SEQUENCE.test(text));
  if (!areSequences) return { kind: 'span', accountId, from: edge('from', from), to: edge('to', to) };
  if (accountId === undefined) {
    throw new RollcallError('badRequest', 'A sequence counts within one account: name it in "account".');
  }
  return {
    kind: 'sequences',
    accountId,
    first: from === undefined ? 1 : sequence('from', from),
    last: to === undefined ? Number.MAX_SAFE_INTEGER : sequence('to', to),
  };
}

function sequence(name: string, text: string): number {
  const value = Number(text);
  if (SEQUENCE.test(text) && Number.isSafeInteger(value)) return value;
  throw new RollcallError('badRequest', `"${name}" must be a sequence such as 42, like the other end.`);
}

function edge(name: string, text: string | undefined): Edge | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith('v1.')) return { kind: 'position', ...parseCursor(text, `"${name}"`) };
  const time = parseInstant(text);
  if (time !== undefined) return { kind: 'time', time };
  throw new RollcallError(
    'badRequest',
    `"${name}" must be a time such as 2027-01-31T18:00:00Z, a cursor of the feed, or with "account" a sequence.`,
  );
}

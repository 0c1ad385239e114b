/** What the number of an event says: the next one, one that was there before, or one too far on. */

const FIRST = 1n;

/** @see rollcall-client.d.ts */
export function decide(sequence, last, replay) {
  // What is replayed may have been given up long ago: its number is old, and yet it was never applied.
  if (replay) return replay.wasApplied ? 'ignore' : 'replay';
  const number = BigInt(sequence);
  const known = BigInt(last ?? 0);
  if (number <= known) return 'ignore';
  return number === known + FIRST ? 'apply' : 'gap';
}

/**
 * @see rollcall-client.d.ts
 *
 * The end of `source`, so that a service that moves to another host name goes on counting.
 */
export function sequenceKey({ source }) {
  return /(?:accounts\/[^/]+|operations)$/.exec(source)?.[0] ?? source;
}

/** The account whose events are counted under `key`; `undefined` for what belongs to none. */
export function accountOf(key) {
  return key.startsWith('accounts/') ? key.slice('accounts/'.length) : undefined;
}

/** Of events about the delivery itself. */
export const KEY_OF_OPERATIONS = 'operations';

export const keyOfAccount = account => `accounts/${account}`;

/** The number before the first. */
export const NO_SEQUENCE = '0'.repeat(20);

/** The number before `sequence`, as text of the same length. */
export const before = sequence => String(BigInt(sequence) - 1n).padStart(sequence.length, '0');

/** A token bucket that can be in debt: a request costs one token before it runs, and what its work cost is taken afterwards. */

export interface BucketRate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  /** Tokens; below 0 it is in debt. May be a fraction. */
  readonly level: number;
  /** Milliseconds, of the clock the bucket is measured with. */
  readonly at: number;
}

export interface Demand {
  /** Whole tokens. */
  readonly wanted: number;
  /** Tokens that work done before has cost, taken in any case; below 0 what was granted and is given back. */
  readonly owed: number;
}

export interface Consumed {
  /** Tokens that may be spent; 0 when the bucket holds less than one. */
  readonly granted: number;
  /** Milliseconds until it holds one again. */
  readonly nextInMs: number;
}

/**
 * Takes what is owed, and then of what is wanted as many tokens as the bucket holds. It fills with real time, whatever
 * the process was busy with, so that nobody pays for the time in which others kept it from answering.
 * @param now never before the bucket's own time is counted
 */
export function consume(
  { level, at }: Bucket,
  now: number,
  { wanted, owed }: Demand,
  { perSecond, burst }: BucketRate,
): { readonly consumed: Consumed; readonly left: Bucket } {
  const filled = level + (Math.max(0, now - at) / 1_000) * perSecond;
  const rest = Math.min(burst, Math.min(burst, filled) - owed);
  const granted = Math.max(0, Math.min(wanted, Math.floor(rest)));
  const left = rest - granted;
  const nextInMs = left >= 1 ? 0 : ((1 - left) / perSecond) * 1_000;
  return { consumed: { granted, nextInMs }, left: { level: left, at: Math.max(now, at) } };
}

/** What a piece of work used; what is not known is left out. */
export interface Work {
  readonly readerMs?: number;
  readonly rows?: number;
  readonly bytes?: number;
  readonly writtenBytes?: number;
}

/** What one token pays for: at the usual rate of 50 a second, half of a processor, 12 MiB read, 1.6 MiB written. */
const TOKEN = { readerMs: 10, rows: 1_000, bytes: 262_144, writtenBytes: 32_768 } as const;

/** The price of work, in tokens. */
export const priceOf = ({ readerMs = 0, rows = 0, bytes = 0, writtenBytes = 0 }: Work): number =>
  readerMs / TOKEN.readerMs + rows / TOKEN.rows + bytes / TOKEN.bytes + writtenBytes / TOKEN.writtenBytes;

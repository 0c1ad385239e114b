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
 * the process was busy with. The requests that arrived while the thread was blocked arrive together: for them the
 * bucket may hold more than its burst, by what flowed in meanwhile, so that an account is not refused for the time in
 * which others kept the process from answering.
 * @param now never before the bucket's own time is counted
 * @param blockedMs for how long the thread was blocked of late
 */
export function consume(
  { level, at }: Bucket,
  now: number,
  { wanted, owed }: Demand,
  { perSecond, burst }: BucketRate,
  blockedMs = 0,
): { readonly consumed: Consumed; readonly left: Bucket } {
  const most = burst + (blockedMs / 1_000) * perSecond;
  const filled = level + (Math.max(0, now - at) / 1_000) * perSecond;
  const rest = Math.min(most, Math.min(most, filled) - owed);
  const granted = Math.max(0, Math.min(wanted, Math.floor(rest)));
  const left = rest - granted;
  const nextInMs = left >= 1 ? 0 : ((1 - left) / perSecond) * 1_000;
  return { consumed: { granted, nextInMs }, left: { level: left, at: Math.max(now, at) } };
}

/** What a piece of work used; what is not known is left out. */
export interface Work {
  readonly readerMs?: number;
  /** Of the serving thread, while it decides about a change. */
  readonly threadMs?: number;
  readonly rows?: number;
  readonly bytes?: number;
  /** Of events; the members they are about cost in proportion. */
  readonly writtenBytes?: number;
  /** JSON that was parsed, after inflating: it keeps the serving thread. */
  readonly parsedBytes?: number;
  /** Of answers: rendering and sending them keeps the serving thread. */
  readonly sentBytes?: number;
  /** Of an import: many share a transaction, so a line costs less than a request. */
  readonly lines?: number;
}

/**
 * How much of each kind of work one token pays for: at the usual rate of 50 a second half of a reader's time, a
 * quarter of the serving thread's, 12 MiB read, 1.6 MiB of events written, 3 MiB parsed, 50 MiB sent, or 1,000 lines.
 */
const TOKEN: Required<Work> = {
  readerMs: 10,
  threadMs: 5,
  rows: 1_000,
  bytes: 262_144,
  writtenBytes: 32_768,
  parsedBytes: 65_536,
  sentBytes: 1_048_576,
  lines: 20,
};
const KINDS = Object.keys(TOKEN) as readonly (keyof Work)[]; // its own keys

/** The price of work, in tokens. */
export const priceOf = (work: Work): number =>
  KINDS.reduce((price, kind) => price + (work[kind] ?? 0) / TOKEN[kind], 0);

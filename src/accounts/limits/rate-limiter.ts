/** How much an account may ask for: requests and their work, out of a token bucket that fills at a steady rate. */
import { RollcallError } from '../../base/errors.ts';
import {
  type Bucket,
  type BucketRate,
  type Consumed,
  consume,
  type Demand,
  priceOf,
  type Work,
} from './token-bucket.ts';

export interface BucketStore {
  /** How many tokens to take at a time: more than one spares a shared store a write for each request. */
  readonly batch: number;
  consume(accountId: string, demand: Demand): Consumed | Promise<Consumed>;
}

/** Buckets of one process, for a database that one process serves. A full bucket need not be remembered. */
export class LocalBuckets implements BucketStore {
  readonly batch = 1;
  readonly #rate: BucketRate;
  readonly #now: () => number;
  readonly #blockedMs: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /**
   * @param now milliseconds of a clock that never goes back
   * @param blockedMs for how long the thread was blocked of late
   */
  constructor(rate: BucketRate, now: () => number, blockedMs: () => number = () => 0) {
    this.#rate = rate;
    this.#now = now;
    this.#blockedMs = blockedMs;
  }

  consume(accountId: string, demand: Demand): Consumed {
    const now = this.#now();
    const bucket = this.#buckets.get(accountId) ?? { level: this.#rate.burst, at: now };
    const { consumed, left } = consume(bucket, now, demand, this.#rate, this.#blockedMs());
    this.#buckets.set(accountId, left);
    if (this.#buckets.size > FORGET_ABOVE) this.#forgetFull(now);
    return consumed;
  }

  #forgetFull(now: number): void {
    for (const [accountId, bucket] of this.#buckets) {
      const { left } = consume(bucket, now, { wanted: 0, owed: 0 }, this.#rate);
      if (left.level >= this.#rate.burst) this.#buckets.delete(accountId);
    }
  }
}

const FORGET_ABOVE = 10_000;
/** A client that sends one request after another is slowed down to the rate instead of being refused. */
const REQUEST_PATIENCE_MS = 250;
/** A refused request is answered after so long, so that a client that sends on without waiting costs little. */
const REFUSAL_DELAY_MS = 250;
/** What was taken in advance and not used is given back, so that other instances may have it. */
const BATCH_LIFE_MS = 1_000;
/** Each request includes this much work; what is not used is kept for a few that cost more. */
const INCLUDED_PER_REQUEST = 1;
const MOST_INCLUDED = 10;

/** What this process holds of an account's bucket. */
interface Share {
  /** Tokens that were granted and are not spent. */
  granted: number;
  grantedUntil: number;
  /** Until then the bucket is known to be empty, and is not asked. */
  emptyUntil: number;
  /** Work that the requests have paid for already. */
  included: number;
  /** Work that the next tokens pay for. */
  owed: number;
  consuming: Promise<Consumed> | undefined;
  lastUsedAt: number;
}

export interface LimiterClock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  pause(delayMs: number): Promise<void>;
}

export class RateLimiter {
  readonly #store: BucketStore;
  readonly #clock: LimiterClock;
  readonly #shares = new Map<string, Share>();

  constructor(store: BucketStore, clock: LimiterClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Pays for one request, waiting a moment when that is enough.
   * @param patienceMs how long it may wait for tokens; time in which the process was busy does not count
   * @throws RollcallError `tooManyRequests`, after a moment
   */
  async admit(accountId: string, patienceMs = REQUEST_PATIENCE_MS): Promise<void> {
    try {
      await this.consume(accountId, patienceMs);
    } catch (error) {
      if (error instanceof RollcallError) await this.#clock.pause(REFUSAL_DELAY_MS);
      throw error;
    }
  }

  /**
   * Pays for one operation.
   * @param patienceMs how long it may wait for tokens
   * @returns how many milliseconds it waited for them
   * @throws RollcallError `tooManyRequests`
   */
  async consume(accountId: string, patienceMs = REQUEST_PATIENCE_MS): Promise<number> {
    const share = this.#shareOf(accountId);
    const waitedMs = await this.#acquire(accountId, share, patienceMs);
    share.included = Math.min(MOST_INCLUDED, share.included + INCLUDED_PER_REQUEST);
    return waitedMs;
  }

  /**
   * Pays for work that is about to be done, token by token, so that the account's own requests get theirs between.
   * What is then charged for it is paid as far as this went.
   */
  async payAhead(accountId: string, work: Work): Promise<void> {
    const share = this.#shareOf(accountId);
    for (let tokens = Math.ceil(priceOf(work)); tokens > 0; tokens -= 1) {
      await this.#acquire(accountId, share, Number.POSITIVE_INFINITY);
      share.included += 1;
    }
  }

  /** Charges for work that was done: the requests that follow pay for what theirs did not include. */
  charge(accountId: string, work: Work): void {
    const share = this.#shareOf(accountId);
    const price = priceOf(work);
    const included = Math.min(share.included, price);
    share.included -= included;
    share.owed += price - included;
  }

  /** Takes from the buckets what is owed now, so that other instances see it before the next request comes here. */
  async takeOwed(): Promise<void> {
    for (const [accountId, share] of this.#shares) {
      if (share.owed >= 1) await this.#take(accountId, share, 0);
    }
  }

  async #acquire(accountId: string, share: Share, patienceMs: number): Promise<number> {
    let waitedMs = 0;
    while (!this.#consume(share)) {
      const emptyForMs = share.emptyUntil - this.#clock.now();
      const { granted, nextInMs } =
        emptyForMs > 0 ? { granted: 0, nextInMs: emptyForMs } : await this.#take(accountId, share);
      if (granted > 0) continue;
      if (waitedMs + nextInMs > patienceMs) throw overLimit(nextInMs);
      await this.#clock.pause(nextInMs);
      waitedMs += nextInMs;
    }
    return waitedMs;
  }

  #consume(share: Share): boolean {
    // Work that was done is paid first; what is less than a token rides with the next ones.
    if (share.owed >= 1 || share.granted <= 0 || share.grantedUntil <= this.#clock.now()) return false;
    share.granted -= 1;
    return true;
  }

  /** Concurrent requests share one read of the store. */
  #take(accountId: string, share: Share, wanted = this.#store.batch): Promise<Consumed> {
    if (share.consuming) return share.consuming;
    // What was granted and not spent is given back with what is owed.
    const { owed, granted } = share;
    share.owed = 0;
    share.granted = 0;
    share.consuming = Promise.resolve(this.#store.consume(accountId, { wanted, owed: owed - granted }))
      .then(
        consumed => {
          const now = this.#clock.now();
          share.granted += consumed.granted;
          share.grantedUntil = now + BATCH_LIFE_MS;
          share.emptyUntil = consumed.granted > 0 ? 0 : now + consumed.nextInMs;
          return consumed;
        },
        (error: unknown) => {
          share.owed += owed - granted;
          throw error;
        },
      )
      .finally(() => {
        share.consuming = undefined;
      });
    return share.consuming;
  }

  #shareOf(accountId: string): Share {
    const now = this.#clock.now();
    const known = this.#shares.get(accountId);
    if (known) {
      known.lastUsedAt = now;
      return known;
    }
    if (this.#shares.size >= FORGET_ABOVE) this.#forgetIdle(now);
    const share: Share = {
      granted: 0,
      grantedUntil: 0,
      emptyUntil: 0,
      included: 0,
      owed: 0,
      consuming: undefined,
      lastUsedAt: now,
    };
    this.#shares.set(accountId, share);
    return share;
  }

  #forgetIdle(now: number): void {
    for (const [accountId, { owed, consuming, lastUsedAt }] of this.#shares) {
      if (owed < 1 && !consuming && now - lastUsedAt > BATCH_LIFE_MS) this.#shares.delete(accountId);
    }
  }
}

const overLimit = (nextInMs: number): RollcallError =>
  new RollcallError(
    'tooManyRequests',
    'This account asks for more than it may: its requests, or the work they take, are over the limit; slow down and try again after the time in Retry-After.',
    { retryAfterSeconds: Math.max(1, Math.ceil(nextInMs / 1_000)) },
  );

/** How many requests an account may make: a bucket that holds a burst and fills at a steady rate. */
import { RollcallError } from '../errors.ts';

export interface BudgetRate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Taken {
  /** How many requests are paid for; 0 when the bucket is empty. */
  readonly granted: number;
  /** Milliseconds until it holds one again. */
  readonly nextInMs: number;
}

export interface BudgetStore {
  /** How many to take at a time: more than one spares a shared store a write for each request. */
  readonly portion: number;
  /** Takes up to `wanted` requests out of the account's bucket. */
  take(accountId: string, wanted: number): Taken | Promise<Taken>;
}

export interface Bucket {
  /** Requests that are paid for; may be a fraction. */
  readonly level: number;
  /** Milliseconds, of the clock the bucket is measured with. */
  readonly at: number;
}

/** Takes out of a bucket what it holds at a time, and no more than is wanted. */
export function takeFrom(
  { level, at }: Bucket,
  now: number,
  wanted: number,
  { perSecond, burst }: BudgetRate,
): { readonly taken: Taken; readonly left: Bucket } {
  const filled = Math.min(burst, level + (Math.max(0, now - at) / 1_000) * perSecond);
  const granted = Math.min(wanted, Math.floor(filled));
  const rest = filled - granted;
  const nextInMs = rest >= 1 ? 0 : ((1 - rest) / perSecond) * 1_000;
  return { taken: { granted, nextInMs }, left: { level: rest, at: now } };
}

/** Buckets of one process, for a database that one process serves. A full bucket need not be remembered. */
export class LocalBudgets implements BudgetStore {
  readonly portion = 1;
  readonly #rate: BudgetRate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(rate: BudgetRate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  take(accountId: string, wanted: number): Taken {
    const now = this.#now();
    const bucket = this.#buckets.get(accountId) ?? { level: this.#rate.burst, at: now };
    const { taken, left } = takeFrom(bucket, now, wanted, this.#rate);
    this.#buckets.set(accountId, left);
    if (this.#buckets.size > FORGET_ABOVE) this.#forgetFull(now);
    return taken;
  }

  #forgetFull(now: number): void {
    for (const [accountId, bucket] of this.#buckets) {
      const { left } = takeFrom(bucket, now, 0, this.#rate);
      if (left.level >= this.#rate.burst) this.#buckets.delete(accountId);
    }
  }
}

const FORGET_ABOVE = 10_000;
/** A client that sends one request after another is slowed down to the rate instead of being refused. */
const LONGEST_WAIT_MS = 250;
/** What was taken in advance and not used is given up, so that others may have it. */
const PORTION_LIFE_MS = 1_000;

interface Portion {
  requests: number;
  readonly until: number;
}

export interface BudgetClock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  pause(delayMs: number): Promise<void>;
}

export class RequestBudget {
  readonly #store: BudgetStore;
  readonly #clock: BudgetClock;
  readonly #portions = new Map<string, Portion>();
  readonly #taking = new Map<string, Promise<Taken>>();

  constructor(store: BudgetStore, clock: BudgetClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Pays for one request, waiting a moment when that is enough.
   * @throws RollcallError `tooManyRequests`
   */
  async spend(accountId: string): Promise<void> {
    const deadline = this.#clock.now() + LONGEST_WAIT_MS;
    while (!this.#spendPortion(accountId)) {
      const { granted, nextInMs } = await this.#take(accountId);
      if (granted > 0) continue;
      if (this.#clock.now() + nextInMs > deadline) throw overBudget(nextInMs);
      await this.#clock.pause(nextInMs);
    }
  }

  #spendPortion(accountId: string): boolean {
    const portion = this.#portions.get(accountId);
    if (!portion) return false;
    const isAlive = portion.until > this.#clock.now() && portion.requests > 0;
    if (isAlive) portion.requests -= 1;
    if (portion.requests === 0 || !isAlive) this.#portions.delete(accountId);
    return isAlive;
  }

  /** Requests that come at once share one look into the store. */
  #take(accountId: string): Promise<Taken> {
    const underWay = this.#taking.get(accountId);
    if (underWay) return underWay;
    const taking = Promise.resolve(this.#store.take(accountId, this.#store.portion))
      .then(taken => {
        if (taken.granted > 0) {
          const until = this.#clock.now() + PORTION_LIFE_MS;
          this.#portions.set(accountId, { requests: taken.granted, until });
        }
        return taken;
      })
      .finally(() => this.#taking.delete(accountId));
    this.#taking.set(accountId, taking);
    return taking;
  }
}

const overBudget = (nextInMs: number): RollcallError =>
  new RollcallError(
    'tooManyRequests',
    'This account sends more requests than it may; slow down and try again after the time in Retry-After.',
    { retryAfterSeconds: Math.max(1, Math.ceil(nextInMs / 1_000)) },
  );

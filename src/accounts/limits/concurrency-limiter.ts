/**
 * How many requests are worked on at a time: of one account, and in all. When the process is full, the accounts that
 * wait get the places that become free in turn, so that no account crowds out another.
 */
import { RollcallError } from '../../base/errors.ts';

export interface ConcurrencyLimits {
  /** Of one account. */
  readonly perAccount: number;
  readonly total: number;
}

interface Queue {
  active: number;
  /** The oldest first. */
  readonly waiting: Set<() => void>;
}

/** Beyond this a client does not wait for answers at all. */
const LONGEST_QUEUE = 1_000;
const LONGEST_QUEUE_IN_ALL = 5_000;
const RETRY_AFTER_SECONDS = 5;

export class ConcurrencyLimiter {
  readonly #limits: ConcurrencyLimits;
  /** The accounts in the order in which they get places. */
  readonly #queues = new Map<string, Queue>();
  #active = 0;
  #waiting = 0;

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits;
  }

  /** Takes a place, if one is free; it is given back with `release`. */
  tryAcquire(accountId: string): boolean {
    const queue = this.#queues.get(accountId);
    if (this.#active >= this.#limits.total || (queue?.active ?? 0) >= this.#limits.perAccount) return false;
    if (queue) queue.active += 1;
    else this.#queues.set(accountId, { active: 1, waiting: new Set() });
    this.#active += 1;
    return true;
  }

  /**
   * Waits for a place.
   * @param signal aborted when the client went away: then it waits no longer, and has no place
   * @returns whether there is a place
   * @throws RollcallError `tooManyRequests` when the queue of the account is full, `unavailable` when all queues are
   */
  async acquire(accountId: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.tryAcquire(accountId)) return true;
    const queue = this.#queues.get(accountId) ?? { active: 0, waiting: new Set() };
    if (queue.waiting.size >= LONGEST_QUEUE) throw queueFull();
    if (this.#waiting >= LONGEST_QUEUE_IN_ALL) throw allQueuesFull();
    this.#queues.set(accountId, queue);
    return new Promise(resolve => {
      const giveUp = (): void => {
        queue.waiting.delete(admit);
        this.#waiting -= 1;
        this.#forgetIdle(accountId, queue);
        resolve(false);
      };
      const admit = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      queue.waiting.add(admit);
      this.#waiting += 1;
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Gives the place back, and to the account whose turn it is. */
  release(accountId: string): void {
    const queue = this.#queues.get(accountId);
    if (!queue || queue.active === 0) throw new Error('a place is released by what has acquired it');
    queue.active -= 1;
    this.#active -= 1;
    this.#admitNext();
    this.#forgetIdle(accountId, queue);
  }

  #admitNext(): void {
    if (this.#waiting === 0 || this.#active >= this.#limits.total) return;
    for (const [accountId, queue] of this.#queues) {
      const [next] = queue.waiting;
      if (!next || queue.active >= this.#limits.perAccount) continue;
      // Its next turn comes when every other account has had one.
      this.#queues.delete(accountId);
      this.#queues.set(accountId, queue);
      queue.waiting.delete(next);
      this.#waiting -= 1;
      queue.active += 1;
      this.#active += 1;
      next();
      return;
    }
  }

  #forgetIdle(accountId: string, { active, waiting }: Queue): void {
    if (active === 0 && waiting.size === 0) this.#queues.delete(accountId);
  }
}

const queueFull = (): RollcallError =>
  new RollcallError(
    'tooManyRequests',
    'Too many requests of this account wait for an answer; send fewer at a time.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );

const allQueuesFull = (): RollcallError =>
  new RollcallError('unavailable', 'Too many requests wait for an answer; try again in a moment.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

/**
 * Wakes those who wait for something new in the feed.
 *
 * Commits of this process are announced immediately (`wake`), those of others by a notification of the database where there
 * is one, and by reading the head of the feed twice a second while readers wait. One read serves all of them.
 */

import type { Clock } from '../../clock.ts';
import { describeFailure, type Log } from '../../log.ts';
import type { EventFilter } from './feed.ts';

/** What must be known of an event to find its waiting readers. */
export interface EventHeader {
  readonly position: number;
  readonly accountId: string;
  readonly type: string;
}

export interface HeadingStore {
  /** The headings of the events behind `after`, in order. */
  headings(after: number, limit: number): Promise<readonly EventHeader[]>;
}

export interface WaitLimits {
  readonly timeoutMs: number;
  /** Aborted when the waiting client has gone. */
  readonly signal: AbortSignal;
}

interface Waiter {
  /** Up to here nothing fitted. */
  position: number;
  readonly filter: EventFilter;
  readonly end: (hasCome: boolean) => void;
}

const POLL_MS = 500;
const HEADINGS_A_LOOK = 1_000;

export class FeedWatch {
  readonly #store: HeadingStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();
  #looking: Promise<void> | undefined;
  #mustLookAgain = false;
  #isFailing = false;
  #cancelPoll: (() => void) | undefined;
  #isStopped = false;

  constructor(store: HeadingStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** To be called when events may have been added to the feed. */
  wake(): void {
    for (const listener of this.#listeners) listener();
    this.#look();
  }

  /** Calls `listener` whenever events may have been added. @returns what ends that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Waits for an event behind `position` that fits the filter.
   * @returns whether one has come; `false` when the time is over, the signal aborted, or the service stops
   */
  wait(position: number, filter: EventFilter, { timeoutMs, signal }: WaitLimits): Promise<boolean> {
    if (this.#isStopped || signal.aborted || timeoutMs <= 0) return Promise.resolve(false);
    return new Promise(resolve => {
      const end = (hasCome: boolean): void => {
        cancelTimeout();
        signal.removeEventListener('abort', giveUp);
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#cancelPoll?.();
        resolve(hasCome);
      };
      const giveUp = (): void => end(false);
      const waiter: Waiter = { position, filter, end };
      const cancelTimeout = this.#clock.schedule(giveUp, timeoutMs);
      signal.addEventListener('abort', giveUp);
      this.#waiters.add(waiter);
      if (this.#waiters.size === 1) this.#planPoll();
      // What was added since the caller read the feed may have been announced while no reader waited.
      this.#look();
    });
  }

  /** Ends every wait, and begins no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const waiter of this.#waiters) waiter.end(false);
    await this.#looking;
  }

  #planPoll(): void {
    this.#cancelPoll = this.#clock.schedule(() => {
      this.#planPoll();
      this.#look();
    }, POLL_MS);
  }

  #look(): void {
    if (this.#looking) {
      this.#mustLookAgain = true;
      return;
    }
    this.#looking = this.#lookToTheEnd().finally(() => {
      this.#looking = undefined;
      if (!this.#mustLookAgain) return;
      this.#mustLookAgain = false;
      this.#look();
    });
  }

  async #lookToTheEnd(): Promise<void> {
    try {
      while (this.#waiters.size > 0 && (await this.#lookOnce()));
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) {
        this.#log.warn('the feed could not be watched and will be looked at again', describeFailure(error));
      }
      this.#isFailing = true;
    }
  }

  /** @returns whether there is more to look at */
  async #lookOnce(): Promise<boolean> {
    // Those who come while the store reads are not served by what it reads.
    const waiters = [...this.#waiters];
    const headings = await this.#store.headings(
      Math.min(...waiters.map(({ position }) => position)),
      HEADINGS_A_LOOK,
    );
    const last = headings.at(-1);
    if (!last) return false;
    for (const waiter of waiters) {
      const hasCome = headings.some(
        heading => heading.position > waiter.position && fits(heading, waiter.filter),
      );
      if (hasCome) waiter.end(true);
      else waiter.position = Math.max(waiter.position, last.position);
    }
    return headings.length === HEADINGS_A_LOOK;
  }
}

const fits = ({ accountId, type }: EventHeader, { accounts, types }: EventFilter): boolean =>
  (accounts === null || accounts.includes(accountId)) &&
  (types === null || types.some(wanted => wanted === type));

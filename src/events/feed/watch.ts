/**
 * Wakes those who wait for something new in the feed.
 *
 * Commits of this process are announced immediately (`wake`), those of others by a notification of the database where there
 * is one, and by reading the head of the feed twice a second while readers wait. One read serves all of them.
 */
import type { BackgroundLoop, BackgroundLoops } from '../../base/background-loop.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventFilter } from './feed.ts';

/** What must be known of an event to find its waiting readers. */
export interface EventHeader {
  readonly position: number;
  readonly accountId: string;
  readonly type: string;
}

export interface HeaderStore {
  /** The headers of the events behind `after`, in order. */
  headers(after: number, limit: number): Promise<readonly EventHeader[]>;
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
const BATCH_SIZE = 1_000;

export class FeedWatch {
  readonly #store: HeaderStore;
  readonly #clock: Clock;
  readonly #loop: BackgroundLoop;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();

  constructor(store: HeaderStore, clock: Clock, loops: BackgroundLoops) {
    this.#store = store;
    this.#clock = clock;
    this.#loop = loops.add({
      name: 'feed_watch',
      run: () => this.#readToTheEnd(),
      everyMs: POLL_MS,
      hasWork: () => this.#waiters.size > 0,
      whenItFails: 'the feed could not be watched and will be read again',
    });
  }

  /** How many wait now. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** To be called when events may have been added to the feed. */
  wake(): void {
    for (const listener of this.#listeners) listener();
    this.#loop.wake();
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
    if (this.#loop.isStopping || signal.aborted || timeoutMs <= 0) return Promise.resolve(false);
    return new Promise(resolve => {
      const end = (hasCome: boolean): void => {
        cancelTimeout();
        signal.removeEventListener('abort', giveUp);
        this.#waiters.delete(waiter);
        this.#loop.rest();
        resolve(hasCome);
      };
      const giveUp = (): void => end(false);
      const waiter: Waiter = { position, filter, end };
      const cancelTimeout = this.#clock.schedule(giveUp, timeoutMs);
      signal.addEventListener('abort', giveUp);
      this.#waiters.add(waiter);
      // What was added since the caller read the feed may have been announced while no reader waited.
      this.#loop.wake();
    });
  }

  /** Ends every wait, and begins no other; a read under way ends with the loops. */
  stop(): void {
    void this.#loop.stop();
    for (const waiter of this.#waiters) waiter.end(false);
  }

  async #readToTheEnd(): Promise<void> {
    while (this.#waiters.size > 0 && (await this.#readBatch()));
  }

  /** @returns whether there is more to read */
  async #readBatch(): Promise<boolean> {
    // Those who come while the store reads are not served by what it reads.
    const waiters = [...this.#waiters];
    const headers = await this.#store.headers(
      Math.min(...waiters.map(({ position }) => position)),
      BATCH_SIZE,
    );
    const last = headers.at(-1);
    if (!last) return false;
    for (const waiter of waiters) {
      const hasCome = headers.some(
        header => header.position > waiter.position && fits(header, waiter.filter),
      );
      if (hasCome) waiter.end(true);
      else waiter.position = Math.max(waiter.position, last.position);
    }
    return headers.length === BATCH_SIZE;
  }
}

const fits = ({ accountId, type }: EventHeader, { accounts, types }: EventFilter): boolean =>
  (accounts === null || accounts.includes(accountId)) &&
  (types === null || types.some(wanted => wanted === type));

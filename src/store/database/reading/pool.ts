/** Runs searches of a SQLite file in threads of their own, so that the serving thread stays free. */
import type { Transaction } from '../database.ts';
import { AccountSlots, WAITING_PER_ACCOUNT } from './account-slots.ts';
import { type OnWork, type ReadWork, SEARCH_LIMIT_MS, SERVICE, type SearchScope } from './search.ts';
import { ReaderThread } from './thread.ts';

/** A thread takes a third of a second to start, which a process that starts needs for itself. */
const START_DELAY_MS = 2_000;

export interface ReaderPoolOptions {
  readonly path: string;
  readonly threads: number;
  /** Starts all threads soon, so that no request waits for one; otherwise each starts when it is first needed. */
  readonly startsEarly?: boolean | undefined;
  readonly onWork?: OnWork | undefined;
}

export class ReaderPool {
  readonly #path: string;
  readonly #onWork: OnWork;
  readonly #slots: AccountSlots;
  readonly #threads = new Set<ReaderThread>();
  readonly #idle: ReaderThread[] = [];
  /** Kept for the next snapshot; snapshots beyond it get threads that end with them. */
  #spare: ReaderThread | undefined;
  #starting: NodeJS.Timeout | undefined;
  readonly #running = new Set<Promise<unknown>>();

  constructor({ path, threads, startsEarly = false, onWork = () => undefined }: ReaderPoolOptions) {
    this.#path = path;
    this.#onWork = onWork;
    this.#slots = new AccountSlots({
      total: threads,
      perAccount: Math.max(1, threads - 1),
      waiting: WAITING_PER_ACCOUNT,
    });
    if (startsEarly) this.#starting = setTimeout(() => this.#startAll(threads), START_DELAY_MS).unref();
  }

  /**
   * Runs `work` on one committed state; a thread that has ended is replaced when one is needed.
   * @throws RollcallError `tooMany` after the limit; `tooManyRequests`; `unavailable` when the client left
   */
  search<T>(scope: SearchScope, work: (read: Transaction) => Promise<T>): Promise<T> {
    const { accountId, signal } = scope;
    return this.#slots.run(accountId, signal, () =>
      this.#track(this.#searchIn(this.#takeThread(), scope, work)),
    );
  }

  /** Runs `work` on one committed state in a thread of its own, for as long as it takes. */
  snapshot<T>(work: (read: Transaction) => Promise<T>): Promise<T> {
    const thread = this.#spare?.isUsable ? this.#spare : this.#startThread();
    this.#spare = undefined;
    return this.#track(this.#snapshotIn(thread, work));
  }

  /** Waits for what runs, then ends the threads. */
  async close(): Promise<void> {
    clearTimeout(this.#starting);
    await Promise.allSettled(this.#running);
    await Promise.all([...this.#threads].map(thread => thread.close()));
  }

  async #searchIn<T>(
    thread: ReaderThread,
    { accountId, signal, limitMs = SEARCH_LIMIT_MS }: SearchScope,
    work: (read: Transaction) => Promise<T>,
  ): Promise<T> {
    let leftMs = limitMs;
    const onWork = (used: ReadWork): void => {
      leftMs -= used.readerMs;
      if (accountId !== SERVICE) this.#onWork(accountId, used);
    };
    await thread.started;
    thread.begin();
    try {
      return await work({
        all: query => thread.read(query, { limitMs: leftMs, signal, onWork }),
      });
    } finally {
      thread.end();
      if (thread.isUsable) this.#idle.push(thread);
    }
  }

  async #snapshotIn<T>(thread: ReaderThread, work: (read: Transaction) => Promise<T>): Promise<T> {
    try {
      await thread.started;
      thread.begin();
      return await work({ all: query => thread.read(query) });
    } finally {
      thread.end();
      if (this.#spare || !thread.isUsable) await thread.close();
      else this.#spare = thread;
    }
  }

  #startAll(threads: number): void {
    while (this.#threads.size < threads) this.#idle.push(this.#startThread());
    this.#spare ??= this.#startThread();
  }

  #takeThread(): ReaderThread {
    for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) if (thread.isUsable) return thread;
    return this.#startThread();
  }

  #startThread(): ReaderThread {
    const thread = new ReaderThread(this.#path);
    this.#threads.add(thread);
    void thread.ended.then(() => this.#threads.delete(thread));
    return thread;
  }

  async #track<T>(running: Promise<T>): Promise<T> {
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

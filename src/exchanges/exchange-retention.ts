/** Lets go of exchanges that have been kept long enough. */
import type { Log } from '../log.ts';
import { PeriodicJob } from '../periodic-job.ts';

const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

export interface ExchangeRetentionStore {
  /**
   * Deletes some of the oldest exchanges, all older than `before`.
   * @param before milliseconds since the epoch
   * @returns whether there may be more to delete
   */
  expireExchanges(before: number): Promise<boolean>;
}

export class ExchangeRetention {
  readonly #store: ExchangeRetentionStore;
  readonly #days: number;
  readonly #now: () => number;
  readonly #job: PeriodicJob;

  constructor(store: ExchangeRetentionStore, days: number, now: () => number, log: Log) {
    this.#store = store;
    this.#days = days;
    this.#now = now;
    this.#job = new PeriodicJob({
      run: () => this.run(),
      everyMs: EVERY_MS,
      whenItFails: 'old exchanges could not be deleted and will be tried again',
      log,
    });
  }

  start(): void {
    this.#job.start();
  }

  stop(): Promise<void> {
    return this.#job.stop();
  }

  /** Lets go of everything that is due. */
  async run(): Promise<void> {
    const before = this.#now() - this.#days * DAY_MS;
    while ((await this.#store.expireExchanges(before)) && !this.#job.isStopping);
  }
}

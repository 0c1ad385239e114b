/** Deletes entries that have been kept long enough. */
import type { Log } from '../log.ts';
import { PeriodicJob } from '../periodic-job.ts';
import type { AgeJudge, ClockRange } from '../uptime.ts';

const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

export interface LogRetentionStore {
  /**
   * Deletes some of the entries with a date outside of what the clock has shown since.
   * @returns whether there may be more to delete
   */
  expireEntries(shown: ClockRange): Promise<boolean>;
}

export class LogRetention {
  readonly #store: LogRetentionStore;
  readonly #days: number;
  readonly #age: AgeJudge;
  readonly #job: PeriodicJob;

  constructor(store: LogRetentionStore, days: number, age: AgeJudge, log: Log) {
    this.#store = store;
    this.#days = days;
    this.#age = age;
    this.#job = new PeriodicJob({
      run: () => this.run(),
      everyMs: EVERY_MS,
      whenItFails: 'old entries could not be deleted and will be tried again',
      log,
    });
  }

  start(): void {
    this.#job.start();
  }

  stop(): Promise<void> {
    return this.#job.stop();
  }

  /** Deletes everything that is due. */
  async run(): Promise<void> {
    const since = await this.#age.within(this.#days * DAY_MS);
    while (since && (await this.#store.expireEntries(since.clock)) && !this.#job.isStopping);
  }
}

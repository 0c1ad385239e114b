/** Lets go of what has been kept long enough; what nobody has read by then is never dropped silently. */
import type { Log } from '../log.ts';
import { PeriodicJob } from '../periodic-job.ts';

const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;
/** Dead letters that nobody dealt with are kept as long. */
const DEAD_LETTER_DAYS = 90;

export interface RetentionStore {
  /**
   * Deletes some of the oldest events, all older than `before`; endpoints that have not read them get a dead letter.
   * @param before milliseconds since the epoch
   * @returns whether there may be more to delete
   */
  expireEvents(before: number, now: number): Promise<boolean>;
  /** @returns whether there may be more to delete */
  expireAttempts(before: number): Promise<boolean>;
  expireDeadLetters(before: number): Promise<void>;
}

export interface RetentionPeriods {
  readonly eventDays: number;
  readonly attemptDays: number;
}

export class Retention {
  readonly #store: RetentionStore;
  readonly #periods: RetentionPeriods;
  readonly #now: () => number;
  readonly #job: PeriodicJob;

  constructor(store: RetentionStore, periods: RetentionPeriods, now: () => number, log: Log) {
    this.#store = store;
    this.#periods = periods;
    this.#now = now;
    this.#job = new PeriodicJob({
      run: () => this.run(),
      everyMs: EVERY_MS,
      whenItFails: 'old events could not be deleted and will be tried again',
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
    const now = this.#now();
    const { eventDays, attemptDays } = this.#periods;
    const isMore = async (step: Promise<boolean>): Promise<boolean> => (await step) && !this.#job.isStopping;
    while (await isMore(this.#store.expireEvents(now - eventDays * DAY_MS, now)));
    while (await isMore(this.#store.expireAttempts(now - attemptDays * DAY_MS)));
    await this.#store.expireDeadLetters(now - DEAD_LETTER_DAYS * DAY_MS);
  }
}

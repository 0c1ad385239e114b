/** Lets go of what has been kept long enough; what nobody has read by then is never dropped silently. */
import { describeFailure, type Log } from '../log.ts';

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
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopping = false;

  constructor(store: RetentionStore, periods: RetentionPeriods, now: () => number, log: Log) {
    this.#store = store;
    this.#periods = periods;
    this.#now = now;
    this.#log = log;
  }

  start(): void {
    this.#plan();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Lets go of everything that is due. */
  async run(): Promise<void> {
    const now = this.#now();
    const { eventDays, attemptDays } = this.#periods;
    const isMore = async (step: Promise<boolean>): Promise<boolean> => (await step) && !this.#isStopping;
    while (await isMore(this.#store.expireEvents(now - eventDays * DAY_MS, now)));
    while (await isMore(this.#store.expireAttempts(now - attemptDays * DAY_MS)));
    await this.#store.expireDeadLetters(now - DEAD_LETTER_DAYS * DAY_MS);
  }

  #plan(): void {
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#running = this.run()
        .catch((error: unknown) => {
          this.#log.warn('old events could not be deleted and will be tried again', describeFailure(error));
        })
        .finally(() => this.#plan());
    }, EVERY_MS);
    // Nothing waits for a clean-up that is due in minutes.
    this.#timer.unref();
  }
}

/** Deletes what has been kept long enough; events that were never read are not dropped silently. */

import type { BackgroundLoop, BackgroundLoops } from '../../base/background-loop.ts';
import { DAY_MS } from '../../base/clock.ts';
import type { AgeJudge, ClockRange } from '../../base/uptime.ts';

const EVERY_MS = 600_000;
/** Open dead letters are kept as long. */
export const DEAD_LETTER_DAYS = 90;

export interface RetentionStore {
  /**
   * Deletes some of the oldest events; endpoints that have not read them get a dead letter.
   * @param upTo the last position to delete
   * @param now milliseconds since the epoch
   * @returns whether there may be more to delete
   */
  expireEvents(upTo: number, now: number): Promise<boolean>;
  /**
   * Deletes some of the attempts with a date outside of what the clock has shown since.
   * @returns whether there may be more to delete
   */
  expireAttempts(shown: ClockRange): Promise<boolean>;
  expireDeadLetters(shown: ClockRange): Promise<void>;
}

export interface RetentionPeriods {
  readonly eventDays: number;
  readonly attemptDays: number;
}

interface Dependencies {
  readonly store: RetentionStore;
  readonly periods: RetentionPeriods;
  readonly age: AgeJudge;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly loops: BackgroundLoops;
}

export class Retention {
  readonly #store: RetentionStore;
  readonly #periods: RetentionPeriods;
  readonly #age: AgeJudge;
  readonly #now: () => number;
  readonly #loop: BackgroundLoop;

  constructor({ store, periods, age, now, loops }: Dependencies) {
    this.#store = store;
    this.#periods = periods;
    this.#age = age;
    this.#now = now;
    this.#loop = loops.add({
      name: 'event_retention',
      run: () => this.run(),
      everyMs: EVERY_MS,
      whenItFails: 'old events could not be deleted and will be tried again',
    });
  }

  /** Deletes everything that is due. */
  async run(): Promise<void> {
    const { eventDays, attemptDays } = this.#periods;
    const within = (days: number) => this.#age.within(days * DAY_MS);
    const isMore = async (step: Promise<boolean>): Promise<boolean> => (await step) && !this.#loop.isStopping;
    const events = await within(eventDays);
    while (events && (await isMore(this.#store.expireEvents(events.head, this.#now()))));
    const attempts = await within(attemptDays);
    while (attempts && (await isMore(this.#store.expireAttempts(attempts.clock))));
    const letters = await within(DEAD_LETTER_DAYS);
    if (letters) await this.#store.expireDeadLetters(letters.clock);
  }
}

/** Deletes entries that have been kept long enough. */

import type { BackgroundLoop, BackgroundLoops } from '../base/background-loop.ts';
import { DAY_MS } from '../base/clock.ts';
import type { AgeJudge, ClockRange } from '../base/uptime.ts';

const EVERY_MS = 600_000;

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
  readonly #loop: BackgroundLoop;

  constructor(store: LogRetentionStore, days: number, age: AgeJudge, loops: BackgroundLoops) {
    this.#store = store;
    this.#days = days;
    this.#age = age;
    this.#loop = loops.add({
      name: 'provisioning_log_retention',
      run: () => this.run(),
      everyMs: EVERY_MS,
      whenItFails: 'old entries could not be deleted and will be tried again',
    });
  }

  /** Deletes everything that is due. */
  async run(): Promise<void> {
    const since = await this.#age.within(this.#days * DAY_MS);
    while (since && (await this.#store.expireEntries(since.clock)) && !this.#loop.isStopping);
  }
}

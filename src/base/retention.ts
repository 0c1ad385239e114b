/** Deletes what has been kept long enough. */
import type { BackgroundLoop, BackgroundLoops } from './background-loop.ts';
import { DAY_MS } from './clock.ts';
import type { AgeJudge, Since } from './uptime.ts';

const EVERY_MS = 600_000;

/** What is kept for so many days. */
export interface Kept {
  readonly days: number;
  /**
   * Deletes some of what is older than `since`.
   * @returns whether there may be more to delete
   */
  expire(since: Since): Promise<boolean>;
}

interface Options {
  /** As metrics and `/readyz` name the loop. */
  readonly name: string;
  /** What is logged when something could not be deleted. */
  readonly whenItFails: string;
  readonly age: AgeJudge;
  readonly loops: BackgroundLoops;
}

export class Retention {
  readonly #kept: readonly Kept[];
  readonly #age: AgeJudge;
  readonly #loop: BackgroundLoop;

  constructor(kept: readonly Kept[], { name, whenItFails, age, loops }: Options) {
    this.#kept = kept;
    this.#age = age;
    this.#loop = loops.add({ name, run: () => this.run(), everyMs: EVERY_MS, whenItFails });
  }

  /** Deletes everything that is due. */
  async run(): Promise<void> {
    for (const { days, expire } of this.#kept) {
      const since = await this.#age.within(days * DAY_MS);
      while (since && (await expire(since)) && !this.#loop.isStopping);
    }
  }
}

/** Keeps the feed's positions up with the commits: woken by this instance, and by the clock for the others. */
import type { BackgroundLoop, BackgroundLoops } from '../../base/background-loop.ts';

/** What the command line committed is in the feed within this time. */
const POLL_MS = 500;

export interface SequenceBatch {
  /** Gives positions to waiting events. @returns how many; `undefined` when another instance is at it for too long */
  run(): Promise<number | undefined>;
  /** The most that one batch numbers: when it was fewer, nothing that was committed before it is waiting. */
  readonly size: number;
}

export class Sequencing {
  readonly #batch: SequenceBatch;
  readonly #loop: BackgroundLoop;
  /** How often this instance has committed, and how many of these commits have their positions. */
  #committed = 0;
  #caughtUp = 0;
  /** Whether another instance was at it for too long the last time. */
  #isHeldUp = false;

  constructor(batch: SequenceBatch, loops: BackgroundLoops) {
    this.#batch = batch;
    this.#loop = loops.add({
      name: 'sequencing',
      run: () => this.#runBatch(),
      everyMs: POLL_MS,
      runsAtStart: true,
      whenItFails: 'the feed could not be sequenced and will be tried again',
    });
  }

  /** To be called after a commit that wrote events. */
  wake(): void {
    this.#committed += 1;
    this.#loop.wake();
  }

  /**
   * Resolves when what this instance committed before the call has its positions, or has been tried. It does not
   * wait for what is committed meanwhile: under steady writes that would never end.
   */
  async catchUp(): Promise<void> {
    const committed = this.#committed;
    const wasRun = (): Promise<boolean> =>
      this.#loop.runNow().then(
        () => !this.#isHeldUp,
        () => false,
      );
    while (this.#caughtUp < committed && (await wasRun()));
  }

  async #runBatch(): Promise<void> {
    const committed = this.#committed;
    const given = await this.#batch.run();
    this.#isHeldUp = given === undefined;
    if (given === undefined) return;
    if (given < this.#batch.size) this.#caughtUp = committed;
    else this.#loop.wake();
  }
}

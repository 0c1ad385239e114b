/** Keeps the feed's positions up with the commits: woken by this instance, and by the clock for the others. */
import { describeFailure, type Log } from '../../log.ts';

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
  readonly #log: Log;
  /** How often this instance has committed, and how many of these commits have their positions. */
  #committed = 0;
  #settled = 0;
  #hasMore = false;
  #isFailing = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #batchUnderWay: Promise<boolean> | undefined;
  #stopped = false;

  constructor(batch: SequenceBatch, log: Log) {
    this.#batch = batch;
    this.#log = log;
  }

  start(): void {
    this.#plan(0);
  }

  /** To be called after a commit that wrote events. */
  wake(): void {
    this.#committed += 1;
    if (!this.#running) this.#plan(0);
  }

  /**
   * Resolves when what this instance committed before the call has its positions, or has been tried. It does not
   * wait for what is committed meanwhile: under steady writes that would never end.
   */
  async settle(): Promise<void> {
    const committed = this.#committed;
    while (this.#settled < committed && (await this.#runBatch()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#batchUnderWay;
  }

  #plan(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#runAll().then(isWell => {
        this.#running = undefined;
        this.#plan(isWell && this.#settled < this.#committed ? 0 : POLL_MS);
      });
    }, delayMs);
  }

  /** @returns whether nothing was in the way */
  async #runAll(): Promise<boolean> {
    do {
      if (!(await this.#runBatch())) return false;
    } while ((this.#hasMore || this.#settled < this.#committed) && !this.#stopped);
    return true;
  }

  /** Joins the batch under way, or begins one. @returns whether it was run */
  #runBatch(): Promise<boolean> {
    this.#batchUnderWay ??= this.#beginBatch().finally(() => {
      this.#batchUnderWay = undefined;
    });
    return this.#batchUnderWay;
  }

  async #beginBatch(): Promise<boolean> {
    const committed = this.#committed;
    try {
      const given = await this.#batch.run();
      if (given === undefined) return false;
      this.#isFailing = false;
      this.#hasMore = given >= this.#batch.size;
      if (!this.#hasMore) this.#settled = committed;
      return true;
    } catch (error) {
      if (!this.#isFailing) {
        this.#log.warn('the feed could not be sequenced and will be tried again', describeFailure(error));
      }
      this.#isFailing = true;
      return false;
    }
  }
}

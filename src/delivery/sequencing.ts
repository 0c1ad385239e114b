/** Keeps the feed's positions up with the commits: woken by this instance, and by the clock for the others. */
import { describeFailure, type Log } from '../log.ts';

const BUSY_POLL_MS = 100;
/** What the command line committed is in the feed within this time. */
const IDLE_POLL_MS = 500;

/** One batch of positions; how many were given, or `undefined` when another instance is at it. */
export type SequenceBatch = () => Promise<number | undefined>;

export class Sequencing {
  readonly #sequence: SequenceBatch;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #pokedWhileRunning = false;
  #owed = false;
  #stopped = false;

  constructor(sequence: SequenceBatch, log: Log) {
    this.#sequence = sequence;
    this.#log = log;
  }

  start(): void {
    this.#plan(0);
  }

  /** To be called after a commit that wrote events. */
  poke(): void {
    this.#owed = true;
    if (this.#running) this.#pokedWhileRunning = true;
    else this.#plan(0);
  }

  /** Resolves when what this instance committed before the call has its positions, or has been tried. */
  async settle(): Promise<void> {
    await this.#running;
    if (this.#owed) await this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #plan(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delayMs);
  }

  #run(): Promise<void> {
    this.#running ??= this.#sequenceAll().finally(() => {
      this.#running = undefined;
      if (this.#pokedWhileRunning) this.#plan(0);
      this.#pokedWhileRunning = false;
    });
    return this.#running;
  }

  async #sequenceAll(): Promise<void> {
    let given: number | undefined = 0;
    try {
      this.#owed = false;
      do given = await this.#sequence();
      while (given !== undefined && given > 0 && !this.#stopped);
      this.#plan(given === undefined ? BUSY_POLL_MS : IDLE_POLL_MS);
    } catch (error) {
      this.#owed = true;
      this.#log.warn('the feed could not be sequenced and will be tried again', describeFailure(error));
      this.#plan(IDLE_POLL_MS);
    }
  }
}

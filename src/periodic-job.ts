/** Work that is done every so often, one run at a time; a run that fails is logged, and the next one tries again. */
import { describeFailure, type Log } from './log.ts';

interface PeriodicJobOptions {
  readonly run: () => Promise<void>;
  /** From the end of a run to the beginning of the next. */
  readonly everyMs: number;
  /** What is logged when a run fails. */
  readonly whenItFails: string;
  readonly log: Log;
}

export class PeriodicJob {
  readonly #options: PeriodicJobOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopping = false;

  constructor(options: PeriodicJobOptions) {
    this.#options = options;
  }

  /** Whether a run under way had better end early. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  start(): void {
    this.#plan();
  }

  /** Waits for the run under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #plan(): void {
    if (this.#isStopping) return;
    const { run, everyMs, whenItFails, log } = this.#options;
    this.#timer = setTimeout(() => {
      this.#running = run()
        .catch((error: unknown) => log.warn(whenItFails, describeFailure(error)))
        .finally(() => this.#plan());
    }, everyMs);
    // Nothing waits for what is due in minutes.
    this.#timer.unref();
  }
}

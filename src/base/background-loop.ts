/** Work that is done again and again, one run at a time: every so often, and when it is woken. */
import type { Clock } from './clock.ts';
import { describeFailure, type Log } from './log.ts';

export interface LoopOptions {
  /** As metrics and `/readyz` name it. */
  readonly name: string;
  readonly run: () => Promise<void>;
  /** From the end of a run to the beginning of the next. */
  readonly everyMs: number;
  /** Whether the next run is needed without being woken; by default it is. */
  readonly hasWork?: () => boolean;
  /** Whether it runs when it is started, and not only after `everyMs`. */
  readonly runsAtStart?: boolean;
  /** Whether it runs once more when it is stopped. */
  readonly runsAtStop?: boolean;
  /** What is logged when a run fails. */
  readonly whenItFails: string;
}

export interface LoopHealth {
  readonly name: string;
  /** When a run last succeeded, in milliseconds since the epoch; `null` before the first. */
  readonly lastSuccessAt: number | null;
  /** For how long a run that succeeds has been due, in milliseconds. */
  readonly lagMs: number;
}

export interface LoopDependencies {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
  /** Called before each run, for tests: what it throws is a failure of the run. */
  readonly beforeRun?: ((name: string) => Promise<void>) | undefined;
}

const FIRST_RETRY_MS = 1_000;
/** A loop that fails is retried at least this often, or as often as it runs. */
const LONGEST_RETRY_MS = 5_000;
const LOG_EVERY_MS = 60_000;

/** Makes the loops of a service, and knows how each of them is doing. */
export class BackgroundLoops {
  readonly #dependencies: LoopDependencies;
  readonly #loops: BackgroundLoop[] = [];

  constructor(dependencies: LoopDependencies) {
    this.#dependencies = dependencies;
  }

  add(options: LoopOptions): BackgroundLoop {
    const loop = new BackgroundLoop(options, this.#dependencies);
    this.#loops.push(loop);
    return loop;
  }

  start(): void {
    for (const loop of this.#loops) loop.start();
  }

  /** Waits for the runs under way, and for those with which loops end. */
  async stop(): Promise<void> {
    await Promise.all(this.#loops.map(loop => loop.stop()));
  }

  health(): readonly LoopHealth[] {
    return this.#loops.map(loop => loop.health());
  }
}

export class BackgroundLoop {
  readonly #options: LoopOptions;
  readonly #dependencies: LoopDependencies;
  #isStarted = false;
  #stopped: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #wasWoken = false;
  #cancelNext: (() => void) | undefined;
  /** Since the last success. */
  #failures = 0;
  #loggedAt = Number.NEGATIVE_INFINITY;
  #lastSuccessAt: number | null = null;
  /** Since when a run that succeeds is due, or from when on. */
  #dueAt: number | undefined;

  constructor(options: LoopOptions, dependencies: LoopDependencies) {
    this.#options = options;
    this.#dependencies = dependencies;
  }

  /** Whether a run under way should end early. */
  get isStopping(): boolean {
    return this.#stopped !== undefined;
  }

  start(): void {
    this.#isStarted = true;
    if (this.#options.runsAtStart) this.wake();
    else if (!this.#running) this.#plan();
  }

  /**
   * Runs as soon as possible: once more when a run is under way, and not before the retry when the last one failed.
   * Does nothing before the start.
   */
  wake(): void {
    if (!this.#isStarted || this.isStopping) return;
    this.#dueAt = Math.min(this.#dueAt ?? Number.POSITIVE_INFINITY, this.#dependencies.clock.now());
    if (this.#running) this.#wasWoken = true;
    else if (this.#failures === 0) this.#runInBackground();
    else if (!this.#cancelNext) this.#plan();
  }

  /** Joins the run under way, or begins one. @throws what the run throws, which is logged as well */
  runNow(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#goOn();
    });
    return this.#running;
  }

  /** The same, and never joins a run that began before the call. */
  async runAfresh(): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.runNow();
  }

  /** Waits for the run under way; none begins by itself afterwards. */
  stop(): Promise<void> {
    this.#unplan();
    this.#stopped ??= this.#finish();
    return this.#stopped;
  }

  /** Calls off the next run when there is no work for it. */
  rest(): void {
    if (this.#options.hasWork?.() !== false) return;
    this.#unplan();
    this.#dueAt = undefined;
  }

  health(): LoopHealth {
    const now = this.#dependencies.clock.now();
    return {
      name: this.#options.name,
      lastSuccessAt: this.#lastSuccessAt,
      lagMs: Math.max(0, now - (this.#dueAt ?? now)),
    };
  }

  async #finish(): Promise<void> {
    await this.#running?.catch(() => undefined);
    if (this.#options.runsAtStop) await this.runNow().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { clock, now, beforeRun } = this.#dependencies;
    this.#unplan();
    this.#wasWoken = false;
    try {
      if (beforeRun) await beforeRun(this.#options.name);
      await this.#options.run();
    } catch (error) {
      this.#noteFailure(error);
      throw error;
    }
    if (this.#failures > 0) this.#noteRecovery();
    this.#lastSuccessAt = now();
    this.#dueAt = this.#wasWoken ? clock.now() : undefined;
  }

  #goOn(): void {
    if (this.#wasWoken && this.#failures === 0 && !this.isStopping) this.#runInBackground();
    else this.#plan();
  }

  #plan(): void {
    const { hasWork = () => true } = this.#options;
    if (!this.#isStarted || this.isStopping || !hasWork()) return;
    const delayMs = this.#delayMs();
    const { clock } = this.#dependencies;
    this.#dueAt ??= clock.now() + delayMs;
    this.#cancelNext = clock.schedule(() => this.#runInBackground(), delayMs);
  }

  #unplan(): void {
    this.#cancelNext?.();
    this.#cancelNext = undefined;
  }

  #delayMs(): number {
    const { everyMs } = this.#options;
    if (this.#failures === 0) return everyMs;
    const retryMs = Math.min(everyMs, FIRST_RETRY_MS) * 2 ** (this.#failures - 1);
    return Math.min(retryMs, Math.max(everyMs, LONGEST_RETRY_MS));
  }

  #runInBackground(): void {
    this.runNow().catch(() => undefined); // it is logged
  }

  #noteFailure(error: unknown): void {
    const { clock, log } = this.#dependencies;
    const { name, whenItFails } = this.#options;
    this.#failures += 1;
    this.#dueAt ??= clock.now();
    if (clock.now() - this.#loggedAt < LOG_EVERY_MS) return;
    this.#loggedAt = clock.now();
    log.warn(whenItFails, { loop: name, failures: this.#failures, ...describeFailure(error) });
  }

  #noteRecovery(): void {
    const { name } = this.#options;
    this.#dependencies.log.info('a background loop works again', { loop: name, failures: this.#failures });
    this.#failures = 0;
    this.#loggedAt = Number.NEGATIVE_INFINITY;
  }
}

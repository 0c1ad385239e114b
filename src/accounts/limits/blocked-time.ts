/**
 * For how long the serving thread was blocked of late. What arrived meanwhile is taken together when it goes on, and
 * when each request arrived cannot be known any more: the rate limiter makes allowance for the time as a whole.
 */

const TICK_MS = 20;
/** Less is no more than the timers' own coarseness, or a busy moment that hardly lets requests gather. */
const LEAST_MS = 100;
/** For so long after the thread goes on, requests that waited for it may still come. */
const KEPT_MS = 2_000;
/** More is not made up for. */
const MOST_MS = 10_000;

export class BlockedTime {
  readonly #now: () => number;
  #delays: { readonly endedAt: number; readonly ms: number }[] = [];
  #tickedAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {
    this.tick();
    this.#timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#tickedAt = undefined;
  }

  /** To be called every 20 ms: what it comes late by is time in which the thread was blocked. */
  tick(): void {
    const now = this.#now();
    const ms = this.#lateness(now);
    this.#tickedAt = now;
    if (ms > 0) this.#delays.push({ endedAt: now, ms });
    if (this.#delays.length > 0) this.#delays = this.#delays.filter(({ endedAt }) => now - endedAt < KEPT_MS);
  }

  /** Milliseconds, at most ten seconds; up to now, also before the tick that will report it. */
  recentMs(): number {
    const now = this.#now();
    const past = this.#delays.filter(({ endedAt }) => now - endedAt < KEPT_MS);
    return Math.min(
      MOST_MS,
      past.reduce((sum, { ms }) => sum + ms, this.#lateness(now)),
    );
  }

  #lateness(now: number): number {
    const ms = now - (this.#tickedAt ?? now) - TICK_MS;
    return ms >= LEAST_MS ? ms : 0;
  }
}

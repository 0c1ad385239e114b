/**
 * The age of things by the time the service has been up, which no clock can make longer or shorter than it was.
 *
 * A clock that is wrong must not delete anything: a host that boots in 2099 would find everything old, and one that
 * was once in 2099 would keep what it wrote there for ever. So nothing is judged old by its date alone. At every mark
 * the service writes down how long it has been up in all, which dates its clock has shown since the last mark, and
 * how far the feed was. What was written before a mark carries a date that the clock has not shown since.
 */
import { DAY_MS } from './clock.ts';

/** Dates that a clock has shown; milliseconds since the epoch. */
export interface ClockRange {
  readonly low: number;
  readonly high: number;
}

export interface UptimeMark {
  /** Milliseconds the service has been up, in all. */
  readonly uptimeMs: number;
  /** What the clock has shown since the mark before. */
  readonly clock: ClockRange;
}

export interface UptimeStore {
  /** The longest uptime that is written down; 0 in a new database. */
  longest(): Promise<number>;
  /** Writes a mark with the head of the feed, and deletes those older than `keepFrom` milliseconds of uptime. */
  addMark(mark: UptimeMark, keepFrom: number): Promise<void>;
  /**
   * The last mark at or before an uptime: the head of the feed then, and what the marks after it say that clocks have
   * shown. @returns `undefined` when there is no such mark
   */
  since(
    uptimeMs: number,
  ): Promise<{ readonly head: number; readonly clock: ClockRange | undefined } | undefined>;
}

export interface Since {
  readonly clock: ClockRange;
  /** The last position of the feed that is at least as old as the mark. */
  readonly head: number;
}

/** Says what is old. */
export interface AgeJudge {
  /**
   * What has been written within the last so many milliseconds of uptime carries a date within the range, and has a
   * position behind the head. @returns `undefined` while the service has not been up for so long
   */
  within(periodMs: number): Promise<Since | undefined>;
}

interface Dependencies {
  readonly store: UptimeStore;
  /** Milliseconds since the epoch, right or wrong. */
  readonly wallNow: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  /** The longest period anything is kept for, in milliseconds: marks are kept as long. */
  readonly longestPeriodMs: number;
}

/** Instances read their clocks at different moments: a date that is only just to come is of no wrong clock. */
export const CLOCK_TOLERANCE_MS = 60_000;

const SHORTEST_BETWEEN_MARKS_MS = 300_000;
/** They are read together: more would take longer than a few milliseconds. */
const MOST_MARKS = 50_000;
/** Another instance, or a database with a clock of its own, writes dates that differ from this clock by so much. */
const LARGEST_SKEW_MS = 600_000;

export class Uptime implements AgeJudge {
  readonly #dependencies: Dependencies;
  #uptimeMs = 0;
  #countedAt: number;
  #markedAt: number | undefined;
  #shown: ClockRange;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#countedAt = dependencies.monotonicNow();
    const now = dependencies.wallNow();
    this.#shown = { low: now, high: now };
  }

  /** How often to mark, in milliseconds. */
  get markEveryMs(): number {
    return Math.max(SHORTEST_BETWEEN_MARKS_MS, this.#dependencies.longestPeriodMs / MOST_MARKS);
  }

  /** The clock of the service: milliseconds since the epoch. Whatever it shows is remembered for the next mark. */
  readonly now = (): number => {
    const now = this.#dependencies.wallNow();
    if (now < this.#shown.low) this.#shown = { ...this.#shown, low: now };
    else if (now > this.#shown.high) this.#shown = { ...this.#shown, high: now };
    return now;
  };

  /** Milliseconds the service has been up, in all, restarts and other instances included. */
  readonly elapsedMs = (): number => {
    const at = this.#dependencies.monotonicNow();
    this.#uptimeMs += Math.max(0, at - this.#countedAt);
    this.#countedAt = at;
    return Math.floor(this.#uptimeMs);
  };

  /** Goes on from what is written down. To be called when the service starts and stops, and every few minutes. */
  async mark(): Promise<void> {
    const { store, longestPeriodMs } = this.#dependencies;
    this.#uptimeMs = Math.max(this.elapsedMs(), await store.longest());
    const uptimeMs = this.elapsedMs();
    const now = this.now();
    const clock = this.#shown;
    this.#shown = { low: now, high: now };
    try {
      // A day more, so that there is a mark before the beginning of the longest period.
      await store.addMark({ uptimeMs, clock }, uptimeMs - longestPeriodMs - DAY_MS);
      this.#markedAt = uptimeMs;
    } catch (error) {
      this.#shown = {
        low: Math.min(clock.low, this.#shown.low),
        high: Math.max(clock.high, this.#shown.high),
      };
      throw error;
    }
  }

  async within(periodMs: number): Promise<Since | undefined> {
    const isFresh = this.#markedAt !== undefined && this.elapsedMs() - this.#markedAt < this.markEveryMs;
    if (!isFresh) await this.mark();
    const since = await this.#dependencies.store.since(this.elapsedMs() - periodMs);
    if (!since) return undefined;
    this.now();
    const clock = since.clock ?? this.#shown;
    return {
      head: since.head,
      clock: {
        low: Math.min(clock.low, this.#shown.low) - LARGEST_SKEW_MS,
        high: Math.max(clock.high, this.#shown.high) + DAY_MS,
      },
    };
  }
}

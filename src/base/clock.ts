/** Time, handed in, so that tests need not wait. */

export interface Clock {
  /** Milliseconds that never go back; only differences mean something. */
  now(): number;
  /** Runs `task` once, after `delayMs`. @returns what calls it off */
  schedule(task: () => void, delayMs: number): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  schedule: (task, delayMs) => {
    // Connections keep the process alive, and timers alone do not.
    const timer = setTimeout(task, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

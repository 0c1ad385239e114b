/**
 * Measures for how long this thread, on which the service runs, worked on one thing and answered nothing else. The time
 * of the processor counts, not the clock's: other processes of a busy machine are not the service's fault. They still
 * slow it down, and so do the compiler and the collector of a young process, so the best of several attempts counts.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** The documented limit is 20 ms, and 50 ms for a body of 1 MiB, on a calm machine; CI machines are noisy. */
export const LONGEST_BLOCK_MS = 150;
const ATTEMPTS = 3;
const TICK_MS = 1;

/**
 * @param prepare makes what is measured, again for each attempt; its own work is not measured
 * @returns milliseconds
 */
export async function longestBlockOf(prepare: () => () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && best >= LONGEST_BLOCK_MS; attempt += 1) {
    best = Math.min(best, await measured(prepare()));
  }
  return best;
}

/** Of this thread alone. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function measured(act: () => Promise<unknown>): Promise<number> {
  await pause(2 * TICK_MS);
  let longest = 0;
  let last = cpuMs();
  const look = (): void => {
    const now = cpuMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, TICK_MS);
  try {
    await act();
    // What is measured may be the last thing that happened.
    await pause(TICK_MS);
    look();
  } finally {
    clearInterval(timer);
  }
  return longest;
}

import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

const EAGER_TURNS = 100;
const POLL_MS = 10;

/**
 * Polls until `check` gives something other than `undefined` or `false`: first at each turn of the event
 * loop, then by the clock.
 * @throws after `limitMs`, saying what did not happen
 */
export async function waitUntil<T>(
  what: string,
  limitMs: number,
  check: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + limitMs;
  for (let turn = 0; ; turn += 1) {
    const found = await check();
    if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>; // just checked
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await (turn < EAGER_TURNS ? nextTurn() : pause(POLL_MS));
  }
}

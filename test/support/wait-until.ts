const POLL_MS = 10;

/**
 * Polls until `check` gives something other than `undefined` or `false`.
 * @throws after `limitMs`, saying what did not happen
 */
export async function waitUntil<T>(
  what: string,
  limitMs: number,
  check: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>; // just checked
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [A-Za-z0-9 -]{6,20} \d\d:\d\d:\d\d (?:GMT|\d{4})$/;

/**
 * How long `Retry-After` asks to wait (RFC 9110 §10.2.3): seconds, or a date in one of the three forms of §5.6.7.
 * @param now milliseconds since the epoch
 * @returns milliseconds, not below 0; `undefined` for anything else
 */
export function parseRetryAfter(text: string, now: number): number | undefined {
  const value = text.trim();
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1_000, Number.MAX_SAFE_INTEGER);
  if (!HTTP_DATE.test(value)) return undefined;
  // The form of asctime names no zone, and means GMT as the others do.
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

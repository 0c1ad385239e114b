/** Times and lengths of time, in words. */

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/clock.ts';

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
] as const;

/** @param ms how long; less than a minute is "a moment" */
export function lengthText(ms: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(ms / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'a moment';
}

/** @param ms how long ago; less than a minute, or a time in the future, is "just now" */
export const agoText = (ms: number): string => (ms < MINUTE_MS ? 'just now' : `${lengthText(ms)} ago`);

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The time of day in UTC; on another day than `now`, the date before it. Both in milliseconds since the epoch. */
export function clockText(at: number, now: number): string {
  const date = new Date(at);
  const time = `${date.toISOString().slice(11, 16)} UTC`;
  const isToday = Math.floor(at / DAY_MS) === Math.floor(now / DAY_MS);
  return isToday ? time : `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}, ${time}`;
}

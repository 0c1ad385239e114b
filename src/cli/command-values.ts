/** Values of options, read from the command line. */

import { InvalidArgumentError } from 'commander';
import { DAY_MS } from '../base/clock.ts';
import { midnightOf } from '../base/instant.ts';

/** For an option that may be repeated. */
export const collect = (value: string, previous: string[]): string[] => [...previous, value];

export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

/** Empty, it is a variable that was not set: without it, another question would be answered in silence. */
export function parseGiven(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is empty: give it a value, or leave it out.');
}

/** The limits are the use case's to judge. */
export function parseNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

/** A day lasts until its end; a time is UTC unless it names its zone. */
export function parseDate(text: string): number {
  const [, day = '', time] =
    /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
  const midnight = midnightOf(day);
  const at =
    midnight === undefined
      ? Number.NaN
      : time === undefined
        ? midnight + DAY_MS - 1
        : Date.parse(/[Z+-]/.test(time) ? text : `${text}Z`);
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      'It must be a date such as 2027-01-31, or a time such as 2027-01-31T18:00Z.',
    );
  return at;
}

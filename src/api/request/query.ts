/** Query parameters: the blocks their schemas are made of. */
import { z } from 'zod';
import { parseAccountId } from '../../accounts/account.ts';
import { parseInstant } from '../../base/instant.ts';
import {
  oneOf,
  parameters,
  parsed,
  parseWith,
  type Schema,
  type Shape,
  wholeNumber,
} from '../../base/schema.ts';
import { hasLongMarkRun, LONGEST_MARK_RUN } from '../../http/request/combining-marks.ts';

/** What parameters are read as; `undefined` when they are left out. */
export type QueryOf<Query extends Shape> = { readonly [Name in keyof Query]: z.output<Query[Name]> };

/** @throws RollcallError `badRequest` that names every fault */
export const parseQuery = <const Query extends Shape>(query: Query, given: unknown): QueryOf<Query> =>
  parseWith(parameters(query), given) as QueryOf<Query>; // a parameter that is left out is undefined

/** A parameter that is given once; what is searched for is normalised, in quadratic time for a run of marks. */
export const plainText = z
  .string('may be given once.')
  .refine(
    text => !hasLongMarkRun(text),
    `has more than ${LONGEST_MARK_RUN} combining marks in a row, which no language needs; remove them.`,
  );

/** May be left out; empty, it is a variable that was not set, which means the same. */
export const parameter = <Wanted extends Schema>(schema: Wanted) =>
  z.preprocess(value => (value === '' ? undefined : value), schema.optional()).optional();

/** May be left out, but not be empty: that would silently begin again, or show more than was asked for. */
export const neverEmpty = <Wanted extends z.ZodType<unknown, string>>(schema: Wanted) =>
  plainText
    .refine(text => text !== '', 'is empty: give it a value, or leave it out.')
    .pipe(schema)
    .optional();

/** As `wholeNumber`, in as many decimal digits as it takes. */
export const digits = (least: number, most: number) =>
  plainText
    .transform(text => (/^\d+$/.test(text) && text.length <= String(most).length ? Number(text) : Number.NaN))
    .pipe(wholeNumber(least, most))
    .meta({ type: 'integer', minimum: least, maximum: most });

export const choice = <const Value extends string>(...values: readonly Value[]) =>
  plainText.pipe(oneOf(...values));

export const accountId = parsed(plainText, parseAccountId);

/** Milliseconds since the epoch. @param example with a zone that needs no encoding, or is encoded */
export const instant = (example = '2027-01-31T18:00:00Z') =>
  plainText.transform((text, context) => {
    const at = parseInstant(text);
    if (at !== undefined) return at;
    const message = `must be a date and time with its zone (RFC 3339), such as ${example}.`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

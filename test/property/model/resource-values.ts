/** What a User holds under a path and how its texts compare: RFC 7643 §2 read plainly, apart from src. */
import type { Json } from '../../support/scim/scim-client.ts';

/** All values that a path leads to; a list on the way is every one of its elements. */
export function valuesAt(value: unknown, steps: readonly string[]): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(item => valuesAt(item, steps));
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  return isObject(value) ? valuesAt(value[step], rest) : [];
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const listAt = (resource: Json, name: string): readonly Json[] =>
  valuesAt(resource[name], []).filter(isObject);

export const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** userNames are compared without the width of their letters as well (RFC 8265 section 3.3). */
export const foldedName = (text: string): string =>
  folded(text.replaceAll(/[\u3000\uff01-\uffee]/g, letter => letter.normalize('NFKC')));

/** Blanks at the ends of a userName do not count. */
export const trimmedName = (text: string): string => text.replaceAll(/^\p{Zs}+|\p{Zs}+$/gu, '');

/** The order of Unicode code points, which is that of the bytes of UTF-8. */
export const byCodePoint = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

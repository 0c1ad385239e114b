/** What an answer shows, and whether it is what a play expects. */
import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../base/json-object.ts';
import type { Expectation, Json, PlayAnswer, PlayRequest } from './play.ts';

export interface Seen {
  readonly status: number;
  /** As `Sight`, or what is wrong with the answer. */
  readonly sight: string;
}

/** @param expects says which values are looked at */
export function seenIn(
  { target }: Pick<PlayRequest, 'target'>,
  { status, body }: PlayAnswer,
  { holds = {}, lacks = [] }: Pick<Expectation, 'holds' | 'lacks'>,
): Seen {
  if (status === 404) return { status, sight: 'not there' };
  if (status >= 400) return { status, sight: 'refused' };
  const shown = lacks.filter(name => body !== undefined && name in body);
  if (shown.length > 0) return { status, sight: `shows ${shown.join(', ')}` };
  const other = Object.keys(holds).filter(name => !isPartOf(holds[name], body?.[name]));
  if (other.length > 0) return { status, sight: `another ${other.join(', ')}` };
  return { status, sight: sightOf(target, body) };
}

export const isAsExpected = (expected: Expectation, seen: Seen): boolean =>
  seen.status === expected.status && seen.sight === expected.sight;

function sightOf(target: string, body: Json | undefined): string {
  const total = body?.['totalResults'];
  if (typeof total === 'number') {
    if (/^\/Groups/i.test(target)) return total === 0 ? 'no groups' : `${total} groups`;
    if (!/^\/Users/i.test(target)) return '';
    return total === 0 ? 'no one' : total === 1 ? 'one person' : `${total} people`;
  }
  const active = body?.['active'];
  return typeof active === 'boolean' ? (active ? 'active' : 'inactive') : '';
}

const isPartOf = (part: unknown, whole: unknown): boolean =>
  isObject(part)
    ? isObject(whole) && Object.keys(part).every(name => isPartOf(part[name], whole[name]))
    : isDeepStrictEqual(part, whole);

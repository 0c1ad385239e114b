/** Versions and conditional requests (RFC 7644 §3.14): weak entity tags around the member's version number. */
import type { VersionCheck } from '../../members/members.ts';

export const entityTag = (version: number): string => `W/"${version}"`;

/** The conditional headers of a request, or the `version` of a bulk operation as `ifMatch`. */
export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/**
 * Which versions a change accepts: one that If-Match lists, and none that If-None-Match lists (RFC 9110 §13.1).
 * Weak and strong are not distinguished: a version changes with every change, so a weak tag is as good as a strong one.
 */
export function readPreconditions({ ifMatch, ifNoneMatch }: Preconditions): VersionCheck {
  const wanted = readTags(ifMatch);
  const unwanted = readTags(ifNoneMatch);
  if (!wanted && !unwanted) return undefined;
  return version => (!wanted || wanted(version)) && !unwanted?.(version);
}

/**
 * Whether a client has what it asks for already (RFC 9110 §13.1.2): then the answer is 304. The client's
 * Cache-Control says nothing here: `no-cache`, which every fetch adds by itself, speaks to caches on the way.
 * @param tag of the answer; `undefined`: it has none, and only `*` names it
 */
export function isKnown(ifNoneMatch: string | undefined, tag: string | undefined): boolean {
  const known = readTags(ifNoneMatch);
  return known?.(tag === undefined ? undefined : opaque(tag)) ?? false;
}

/** `*` stands for whatever exists. */
function readTags(
  header: string | undefined,
): ((version: string | number | undefined) => boolean) | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (value === '*') return () => true;
  const tags = value.split(',').map(opaque);
  return version => version !== undefined && tags.includes(String(version));
}

/** What stands between the quotes of an entity tag; some clients leave them out. */
const opaque = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//i, '')
    .replace(/^"(.*)"$/, '$1');

/** Versions and conditional requests (RFC 7644 §3.14): weak entity tags around the member's version number. */
import type { VersionCheck } from '../members/members.ts';

export const entityTag = (version: number): string => `W/"${version}"`;

/** Reads If-Match; a list matches when one of its tags does, `*` matches whatever exists. */
export function readIfMatch(header: string | undefined): VersionCheck {
  const value = header?.trim();
  if (!value || value === '*') return undefined;
  // Strength is not told apart: a version changes with every change, so a weak tag is as good as a strong one.
  const tags = value.split(',').map(tag =>
    tag
      .trim()
      .replace(/^W\//i, '')
      .replace(/^"(.*)"$/, '$1'),
  );
  return version => tags.includes(String(version));
}

/** What really changed between two states of a member, as SCIM paths (RFC 7644 §3.5.2). */
import { type AttributeValue, isComplex, type MemberAttributes } from './member.ts';

export interface Difference {
  /** Paths such as `displayName`, `name.givenName`, `emails`, `urn:…:User:department`, sorted. */
  readonly changed: readonly string[];
  /** The old values of just those paths; `null` where there was none. */
  readonly previous: Readonly<Record<string, AttributeValue | null>>;
}

/** Compares two states; multi-valued attributes compare as sets, and the order of keys never matters. */
export function differenceBetween(before: Partial<MemberAttributes>, after: MemberAttributes): Difference {
  const changed: string[] = [];
  const previous: Record<string, AttributeValue | null> = {};
  const compare = (
    path: string,
    separator: '.' | ':',
    old: AttributeValue | undefined,
    next: AttributeValue | undefined,
  ): void => {
    if ((isComplex(old) || old === undefined) && (isComplex(next) || next === undefined)) {
      for (const name of new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])) {
        compare(`${path}${separator}${name}`, '.', old?.[name], next?.[name]);
      }
    } else if (!isSameValue(old, next)) {
      changed.push(path);
      previous[path] = old ?? null;
    }
  };
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    // An extension's attributes stand under its URN, which a colon separates from them (RFC 7644 §3.10).
    if (name !== 'schemas') compare(name, name.startsWith('urn:') ? ':' : '.', before[name], after[name]);
  }
  return { changed: changed.sort(), previous };
}

/** Deep equality, with arrays as sets. */
export function isSameValue(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  return JSON.stringify(left) === JSON.stringify(right) || canonicalText(left) === canonicalText(right);
}

/** The same text for the same value, whatever the order of keys and elements. */
export function canonicalText(value: AttributeValue | undefined): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(canonicalText))].sort().join()}]`;
  if (isComplex(value)) {
    return `{${Object.keys(value)
      .sort()
      .map(name => `${JSON.stringify(name)}:${canonicalText(value[name])}`)
      .join()}}`;
  }
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

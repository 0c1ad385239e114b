/** A filter that asks for one person, as identity providers look people up. */
import { fold } from '../../members/member.ts';
import type { Lookup } from '../../provisioning-log/wording.ts';
import { withoutCoreUrn } from '../schema/fields.ts';
import { type FilterSyntax, parseFilter } from './syntax.ts';

/** Longer filters are not looked into. */
export const LONGEST_LOOKUP = 1_024;

/** `undefined` for every other filter, and for what is none. */
export function lookupIn(filter: string | undefined): Lookup | undefined {
  if (filter === undefined || filter.length > LONGEST_LOOKUP) return undefined;
  let syntax: FilterSyntax;
  try {
    syntax = parseFilter(filter);
  } catch {
    // It was refused; the context says so.
    return undefined;
  }
  // emails[type eq "work"].value eq "…"
  const condition = syntax.kind === 'element' ? syntax.trailing : syntax;
  if (condition?.kind !== 'compare' || condition.operator !== 'eq') return undefined;
  const path = fold(withoutCoreUrn(syntax.kind === 'element' ? syntax.path : condition.path));
  const { text: value } = condition.value;
  if (path === 'username') return { kind: 'userName', value };
  if (path === 'externalid') return { kind: 'externalId', value };
  if (path === 'id') return { kind: 'id', value };
  return /^emails?(\.|$)/.test(path) ? { kind: 'email', value } : undefined;
}

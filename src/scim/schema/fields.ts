/** What can be compared and sorted by: the schema's attributes and the common ones, as fields of a member. */
import { RollcallError } from '../../base/errors.ts';
import { CASE_EXACT_ATTRIBUTES } from '../../members/member.ts';
import type { Field, MemberSort } from '../../members/query.ts';
import { type AttributeDefinition, belowUrn, findTarget, pathOf, type Target } from './attributes.ts';
import { USER_URN } from './schema.ts';

/** Common and derived attributes that no schema lists. */
const COMMON_FIELDS: ReadonlyMap<string, Field> = new Map(
  [
    { path: 'id', kind: 'text', caseExact: true } as const,
    { path: 'externalId', kind: 'text', caseExact: true } as const,
    { path: 'email', kind: 'text', caseExact: false } as const,
    { path: 'meta.created', kind: 'instant', caseExact: true } as const,
    { path: 'meta.lastModified', kind: 'instant', caseExact: true } as const,
    { path: 'meta.version', kind: 'number', caseExact: true } as const,
  ].map(field => [field.path.toLowerCase(), field]),
);

const EMAIL = 'email';

/** A field that no schema lists. */
export function commonField(path: string): Field | undefined {
  const name = withoutCoreUrn(path);
  return COMMON_FIELDS.get(name === `${EMAIL}.value` ? EMAIL : name);
}

export function withoutCoreUrn(path: string): string {
  const lower = path.toLowerCase();
  return belowUrn(USER_URN, lower) ?? lower;
}

/**
 * Where a name leads in a comparison. Clients that know `email` write `email.value` and `email[…]` as well: the first
 * is the same, and everything else below it can only mean the list.
 */
export function findComparable(path: string): Target {
  const target = findTarget(path);
  if (target.kind !== 'unknown') return target;
  const name = withoutCoreUrn(path);
  return name === EMAIL || name.startsWith(`${EMAIL}.`)
    ? findTarget(`${EMAIL}s${name.slice(EMAIL.length)}`)
    : target;
}

export function field(attribute: AttributeDefinition, path: string): Field {
  return {
    path,
    kind: attribute.type === 'boolean' ? 'boolean' : 'text',
    caseExact: CASE_EXACT_ATTRIBUTES.has(path),
  };
}

export const elementField = (sub: AttributeDefinition): Field => field(sub, sub.name);

/** The attribute a list is sorted by. @throws RollcallError `invalidValue` */
export function readSortField(path: string): Pick<MemberSort, 'field' | 'element'> {
  const common = commonField(path);
  if (common) return { field: common, element: undefined };
  const target = findComparable(path);
  if (target.kind !== 'attribute') {
    throw new RollcallError(
      'invalidValue',
      `'sortBy' names ${quote(path)}, which is not an attribute of a User.`,
    );
  }
  const { attribute, sub } = target;
  const leaf = sub ?? attribute;
  const value = leaf.type === 'complex' ? leaf.subAttributes.get('value') : leaf;
  if (!value) {
    throw new RollcallError(
      'invalidValue',
      `'sortBy' names ${quote(path)}, which has no single value to sort by; name a sub-attribute such as name.familyName.`,
    );
  }
  if (attribute.multiValued) return { field: elementField(value), element: attribute.name };
  return {
    field: field(value, value === leaf ? pathOf(target) : `${pathOf(target)}.${value.name}`),
    element: undefined,
  };
}

/** Only what looks like a name is repeated to the client: a value may stand where a name should. */
export const quote = (path: string): string =>
  /^[\w.:$-]{1,120}$/.test(path) ? `'${path}'` : 'the attribute';

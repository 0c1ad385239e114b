/** What can be compared and sorted by: the schema's attributes and the common ones, as fields of a member. */
import { RollcallError } from '../errors.ts';
import type { Field, MemberSort } from '../members/member-query.ts';
import { type AttributeDefinition, findTarget, pathOf } from './attributes.ts';
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

/** A field that no schema lists. */
export const commonField = (path: string): Field | undefined => COMMON_FIELDS.get(withoutCoreUrn(path));

export function withoutCoreUrn(path: string): string {
  const lower = path.toLowerCase();
  const prefix = `${USER_URN.toLowerCase()}:`;
  return lower.startsWith(prefix) ? lower.slice(prefix.length) : lower;
}

export function field(attribute: AttributeDefinition, path: string): Field {
  return { path, kind: attribute.type === 'boolean' ? 'boolean' : 'text', caseExact: false };
}

export const elementField = (sub: AttributeDefinition): Field => field(sub, sub.name);

/** The attribute a list is sorted by. @throws RollcallError `invalidValue` */
export function readSortField(path: string): Pick<MemberSort, 'field' | 'element'> {
  const common = commonField(path);
  if (common) return { field: common, element: undefined };
  const target = findTarget(path);
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

/** From a filter's syntax to a question about members: attributes found, types checked (RFC 7644 §3.4.2.2). */
import { RollcallError } from '../errors.ts';
import { type AttributeValue, fold } from '../members/member.ts';
import type { ComparisonOperator, Field, MemberFilter } from '../members/member-query.ts';
import {
  type AttributeDefinition,
  ENTERPRISE_ATTRIBUTES,
  findTarget,
  pathOf,
  subAttributeAlias,
} from './attributes.ts';
import { type FilterSyntax, type Literal, type Operator, parseFilter } from './filter-syntax.ts';
import { ENTERPRISE_URN, USER_URN } from './schema.ts';

/** @throws RollcallError `invalidFilter` */
export function readFilter(text: string): MemberFilter {
  return resolve(parseFilter(text));
}

function resolve(syntax: FilterSyntax): MemberFilter {
  switch (syntax.kind) {
    case 'and':
    case 'or':
      return { kind: syntax.kind, terms: syntax.terms.map(resolve) };
    case 'not':
      return { kind: 'not', term: resolve(syntax.term) };
    case 'present':
      return onPath(syntax.path, undefined);
    case 'compare':
      return onPath(syntax.path, syntax);
    case 'element':
      return onElement(syntax.path, syntax.filter);
  }
}

type Comparison = Extract<FilterSyntax, { kind: 'compare' }>;

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

/** `pr` when there is no comparison. */
function onPath(path: string, comparison: Comparison | undefined): MemberFilter {
  const common = COMMON_FIELDS.get(withoutCoreUrn(path));
  if (common) return onField(common, comparison, path);
  const constant = constantText(path);
  if (constant !== undefined) return onConstant(constant, comparison, path);
  const target = findTarget(path);
  if (target.kind === 'schemas') return onSchemas(comparison, path);
  if (target.kind === 'extension' && !comparison) return extensionPresent();
  if (target.kind !== 'attribute') throw unknownAttribute(path);
  const { attribute, sub } = target;
  const leaf = sub ?? attribute;
  if (attribute.multiValued) {
    if (!sub && !comparison) return { kind: 'present', field: listField(attribute) };
    const inElement = sub ?? attribute.subAttributes.get('value');
    if (!inElement) throw notComparable(path);
    return {
      kind: 'element',
      attribute: attribute.name,
      filter: onField(elementField(inElement), comparison, path),
    };
  }
  if (leaf.type === 'complex') {
    if (!comparison) {
      return {
        kind: 'or',
        terms: [...leaf.subAttributes.values()].map(inner =>
          onField(field(inner, `${pathOf(target)}.${inner.name}`), undefined, path),
        ),
      };
    }
    const value = leaf.subAttributes.get('value');
    if (!value) throw notComparable(path);
    return onField(field(value, `${pathOf(target)}.${value.name}`), comparison, path);
  }
  return onField(field(leaf, pathOf(target)), comparison, path);
}

function onElement(path: string, filter: FilterSyntax): MemberFilter {
  const target = findTarget(path);
  if (target.kind !== 'attribute') throw unknownAttribute(path);
  const { attribute, sub } = target;
  if (sub || attribute.type !== 'complex') throw notComparable(path);
  if (attribute.multiValued) {
    return { kind: 'element', attribute: attribute.name, filter: resolveInElement(attribute, filter) };
  }
  return withPrefix(filter, pathOf(target));
}

/** `name[givenName eq "x"]`: a single-valued complex attribute has one element. */
function withPrefix(filter: FilterSyntax, prefix: string): MemberFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map(term => withPrefix(term, prefix)) };
    case 'not':
      return { kind: 'not', term: withPrefix(filter.term, prefix) };
    case 'present':
      return onPath(`${prefix}.${filter.path}`, undefined);
    case 'compare':
      return onPath(`${prefix}.${filter.path}`, filter);
    case 'element':
      throw notComparable(filter.path);
  }
}

/**
 * A filter whose names are sub-attributes of `attribute`: the inside of `emails[…]`.
 * @throws RollcallError `invalidFilter`
 */
export function resolveInElement(attribute: AttributeDefinition, syntax: FilterSyntax): MemberFilter {
  switch (syntax.kind) {
    case 'and':
    case 'or':
      return { kind: syntax.kind, terms: syntax.terms.map(term => resolveInElement(attribute, term)) };
    case 'not':
      return { kind: 'not', term: resolveInElement(attribute, syntax.term) };
    case 'present':
    case 'compare': {
      const sub = attribute.subAttributes.get(subAttributeAlias(attribute, syntax.path.toLowerCase()));
      if (!sub) throw unknownAttribute(`${attribute.name}.${syntax.path}`);
      return onField(
        elementField(sub),
        syntax.kind === 'compare' ? syntax : undefined,
        `${attribute.name}.${sub.name}`,
      );
    }
    case 'element':
      throw notComparable(syntax.path);
  }
}

function onField(field: Field, comparison: Comparison | undefined, path: string): MemberFilter {
  if (!comparison) return { kind: 'present', field };
  const { operator, value } = comparison;
  if (!value.quoted && value.text.toLowerCase() === 'null') {
    if (operator === 'eq') return { kind: 'not', term: { kind: 'present', field } };
    if (operator === 'ne') return { kind: 'present', field };
    throw new RollcallError(
      'invalidFilter',
      `Only eq and ne compare with null; see ${quote(path)} in the filter.`,
    );
  }
  if (operator === 'ne') return { kind: 'not', term: compare(field, 'eq', value, path) };
  return compare(field, operator, value, path);
}

function compare(field: Field, operator: ComparisonOperator, literal: Literal, path: string): MemberFilter {
  const isText = field.kind === 'text';
  const orders = ['gt', 'ge', 'lt', 'le'].includes(operator);
  if (!isText && operator !== 'eq' && !(orders && field.kind === 'instant')) {
    throw new RollcallError(
      'invalidFilter',
      `The operator ${operator} does not fit the type of ${quote(path)}.`,
    );
  }
  return {
    kind: 'compare',
    field,
    operator,
    value: isText ? readText(literal, path) : readTyped(field, literal, path),
  };
}

function readText({ text }: Literal, path: string): string {
  if (!text.includes('\0') && text.isWellFormed()) return text;
  throw new RollcallError(
    'invalidFilter',
    `The value compared with ${quote(path)} is not valid Unicode text.`,
  );
}

function readTyped(field: Field, { text }: Literal, path: string): number | boolean {
  const lower = text.trim().toLowerCase();
  if (field.kind === 'boolean') {
    if (lower === 'true' || lower === 'false') return lower === 'true';
    throw new RollcallError('invalidFilter', `${quote(path)} compares with true or false only.`);
  }
  if (field.kind === 'number') {
    const [, digits] = /^(?:w\/)?"?(\d{1,15})"?$/.exec(lower) ?? [];
    return digits === undefined ? -1 : Number(digits);
  }
  const instant = /^\d{4}-\d{2}-\d{2}(t[\d:.]+(z|[+-]\d{2}:?\d{2})?)?$/.test(lower)
    ? Date.parse(text.trim())
    : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new RollcallError(
      'invalidFilter',
      `${quote(path)} compares with a date and time such as "2026-01-31T08:00:00Z" only.`,
    );
  }
  return instant;
}

/** Attributes that have the same value in every member. */
function constantText(path: string): string | undefined {
  return withoutCoreUrn(path) === 'meta.resourcetype' ? 'user' : undefined;
}

function onConstant(constant: string, comparison: Comparison | undefined, path: string): MemberFilter {
  if (!comparison) return { kind: 'always', value: true };
  const { operator, value } = comparison;
  const isSame = fold(value.text) === constant;
  if (operator !== 'eq' && operator !== 'ne') {
    throw new RollcallError('invalidFilter', `${quote(path)} can be compared with eq and ne only.`);
  }
  return { kind: 'always', value: operator === 'eq' ? isSame : !isSame };
}

function withoutCoreUrn(path: string): string {
  const lower = path.toLowerCase();
  const prefix = `${USER_URN.toLowerCase()}:`;
  return lower.startsWith(prefix) ? lower.slice(prefix.length) : lower;
}

/** `schemas` is computed: the core schema always, the extension where the member has any of it. */
function onSchemas(comparison: Comparison | undefined, path: string): MemberFilter {
  if (!comparison) return { kind: 'always', value: true };
  const { operator, value } = comparison;
  if (operator === 'ne') return { kind: 'not', term: onSchemas({ ...comparison, operator: 'eq' }, path) };
  const wanted = readText(value, path);
  const matches = (urn: string) => compareValue(urn, operator, wanted);
  if (matches(USER_URN)) return { kind: 'always', value: true };
  return matches(ENTERPRISE_URN) ? extensionPresent() : { kind: 'always', value: false };
}

function extensionPresent(): MemberFilter {
  const terms = [...ENTERPRISE_ATTRIBUTES.values()].flatMap(attribute => {
    const path = `${ENTERPRISE_URN}:${attribute.name}`;
    return attribute.type === 'complex'
      ? [...attribute.subAttributes.values()].map(sub => field(sub, `${path}.${sub.name}`))
      : [field(attribute, path)];
  });
  return { kind: 'or', terms: terms.map(term => ({ kind: 'present', field: term })) };
}

function field(attribute: AttributeDefinition, path: string): Field {
  return { path, kind: attribute.type === 'boolean' ? 'boolean' : 'text', caseExact: false };
}

const elementField = (sub: AttributeDefinition): Field => field(sub, sub.name);

/** A multi-valued attribute as a whole: only its presence can be asked for. */
const listField = (attribute: AttributeDefinition): Field => ({
  path: attribute.name,
  kind: 'boolean',
  caseExact: false,
});

/** The attribute a list is sorted by. @throws RollcallError `invalidValue` */
export function readSortField(path: string): { readonly field: Field; readonly multiValued: boolean } {
  const common = COMMON_FIELDS.get(withoutCoreUrn(path));
  if (common) return { field: common, multiValued: false };
  const target = findTarget(path);
  if (target.kind !== 'attribute') {
    throw new RollcallError(
      'invalidValue',
      `'sortBy' names ${quote(path)}, which is not an attribute of a User.`,
    );
  }
  const { attribute, sub } = target;
  if (attribute.multiValued && (!sub || sub.name === 'value'))
    return { field: field(attribute, pathOf({ ...target, sub: undefined })), multiValued: true };
  const leaf = sub ?? attribute;
  const value = leaf.type === 'complex' ? leaf.subAttributes.get('value') : undefined;
  if (attribute.multiValued || (leaf.type === 'complex' && !value)) {
    throw new RollcallError(
      'invalidValue',
      `'sortBy' names ${quote(path)}, which has no single value to sort by; name a sub-attribute such as name.familyName.`,
    );
  }
  return {
    field: field(value ?? leaf, value ? `${pathOf(target)}.${value.name}` : pathOf(target)),
    multiValued: false,
  };
}

/** Whether an element satisfies a filter that `resolveInElement` made. */
export function matchesElement(
  filter: MemberFilter,
  element: { readonly [name: string]: AttributeValue },
): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every(term => matchesElement(term, element));
    case 'or':
      return filter.terms.some(term => matchesElement(term, element));
    case 'not':
      return !matchesElement(filter.term, element);
    case 'always':
      return filter.value;
    case 'present': {
      const value = element[filter.field.path];
      return value !== undefined && value !== '';
    }
    case 'compare':
      return compareValue(element[filter.field.path], filter.operator, filter.value);
    case 'element':
      return false;
  }
}

function compareValue(
  actual: AttributeValue | undefined,
  operator: Exclude<Operator, 'ne'>,
  wanted: string | number | boolean,
): boolean {
  if (typeof actual !== 'string' || typeof wanted !== 'string') return operator === 'eq' && actual === wanted;
  const [left, right] = [fold(actual), fold(wanted)];
  switch (operator) {
    case 'eq':
      return left === right;
    case 'co':
      return left.includes(right);
    case 'sw':
      return left.startsWith(right);
    case 'ew':
      return left.endsWith(right);
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
  }
}

/** Only what looks like a name is repeated to the client: a value may stand where a name should. */
export const quote = (path: string): string =>
  /^[\w.:$-]{1,120}$/.test(path) ? `'${path}'` : 'the attribute';

function unknownAttribute(path: string): RollcallError {
  return new RollcallError(
    'invalidFilter',
    `The filter names ${quote(path)}, which is not an attribute of a User here; see /Schemas for those that are.`,
  );
}

function notComparable(path: string): RollcallError {
  return new RollcallError(
    'invalidFilter',
    `${quote(path)} cannot be compared as a whole; name one of its sub-attributes.`,
  );
}

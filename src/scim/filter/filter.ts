/** From a filter's syntax to a question about members: attributes found, types checked (RFC 7644 §3.4.2.2). */
import { RollcallError } from '../../base/errors.ts';
import { fold } from '../../members/member.ts';
import {
  type ComparisonOperator,
  type Field,
  type MemberFilter,
  sumOverLeaves,
} from '../../members/query.ts';
import {
  type AttributeDefinition,
  ENTERPRISE_ATTRIBUTES,
  pathOf,
  subAttributeOf,
} from '../schema/attributes.ts';
import { commonField, elementField, field, findComparable, quote, withoutCoreUrn } from '../schema/fields.ts';
import { ENTERPRISE_URN } from '../schema/schema.ts';
import { type FilterSyntax, type Literal, parseFilter } from './syntax.ts';

/** @throws RollcallError `invalidFilter` */
export function readFilter(text: string): MemberFilter {
  const filter = resolve(parseFilter(text));
  if (listConditions(filter) > MOST_LIST_CONDITIONS) {
    throw new RollcallError(
      'invalidFilter',
      `The filter has more than ${MOST_LIST_CONDITIONS} conditions on multi-valued attributes; ask in several requests.`,
    );
  }
  return filter;
}

/** Each condition on a list reads all its elements in every member. */
const MOST_LIST_CONDITIONS = 20;

/** Asking for presence costs next to nothing beside looking into texts. */
const valuesCompared = (filter: MemberFilter): number =>
  sumOverLeaves(filter, leaf => (leaf.kind === 'compare' ? 1 : 0));

const listConditions = (filter: MemberFilter): number =>
  sumOverLeaves(filter, leaf => (leaf.kind === 'element' ? Math.max(1, valuesCompared(leaf.filter)) : 0));

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
      return onElement(syntax);
  }
}

/** One of the URNs in `schemas`. */
const SCHEMA_URN: Field = { path: 'value', kind: 'text', caseExact: false };

type Comparison = Extract<FilterSyntax, { kind: 'compare' }>;
type ElementSyntax = Extract<FilterSyntax, { kind: 'element' }>;

/** `pr` when there is no comparison. */
function onPath(path: string, comparison: Comparison | undefined): MemberFilter {
  const againstNull = comparison && comparedWithNull(comparison, onPath(path, undefined));
  if (againstNull) return againstNull;
  const common = commonField(path);
  if (common) return onField(common, comparison, path);
  if (!comparison && ALWAYS_PRESENT.has(withoutCoreUrn(path))) return { kind: 'always', value: true };
  const constant = constantText(path);
  if (constant !== undefined) return onConstant(constant, comparison, path);
  const target = findComparable(path);
  if (target.kind === 'schemas')
    return inElement('schemas', onField(SCHEMA_URN, comparison, path), undefined);
  if (target.kind === 'extension' && !comparison) return extensionPresent();
  if (target.kind !== 'attribute') throw unknownAttribute(path);
  const { attribute, sub } = target;
  const leaf = sub ?? attribute;
  if (attribute.multiValued) {
    if (!sub && !comparison)
      return { kind: 'element', attribute: attribute.name, filter: anyPresent(attribute, '') };
    const compared = sub ?? attribute.subAttributes.get('value');
    if (!compared) throw notComparable(path);
    return inElement(attribute.name, onField(elementField(compared), comparison, path), undefined);
  }
  if (leaf.type === 'complex') {
    if (!comparison) return anyPresent(leaf, `${pathOf(target)}.`);
    const value = leaf.subAttributes.get('value');
    if (!value) throw notComparable(path);
    return onField(field(value, `${pathOf(target)}.${value.name}`), comparison, path);
  }
  return onField(field(leaf, pathOf(target)), comparison, path);
}

function onElement({ path, filter, trailing }: ElementSyntax): MemberFilter {
  const target = findComparable(path);
  if (target.kind !== 'attribute') throw unknownAttribute(path);
  const { attribute, sub } = target;
  if (sub || attribute.type !== 'complex') {
    throw new RollcallError(
      'invalidFilter',
      `${quote(path)} has no sub-attributes, so no filter in brackets fits it.`,
    );
  }
  if (!attribute.multiValued) {
    const within = withPrefix(filter, pathOf(target));
    return trailing ? both(within, withPrefix(trailing, pathOf(target))) : within;
  }
  const within = resolveInElement(attribute, filter);
  return trailing
    ? inElement(attribute.name, resolveInElement(attribute, trailing), within)
    : { kind: 'element', attribute: attribute.name, filter: within };
}

/** Both hold, of one value; where `condition` is an opposite, the opposite of both. */
function both(within: MemberFilter, condition: MemberFilter): MemberFilter {
  if (condition.kind === 'not') return { kind: 'not', term: both(within, condition.term) };
  return { kind: 'and', terms: [within, condition] };
}

/**
 * One element satisfies `condition`, and `within` if given. `ne` asks for the opposite of `eq`: that no such element
 * has the value, not that some element has another.
 */
function inElement(
  attribute: string,
  condition: MemberFilter,
  within: MemberFilter | undefined,
): MemberFilter {
  if (condition.kind === 'not') return { kind: 'not', term: inElement(attribute, condition.term, within) };
  const filter: MemberFilter = within ? { kind: 'and', terms: [within, condition] } : condition;
  return { kind: 'element', attribute, filter };
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
      const sub = subAttributeOf(attribute, syntax.path);
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
  const againstNull = comparedWithNull(comparison, { kind: 'present', field });
  if (againstNull) return againstNull;
  const { operator, value } = comparison;
  if (operator === 'ne') return { kind: 'not', term: compare(field, 'eq', value, path) };
  return compare(field, operator, value, path);
}

/** `eq null` means unassigned, `ne null` present; `undefined` for every other value. */
function comparedWithNull(
  { operator, value, path }: Comparison,
  present: MemberFilter,
): MemberFilter | undefined {
  if (value.quoted || value.text.toLowerCase() !== 'null') return undefined;
  if (operator === 'eq') return { kind: 'not', term: present };
  if (operator === 'ne') return present;
  throw new RollcallError(
    'invalidFilter',
    `Only eq and ne compare with null; see ${quote(path)} in the filter.`,
  );
}

/** A complex value is present when one of its sub-attributes is. */
function anyPresent(attribute: AttributeDefinition, prefix: string): MemberFilter {
  const fields = [...attribute.subAttributes.values()].map(sub => field(sub, `${prefix}${sub.name}`));
  return { kind: 'or', terms: fields.map(inner => ({ kind: 'present', field: inner })) };
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
  const [isDate, time, zone] =
    /^\d{4}-\d{2}-\d{2}(t[\d:.]+(z|[+-]\d{2}:?\d{2})?)?$/.exec(
      // A plus that form decoding took for a blank: no blank may stand there.
      lower.replace(' ', '+'),
    ) ?? [];
  // A time without a zone is UTC, as all our times are, not the server's own.
  const instant =
    isDate === undefined ? Number.NaN : Date.parse((time && !zone ? `${isDate}z` : isDate).toUpperCase());
  if (Number.isNaN(instant)) {
    throw new RollcallError(
      'invalidFilter',
      `${quote(path)} compares with a date and time such as "2026-01-31T08:00:00Z" only.`,
    );
  }
  return instant;
}

/** Read-only attributes that every member has, and whose value says nothing about it. */
const ALWAYS_PRESENT = new Set(['meta', 'meta.location', 'meta.resourcetype']);

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

function extensionPresent(): MemberFilter {
  const terms = [...ENTERPRISE_ATTRIBUTES.values()].flatMap(attribute => {
    const path = `${ENTERPRISE_URN}:${attribute.name}`;
    return attribute.type === 'complex'
      ? [...attribute.subAttributes.values()].map(sub => field(sub, `${path}.${sub.name}`))
      : [field(attribute, path)];
  });
  return { kind: 'or', terms: terms.map(term => ({ kind: 'present', field: term })) };
}

function unknownAttribute(path: string): RollcallError {
  return new RollcallError(
    'invalidFilter',
    `The filter names ${quote(path)}, which is not an attribute of a User here; see /Schemas for those that are.`,
    { topic: 'filter_attribute' },
  );
}

function notComparable(path: string): RollcallError {
  return new RollcallError(
    'invalidFilter',
    `${quote(path)} cannot be compared as a whole; name one of its sub-attributes.`,
  );
}

/** Applies the steps of a PATCH to a member's attributes, all or nothing (RFC 7644 §3.5.2.1 to §3.5.2.3). */
import { RollcallError } from '../errors.ts';
import { canonicalText, isSameValue } from '../members/difference.ts';
import {
  type AttributeValue,
  elementsOf,
  fold,
  isComplex,
  type MemberAttributes,
} from '../members/member.ts';
import type { MemberFilter } from '../members/member-query.ts';
import type { AttributeDefinition } from './attributes.ts';
import type { IgnoredAttributes } from './ignored-attributes.ts';
import { comparisonsIn, matchesElement } from './match-element.ts';
import type { PatchStep, RemoveExtension } from './patch-request.ts';
import { type DraftAttributes, toMemberAttributes } from './user-body.ts';
import {
  type ComplexValue,
  checkCount,
  isObject,
  readElements,
  readSingle,
  readValue,
  withOnePrimary,
} from './values.ts';

const MOST_COMPARISONS = 1_000_000;
/** A filter folds and compares texts, which takes so many times as long as passing an element by. */
const FILTER_WEIGHT = 5;

/**
 * @returns new attributes; the given ones stay as they are
 * @throws RollcallError `invalidValue`, `noTarget`, `mutability`
 */
export function applyPatch(
  attributes: MemberAttributes,
  steps: readonly (PatchStep | RemoveExtension)[],
  ignored: IgnoredAttributes,
): MemberAttributes {
  let draft: DraftAttributes = { ...attributes };
  let effort = 0;
  for (const step of steps) {
    effort += effortOf(step, draft);
    if (effort > MOST_COMPARISONS) {
      throw new RollcallError(
        'tooMany',
        `This PATCH compares more than ${MOST_COMPARISONS} values with each other; send its operations in several requests.`,
      );
    }
    if (step.verb === 'removeExtension') draft = { ...draft, [step.extension]: undefined };
    else draft = applyStep(draft, step, ignored);
  }
  // "active" removed by PATCH means inactive: what is not asserted is not granted.
  return toMemberAttributes(draft, false);
}

/** How many values a step holds against each other: a request must not keep the others waiting for seconds. */
function effortOf(step: PatchStep | RemoveExtension, draft: DraftAttributes): number {
  if (step.verb === 'removeExtension' || !step.attribute.multiValued) return 1;
  const elements = elementsOf(draft[step.attribute.name]).length;
  const open = step.verb === 'remove' && Array.isArray(step.value) ? step.value.filter(lacksValue).length : 0;
  return elements * (step.filter ? FILTER_WEIGHT * comparisonsIn(step.filter) : 1 + open);
}

/** Such an element has to be held against every other. */
const lacksValue = (item: unknown): boolean => isObject(item) && typeof item['value'] !== 'string';

function applyStep(draft: DraftAttributes, step: PatchStep, ignored: IgnoredAttributes): DraftAttributes {
  const { attribute, extension } = step;
  const container = extension ? draft[extension] : undefined;
  const parent: DraftAttributes = extension ? (isComplex(container) ? container : {}) : draft;
  const before = parent[attribute.name];
  const after = attribute.multiValued
    ? changeElements(elementsOf(before), step, ignored)
    : changeSingle(before, step, ignored);
  if (after === undefined && attribute.name === 'userName' && !extension) {
    throw new RollcallError('mutability', "'userName' is required and cannot be removed.");
  }
  const changed = { ...parent, [attribute.name]: after };
  return extension ? { ...draft, [extension]: withoutUndefined(changed) } : changed;
}

function changeSingle(
  before: AttributeValue | undefined,
  step: PatchStep,
  ignored: IgnoredAttributes,
): AttributeValue | undefined {
  const { verb, attribute, sub, path, value } = step;
  if (sub) {
    const known: ComplexValue = isComplex(before) ? before : {};
    const next = verb === 'remove' ? undefined : readValue(sub, value, path, ignored);
    return nonEmpty(withoutUndefined({ ...known, [sub.name]: next }));
  }
  if (verb === 'remove') return undefined;
  const next = readValue(attribute, value, path, ignored);
  if (attribute.type !== 'complex') return next;
  // Sub-attributes that the value does not name keep their values (RFC 7644 §3.5.2.3); those it nulls lose them.
  if (!isComplex(next))
    return isObject(value) ? nonEmpty(withoutNulled(before, attribute, value)) : undefined;
  const kept = isObject(value) ? withoutNulled(before, attribute, value) : isComplex(before) ? before : {};
  return { ...kept, ...next };
}

function withoutNulled(
  before: AttributeValue | undefined,
  attribute: AttributeDefinition,
  value: Record<string, unknown>,
): ComplexValue {
  const nulled = new Set(
    Object.entries(value)
      .filter(([, inner]) => inner === null)
      .map(([name]) => attribute.subAttributes.get(name.toLowerCase())?.name),
  );
  return Object.fromEntries(
    Object.entries(isComplex(before) ? before : {}).filter(([name]) => !nulled.has(name)),
  );
}

function changeElements(
  before: readonly ComplexValue[],
  step: PatchStep,
  ignored: IgnoredAttributes,
): AttributeValue | undefined {
  const after =
    step.filter || step.sub ? changeMatching(before, step, ignored) : changeAll(before, step, ignored);
  checkCount(after.length, step.path);
  return after.length > 0 ? after : undefined;
}

/** Changed elements may have become alike (RFC 7643 §2.4). */
function withoutRepeats(elements: readonly ComplexValue[]): readonly ComplexValue[] {
  return [...new Map(elements.map(element => [canonicalText(element), element])).values()];
}

/** The whole list: add joins, replace replaces, remove empties it or takes out the elements it names. */
function changeAll(
  before: readonly ComplexValue[],
  { verb, attribute, path, value }: PatchStep,
  ignored: IgnoredAttributes,
): readonly ComplexValue[] {
  const given = value === undefined ? undefined : readElements(attribute, value ?? [], path, ignored);
  switch (verb) {
    case 'replace':
      return withOnePrimary(given ?? []);
    case 'add':
      return join(before, given ?? []);
    case 'remove':
      if (value === undefined || value === null) return [];
      return withoutNamed(before, given ?? []);
  }
}

/** Adds elements; one that is there already is completed instead of repeated. */
function join(before: readonly ComplexValue[], added: readonly ComplexValue[]): readonly ComplexValue[] {
  const elements = [...before];
  /** By identity alone, and by identity and type; the first one counts. */
  const places = new Map<string, number>();
  const remember = (element: ComplexValue, place: number) => {
    for (const key of [identityOf(element), purposeOf(element)]) if (!places.has(key)) places.set(key, place);
  };
  elements.forEach(remember);
  let primary: ComplexValue | undefined;
  for (const addition of added) {
    const twin = places.get(addition['type'] === undefined ? identityOf(addition) : purposeOf(addition));
    const joined: ComplexValue = twin === undefined ? addition : { ...elements[twin], ...addition };
    if (twin === undefined) remember(joined, elements.push(joined) - 1);
    else elements[twin] = joined;
    if (joined['primary'] === true) primary = joined;
  }
  return withOnePrimary(elements, primary);
}

/** Elements are the same when their value is; those without a value when all they say is. */
function identityOf(element: ComplexValue): string {
  return typeof element['value'] === 'string' ? `=${fold(element['value'])}` : canonicalText(element);
}

/** The same value for the same purpose; an addition without a type is content with any. */
const purposeOf = (element: ComplexValue): string =>
  `${identityOf(element)}\u0000${fold(String(element['type'] ?? ''))}`;

/** Takes out the elements that say everything one of the named ones says. */
function withoutNamed(
  before: readonly ComplexValue[],
  named: readonly ComplexValue[],
): readonly ComplexValue[] {
  const byValue = Map.groupBy(named, ({ value }) => (typeof value === 'string' ? fold(value) : undefined));
  const open = byValue.get(undefined) ?? [];
  return before.filter(element => {
    const { value } = element;
    const candidates = typeof value === 'string' ? (byValue.get(fold(value)) ?? []) : [];
    return ![...candidates, ...open].some(wanted => includesAll(element, wanted));
  });
}

function includesAll(element: ComplexValue, wanted: ComplexValue): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    const actual = element[name];
    return typeof actual === 'string' && typeof value === 'string'
      ? fold(actual) === fold(value)
      : isSameValue(actual, value);
  });
}

/** `emails[filter]`, `emails[filter].sub` or `emails.sub`: the elements that match, or one made to match. */
function changeMatching(
  before: readonly ComplexValue[],
  step: PatchStep,
  ignored: IgnoredAttributes,
): readonly ComplexValue[] {
  const { verb, filter, sub } = step;
  const matches = (element: ComplexValue) => !filter || matchesElement(filter, element);
  if (verb === 'remove') {
    return before.flatMap(element => (matches(element) ? whatRemains(element, sub) : [element]));
  }
  const patch = readElementPatch(step, ignored);
  // An object that sets nothing known changes nothing; only null unassigns.
  if (!patch && !sub && step.value !== null) return before;
  const targets = before.filter(matches);
  if (targets.length === 0) return patch ? createMatching(before, step, patch, ignored) : before;
  const next = before.flatMap(element => {
    if (!targets.includes(element)) return [element];
    return patch ? [{ ...element, ...patch }] : whatRemains(element, sub);
  });
  const chosen = patch?.['primary'] === true ? next[before.findIndex(matches)] : undefined;
  return withoutRepeats(withOnePrimary(next, chosen));
}

/** The sub-attributes to set; `undefined` when the value unassigns them. */
function readElementPatch(
  { attribute, sub, path, value }: PatchStep,
  ignored: IgnoredAttributes,
): ComplexValue | undefined {
  if (sub) {
    const read = readValue(sub, value, `${path.replace(/\.[^.:]*$/, '')}.${sub.name}`, ignored);
    return read === undefined ? undefined : { [sub.name]: read };
  }
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const read = readSingle(attribute, single, path, ignored);
  return isComplex(read) ? read : undefined;
}

/**
 * Entra adds and replaces through a filter that matches nothing yet and means "create it". RFC 7644 §3.5.2.3
 * asks for `noTarget`; that is kept for filters which do not say what the element should look like.
 */
function createMatching(
  before: readonly ComplexValue[],
  step: PatchStep,
  patch: ComplexValue,
  ignored: IgnoredAttributes,
): readonly ComplexValue[] {
  const determined = step.filter ? determinedBy(step.filter) : {};
  if (!determined) {
    throw new RollcallError(
      'noTarget',
      `No value of '${step.attribute.name}' matches the filter in the path, and the filter does not say what to create.`,
    );
  }
  // What the filter says is a client's value like any other, and is read like one.
  const created = readSingle(step.attribute, { ...determined, ...patch }, step.attribute.name, ignored);
  if (!isComplex(created)) return before;
  return withOnePrimary([...before, created], created['primary'] === true ? created : undefined);
}

/** The element a filter of equalities describes; `undefined` when it leaves anything open. */
function determinedBy(filter: MemberFilter): ComplexValue | undefined {
  if (filter.kind === 'compare' && filter.operator === 'eq') return { [filter.field.path]: filter.value };
  if (filter.kind !== 'and') return undefined;
  const parts = filter.terms.map(determinedBy);
  return parts.every(part => part !== undefined) ? Object.assign({}, ...parts) : undefined;
}

/** An element without one sub-attribute; nothing when none is named or none is left. */
function whatRemains(element: ComplexValue, sub: AttributeDefinition | undefined): readonly ComplexValue[] {
  const rest =
    sub && nonEmpty(Object.fromEntries(Object.entries(element).filter(([name]) => name !== sub.name)));
  return rest ? [rest] : [];
}

function withoutUndefined(value: DraftAttributes): ComplexValue {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}

const nonEmpty = (value: ComplexValue): ComplexValue | undefined =>
  Object.keys(value).length > 0 ? value : undefined;

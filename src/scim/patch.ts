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
import { subAttributeOf } from './attributes.ts';
import { type DraftAttributes, toMemberAttributes } from './draft.ts';
import type { IgnoredAttributes } from './ignored-attributes.ts';
import { comparisonsIn, matchesElement } from './match-element.ts';
import type { PatchStep, RemoveExtension } from './patch-request.ts';
import {
  type ComplexValue,
  checkCount,
  hasEmptyValue,
  isObject,
  readElements,
  readSingle,
  readValue,
  unwrap,
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
  // "active" removed by PATCH means inactive: what is not asserted is not granted.
  return toMemberAttributes(applySteps(attributes, steps, ignored), false);
}

/** @throws RollcallError as `applyPatch` does */
export function applySteps(
  attributes: DraftAttributes,
  steps: readonly (PatchStep | RemoveExtension)[],
  ignored: IgnoredAttributes,
): DraftAttributes {
  let draft = attributes;
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
  return draft;
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
  if (verb === 'remove' && !sub) return undefined;
  if (attribute.type !== 'complex') return readValue(attribute, value, path, ignored);
  const change = readChange(step, ignored);
  // What else is said of a manager is said of the one that is gone.
  if (change.isGone || change.unset.has('value')) return undefined;
  return changed(isComplex(before) ? before : {}, change);
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
  if (verb === 'remove' && !sub) return before.filter(element => !matches(element));
  const change = readChange(step, ignored);
  const { isGone, set, unset } = change;
  const setsSomething = !isGone && Object.keys(set).length > 0;
  if (!isGone && !setsSomething && unset.size === 0) return before;
  const targets = before.filter(matches);
  if (targets.length === 0) return setsSomething ? createMatching(before, step, set, ignored) : before;
  const next = before.flatMap(element => {
    if (!targets.includes(element)) return [element];
    const rest = isGone ? undefined : changed(element, change);
    return rest ? [rest] : [];
  });
  const chosen = set['primary'] === true ? next[before.findIndex(matches)] : undefined;
  return withoutRepeats(withOnePrimary(next, chosen));
}

/** What a step does to a complex value: takes it away, or sets and unsets sub-attributes. */
interface ComplexChange {
  readonly isGone: boolean;
  readonly set: ComplexValue;
  /** Names of sub-attributes. */
  readonly unset: ReadonlySet<string>;
}

function readChange(
  { verb, attribute, sub, path, value }: PatchStep,
  ignored: IgnoredAttributes,
): ComplexChange {
  const given = verb === 'remove' ? undefined : unwrap(sub ?? attribute, value, path);
  if (sub) {
    const read = readSingle(sub, given, path, ignored);
    const isGone = sub.name === 'value' && given === '';
    return read === undefined
      ? { isGone, set: {}, unset: new Set([sub.name]) }
      : { isGone, set: { [sub.name]: read }, unset: new Set() };
  }
  const read = readSingle(attribute, given, path, ignored);
  const set: ComplexValue = isComplex(read) ? read : {};
  if (!isObject(given)) return { isGone: read === undefined, set, unset: new Set() };
  // {} empties what is addressed as a whole; an element that a filter found is not, so there it sets nothing.
  const isEmpty = !attribute.multiValued && Object.keys(given).length === 0;
  const named = Object.keys(given).flatMap(key => subAttributeOf(attribute, key) ?? []);
  return {
    isGone: isEmpty || hasEmptyValue(attribute, given),
    set,
    // What is named and yet not read was null, or empty where that means unassigned.
    unset: new Set(named.filter(named => !named.readOnly && !(named.name in set)).map(({ name }) => name)),
  };
}

/** A complex value after a change; `undefined` when nothing is left of it. */
function changed(value: ComplexValue, { set, unset }: ComplexChange): ComplexValue | undefined {
  const kept = Object.entries(value).filter(([name]) => !unset.has(name));
  return nonEmpty({ ...Object.fromEntries(kept), ...set });
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
  if (!determined) throw noTarget(step);
  // What the filter says is a client's value like any other, and is read like one.
  const created = readSingle(step.attribute, { ...determined, ...patch }, step.attribute.name, ignored);
  if (!isComplex(created)) throw noTarget(step);
  return withOnePrimary([...before, created], created['primary'] === true ? created : undefined);
}

const noTarget = ({ attribute }: PatchStep): RollcallError =>
  new RollcallError(
    'noTarget',
    `No value of '${attribute.name}' matches the filter in the path, and the filter does not say what to create.`,
  );

/** The element a filter of equalities describes; `undefined` when it leaves anything open. */
function determinedBy(filter: MemberFilter): ComplexValue | undefined {
  if (filter.kind === 'compare' && filter.operator === 'eq') return { [filter.field.path]: filter.value };
  if (filter.kind !== 'and') return undefined;
  const parts = filter.terms.map(determinedBy);
  return parts.every(part => part !== undefined) ? Object.assign({}, ...parts) : undefined;
}

function withoutUndefined(value: DraftAttributes): ComplexValue {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}

const nonEmpty = (value: ComplexValue): ComplexValue | undefined =>
  Object.keys(value).length > 0 ? value : undefined;

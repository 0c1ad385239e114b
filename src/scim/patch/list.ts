/**
 * A multi-valued attribute while a PATCH changes it (RFC 7644 §3.5.2). The list is kept from step to step, with an
 * index of what its elements are identified by, so that an operation costs what it brings and one pass at most.
 */
import { RollcallError } from '../../base/errors.ts';
import { canonicalText } from '../../members/difference.ts';
import type { AttributeValue } from '../../members/member.ts';
import { isComplex } from '../../members/member.ts';
import type { MemberFilter } from '../../members/query.ts';
import type { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import {
  type ComplexValue,
  checkCount,
  readElements,
  readSingle,
  withOnePrimary,
  withoutRepeats,
} from '../schema/values.ts';
import { changed, readChange } from './complex-change.ts';
import { CHANGE, COMPARISON, IDENTIFICATION, type PatchEffort } from './effort.ts';
import { matchesElement } from './match-element.ts';
import type { PatchStep } from './request.ts';

export class PatchList {
  readonly #effort: PatchEffort;
  readonly #ignored: IgnoredAttributes;
  /** Its own: joining adds to it in place. */
  #elements: ComplexValue[];
  /** Places in `#elements`, by identity alone and by identity and type; the first one counts. Renewed when it is needed. */
  #places: Map<string, number> | undefined;
  #mayRepeat = false;

  constructor(elements: readonly ComplexValue[], effort: PatchEffort, ignored: IgnoredAttributes) {
    this.#elements = [...elements];
    this.#effort = effort;
    this.#ignored = ignored;
  }

  /** @throws RollcallError `invalidValue`, `noTarget`, `mutability`, `tooMany` */
  apply(step: PatchStep): void {
    this.#effort.spend(1);
    if (step.filter || step.sub) this.#changeMatching(step);
    else this.#changeAll(step);
    checkCount(this.#elements.length, step.path);
  }

  /** @returns `undefined` for an empty list, which means "unassigned" */
  result(): readonly ComplexValue[] | undefined {
    // Changed elements may have become alike (RFC 7643 §2.4).
    const elements = this.#mayRepeat ? withoutRepeats(this.#elements) : this.#elements;
    return elements.length > 0 ? elements : undefined;
  }

  /** @param primary the element that has just been made the primary one; `undefined`: the first that claims it */
  #become(elements: readonly ComplexValue[], hasNewPrimary: boolean, primary?: ComplexValue): void {
    this.#effort.spend(elements.length);
    this.#elements = [...(hasNewPrimary ? withOnePrimary(elements, primary) : elements)];
    this.#places = undefined;
  }

  /** The whole list: add joins, replace replaces, remove empties it or takes out the elements it names. */
  #changeAll({ verb, attribute, path, value }: PatchStep): void {
    const given = value === undefined ? undefined : readElements(attribute, value ?? [], path, this.#ignored);
    this.#effort.spend(IDENTIFICATION * (given?.length ?? 0));
    if (verb === 'replace') this.#become(given ?? [], true);
    else if (verb === 'add') this.#join(given ?? []);
    else if (value === undefined || value === null) this.#become([], false);
    else this.#removeNamed(given ?? []);
  }

  /** Adds elements; one that is there already is completed instead of repeated. */
  #join(added: readonly ComplexValue[]): void {
    const elements = this.#elements;
    this.#places ??= this.#index(elements);
    const places = this.#places;
    let primary: ComplexValue | undefined;
    for (const addition of added) {
      const twin = places.get(
        addition['type'] === undefined ? this.#identityOf(addition) : this.#purposeOf(addition),
      );
      const joined: ComplexValue = twin === undefined ? addition : { ...elements[twin], ...addition };
      if (twin === undefined) this.#remember(places, joined, elements.push(joined) - 1);
      else elements[twin] = joined;
      if (joined['primary'] === true) primary = joined;
    }
    if (!primary) return;
    this.#become(elements, true, primary);
    // No element has moved.
    this.#places = places;
  }

  #index(elements: readonly ComplexValue[]): Map<string, number> {
    const places = new Map<string, number>();
    for (const [place, element] of elements.entries()) this.#remember(places, element, place);
    return places;
  }

  #remember(places: Map<string, number>, element: ComplexValue, place: number): void {
    for (const key of [this.#identityOf(element), this.#purposeOf(element)]) {
      if (!places.has(key)) places.set(key, place);
    }
  }

  /** Elements are the same when their value is; those without a value when all they say is. */
  #identityOf(element: ComplexValue): string {
    this.#effort.spend(IDENTIFICATION);
    return typeof element['value'] === 'string'
      ? `=${this.#effort.fold(element['value'])}`
      : canonicalText(element);
  }

  /** The same value for the same purpose; an addition without a type is content with any. */
  #purposeOf(element: ComplexValue): string {
    return `${this.#identityOf(element)}\u0000${this.#effort.fold(String(element['type'] ?? ''))}`;
  }

  /**
   * Takes out the elements that say everything one of the named ones says. Named ones that speak of the same
   * sub-attributes are looked up together, so that the price is that of two lists and not of their product.
   */
  #removeNamed(named: readonly ComplexValue[]): void {
    const wanted = new Map<string, { names: readonly string[]; texts: Set<string> }>();
    for (const element of named) {
      const names = Object.keys(element).sort();
      const known = wanted.get(names.join());
      const { texts } = known ?? { texts: new Set<string>() };
      if (!known) wanted.set(names.join(), { names, texts });
      texts.add(this.#textOf(element, names));
    }
    const alike = [...wanted.values()];
    const isNamed = (element: ComplexValue): boolean =>
      alike.some(({ names, texts }) => texts.has(this.#textOf(element, names)));
    this.#become(
      this.#elements.filter(element => !isNamed(element)),
      false,
    );
  }

  /** The same text for elements that agree in these sub-attributes. No stored text holds NUL. */
  #textOf(element: ComplexValue, names: readonly string[]): string {
    const [only] = names;
    if (only !== undefined && names.length === 1) return this.#comparable(element[only]);
    this.#effort.spend(COMPARISON * names.length);
    return names.map(name => this.#comparable(element[name])).join('\u0000');
  }

  #comparable(value: AttributeValue | undefined): string {
    this.#effort.spend(1);
    return typeof value === 'string' ? this.#effort.fold(value) : `\u0000${canonicalText(value)}`;
  }

  /** `emails[filter]`, `emails[filter].sub` or `emails.sub`: the elements that match, or one made to match. */
  #changeMatching(step: PatchStep): void {
    const { verb, filter, sub } = step;
    const matches = (element: ComplexValue) => !filter || matchesElement(filter, element, this.#effort);
    if (verb === 'remove' && !sub) {
      this.#become(
        this.#elements.filter(element => !matches(element)),
        false,
      );
      return;
    }
    const change = readChange(step, this.#ignored);
    const { isGone, set, unset } = change;
    const setsSomething = !isGone && Object.keys(set).length > 0;
    if (!isGone && !setsSomething && unset.size === 0) return;
    const next: ComplexValue[] = [];
    let hasTarget = false;
    let chosen: ComplexValue | undefined;
    for (const element of this.#elements) {
      const isTarget = matches(element);
      const rest = isTarget ? (isGone ? undefined : changed(element, change)) : element;
      if (rest !== element) this.#effort.spend(CHANGE);
      if (rest) next.push(rest);
      if (isTarget && !hasTarget) chosen = rest;
      hasTarget ||= isTarget;
    }
    if (!hasTarget && setsSomething) {
      this.#createMatching(step, set);
      return;
    }
    this.#mayRepeat ||= hasTarget;
    const isPrimary = hasTarget && set['primary'] === true;
    this.#become(next, isPrimary, isPrimary ? chosen : undefined);
  }

  /**
   * Entra adds and replaces through a filter that matches nothing yet and means "create it". RFC 7644 §3.5.2.3
   * asks for `noTarget`; that is kept for filters which do not say what the element should look like.
   */
  #createMatching(step: PatchStep, patch: ComplexValue): void {
    const determined = step.filter ? determinedBy(step.filter) : {};
    if (!determined) throw noTarget(step);
    // What the filter says is a client's value like any other, and is read like one.
    const created = readSingle(
      step.attribute,
      { ...determined, ...patch },
      step.attribute.name,
      this.#ignored,
    );
    if (!isComplex(created)) throw noTarget(step);
    this.#become([...this.#elements, created], created['primary'] === true, created);
  }
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
  const described: Record<string, AttributeValue> = {};
  for (const term of filter.terms) {
    const part = determinedBy(term);
    if (!part) return undefined;
    Object.assign(described, part);
  }
  return described;
}

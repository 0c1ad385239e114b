/**
 * What a filter means, as plainly as it can be written: a recursive look at one User after the other.
 *
 * `ne` is the complement of `eq`, also for a list: no value is equal. A comparison with a value that is not there
 * is false. `eq null` is the complement of `pr`, `ne null` is `pr`.
 */
import type { Json } from '../../support/scim/scim-client.ts';
import {
  type Comparison,
  type FilterTree,
  instantOf,
  type Literal,
  type Operator,
  type Present,
  textOf,
} from './filter-tree.ts';
import type { FilterableAttribute } from './filterable-attributes.ts';
import {
  byCodePoint,
  folded,
  foldedName,
  isObject,
  listAt,
  trimmedName,
  valuesAt,
} from './resource-values.ts';

/** The ids of the Users that satisfy the filter, in the order given. */
export function findIn(resources: readonly Json[], tree: FilterTree): readonly string[] {
  return resources
    .filter(resource => satisfies({ ...resource, email: derivedEmail(resource) }, tree, resources))
    .map(resource => String(resource['id']));
}

/** @param object a User, or an element when the tree is the inside of brackets */
export function satisfies(object: Json, tree: FilterTree, resources: readonly Json[]): boolean {
  switch (tree.kind) {
    case 'and':
      return tree.terms.every(term => satisfies(object, term, resources));
    case 'or':
      return tree.terms.some(term => satisfies(object, term, resources));
    case 'not':
      return !satisfies(object, tree.term, resources);
    case 'present':
    case 'compare':
      return holds(tree, steps => valuesAt(object, steps), resources);
    case 'element': {
      const { attribute, inner, trailing } = tree;
      const found = valuesAt(object, attribute.steps).filter(isObject);
      // A single complex value is one element, and one without anything in it when it is unassigned.
      const elements = attribute.isList || found.length > 0 ? found : [{}];
      const matching = elements.filter(element => satisfies(element, inner, resources));
      return trailing ? holds(trailing, steps => valuesAt(matching, steps), resources) : matching.length > 0;
    }
  }
}

function holds(
  test: Present | Comparison,
  read: (steps: readonly string[]) => readonly unknown[],
  resources: readonly Json[],
): boolean {
  const { attribute } = test;
  const isPresent = () => read(attribute.steps).some(isNonEmpty);
  if (test.kind === 'present') return isPresent();
  const { operator, literal } = test;
  if (literal.kind === 'null') return operator === 'ne' ? isPresent() : !isPresent();
  const wanted = comparable(attribute, literalValue(literal, resources));
  const isMet = (wantedOperator: Exclude<Operator, 'ne'>) =>
    read(attribute.valueSteps ?? attribute.steps).some(value =>
      meets(
        comparable(attribute, value),
        wantedOperator,
        wantedOperator === 'eq' && isUserName(attribute) ? trimmedName(String(wanted)) : wanted,
      ),
    );
  return operator === 'ne' ? !isMet('eq') : isMet(operator);
}

function isNonEmpty(value: unknown): boolean {
  return isObject(value) ? Object.values(value).some(isNonEmpty) : value !== '' && value !== undefined;
}

type Comparable = string | number | boolean;

const isUserName = ({ steps }: FilterableAttribute): boolean => steps.length === 1 && steps[0] === 'userName';

function comparable(attribute: FilterableAttribute, value: unknown): Comparable {
  if (isUserName(attribute)) return foldedName(String(value));
  switch (attribute.type) {
    case 'text':
    case 'constant':
    case 'complex':
      return folded(String(value));
    case 'exactText':
    case 'version':
      return String(value);
    case 'boolean':
      return value === true;
    case 'instant':
      return typeof value === 'number' ? value : Date.parse(String(value));
  }
}

function literalValue(literal: Exclude<Literal, { kind: 'null' }>, resources: readonly Json[]): Comparable {
  switch (literal.kind) {
    case 'text':
      return literal.text;
    case 'boolean':
      return literal.value;
    case 'textOf':
      return textOf(literal, resources);
    case 'instantOf':
      return instantOf(literal, resources);
  }
}

function meets(value: Comparable, operator: Exclude<Operator, 'ne'>, wanted: Comparable): boolean {
  const texts = [String(value), String(wanted)] as const;
  const order = typeof value === 'number' ? value - Number(wanted) : byCodePoint(...texts);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'co':
      return texts[0].includes(texts[1]);
    case 'sw':
      return texts[0].startsWith(texts[1]);
    case 'ew':
      return texts[0].endsWith(texts[1]);
  }
}

/** The primary, else a work address, else the first; else a userName that looks like one. */
function derivedEmail(resource: Json): string | undefined {
  const emails = listAt(resource, 'emails').filter(({ value }) => typeof value === 'string' && value !== '');
  const chosen =
    emails.find(({ primary }) => primary === true) ??
    emails.find(({ type }) => typeof type === 'string' && folded(type) === 'work') ??
    emails[0];
  if (chosen) return String(chosen['value']);
  const userName = String(resource['userName']);
  return /^[^\s@,;<>"()]+@[^\s@,;<>"()]+$/.test(userName) ? userName : undefined;
}

/** Random filters over the whole grammar, most of whose values some member has. */
import fc from 'fast-check';
import { CORE_USER, ENTERPRISE_USER, type Json } from '../../support/scim/scim-client.ts';
import type { Comparison, FilterTree, Literal, Operator, Present } from './filter-tree.ts';
import {
  ELEMENT_ATTRIBUTES,
  type ElementAttribute,
  FILTERABLE_ATTRIBUTES,
  type FilterableAttribute,
} from './filterable-attributes.ts';
import { randomText, relatedText } from './random-texts.ts';
import { valuesAt } from './resource-values.ts';

const EQUALITY = ['eq', 'ne'] as const;
const ORDER = ['gt', 'ge', 'lt', 'le'] as const;
const PARTS = ['co', 'sw', 'ew'] as const;
const MOST_SHIFT_MS = 3;

/** What may follow a name of this type (RFC 7644 §3.4.2.2, table 3). */
export const OPERATORS: Readonly<Record<FilterableAttribute['type'], readonly Operator[]>> = {
  text: [...EQUALITY, ...ORDER, ...PARTS],
  exactText: [...EQUALITY, ...ORDER, ...PARTS],
  boolean: EQUALITY,
  instant: [...EQUALITY, ...ORDER],
  version: EQUALITY,
  constant: EQUALITY,
  /** With null alone. */
  complex: EQUALITY,
};

const style = fc.oneof(fc.constant(0), fc.nat(2 ** 28 - 1));

/** @param members the directory, so that filters ask for what is there */
export class RandomFilters {
  readonly #members: readonly Json[];

  constructor(members: readonly Json[]) {
    this.#members = members;
  }

  /** A whole filter. */
  trees(): fc.Arbitrary<FilterTree> {
    const test = this.#anyTest(FILTERABLE_ATTRIBUTES, []);
    const element = fc.oneof(...ELEMENT_ATTRIBUTES.map(attribute => this.elements(attribute)));
    return nested(fc.oneof({ weight: 3, arbitrary: test }, { weight: 2, arbitrary: element }), 'large');
  }

  /** `emails[…]`, with or without a sub-attribute behind it. */
  elements(attribute: ElementAttribute): fc.Arbitrary<FilterTree> {
    const trailing = this.#anyTest(attribute.subAttributes, attribute.steps);
    return fc.record({
      kind: fc.constant('element' as const),
      attribute: fc.constant(attribute),
      inner: this.insides(attribute),
      trailing: fc.option(trailing, { nil: undefined }),
      style,
    });
  }

  /** What may stand in the brackets. */
  insides(attribute: ElementAttribute): fc.Arbitrary<FilterTree> {
    return nested(this.#anyTest(attribute.subAttributes, attribute.steps), 'small');
  }

  /** @param above the steps to what holds the attribute, when its own are relative to that */
  comparisons(
    attribute: FilterableAttribute,
    operator: Operator,
    above: readonly string[] = [],
  ): fc.Arbitrary<Comparison> {
    return fc.record({
      kind: fc.constant('compare' as const),
      attribute: fc.constant(attribute),
      operator: fc.constant(operator),
      literal: this.#literal(attribute, operator, above),
      style,
    });
  }

  #anyTest(
    attributes: readonly FilterableAttribute[],
    above: readonly string[],
  ): fc.Arbitrary<Present | Comparison> {
    return fc.oneof(
      ...attributes.map(attribute => {
        const comparisons = OPERATORS[attribute.type].map(operator =>
          this.comparisons(attribute, operator, above),
        );
        return fc.oneof(presence(attribute), ...comparisons);
      }),
    );
  }

  #literal(
    attribute: FilterableAttribute,
    operator: Operator,
    above: readonly string[],
  ): fc.Arbitrary<Literal> {
    const value = this.#value(attribute, above);
    if (attribute.type === 'complex') return literalNull;
    const isEquality = operator === 'eq' || operator === 'ne';
    if (!isEquality || attribute.type === 'constant') return value;
    return fc.oneof({ weight: 7, arbitrary: value }, { weight: 1, arbitrary: literalNull });
  }

  #value(attribute: FilterableAttribute, above: readonly string[]): fc.Arbitrary<Literal> {
    const member = fc.nat(this.#members.length - 1);
    switch (attribute.type) {
      case 'boolean':
        return fc.record({
          kind: fc.constant('boolean' as const),
          value: fc.boolean(),
          quoted: fc.boolean(),
        });
      case 'instant':
        return fc.record({
          kind: fc.constant('instantOf' as const),
          member,
          path: fc.constantFrom('created' as const, 'lastModified' as const),
          shiftMs: fc.integer({ min: -MOST_SHIFT_MS, max: MOST_SHIFT_MS }),
          zoneHours: fc.integer({ min: -9, max: 9 }),
        });
      case 'version':
        return fc.record({
          kind: fc.constant('textOf' as const),
          member,
          path: fc.constant('version' as const),
        });
      case 'constant':
        return literalText(fc.constantFrom('User', 'user', 'Group', ''));
      case 'exactText':
      case 'text':
      case 'complex':
        break;
    }
    if (attribute.name === 'id')
      return fc.record({ kind: fc.constant('textOf' as const), member, path: fc.constant('id' as const) });
    const steps = [...above, ...(attribute.valueSteps ?? attribute.steps)];
    const known = steps[0] === 'email' ? ['emails', 'value'] : steps;
    const texts =
      steps[0] === 'schemas'
        ? [CORE_USER, ENTERPRISE_USER]
        : valuesAt(this.#members, known).filter(value => typeof value === 'string');
    if (texts.length === 0) return literalText(randomText);
    return literalText(
      fc.oneof({ weight: 5, arbitrary: relatedText(texts) }, { weight: 1, arbitrary: randomText }),
    );
  }
}

export const presence = (attribute: FilterableAttribute): fc.Arbitrary<Present> =>
  fc.record({ kind: fc.constant('present' as const), attribute: fc.constant(attribute), style });

const literalNull = fc.constant<Literal>({ kind: 'null' });

const literalText = (text: fc.Arbitrary<string>): fc.Arbitrary<Literal> =>
  fc.record({ kind: fc.constant('text' as const), text, escaped: fc.boolean() });

/** These tests, joined by and, or and not. */
function nested(test: fc.Arbitrary<FilterTree>, size: 'small' | 'large'): fc.Arbitrary<FilterTree> {
  const maxDepth = size === 'large' ? 4 : 2;
  return fc.letrec<{ tree: FilterTree }>(tie => ({
    tree: fc.oneof(
      { maxDepth, depthIdentifier: size },
      { weight: 3, arbitrary: test },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          terms: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
          style,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('not' as const), term: tie('tree'), style }),
      },
    ),
  })).tree;
}

/** A filter as a tree, and how it is written (RFC 7644 §3.4.2.2). */
import { CORE_USER, type Json } from '../../support/scim/scim-client.ts';
import type { ElementAttribute, FilterableAttribute } from './filterable-attributes.ts';
import { valuesAt } from './resource-values.ts';

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'text'; readonly text: string; readonly escaped: boolean }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly quoted: boolean }
  /** What a member of the directory has there: ids and times are known only once it is filled. */
  | { readonly kind: 'textOf'; readonly member: number; readonly path: 'id' | 'version' }
  | {
      readonly kind: 'instantOf';
      readonly member: number;
      readonly path: 'created' | 'lastModified';
      readonly shiftMs: number;
      readonly zoneHours: number;
    };

/** How a node is written: which letters are capitals, whether with URN and needless parentheses. 0 is plain. */
type Style = number;
const RECASED = 1;
const WITH_URN = 2;
const IN_PARENTHESES = 4;
const LETTER_BITS = 25;

export interface Present {
  readonly kind: 'present';
  readonly attribute: FilterableAttribute;
  readonly style: Style;
}

export interface Comparison {
  readonly kind: 'compare';
  readonly attribute: FilterableAttribute;
  readonly operator: Operator;
  readonly literal: Literal;
  readonly style: Style;
}

export type FilterTree =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly FilterTree[]; readonly style: Style }
  | { readonly kind: 'not'; readonly term: FilterTree; readonly style: Style }
  | Present
  | Comparison
  | {
      readonly kind: 'element';
      readonly attribute: ElementAttribute;
      /** Its attributes are sub-attributes of `attribute`. */
      readonly inner: FilterTree;
      /** `emails[…].value pr`: what follows the brackets. */
      readonly trailing: Present | Comparison | undefined;
      readonly style: Style;
    };

/** @param resources the directory that `textOf` and `instantOf` speak of */
export function printFilter(tree: FilterTree, resources: readonly Json[]): string {
  return print(tree, resources, false);
}

function print(tree: FilterTree, resources: readonly Json[], inElement: boolean): string {
  const text = printBare(tree, resources, inElement);
  return tree.style & IN_PARENTHESES ? `(${text})` : text;
}

function printBare(tree: FilterTree, resources: readonly Json[], inElement: boolean): string {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.terms
        .map(term => {
          const text = print(term, resources, inElement);
          return tree.kind === 'and' && term.kind === 'or' ? `(${text})` : text;
        })
        .join(` ${recased(tree.kind, tree.style)} `);
    case 'not': {
      const space = tree.style & WITH_URN ? '' : ' ';
      return `${recased('not', tree.style)}${space}(${print(tree.term, resources, inElement)})`;
    }
    case 'present':
    case 'compare':
      return `${nameOf(tree, !inElement)} ${printTest(tree, resources)}`;
    case 'element': {
      const { trailing } = tree;
      const brackets = `${nameOf(tree, true)}[${print(tree.inner, resources, true)}]`;
      return trailing ? `${brackets}.${nameOf(trailing, false)} ${printTest(trailing, resources)}` : brackets;
    }
  }
}

function nameOf(
  { attribute, style }: Exclude<FilterTree, { kind: 'and' | 'or' | 'not' }>,
  mayHaveUrn: boolean,
) {
  const { name } = attribute;
  const withUrn = mayHaveUrn && style & WITH_URN && !name.startsWith('urn:');
  return recased(withUrn ? `${CORE_USER}:${name}` : name, style);
}

function printTest(test: Present | Comparison, resources: readonly Json[]): string {
  if (test.kind === 'present') return recased('pr', test.style);
  return `${recased(test.operator, test.style)} ${printLiteral(test, resources)}`;
}

function printLiteral({ literal, style }: Comparison, resources: readonly Json[]): string {
  switch (literal.kind) {
    case 'null':
      return recased('null', style);
    case 'boolean': {
      const text = recased(String(literal.value), style);
      return literal.quoted ? `"${text}"` : text;
    }
    case 'text': {
      const json = JSON.stringify(literal.text);
      return literal.escaped ? json.replace(/[^ -~]/g, escaped) : json;
    }
    case 'textOf':
      return JSON.stringify(textOf(literal, resources));
    case 'instantOf': {
      const local = new Date(instantOf(literal, resources) + literal.zoneHours * 3_600_000).toISOString();
      const zone = `${literal.zoneHours < 0 ? '-' : '+'}0${Math.abs(literal.zoneHours)}:00`;
      return `"${literal.zoneHours === 0 ? local : local.replace('Z', zone)}"`;
    }
  }
}

export function textOf({ member, path }: Extract<Literal, { kind: 'textOf' }>, resources: readonly Json[]) {
  return String(valuesAt(resources[member], path === 'id' ? ['id'] : ['meta', 'version'])[0]);
}

export function instantOf(
  { member, path, shiftMs }: Extract<Literal, { kind: 'instantOf' }>,
  resources: readonly Json[],
): number {
  return Date.parse(String(valuesAt(resources[member], ['meta', path])[0])) + shiftMs;
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

function recased(text: string, style: Style): string {
  if (!(style & RECASED)) return text;
  return Array.from(text, (letter, at) =>
    (style >> (3 + (at % LETTER_BITS))) & 1 ? letter.toUpperCase() : letter.toLowerCase(),
  ).join('');
}

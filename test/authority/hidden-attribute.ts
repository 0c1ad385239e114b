/** What an attacker hides in an otherwise honest request: an attribute, a spelling of it and a value. */
import fc from 'fast-check';
import { CORE_USER, ENTERPRISE_USER, type Json } from '../support/scim/scim-client.ts';
import type { Markers } from './markers.ts';

const AUTHORITY_NAMES = ['roles', 'entitlements', 'groups', 'userType', 'x509Certificates'] as const;

/** Every name the access log may say was ignored. */
export const CANONICAL_NAMES: readonly string[] = [...AUTHORITY_NAMES, 'extension'];

const SHAPES = ['text', 'list', 'elements', 'object', 'key', 'number', 'deep', 'mixed', 'empty'] as const;

/** What clients send for "no roles". */
const EMPTY_VALUES = [null, '', [], {}, [null], [''], [{}], [{ value: '' }], { value: null, display: '' }];

export interface HiddenAttribute {
  readonly what: (typeof AUTHORITY_NAMES)[number] | 'extension' | 'password';
  /** Which letters stand in the other case. */
  readonly caseBits: number;
  /** Chooses among URNs, sub-attributes, elements. */
  readonly choice: number;
  readonly shape: (typeof SHAPES)[number];
  readonly depth: number;
  /** Chooses where in the request it hides. */
  readonly place: number;
}

const attribute = (
  what: readonly HiddenAttribute['what'][],
  shapes: readonly HiddenAttribute['shape'][],
): fc.Arbitrary<HiddenAttribute> =>
  fc.record({
    what: fc.constantFrom(...what),
    caseBits: fc.oneof(fc.constant(0), fc.nat(2 ** 30 - 1)),
    choice: fc.nat(99),
    shape: fc.constantFrom(...shapes),
    depth: fc.integer({ min: 1, max: 20 }),
    place: fc.nat(999),
  });

export const hiddenAttribute = attribute([...AUTHORITY_NAMES, 'extension', 'password'], SHAPES);
export const hiddenAuthority = attribute(
  [...AUTHORITY_NAMES, 'extension'],
  SHAPES.filter(shape => shape !== 'empty'),
);
export const hiddenPassword = attribute(['password'], SHAPES);
export const emptyAuthority = attribute([...AUTHORITY_NAMES, 'extension'], ['empty']);

/** The same text with some letters in the other case. */
export function spell(text: string, { caseBits }: HiddenAttribute): string {
  return [...text]
    .map((letter, index) => {
      if (((caseBits >> (index % 30)) & 1) === 0) return letter;
      return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    })
    .join('');
}

/** How the attribute is called here; an extension's URN may itself carry a marker. */
export function keyOf(hidden: HiddenAttribute, markers: Markers): string {
  return spell(hidden.what === 'extension' ? undeclaredUrn(hidden.choice, markers) : hidden.what, hidden);
}

export function undeclaredUrn(choice: number, markers: Markers): string {
  const urns = [
    `urn:acme:${markers.text()}:2.0:User`,
    `urn:ietf:params:scim:schemas:extension:${markers.text()}:2.0:User`,
    'urn:okta:custom:1.0:user',
    'urn:scim:schemas:core:1.0',
    `${CORE_USER}roles`,
    'urn:ietf:params:scim:schemas:core:2.0:Group',
    ENTERPRISE_USER.replace('2.0', '1.0'),
    `${ENTERPRISE_USER}s:roles`,
  ];
  return pick(urns, choice);
}

/** A value with a marker in it, unless it is an empty one. */
export function hiddenValue({ shape, depth, choice }: HiddenAttribute, markers: Markers): unknown {
  const text = markers.text();
  switch (shape) {
    case 'text':
      return text;
    case 'list':
      return [text];
    case 'elements':
      return [{ value: text, display: text, type: text, primary: true }];
    case 'object':
      return { value: text, $ref: `https://${text}.example.com` };
    case 'key':
      return { [text]: text };
    case 'number':
      return { value: markers.number() };
    case 'deep':
      return nested(text, depth);
    case 'mixed':
      return [null, '', {}, [], { value: text }, markers.number(), false];
    case 'empty':
      return pick(EMPTY_VALUES, choice);
  }
}

function nested(value: unknown, depth: number): unknown {
  return depth === 0 ? value : nested(depth % 2 === 0 ? [value] : { value }, depth - 1);
}

export function pick<T>(choices: readonly T[], choice: number): T {
  const chosen = choices[choice % choices.length];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}

export type MutableJson = Record<string, unknown>;

/** A copy that may be written to. */
export const copyOf = (json: Json): MutableJson => structuredClone(json) as MutableJson; // a clone has one owner

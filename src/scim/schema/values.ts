/**
 * From whatever a client sent to a stored value, by the attribute's definition. Lenient where real clients
 * are sloppy (booleans as text, scalars in arrays, null for unassigned), strict where guessing would corrupt.
 */

import { type FailureTopic, RollcallError } from '../../base/errors.ts';
import { isObject } from '../../base/json-object.ts';
import { canonicalText, isSameValue } from '../../members/difference.ts';
import { type AttributeValue, elementsOf, isComplex } from '../../members/member.ts';
import { type AttributeDefinition, authorityName, nameInside, subAttributeOf } from './attributes.ts';
import type { IgnoredAttributes } from './ignored-attributes.ts';

export type ComplexValue = { readonly [name: string]: AttributeValue };

/** Longest text in characters; what is indexed is shorter (PostgreSQL refuses index entries over 2,700 bytes). */
const LONGEST_TEXT = 8_192;
/** A photo may be a data: URI. */
const LONGEST_REFERENCE = 65_536;
const LONGEST_INDEXED_TEXT = 512;
const MOST_ELEMENTS = 1_000;

const INDEXED_PATHS = new Set(['userName', 'externalId', 'emails.value']);
/** Texts that are codes: templates often send these as JSON numbers. */
const CODES = /^(externalId|(phoneNumbers|ims)\.value|addresses\.postalCode|urn:.*)$/;

/**
 * @param path canonical, for messages
 * @returns the value to store; `undefined` when it means "unassigned" (null, empty array or object)
 * @throws RollcallError `invalidValue` naming the path, never the value
 */
export function readValue(
  attribute: AttributeDefinition,
  value: unknown,
  path: string,
  ignored: IgnoredAttributes,
): AttributeValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (attribute.multiValued) return readElements(attribute, value, path, ignored);
  return readSingle(attribute, unwrap(attribute, value, path), path, ignored);
}

/** One element of a multi-valued attribute, or the value of a single-valued one. */
export function readSingle(
  attribute: AttributeDefinition,
  value: unknown,
  path: string,
  ignored: IgnoredAttributes,
): AttributeValue | undefined {
  if (value === null || value === undefined) return undefined;
  switch (attribute.type) {
    case 'boolean':
      return readBoolean(value, path);
    case 'complex':
      return readComplex(attribute, value, path, ignored);
    case 'text':
      return readText(attribute, value, path);
  }
}

/** Elements of a multi-valued attribute; a lone object or text counts as one element. */
export function readElements(
  attribute: AttributeDefinition,
  value: unknown,
  path: string,
  ignored: IgnoredAttributes,
): readonly ComplexValue[] | undefined {
  if (!Array.isArray(value) && !isObject(value) && !isText(value)) {
    throw wrongType(path, 'a list of objects such as [{"value": "…"}]', value);
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  checkCount(items.length, path);
  const read = items.map(item => readComplex(attribute, item, path, ignored));
  const elements = withoutRepeats(read.filter(element => element !== undefined));
  return elements.length > 0 ? elements : undefined;
}

/** Leaves the first of elements that are alike (RFC 7643 §2.4); only those with the same `value` are looked into. */
export function withoutRepeats(elements: readonly ComplexValue[]): readonly ComplexValue[] {
  const seen = new Map<AttributeValue | undefined, ComplexValue | Set<string>>();
  return elements.filter(element => {
    const known = seen.get(element['value']);
    if (known === undefined) {
      seen.set(element['value'], element);
      return true;
    }
    const texts = known instanceof Set ? known : new Set([canonicalText(known)]);
    seen.set(element['value'], texts);
    const { size } = texts;
    return texts.add(canonicalText(element)).size > size;
  });
}

/** @throws RollcallError `invalidValue` */
export function checkCount(count: number, path: string): void {
  if (count > MOST_ELEMENTS)
    throw new RollcallError('invalidValue', `'${path}' has more than ${MOST_ELEMENTS} values.`);
}

function readComplex(
  attribute: AttributeDefinition,
  value: unknown,
  path: string,
  ignored: IgnoredAttributes,
): ComplexValue | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const valueAttribute = attribute.subAttributes.get('value');
  if (!isObject(value)) {
    // Entra sends the manager as a plain id, others an e-mail as plain text.
    if (valueAttribute && isText(value)) {
      const single = readText(valueAttribute, value, `${path}.${valueAttribute.name}`);
      return single === undefined ? undefined : { [valueAttribute.name]: single };
    }
    throw wrongType(path, 'an object', value);
  }
  const result: Record<string, AttributeValue> = {};
  let isBox = false;
  for (const [key, inner] of Object.entries(value)) {
    const sub = subAttributeOf(attribute, key);
    const name = nameInside(attribute, key);
    const authority = sub ? undefined : authorityName(name);
    if (sub && !sub.readOnly) {
      const read = readValue(sub, inner, `${path}.${sub.name}`, ignored);
      if (read !== undefined) result[sub.name] = joined(result[sub.name], read, `${path}.${sub.name}`);
    } else if (authority !== undefined) {
      ignored.authority(authority, inner);
    } else if (!sub) {
      ignored.unknown(`${path}.${key}`);
      isBox ||= name === 'value' && inner !== null;
    }
  }
  // A box around what has no single value, such as an address: as wrong as its content without the box.
  if (isBox && Object.keys(result).every(name => BOX_LABELS.has(name))) throw noSingleValue(attribute, path);
  // A manager or an address "" is how Entra unassigns one; an element that holds nothing is no element.
  if (hasEmptyValue(attribute, value)) return undefined;
  return Object.keys(result).length > 0 ? result : undefined;
}

function noSingleValue({ subAttributes }: AttributeDefinition, path: string): RollcallError {
  const names = [...subAttributes.values()].filter(({ readOnly }) => !readOnly).map(({ name }) => name);
  return new RollcallError(
    'invalidValue',
    `'${path}' has no 'value'; it is an object with some of ${names.join(', ')}.`,
  );
}

/**
 * Both of two values for one attribute, which came under different names: parts of a complex value, or of the one
 * element of a list.
 * @throws RollcallError `invalidValue` where only one of them could be kept
 */
export function joined(
  known: AttributeValue | undefined,
  read: AttributeValue,
  path: string,
): AttributeValue {
  if (known === undefined || isSameValue(known, read)) return read;
  if (isComplex(known) && isComplex(read)) {
    const both: Record<string, AttributeValue> = { ...known };
    for (const [name, value] of Object.entries(read))
      both[name] = joined(known[name], value, `${path}.${name}`);
    return both;
  }
  const [one, other] = [elementsOf(known), elementsOf(read)];
  if (one[0] && other[0] && one.length === 1 && other.length === 1) return [joined(one[0], other[0], path)];
  throw givenTwice(path);
}

export const givenTwice = (path: string): RollcallError =>
  new RollcallError('invalidValue', `'${path}' is given twice, with different values; send it once.`);

function readBoolean(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  const lower = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  throw wrongType(path, 'true or false', value, 'boolean_value');
}

function readText(attribute: AttributeDefinition, value: unknown, path: string): string | undefined {
  const text = typeof value === 'number' && CODES.test(path) ? String(value) : value;
  if (typeof value === 'number' && !Number.isSafeInteger(value) && !isExact(value)) {
    throw new RollcallError(
      'invalidValue',
      `'${path}' is a number too large to be kept exactly; send it as text.`,
    );
  }
  if (typeof text !== 'string') throw wrongType(path, 'text', value);
  if (text === '' && attribute.isReference) return undefined;
  const longest = INDEXED_PATHS.has(path)
    ? LONGEST_INDEXED_TEXT
    : attribute.isReference
      ? LONGEST_REFERENCE
      : LONGEST_TEXT;
  if (text.length > longest) {
    throw new RollcallError('invalidValue', `'${path}' is longer than ${longest} characters.`, {
      topic: 'value_too_long',
    });
  }
  checkText(text, path);
  return text;
}

/** Whether a number with a fraction is still the one that was sent, as far as one can see. */
const isExact = (value: number): boolean => Number.isFinite(value) && !Number.isInteger(value);

/** @throws RollcallError `invalidValue` for text no database stores alike: NUL and lone surrogates */
function checkText(text: string, path: string): void {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new RollcallError(
      'invalidValue',
      `'${path}' holds characters that are not valid Unicode text (NUL or half a surrogate pair).`,
    );
  }
}

/** Whether a complex value names its `value` and says that it is empty: then all of it is unassigned. */
export function hasEmptyValue(attribute: AttributeDefinition, value: unknown): boolean {
  if (!isObject(value)) return false;
  const valueAttribute = attribute.subAttributes.get('value');
  return (
    valueAttribute !== undefined &&
    Object.entries(value).some(
      ([key, inner]) => subAttributeOf(attribute, key) === valueAttribute && isEmptyText(inner),
    )
  );
}

/** "", also in a list of one or boxed. */
function isEmptyText(value: unknown): boolean {
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return unboxed(single) === '';
}

/**
 * The value of a single-valued attribute, out of the list of one that some clients wrap it in, and out of the box
 * that old Azure AD jobs put scalars in: `[{"$ref": null, "value": "x"}]`.
 * @throws RollcallError `invalidValue` for several values
 */
export function unwrap(attribute: AttributeDefinition, value: unknown, path: string): unknown {
  if (Array.isArray(value) && value.length > 1) throw wrongType(path, 'a single value', value);
  const single: unknown = Array.isArray(value) ? (value[0] ?? null) : value;
  return attribute.type === 'complex' ? single : unboxed(single);
}

/** What a box may carry beside its value (RFC 7643 §2.4): labels, which a scalar has no place for. */
const BOX_LABELS = new Set(['$ref', 'display', 'type', 'primary']);

/** An object that says more than a box does is left as it is, for the type check to refuse. */
function unboxed(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner] as const);
  const box = entries.find(([key]) => key === 'value');
  const isBox = box && entries.every(entry => entry === box || entry[1] === null || BOX_LABELS.has(entry[0]));
  return isBox ? box[1] : value;
}

const isText = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

function wrongType(
  path: string,
  wanted: string,
  value: unknown,
  topic: FailureTopic | undefined = path.startsWith('emails') ? 'email_value' : undefined,
): RollcallError {
  const got = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  return new RollcallError(
    'invalidValue',
    `'${path}' must be ${wanted}, not ${got === 'a string' ? 'this text' : got}.`,
    { topic },
  );
}

/** Leaves at most one element primary: the one given, else the first that claims it. */
export function withOnePrimary(
  elements: readonly ComplexValue[],
  chosen?: ComplexValue,
): readonly ComplexValue[] {
  const primary = chosen ?? elements.find(element => element['primary'] === true);
  return elements.map(element =>
    element['primary'] === true && element !== primary ? { ...element, primary: false } : element,
  );
}

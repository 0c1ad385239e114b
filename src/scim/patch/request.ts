/**
 * A PATCH request (RFC 7644 §3.5.2) read into operations on known attributes, before any member is looked at.
 *
 * The envelope is read leniently: `schemas` may be missing, keys and operators come in any case, a single
 * operation may stand outside a list. Paths to attributes the schema does not know are ignored like in POST, so
 * that one custom mapping never blocks an offboarding.
 */

import { isDeepStrictEqual } from 'node:util';
import { RollcallError } from '../../base/errors.ts';
import { isObject } from '../../base/json-object.ts';
import type { MemberFilter } from '../../members/query.ts';
import { resolveInElement } from '../filter/filter.ts';
import { type FilterSyntax, type PathSyntax, parsePath } from '../filter/syntax.ts';
import {
  type AttributeDefinition,
  authorityName,
  findTarget,
  pathOf,
  subAttributeOf,
  type Target,
} from '../schema/attributes.ts';
import { quote } from '../schema/fields.ts';
import type { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import { ENTERPRISE_URN, USER_URN } from '../schema/schema.ts';
import { givenTwice } from '../schema/values.ts';

const MOST_OPERATIONS = 1_000;
/** Reading a path takes longer than its length lets expect: all of them together are limited, in characters. */
const LONGEST_PATHS = 262_144;

type Verb = 'add' | 'replace' | 'remove';

/** `ATTRNAME` (RFC 7643 §2.1), with sub-attributes, below a URN or not. */
const ATTRIBUTE_PATH = /^(urn:[\w.:-]+:)?[a-z$_][\w$-]*(\.[a-z$_][\w$-]*)*$/i;

/** One change to one attribute. */
export interface PatchStep {
  readonly verb: Verb;
  readonly attribute: AttributeDefinition;
  readonly extension: typeof ENTERPRISE_URN | undefined;
  /** Canonical, for messages. */
  readonly path: string;
  readonly filter: MemberFilter | undefined;
  readonly sub: AttributeDefinition | undefined;
  /** As the client sent it; `undefined` when there is none. */
  readonly value: unknown;
}

/** Removes a whole extension. */
export interface RemoveExtension {
  readonly verb: 'removeExtension';
  readonly extension: typeof ENTERPRISE_URN;
}

/**
 * @throws RollcallError `invalidSyntax` for a body that is no PatchOp, `payloadTooLarge` for too many operations,
 *   `invalidPath`, `noTarget`, `mutability`, `invalidValue`
 */
export function readPatchRequest(
  body: unknown,
  ignored: IgnoredAttributes,
): readonly (PatchStep | RemoveExtension)[] {
  if (!isObject(body))
    throw new RollcallError('invalidSyntax', 'The request body must be a JSON object: a PatchOp.');
  const listed = member(body, 'operations');
  const operations = Array.isArray(listed) ? listed : isObject(listed) ? [listed] : [];
  if (operations.length === 0) {
    throw new RollcallError('invalidSyntax', "A PATCH needs 'Operations', a list of at least one operation.");
  }
  if (operations.length > MOST_OPERATIONS) {
    throw new RollcallError(
      'payloadTooLarge',
      `A PATCH may carry at most ${MOST_OPERATIONS} operations; this one has ${operations.length}. Send several.`,
    );
  }
  checkPaths(operations);
  return operations.flatMap((operation: unknown, index) => readOperation(operation, index, ignored));
}

/** @throws RollcallError `tooMany` */
function checkPaths(operations: readonly unknown[]): void {
  let length = 0;
  for (const operation of operations) {
    const path = isObject(operation) ? member(operation, 'path') : undefined;
    if (typeof path === 'string') length += path.length;
  }
  if (length <= LONGEST_PATHS) return;
  throw new RollcallError(
    'tooMany',
    `The paths of this PATCH have more than ${LONGEST_PATHS} characters together; send its operations in several requests.`,
  );
}

function readOperation(
  operation: unknown,
  index: number,
  ignored: IgnoredAttributes,
): readonly (PatchStep | RemoveExtension)[] {
  const where = `Operations[${index}]`;
  if (!isObject(operation)) throw new RollcallError('invalidSyntax', `${where} must be an object.`);
  const verb = readVerb(member(operation, 'op'), where);
  const path = member(operation, 'path');
  const value = member(operation, 'value');
  if (path === undefined || path === null || path === '')
    return orderSteps(readWithoutPath(verb, value, where, ignored));
  if (typeof path !== 'string')
    throw new RollcallError('invalidPath', `${where} has a 'path' that is not text.`);
  return orderSteps(readPath(verb, path.trim(), value, true, ignored));
}

/**
 * The steps of one operation apply together, in whatever order its keys stand: what is whole comes first, so that it
 * takes no part away.
 * @throws RollcallError `invalidValue` for two values in one place
 */
export function orderSteps(
  steps: readonly (PatchStep | RemoveExtension)[],
): readonly (PatchStep | RemoveExtension)[] {
  const values = new Map<string, unknown>();
  for (const step of steps) {
    if (step.verb === 'removeExtension') continue;
    const place = JSON.stringify([step.path, step.filter]);
    if (values.has(place) && !isDeepStrictEqual(values.get(place), step.value)) throw givenTwice(step.path);
    values.set(place, step.value);
  }
  return steps.toSorted((one, other) => depthOf(one) - depthOf(other));
}

function depthOf(step: PatchStep | RemoveExtension): number {
  if (step.verb === 'removeExtension') return 0;
  return step.filter || step.sub ? 2 : 1;
}

function readVerb(op: unknown, where: string): Verb {
  const lower = typeof op === 'string' ? op.trim().toLowerCase() : '';
  if (lower === 'add' || lower === 'replace' || lower === 'remove') return lower;
  throw new RollcallError('invalidSyntax', `${where} must have the 'op' add, replace or remove.`);
}

/** RFC 7644 §3.5.2: without a path the value is a set of attributes of the resource. */
function readWithoutPath(verb: Verb, value: unknown, where: string, ignored: IgnoredAttributes) {
  if (verb === 'remove') throw new RollcallError('noTarget', `${where} must name in 'path' what to remove.`);
  const attributes = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (!isObject(attributes)) {
    throw new RollcallError(
      'invalidValue',
      `${where} has no 'path', so its 'value' must be an object of attributes.`,
    );
  }
  return Object.entries(attributes).flatMap(([key, inner]) => readPath(verb, key, inner, false, ignored));
}

/**
 * One change to what a path leads to.
 * @param explicit whether the client named the path, and so needs an error when it cannot be written
 */
export function readPath(
  verb: Verb,
  text: string,
  value: unknown,
  explicit: boolean,
  ignored: IgnoredAttributes,
): (PatchStep | RemoveExtension)[] {
  const plain = findTarget(text);
  if (plain.kind !== 'unknown') return toSteps(verb, plain, undefined, value, explicit, ignored);
  const syntax = explicit || text.includes('[') ? parsePath(text) : undefined;
  if (syntax && !ATTRIBUTE_PATH.test(syntax.path)) {
    throw new RollcallError('invalidPath', 'The path holds something that is not the name of an attribute.');
  }
  const target = syntax ? findTarget(syntax.path) : plain;
  if (target.kind === 'unknown') {
    ignored.unknown(syntax ? withSub(syntax.path, syntax.sub) : text);
    return [];
  }
  return toSteps(verb, target, syntax, value, explicit, ignored);
}

function toSteps(
  verb: Verb,
  target: Exclude<Target, { kind: 'unknown' }>,
  syntax: PathSyntax | undefined,
  value: unknown,
  explicit: boolean,
  ignored: IgnoredAttributes,
): (PatchStep | RemoveExtension)[] {
  switch (target.kind) {
    case 'attribute':
      requireValue(verb, value);
      return attributeStep(verb, target, syntax, value, explicit, ignored);
    case 'extension':
    case 'core':
      requireValue(verb, value);
      return extensionSteps(verb, target.kind, value, ignored);
    case 'authority':
      // Removing what was never there is no attempt to set it.
      if (verb !== 'remove') ignored.authority(target.name, value);
      return [];
    case 'password':
      ignored.password();
      return [];
    case 'schemas':
      return [];
    case 'readOnly':
      if (explicit) throw readOnly(target.path);
      return [];
  }
}

function attributeStep(
  verb: Verb,
  target: Extract<Target, { kind: 'attribute' }>,
  syntax: PathSyntax | undefined,
  value: unknown,
  explicit: boolean,
  ignored: IgnoredAttributes,
): PatchStep[] {
  const { attribute, extension } = target;
  const path = pathOf(target);
  const named = syntax?.sub;
  const sub = named === undefined ? target.sub : subAttributeOf(attribute, named);
  if (named !== undefined && !sub) {
    const authority = authorityName(named);
    if (authority === undefined) ignored.unknown(withSub(path, named));
    else if (verb !== 'remove') ignored.authority(authority, value);
    return [];
  }
  if (attribute.readOnly || sub?.readOnly) {
    if (explicit) throw readOnly(sub ? `${attribute.name}.${sub.name}` : path);
    return [];
  }
  if (syntax?.filter && !attribute.multiValued) {
    throw new RollcallError(
      'invalidPath',
      `${quote(path)} has a single value; a filter in brackets does not fit it.`,
    );
  }
  const chosen = syntax?.filter;
  // No element has a role or a password: what a filter says of one chooses nothing that could be changed.
  if (chosen && asksForAuthority(chosen)) return [];
  const filter = chosen && asPathError(() => resolveInElement(attribute, chosen));
  return [{ verb, attribute, extension, path: pathOf({ ...target, sub }), filter, sub, value }];
}

function asksForAuthority(filter: FilterSyntax): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.some(asksForAuthority);
    case 'not':
      return asksForAuthority(filter.term);
    case 'present':
    case 'compare':
    case 'element':
      return authorityName(filter.path) !== undefined || filter.path.toLowerCase() === 'password';
  }
}

function extensionSteps(
  verb: Verb,
  kind: 'extension' | 'core',
  value: unknown,
  ignored: IgnoredAttributes,
): (PatchStep | RemoveExtension)[] {
  const urn = kind === 'extension' ? ENTERPRISE_URN : USER_URN;
  if (verb === 'remove' || value === null) {
    if (kind === 'extension') return [{ verb: 'removeExtension', extension: ENTERPRISE_URN }];
    throw new RollcallError(
      'mutability',
      'The core attributes as a whole cannot be removed; delete the resource instead.',
    );
  }
  if (!isObject(value))
    throw new RollcallError('invalidValue', `The value of ${quote(urn)} must be an object.`);
  return Object.entries(value).flatMap(([key, inner]) =>
    readPath(verb, key.toLowerCase().startsWith('urn:') ? key : `${urn}:${key}`, inner, false, ignored),
  );
}

function requireValue(verb: Verb, value: unknown): void {
  if (verb === 'remove' || value !== undefined) return;
  throw new RollcallError('invalidValue', `An operation that is to ${verb} something needs a 'value'.`);
}

const withSub = (path: string, sub: string | undefined): string =>
  sub === undefined ? path : `${path}.${sub}`;

/** A filter inside a path is part of the path, so what is wrong with it is an `invalidPath`. */
function asPathError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'invalidFilter') {
      throw new RollcallError('invalidPath', error.message, { cause: error });
    }
    throw error;
  }
}

/** A key of the envelope, in whatever case it was written. */
function member(object: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const key = Object.keys(object).find(candidate => candidate.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}

const readOnly = (path: string): RollcallError =>
  new RollcallError('mutability', `${quote(path)} is read-only; the service alone sets it.`);

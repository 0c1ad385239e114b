/** A User as a client sends it in POST and PUT (RFC 7644 §3.3, §3.5.1), read into a member's attributes. */
import { RollcallError } from '../errors.ts';
import { type AttributeValue, isComplex, type MemberAttributes } from '../members/member.ts';
import { CORE_ATTRIBUTES, ENTERPRISE_ATTRIBUTES, findTarget, pathOf, type Target } from './attributes.ts';
import type { IgnoredAttributes } from './ignored-attributes.ts';
import { ENTERPRISE_URN, USER_URN } from './schema.ts';
import { isObject, readValue, withOnePrimary } from './values.ts';

/** Attributes on their way to a member: `active` may still be open. */
export type DraftAttributes = { [attribute: string]: AttributeValue | undefined };

/** A stored member has at most this many bytes of JSON. */
const LARGEST_MEMBER_BYTES = 131_072;

/**
 * @throws RollcallError `invalidSyntax` for something that is no User, `invalidValue` for a wrong value,
 *   `mutability` for an authority attribute the account refuses
 */
export function readUserBody(body: unknown, ignored: IgnoredAttributes): DraftAttributes {
  if (!isObject(body))
    throw new RollcallError('invalidSyntax', 'The request body must be a JSON object: a User resource.');
  const draft: DraftAttributes = {};
  for (const [key, value] of Object.entries(body)) {
    const target = findTarget(key);
    if (target.kind === 'schemas') checkSchemas(value);
    else assign(draft, target, value, ignored);
  }
  return draft;
}

function assign(draft: DraftAttributes, target: Target, value: unknown, ignored: IgnoredAttributes): void {
  switch (target.kind) {
    case 'attribute':
      assignAttribute(draft, target, value, ignored);
      return;
    case 'extension':
    case 'core':
      assignAllBelow(draft, target.kind === 'extension' ? ENTERPRISE_URN : USER_URN, value, ignored);
      return;
    case 'authority':
      ignored.authority(target.name, value);
      return;
    case 'unknown':
      ignored.unknown();
      return;
    case 'password':
      ignored.password();
      return;
    case 'readOnly':
    case 'schemas':
      return;
  }
}

function assignAttribute(
  draft: DraftAttributes,
  target: Extract<Target, { kind: 'attribute' }>,
  value: unknown,
  ignored: IgnoredAttributes,
): void {
  const { attribute, sub, extension } = target;
  if (attribute.readOnly || sub?.readOnly) return;
  if (sub) {
    // "name.givenName" as a key: meant for PATCH, harmless in a whole resource.
    assignAttribute(
      draft,
      { ...target, sub: undefined },
      attribute.multiValued ? [{ [sub.name]: value }] : { [sub.name]: value },
      ignored,
    );
    return;
  }
  const read = readValue(attribute, value, pathOf(target), ignored);
  if (read === undefined) return;
  const parent = extension ? existingComplex(draft, extension) : draft;
  const known = parent[attribute.name];
  parent[attribute.name] = isComplex(known) && isComplex(read) ? { ...known, ...read } : read;
  if (extension) draft[extension] = parent as Record<string, AttributeValue>; // holds no undefined: only read values entered
}

function existingComplex(draft: DraftAttributes, name: string): DraftAttributes {
  const known = draft[name];
  return isComplex(known) ? { ...known } : {};
}

function assignAllBelow(
  draft: DraftAttributes,
  urn: string,
  value: unknown,
  ignored: IgnoredAttributes,
): void {
  if (value === null || value === undefined) return;
  if (!isObject(value)) throw new RollcallError('invalidValue', `'${urn}' must be an object.`);
  for (const [key, inner] of Object.entries(value)) {
    const nested = key.toLowerCase().startsWith('urn:');
    assign(draft, findTarget(nested ? key : `${urn}:${key}`), inner, ignored);
  }
}

/** Lenient about a missing or odd list; strict about a resource that says it is something else. */
function checkSchemas(value: unknown): void {
  const named = (Array.isArray(value) ? value : [value]).filter(urn => typeof urn === 'string' && urn !== '');
  const known = [USER_URN, ENTERPRISE_URN].map(urn => urn.toLowerCase());
  if (named.length > 0 && !named.some(urn => known.includes(String(urn).toLowerCase()))) {
    throw new RollcallError(
      'invalidSyntax',
      `'schemas' must name ${USER_URN}; this resource says it is something else.`,
    );
  }
}

/**
 * Completes a draft to a member's attributes: canonical order, one primary, computed `schemas`.
 * @param active what an unassigned `active` means here
 * @throws RollcallError `invalidValue` without a userName or when the whole is too large
 */
export function toMemberAttributes(draft: DraftAttributes, active: boolean): MemberAttributes {
  const userName = draft['userName'];
  if (typeof userName !== 'string' || userName.trim() === '') {
    throw new RollcallError('invalidValue', "'userName' is required and must not be empty.", {
      topic: 'user_name_missing',
    });
  }
  const ordered: Record<string, AttributeValue> = {};
  for (const { name, multiValued } of CORE_ATTRIBUTES.values()) {
    const value = name === 'active' ? (draft['active'] ?? active) : draft[name];
    if (value === undefined) continue;
    ordered[name] = multiValued && Array.isArray(value) ? withOnePrimary(value.filter(isComplex)) : value;
  }
  const extension = orderedExtension(draft[ENTERPRISE_URN]);
  if (extension) ordered[ENTERPRISE_URN] = extension;
  const attributes: MemberAttributes = {
    schemas: extension ? [USER_URN, ENTERPRISE_URN] : [USER_URN],
    ...ordered,
    userName,
    active: ordered['active'] === true,
  };
  if (Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_MEMBER_BYTES) {
    throw new RollcallError(
      'invalidValue',
      `The whole resource is larger than ${LARGEST_MEMBER_BYTES} bytes.`,
    );
  }
  return attributes;
}

function orderedExtension(value: AttributeValue | undefined): Record<string, AttributeValue> | undefined {
  if (!isComplex(value)) return undefined;
  const ordered: Record<string, AttributeValue> = {};
  for (const { name } of ENTERPRISE_ATTRIBUTES.values()) {
    const inner = value[name];
    if (inner !== undefined) ordered[name] = inner;
  }
  return Object.keys(ordered).length > 0 ? ordered : undefined;
}

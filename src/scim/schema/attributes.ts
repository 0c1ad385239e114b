/** The declared attributes, compiled once from the schema for fast, case-insensitive look-ups. */
import { ENTERPRISE_URN, enterpriseDefinition, USER_URN, UserSchema } from './schema.ts';

export interface AttributeDefinition {
  readonly name: string;
  readonly type: 'text' | 'boolean' | 'complex';
  /** A reference (URI) among the texts. */
  readonly isReference: boolean;
  readonly multiValued: boolean;
  readonly readOnly: boolean;
  /** By lower-case name. */
  readonly subAttributes: ReadonlyMap<string, AttributeDefinition>;
}

/** Attributes under one URN, by lower-case name. */
export type AttributeMap = ReadonlyMap<string, AttributeDefinition>;

/** What scimmy's toJSON says of an attribute (RFC 7643 §7). */
interface DescribedAttribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly mutability: string;
  readonly subAttributes?: readonly DescribedAttribute[];
}

export const CORE_ATTRIBUTES: AttributeMap = new Map(compile(UserSchema.definition));
export const ENTERPRISE_ATTRIBUTES: AttributeMap = new Map(compile(enterpriseDefinition));

function compile(definition: { describe(): unknown }): [string, AttributeDefinition][] {
  const description = JSON.parse(JSON.stringify(definition.describe())) as {
    attributes: DescribedAttribute[];
  }; // scimmy's own RFC 7643 §7 form
  return description.attributes.map(toEntry);
}

function toEntry(described: DescribedAttribute): [string, AttributeDefinition] {
  const type = described.type === 'complex' || described.type === 'boolean' ? described.type : 'text';
  const definition: AttributeDefinition = {
    name: described.name,
    type,
    isReference: described.type === 'reference',
    multiValued: described.multiValued,
    readOnly: described.mutability === 'readOnly',
    subAttributes: new Map((described.subAttributes ?? []).map(toEntry)),
  };
  return [described.name.toLowerCase(), definition];
}

/** Whatever could carry a role or permission, by lower-case name; undeclared extensions belong here as well. */
const AUTHORITY_NAMES: ReadonlyMap<string, string> = new Map(
  ['roles', 'entitlements', 'groups', 'userType', 'x509Certificates'].map(name => [name.toLowerCase(), name]),
);

const READ_ONLY_NAMES = new Set(['id', 'meta']);

/** Where a name or path without a filter leads. */
export type Target =
  | {
      readonly kind: 'attribute';
      readonly attribute: AttributeDefinition;
      readonly sub: AttributeDefinition | undefined;
      /** The URN the attribute stands under; `undefined` for the core schema. */
      readonly extension: typeof ENTERPRISE_URN | undefined;
    }
  | { readonly kind: 'extension'; readonly attributes: AttributeMap }
  /** The core schema's own URN, under which some clients nest core attributes. */
  | { readonly kind: 'core' }
  /** `id`, `meta` and what lies below. */
  | { readonly kind: 'readOnly'; readonly path: string }
  /** `schemas`: computed, whatever a client sends. */
  | { readonly kind: 'schemas' }
  | { readonly kind: 'password' }
  /** `name` is one of a fixed list, or `extension`: nothing a client wrote. */
  | { readonly kind: 'authority'; readonly name: string }
  | { readonly kind: 'unknown' };

/** The longest path has 75 characters; what is much longer is not looked into. */
const LONGEST_NAME = 512;
const URN_SEPARATOR = ':';

/**
 * Finds what a name means: `userName`, `name.givenName`, `department`, `urn:…:User:department`, a bare extension URN;
 * in any case (RFC 7643 §2.1, RFC 7644 §3.10). The URN is optional, and may be the other schema's: no two declared
 * attributes have the same name, so a name alone says which is meant, and leaving it out would lose the value.
 */
export function findTarget(text: string): Target {
  if (text.length > LONGEST_NAME) return { kind: 'unknown' };
  const lower = text.trim().toLowerCase();
  if (!lower.startsWith('urn:')) return findByName(lower);
  const core = belowUrn(USER_URN, lower);
  if (core !== undefined) return core === '' ? { kind: 'core' } : findByName(core);
  const enterprise = belowUrn(ENTERPRISE_URN, lower);
  if (enterprise === undefined) return { kind: 'authority', name: 'extension' };
  return enterprise === ''
    ? { kind: 'extension', attributes: ENTERPRISE_ATTRIBUTES }
    : findByName(enterprise);
}

/**
 * What follows a schema's URN; '' for the bare URN, `undefined` for another name. Some clients join URN and attribute
 * with a dot, as they join everything else: no declared URN goes on with one, so it cannot mean anything else.
 * @param lower in lower case
 */
export function belowUrn(urn: string, lower: string): string | undefined {
  const prefix = urn.toLowerCase();
  if (!lower.startsWith(prefix)) return undefined;
  const rest = lower.slice(prefix.length);
  return rest === '' || rest.startsWith(URN_SEPARATOR) || rest.startsWith('.') ? rest.slice(1) : undefined;
}

/** A name without the URN of a declared schema, which says nothing of the attribute. */
export function withoutUrn(name: string): string {
  const lower = name.toLowerCase();
  const urn = [USER_URN, ENTERPRISE_URN].find(known => belowUrn(known, lower));
  return urn === undefined ? name : name.slice(urn.length + 1);
}

function findByName(lower: string): Target {
  const [first = '', second, third, ...deeper] = lower.split('.');
  const authority = authorityName(first);
  if (authority !== undefined) return { kind: 'authority', name: authority };
  if (first === 'password') return { kind: 'password' };
  if (first === 'schemas') return { kind: 'schemas' };
  if (READ_ONLY_NAMES.has(first)) return { kind: 'readOnly', path: first };
  // A role below an honest attribute, such as `name.roles`, is an attempt like any other.
  const below = [second ?? '', third ?? '', ...deeper].map(authorityName).find(name => name !== undefined);
  if (below !== undefined) return { kind: 'authority', name: below };
  const core = CORE_ATTRIBUTES.get(first);
  const attribute = core ?? ENTERPRISE_ATTRIBUTES.get(first);
  if (!attribute || deeper.length > 0) return { kind: 'unknown' };
  const extension = core ? undefined : ENTERPRISE_URN;
  // "title.value" and "name.givenName.value" address what a boxed {"value": …} holds: the attribute itself.
  const isWhole = second === undefined || (second === 'value' && attribute.type !== 'complex');
  if (isWhole && third === undefined) return { kind: 'attribute', attribute, sub: undefined, extension };
  const sub = third === undefined || third === 'value' ? subAttributeOf(attribute, second ?? '') : undefined;
  return sub ? { kind: 'attribute', attribute, sub, extension } : { kind: 'unknown' };
}

/** A name inside a complex value, in lower case, without the URN and the attribute it may repeat: `name.givenName`. */
export function nameInside(attribute: AttributeDefinition, name: string): string {
  const lower = withoutUrn(name.trim().toLowerCase());
  const own = `${attribute.name.toLowerCase()}.`;
  return lower.startsWith(own) ? lower.slice(own.length) : lower;
}

/** A sub-attribute by its name in any case. OneLogin's templates call the manager's id `managerId`. */
export function subAttributeOf(
  attribute: AttributeDefinition,
  name: string,
): AttributeDefinition | undefined {
  const lower = nameInside(attribute, name);
  return attribute.subAttributes.get(attribute.name === 'manager' && lower === 'managerid' ? 'value' : lower);
}

/** The canonical name of an authority attribute, or `extension` for an undeclared URN; `undefined` for all else. */
export function authorityName(name: string): string | undefined {
  const lower = name.toLowerCase();
  const known = AUTHORITY_NAMES.get(lower.replace(/[.[].*$/s, ''));
  if (known !== undefined || !lower.startsWith('urn:')) return known;
  return belowUrn(USER_URN, lower) === undefined && belowUrn(ENTERPRISE_URN, lower) === undefined
    ? 'extension'
    : undefined;
}

/** The canonical path of an attribute: `emails`, `name.givenName`, `urn:…:User:manager.value`. */
export function pathOf(target: Extract<Target, { kind: 'attribute' }>): string {
  const { extension, attribute, sub } = target;
  return `${extension ? `${extension}${URN_SEPARATOR}` : ''}${attribute.name}${sub ? `.${sub.name}` : ''}`;
}

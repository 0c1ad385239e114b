/** The attributes that /Schemas declares, flattened: one entry for each value that can be set on its own. */
import { CORE_USER, type Json } from '../support/scim/scim-client.ts';

export interface DeclaredAttribute {
  /** As filters and PATCH name it: `title`, `emails.value`, `urn:…:User:manager.value`. */
  readonly path: string;
  readonly name: string;
  readonly type: 'text' | 'boolean';
  readonly readOnly: boolean;
  readonly required: boolean;
  /** Whether it is a sub-attribute of a multi-valued attribute. */
  readonly inList: boolean;
  /** A value that fits. */
  readonly sample: string | boolean;
  /** The names that lead to it in a resource. */
  readonly steps: readonly string[];
}

/** @param schemas the Resources of /Schemas */
export function declaredAttributes(schemas: readonly Json[]): readonly DeclaredAttribute[] {
  return schemas.flatMap(schema => {
    const id = String(schema['id']);
    const [prefix, steps] = id === CORE_USER ? ['', []] : [`${id}:`, [id]];
    return listOf(schema['attributes']).flatMap(attribute => flatten(attribute, prefix, steps, false));
  });
}

function flatten(
  attribute: Json,
  prefix: string,
  above: readonly string[],
  inList: boolean,
): DeclaredAttribute[] {
  const name = String(attribute['name']);
  const path = prefix + name;
  const steps = [...above, name];
  if (attribute['type'] === 'complex') {
    const multiValued = attribute['multiValued'] === true;
    return listOf(attribute['subAttributes']).flatMap(sub => flatten(sub, `${path}.`, steps, multiValued));
  }
  const type = attribute['type'] === 'boolean' ? 'boolean' : 'text';
  const sample = type === 'boolean' ? true : sampleText(path, attribute);
  const readOnly = attribute['mutability'] === 'readOnly';
  const required = attribute['required'] === true;
  return [{ path, name, type, readOnly, required, inList, sample, steps }];
}

function sampleText(path: string, { type }: Json): string {
  if (path === 'emails.value') return 'sample@example.com';
  return type === 'reference' ? 'https://x.io/a' : 'Sample';
}

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []); // RFC 7643 §7

/** The attributes of a User that has this value (its sample by default) and nothing else. */
export function inResource({ steps, inList, sample }: DeclaredAttribute, value: unknown = sample): Json {
  const last = steps.length - 1;
  let inner: unknown = value;
  for (let at = last; at > 0; at -= 1) {
    inner = { [String(steps[at])]: inner };
    if (inList && at === last) inner = [inner];
  }
  return { [String(steps[0])]: inner };
}

/** The value in a resource; in a list, that of the first element. */
export function valueIn(resource: Json, { steps }: DeclaredAttribute): unknown {
  let value: unknown = resource;
  for (const step of steps) {
    const holder = Array.isArray(value) ? (value as unknown[])[0] : value;
    value = (holder as Json | undefined)?.[step]; // a SCIM resource is JSON
  }
  return value;
}

/** A User as a client sends it in POST and PUT (RFC 7644 §3.3, §3.5.1), read into a member's attributes. */

import { RollcallError } from '../../base/errors.ts';
import { isObject } from '../../base/json-object.ts';
import { type AttributeValue, isComplex } from '../../members/member.ts';
import { applySteps } from '../patch/patch.ts';
import { orderSteps, type PatchStep, type RemoveExtension, readPath } from '../patch/request.ts';
import { findTarget, pathOf, type Target } from '../schema/attributes.ts';
import type { IgnoredAttributes } from '../schema/ignored-attributes.ts';
import { ENTERPRISE_URN, USER_URN } from '../schema/schema.ts';
import { joined, readValue } from '../schema/values.ts';
import type { DraftAttributes } from './draft.ts';

/**
 * @throws RollcallError `invalidSyntax` for something that is no User, `invalidValue` for a wrong value,
 *   `mutability` for an authority attribute the account refuses
 */
export function readUserBody(body: unknown, ignored: IgnoredAttributes): DraftAttributes {
  if (!isObject(body))
    throw new RollcallError('invalidSyntax', 'The request body must be a JSON object: a User resource.');
  const reader = new BodyReader(ignored);
  for (const [key, value] of Object.entries(body)) reader.take(key, value);
  return reader.draft();
}

class BodyReader {
  readonly #ignored: IgnoredAttributes;
  readonly #draft: DraftAttributes = {};
  readonly #steps: (PatchStep | RemoveExtension)[] = [];

  constructor(ignored: IgnoredAttributes) {
    this.#ignored = ignored;
  }

  take(key: string, value: unknown): void {
    const target = findTarget(key);
    switch (target.kind) {
      case 'attribute':
        assignAttribute(this.#draft, target, value, this.#ignored);
        return;
      case 'extension':
      case 'core':
        this.#takeAllBelow(target.kind === 'extension' ? ENTERPRISE_URN : USER_URN, value);
        return;
      case 'authority':
        this.#ignored.authority(target.name, value);
        return;
      case 'unknown':
        this.#takePath(key, value);
        return;
      case 'password':
        this.#ignored.password();
        return;
      case 'schemas':
        checkSchemas(value);
        return;
      case 'readOnly':
        return;
    }
  }

  /** What paths with a filter describe is created beside what stands there by name. */
  draft(): DraftAttributes {
    return applySteps(this.#draft, orderSteps(this.#steps), this.#ignored);
  }

  #takeAllBelow(urn: string, value: unknown): void {
    if (value === null || value === undefined) return;
    if (!isObject(value)) throw new RollcallError('invalidValue', `'${urn}' must be an object.`);
    for (const [key, inner] of Object.entries(value)) {
      if (key.toLowerCase().startsWith('urn:')) this.take(key, inner);
      // "schemas" says what the resource is, at its top alone.
      else if (findTarget(key).kind !== 'schemas') this.take(`${urn}:${key}`, inner);
    }
  }

  /** `emails[type eq "work"].value` as a key: a PATCH path, which leads to the same place in a whole resource. */
  #takePath(key: string, value: unknown): void {
    const bracket = key.indexOf('[');
    const isPath = bracket > 0 && findTarget(key.slice(0, bracket)).kind === 'attribute';
    if (isPath) this.#steps.push(...readPath('add', key, value ?? null, false, this.#ignored));
    else this.#ignored.unknown(key);
  }
}

/** "name.givenName" as a key is meant for PATCH, and harmless in a whole resource. */
function assignAttribute(
  draft: DraftAttributes,
  target: Extract<Target, { kind: 'attribute' }>,
  value: unknown,
  ignored: IgnoredAttributes,
): void {
  const { attribute, sub, extension } = target;
  if (attribute.readOnly || sub?.readOnly) return;
  const whole = sub ? { [sub.name]: value } : value;
  const path = pathOf({ ...target, sub: undefined });
  const read = readValue(attribute, whole, path, ignored);
  if (read === undefined) return;
  const parent = extension ? existingComplex(draft, extension) : draft;
  parent[attribute.name] = joined(parent[attribute.name], read, path);
  if (extension) draft[extension] = parent as Record<string, AttributeValue>; // holds no undefined: only read values entered
}

function existingComplex(draft: DraftAttributes, name: string): DraftAttributes {
  const known = draft[name];
  return isComplex(known) ? { ...known } : {};
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

/** Values for declared attributes, and where they stand in a User. */
import type { Json } from '../../support/scim/scim-client.ts';
import { isObject, valuesAt } from './resource-values.ts';
import type { SchemaAttribute } from './schema-attributes.ts';

/** A value that fits, another one for each number; of booleans the even and the odd ones. */
export function sampleOf(attribute: SchemaAttribute, number: number): unknown {
  switch (attribute.type) {
    case 'boolean':
      return number % 2 === 0;
    case 'text':
      if (attribute.path === 'emails.value') return `Stra\u00dfe.${number}@x.io`;
      return attribute.isReference ? `https://x.io/Stra\u00dfe/${number}` : `Stra\u00dfe ${number} Nord`;
    case 'complex': {
      const value = Object.fromEntries(
        attribute.subAttributes
          .filter(({ isReadOnly }) => !isReadOnly)
          .map(sub => [sub.steps.at(-1) ?? '', sampleOf(sub, number)]),
      );
      return attribute.isList ? [value] : value;
    }
  }
}

/** A User with this value and nothing else; a sub-attribute of a list stands in an element of its own. */
export function resourceWith({ steps, parent }: SchemaAttribute, value: unknown): Json {
  const nested = (rest: readonly string[]): unknown => {
    const [step, ...deeper] = rest;
    if (step === undefined) return value;
    const object = { [step]: nested(deeper) };
    return parent?.isList && deeper.length === 0 ? [object] : object;
  };
  return nested(steps) as Json; // an attribute has at least one step, and no list stands above all
}

/** The value in a User, as `resourceWith` puts it there. */
export function valueIn(resource: Json, { steps, isList }: SchemaAttribute): unknown {
  const values = valuesAt(resource, steps);
  return isList && values.length > 0 ? values : values[0];
}

/** A User with all that can be written. */
export function completeUser(attributes: readonly SchemaAttribute[], number: number): Json {
  const user: Record<string, unknown> = { externalId: `external ${number}` };
  for (const attribute of attributes) {
    if (attribute.parent || attribute.isReadOnly) continue;
    const [first = '', second] = attribute.steps;
    const value = sampleOf(attribute, number);
    if (second === undefined) user[first] = value;
    else user[first] = { ...(isObject(user[first]) ? user[first] : {}), [second]: value };
  }
  return user;
}

/** Only this path, as `attributes=` asks for it, with what is always returned. */
export function onlyWith(resource: Json, { steps }: SchemaAttribute): Json {
  const { id, schemas } = resource;
  return { id, schemas, ...(pick(resource, steps) as Json | undefined) }; // what is picked from an object is one
}

/** What ends up without anything in it is left out. */
function pick(value: unknown, steps: readonly string[]): unknown {
  const [step, ...deeper] = steps;
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown) => pick(item, steps)).filter(item => item !== undefined);
  }
  const picked = isObject(value) ? pick(value[step], deeper) : undefined;
  return picked === undefined ? undefined : { [step]: picked };
}

/** All but this path, as `excludedAttributes=` asks for it. */
export function allWithout(resource: Json, { steps }: SchemaAttribute): Json {
  return omit(resource, steps) as Json; // a User is an object
}

function omit(value: unknown, steps: readonly string[]): unknown {
  const [step, ...deeper] = steps;
  if (Array.isArray(value)) return value.map((item: unknown) => omit(item, steps));
  if (step === undefined || !isObject(value)) return value;
  const { [step]: inner, ...rest } = value;
  return deeper.length > 0 && inner !== undefined ? { ...rest, [step]: omit(inner, deeper) } : rest;
}

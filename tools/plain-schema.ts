/** Schemas as generators of clients can read them: no `allOf`, no `const`, no `contains`. */
import type { JsonProperties, JsonSchema } from '../src/events/catalogue/json-schema.ts';

/**
 * The same schema, said more plainly. What it loses is narrowing alone, such as that the member of a
 * `team_member.deprovisioned` is inactive: that stands in the schema served at `dataschema`.
 * @param definition a shared definition by its reference
 */
export function plainSchema(
  schema: JsonSchema,
  definition: (reference: string) => JsonSchema | undefined,
): JsonSchema {
  const plain = (inner: JsonSchema): JsonSchema => plainSchema(inner, definition);
  const { allOf, const: constant, contains: _contains, ...rest } = schema;
  const [base, also] = allOf ?? [];
  if (base?.$ref !== undefined && also) {
    // A narrowed part is recognized by its name; a whole that adds properties is written out.
    if (also.properties && rest.description !== undefined)
      return { ...rest, ...plain(merged(definition(base.$ref) ?? {}, also)) };
    return { ...base, ...(also.description === undefined ? {} : { description: also.description }) };
  }
  return {
    ...(constant === undefined ? {} : onlyValue(constant)),
    ...rest,
    ...(rest.items ? { items: plain(rest.items) } : {}),
    ...(rest.oneOf ? { oneOf: rest.oneOf.map(plain) } : {}),
    ...(rest.properties ? { properties: plainProperties(rest.properties, plain) } : {}),
  };
}

/** No generator knows a truth value that is always the same. */
const onlyValue = (constant: unknown): JsonSchema =>
  typeof constant === 'boolean' ? { type: 'boolean' } : { type: typeof constant, enum: [constant] };

const plainProperties = (
  properties: JsonProperties,
  plain: (schema: JsonSchema) => JsonSchema,
): JsonProperties =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, plain(schema)]));

/** An object of the base's properties, each with what is added to it. */
function merged(base: JsonSchema, { properties: added = {} }: JsonSchema): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(base.properties ?? {}).map(([name, schema]) => [name, narrowedBy(schema, added[name])]),
  );
  const { description: _description, ...rest } = base;
  return { ...rest, properties };
}

/** A reference stands alone: it says all there is to say. */
const narrowedBy = (schema: JsonSchema, added: JsonSchema | undefined): JsonSchema =>
  added?.$ref === undefined ? { ...schema, ...added } : added;

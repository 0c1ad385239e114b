/** JSON Schema, as far as draft 2020-12, OpenAPI 3.1 and AsyncAPI 3 read it alike. */

export interface JsonSchema {
  /** `#/$defs/Name`; each publisher of a schema puts the definition where its format wants it. */
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly items?: JsonSchema;
  readonly contains?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: JsonProperties;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

export type JsonProperties = { readonly [name: string]: JsonSchema };

const DEFINITIONS = '#/$defs/';

/** An object with these properties and no others; all of them are required but those in `optional`. */
export function closedObject(properties: JsonProperties, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter(name => !optional.includes(name));
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties,
  };
}

/** An object with any of these properties, and no others. */
export const partialObject = (properties: JsonProperties): JsonSchema =>
  closedObject(properties, Object.keys(properties));

/** The same, or null. */
export const orNull = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  type: [schema.type ?? [], 'null'].flat(),
});

/** A reference to a shared definition. */
export const referenceTo = (name: string): JsonSchema => ({ $ref: `${DEFINITIONS}${name}` });

/** The names of the shared definitions a schema refers to. */
export function referencesIn(schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  withReferences(schema, name => {
    names.add(name);
    return name;
  });
  return names;
}

/** A copy of the schema with every reference to a definition led elsewhere, such as to `#/components/schemas/Name`. */
export function withReferences(schema: JsonSchema, target: (name: string) => string): JsonSchema {
  // A property may be called `$ref`; then its value is a schema, not text.
  const redirect = (keyword: string, value: unknown): unknown =>
    keyword === '$ref' && typeof value === 'string' && value.startsWith(DEFINITIONS)
      ? target(value.slice(DEFINITIONS.length))
      : value;
  return JSON.parse(JSON.stringify(schema), redirect) as JsonSchema; // the same keywords
}

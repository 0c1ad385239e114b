/** The types of events that the client carries, as TypeScript: made from the catalogue, as the JSON Schemas are. */
import { type CataloguedEvent, EVENT_CATALOGUE } from '../src/events/catalogue/catalogue.ts';
import { EVENT_DEFINITIONS } from '../src/events/catalogue/definitions.ts';
import { type JsonProperties, type JsonSchema, referencesIn } from '../src/events/catalogue/json-schema.ts';
import { componentName } from './event-components.ts';

/** Names of TypeScript where a reader would expect another one than the schema's. */
const NAMES: Readonly<Record<string, string>> = { EventMember: 'TeamMember' };
const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
  object: 'Readonly<Record<string, never>>',
};
/** So that `data.erased` tells what is left after an erasure from what was there before. */
const NOT_ERASED = '  readonly erased?: undefined;';

/** What several types share: the envelope, and the parts of `data`. */
export function clientEventParts(): string {
  const { EventEnvelope: envelope, ...parts } = EVENT_DEFINITIONS;
  const generic = propertiesOf(envelope, { type: 'Type', data: 'Data' });
  return [
    documented(
      envelope.description,
      `export interface EventEnvelope<Type extends string, Data> {\n${generic}\n}`,
    ),
    ...Object.entries<JsonSchema>(parts).map(([name, schema]) => declaration(typeName(name), schema)),
    documented(
      'A member who was erased since: what is not here is unknown.',
      "export type ErasedTeamMember = ErasedData['member'];",
    ),
  ].join('\n\n');
}

/** An event of each type with its data, and the choice between them. */
export function clientEventTypes(): string {
  const shared = new Set([
    'EventEnvelope',
    ...EVENT_CATALOGUE.flatMap(({ data }) => [...referencesIn(data)]),
  ]);
  const names = [...shared].map(typeName).sort();
  const types = EVENT_CATALOGUE.flatMap(eventDeclarations);
  const choice = EVENT_CATALOGUE.map(({ type }) => `\n  | ${componentName(type)}`).join('');
  return [
    `import type {\n${names.map(name => `  ${name},`).join('\n')}\n} from './event-parts.js';`,
    documented(
      'An event of Rollcall: `type` says which. A newer service may send types that are not here: pass over them.',
      `export type RollcallEvent =${choice};`,
    ),
    ...types,
  ].join('\n\n');
}

function eventDeclarations({ type, group, when, data }: CataloguedEvent): readonly string[] {
  const name = componentName(type);
  const [whole, ...others] = data.oneOf ?? [data];
  if (!whole) throw new Error(`${type} tells nothing`);
  const given = [`${name}Data`, ...others.map(typeOf)].join(' | ');
  const closing = group === 'member' ? `\n${NOT_ERASED}` : '';
  return [
    documented(when, `export type ${name} = EventEnvelope<'${type}', ${given}>;`),
    `export interface ${name}Data {\n${propertiesOf(whole)}${closing}\n}`,
  ];
}

const typeName = (name: string): string => NAMES[name] ?? name;

const declaration = (name: string, schema: JsonSchema): string =>
  documented(
    schema.description,
    schema.properties
      ? `export interface ${name} {\n${propertiesOf(schema)}\n}`
      : `export type ${name} = ${typeOf(schema)};`,
  );

/** One property on a line. @param replaced the types of some, by name */
function propertiesOf(
  { properties = {}, required = [] }: JsonSchema,
  replaced: Readonly<Record<string, string>> = {},
): string {
  return Object.entries(properties)
    .map(([name, schema]) => {
      const property = `readonly ${propertyName(name, required)}: ${replaced[name] ?? typeOf(schema)};`;
      const description = schema.description ?? narrowingOf(schema).description;
      return `  ${documented(description, property).replaceAll('\n', '\n  ')}`;
    })
    .join('\n');
}

const propertyName = (name: string, required: readonly string[]): string =>
  `${/^\w+$/.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}`;

/** What an `allOf` adds to its definition. */
const narrowingOf = ({ allOf }: JsonSchema): JsonSchema =>
  allOf?.find(({ $ref }) => $ref === undefined) ?? {};

function typeOf(schema: JsonSchema): string {
  const { const: only, enum: values, type, items, properties } = schema;
  const [reference] = schema.$ref === undefined && !schema.allOf ? [] : referencesIn(schema);
  if (reference !== undefined) {
    const narrowed = narrowingOf(schema).properties;
    return typeName(reference) + (narrowed ? ` & ${inlineObject(narrowed, Object.keys(narrowed))}` : '');
  }
  if (only !== undefined) return literal(only);
  if (values) return values.map(literal).join(' | ');
  return [type ?? []]
    .flat()
    .map(name => {
      if (name === 'array' && items) return `readonly ${inBrackets(typeOf(items))}[]`;
      if (name === 'object' && properties) return inlineObject(properties, schema.required ?? []);
      const known = PRIMITIVES[name];
      if (known === undefined) throw new Error(`there is no TypeScript for ${JSON.stringify(schema)}`);
      return known;
    })
    .join(' | ');
}

const inlineObject = (properties: JsonProperties, required: readonly string[]): string =>
  `{ ${Object.entries(properties)
    .map(([name, schema]) => `readonly ${propertyName(name, required)}: ${typeOf(schema)}`)
    .join('; ')} }`;

const inBrackets = (type: string): string => (type.includes(' | ') ? `(${type})` : type);

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value);

const documented = (description: string | undefined, code: string): string =>
  description === undefined ? code : `/** ${description} */\n${code}`;

/** The schemas of whole events and of their data, put together from the catalogue. */
import type { CataloguedEvent } from './catalogue.ts';
import { ACCOUNT_ID, type DefinitionName, defined, EVENT_DEFINITIONS, UUID } from './definitions.ts';
import type { EventGroup } from './entry.ts';
import { type JsonProperties, type JsonSchema, referencesIn } from './json-schema.ts';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** What the groups narrow in the envelope. */
const ENVELOPES: Readonly<Record<EventGroup, JsonProperties>> = {
  member: {
    source: { type: 'string', pattern: '^.+/accounts/[A-Za-z0-9_-]{1,64}$' },
    subject: UUID,
    partitionkey: ACCOUNT_ID,
  },
  connection: {
    source: { type: 'string', pattern: '^.+/accounts/[A-Za-z0-9_-]{1,64}$' },
    subject: ACCOUNT_ID,
    partitionkey: ACCOUNT_ID,
  },
  operational: {
    source: { type: 'string', pattern: '^.+/operations$' },
    subject: UUID,
    partitionkey: { const: 'operations' },
  },
};

/** Where the schema of an event's data is served. @param publicUrl without a trailing slash */
export const dataSchemaUrl = (type: string, publicUrl: string): string =>
  `${publicUrl}/schemas/events/${dataSchemaName(type)}`;

/** The last step of that address. */
export const dataSchemaName = (type: string): string => `${type}.v1.json`;

/**
 * The schema of whole events of one type.
 * @param data the schema of its data, or a reference to it
 */
export function eventSchema({ type, group, when }: CataloguedEvent, data: JsonSchema): JsonSchema {
  const dataschema = `^.+/schemas/events/${type.replaceAll('.', '\\.')}\\.v1\\.json$`;
  return {
    description: when,
    allOf: [
      defined('EventEnvelope'),
      {
        type: 'object',
        properties: {
          type: { const: type },
          ...ENVELOPES[group],
          dataschema: { type: 'string', pattern: dataschema },
          data,
        },
      },
    ],
  };
}

/**
 * A JSON Schema that stands on its own, as it is served. The document describes `data`, for that is what CloudEvents
 * means by `dataschema`; the whole event is described at `#/$defs/event` within it.
 */
export function dataSchemaDocument(entry: CataloguedEvent, publicUrl: string): object {
  const event = eventSchema(entry, { $ref: '#' });
  const names = definitionsOf([entry.data, event]);
  return {
    $schema: DRAFT,
    $id: dataSchemaUrl(entry.type, publicUrl),
    title: `data of ${entry.type}`,
    description: entry.when,
    examples: [entry.example.data],
    ...entry.data,
    $defs: { event, ...Object.fromEntries(names.map(name => [name, EVENT_DEFINITIONS[name]])) },
  };
}

/** The names of the definitions these schemas refer to, themselves or through one another. */
function definitionsOf(schemas: readonly JsonSchema[]): readonly DefinitionName[] {
  const names = new Set<DefinitionName>();
  const collect = (schema: JsonSchema): void => {
    for (const name of referencesIn(schema) as ReadonlySet<DefinitionName>) {
      // only defined() makes them
      if (names.has(name)) continue;
      names.add(name);
      collect(EVENT_DEFINITIONS[name]);
    }
  };
  schemas.forEach(collect);
  return [...names];
}

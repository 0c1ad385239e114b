/** The schemas of events as OpenAPI and AsyncAPI keep them: by name, under `components.schemas`. */
import { type CataloguedEvent, EVENT_CATALOGUE } from '../src/events/catalogue/catalogue.ts';
import { EVENT_DEFINITIONS } from '../src/events/catalogue/definitions.ts';
import { eventSchema } from '../src/events/catalogue/event-schema.ts';
import { type JsonSchema, referenceTo, withReferences } from '../src/events/catalogue/json-schema.ts';
import { exampleEvent } from './example-event.ts';
import { MEMBER_COMPONENTS } from './member-components.ts';
import { plainSchema } from './plain-schema.ts';

type Components = Readonly<Record<string, object>>;

const PLACE = '#/components/schemas/';

/** `team_member.provisioned` as `TeamMemberProvisioned`. */
export const componentName = (type: string): string =>
  type.replaceAll(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const componentReference = (name: string): JsonSchema => ({ $ref: `${PLACE}${name}` });

const placed = (schema: JsonSchema): JsonSchema => withReferences(schema, name => `${PLACE}${name}`);

/** For each type the whole event and its data; and what they share. */
export function eventComponents(): Readonly<Record<string, JsonSchema>> {
  const types = EVENT_CATALOGUE.flatMap(entry => {
    const name = componentName(entry.type);
    const description = `What ${entry.type} tells.`;
    // The data of a member may have been erased since; each variant has a name, for generators of clients.
    const [details, ...others] = entry.data.oneOf ?? [];
    const data: readonly (readonly [string, JsonSchema])[] = details
      ? [
          [`${name}Data`, { description, oneOf: [referenceTo(`${name}Details`), ...others] }],
          [
            `${name}Details`,
            { description: `${description.slice(0, -1)} until the member is erased.`, ...details },
          ],
        ]
      : [[`${name}Data`, { description, ...entry.data }]];
    return [[name, eventSchema(entry, referenceTo(`${name}Data`))] as const, ...data];
  });
  const shared = Object.entries<JsonSchema>(EVENT_DEFINITIONS);
  return Object.fromEntries([...types, ...shared].map(([name, schema]) => [name, placed(schema)]));
}

/** With an example of each type, `Event` as the choice between them, and members as the control API has them. */
export function openApiComponents(): Components {
  const exact = eventComponents();
  const components = Object.fromEntries(
    Object.entries(exact).map(([name, schema]) => [
      name,
      plainSchema(schema, reference => exact[reference.slice(PLACE.length)]),
    ]),
  );
  const exampled = EVENT_CATALOGUE.map(entry => {
    const name = componentName(entry.type);
    return [name, { ...components[name], examples: [exampleEvent(entry)] }];
  });
  return {
    ...MEMBER_COMPONENTS,
    Event: anyEvent(EVENT_CATALOGUE),
    ...components,
    ...Object.fromEntries(exampled),
  };
}

function anyEvent(entries: readonly CataloguedEvent[]): object {
  const references = entries.map(({ type }) => componentReference(componentName(type)));
  return {
    description:
      'What happened, as a CloudEvent (1.0, structured JSON). The bytes of an event change only when a person is erased.',
    oneOf: references,
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(entries.map(({ type }, index) => [type, references[index]?.$ref])),
    },
  };
}

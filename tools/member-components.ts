/** How OpenAPI describes members: what the control API takes and gives, from the attributes that events tell. */
import { closedObject, type JsonSchema, orNull, partialObject } from '../src/events/catalogue/json-schema.ts';
import { MEMBER_ATTRIBUTES, MEMBER_SCHEMA } from '../src/events/catalogue/member-schema.ts';

const INSTANT: JsonSchema = { type: 'string', format: 'date-time' };
const PROTECTED: JsonSchema = {
  type: 'boolean',
  description:
    'Whether the identity provider may not deactivate, delete or rename the member, nor change the e-mails.',
};
const ALWAYS_ASSIGNED = ['userName', 'active'];

/** A member as it is answered: what events tell, and what only the main app needs to know. */
const member: JsonSchema = {
  ...MEMBER_SCHEMA,
  description: 'The member as events tell it, and what only the main app needs to know besides.',
  properties: {
    ...MEMBER_SCHEMA.properties,
    protected: PROTECTED,
    createdAt: INSTANT,
    modifiedAt: { ...INSTANT, description: 'When the last change was published.' },
  },
  required: [...(MEMBER_SCHEMA.required ?? []), 'protected', 'createdAt', 'modifiedAt'],
};

const description: JsonSchema = {
  description:
    'What is said of a member. What is left out stays as it is, null unassigns, and a list or an object replaces the one there was. No other field is taken, at any depth: no role can enter here.',
  ...partialObject({
    ...Object.fromEntries(
      Object.entries(MEMBER_ATTRIBUTES).map(([name, schema]) => [
        name,
        ALWAYS_ASSIGNED.includes(name) ? schema : orNull(schema),
      ]),
    ),
    email: {
      type: 'string',
      description:
        'Short for one of `emails`, of type `work` and primary; it changes nothing when the member is reached under it already. Not beside `emails`.',
    },
    protected: PROTECTED,
  }),
};

const count: JsonSchema = { type: 'integer', minimum: 0 };
const counts = { created: count, updated: count, unchanged: count, failed: count };
const line: JsonSchema = { type: 'integer', minimum: 1, description: 'The number of a line, from 1.' };

const component = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The lines that tell of an import; each has a name, for generators of clients. */
const IMPORT_COMPONENTS = {
  ImportRecord: {
    description: 'One line of the report of an import.',
    oneOf: ['ImportFault', 'ImportProgress', 'ImportSummary', 'ImportStop'].map(component),
  },
  ImportFault: {
    description: 'What was wrong with a line; the others are imported.',
    ...closedObject({ line, error: { type: 'string', description: 'For people.' } }),
  },
  ImportProgress: {
    description: 'All lines up to this one are done; the numbers are those from the beginning.',
    ...closedObject({ progress: component('ImportPosition') }),
  },
  ImportPosition: closedObject({ line, ...counts }),
  ImportSummary: {
    description: 'The last line: the import went through to its end.',
    ...closedObject({ summary: component('ImportCounts') }),
  },
  ImportCounts: closedObject(counts),
  ImportStop: {
    description: 'The last line: the service failed, and this line and those behind it are not done.',
    ...closedObject({ stopped: component('ImportFault') }),
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;

export const MEMBER_COMPONENTS = {
  Member: member,
  MemberDescription: description,
  ...IMPORT_COMPONENTS,
} as const satisfies Readonly<Record<string, JsonSchema>>;

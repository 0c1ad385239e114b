/** What the schemas of several events share, by name: the envelope, and the parts of `data`. */
import { closedObject, type JsonProperties, type JsonSchema, orNull, referenceTo } from './json-schema.ts';
import { CHANGED_SCHEMA, MEMBER_SCHEMA, PREVIOUS_SCHEMA } from './member-schema.ts';

export const UUID: JsonSchema = { type: 'string', format: 'uuid' };
export const ACCOUNT_ID: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' };
/** The number of an event as text: 20 digits. */
export const SEQUENCE: JsonSchema = { type: 'string', pattern: '^[0-9]{20}$' };

const ADDRESS: JsonSchema = { type: 'string', format: 'uri' };
const INSTANT: JsonSchema = { type: 'string', format: 'date-time' };
export const IDENTITY_PROVIDER: JsonSchema = {
  type: 'string',
  pattern: '^[a-z]+$',
  description: 'The identity provider of the account, such as `okta`.',
};
/** The ids of requests that Rollcall gives or accepts. */
const REQUEST_ID: JsonSchema = { type: 'string', pattern: '^[0-9A-Fa-f-]{16,64}$' };

const envelope: JsonProperties = {
  specversion: { const: '1.0', description: 'The version of CloudEvents.' },
  id: { ...UUID, description: 'The same in every repetition.' },
  source: {
    ...ADDRESS,
    description:
      '`PUBLIC_URL` + `/accounts/` + the account; `PUBLIC_URL` + `/operations` for the delivery itself.',
  },
  type: { type: 'string', description: 'What happened.' },
  subject: {
    type: 'string',
    description:
      "The member's id; of a connection event the account's; of an operational event the endpoint's.",
  },
  time: { ...INSTANT, description: 'When it was decided, UTC.' },
  datacontenttype: { const: 'application/json', description: 'The media type of `data`.' },
  dataschema: { ...ADDRESS, description: 'Where the JSON Schema of `data` is served.' },
  sequence: {
    ...SEQUENCE,
    description:
      'The number of the event within its `source`: 1, 2, 3 … without gaps, as 20 digits; sorts as text.',
  },
  partitionkey: { type: 'string', description: 'The account; `operations` for the delivery itself.' },
  correlationid: { ...REQUEST_ID, description: 'The `X-Request-Id` of the request that caused it.' },
  traceparent: {
    type: 'string',
    pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
    description: 'The trace of that request (W3C Trace Context), when it had one.',
  },
  data: { type: 'object', description: 'What is told, as the type says.' },
};

export const EVENT_DEFINITIONS = {
  EventEnvelope: {
    description: 'What all events have in common: CloudEvents 1.0 in structured JSON.',
    ...closedObject(envelope, ['traceparent']),
  },
  EventAccount: closedObject({
    id: { ...ACCOUNT_ID, description: "The account, by the main app's own id." },
  }),
  EventMember: MEMBER_SCHEMA,
  ChangedPaths: CHANGED_SCHEMA,
  PreviousValues: PREVIOUS_SCHEMA,
  IdentityProviderActor: closedObject({
    kind: { const: 'idp', description: 'An identity provider did it.' },
    tokenId: { ...UUID, description: 'The id of the token it used.' },
    identityProvider: IDENTITY_PROVIDER,
  }),
  OperatorActor: closedObject({
    kind: { const: 'operator', description: 'Somebody with access to the service itself did it.' },
  }),
  EventRequest: closedObject({
    id: { ...REQUEST_ID, description: 'The `X-Request-Id` of the request that made the change.' },
    method: {
      type: 'string',
      enum: ['POST', 'PUT', 'PATCH', 'DELETE'],
      description: 'Its method; in a bulk request the method of the operation.',
    },
    bulkIndex: {
      type: ['integer', 'null'],
      minimum: 0,
      description: 'The place of the operation in a bulk request, from 0; null outside one.',
    },
  }),
  EventToken: closedObject({
    id: { ...UUID, description: 'The id of the token; the token itself is in no event.' },
    label: { type: 'string', description: 'What it is called.' },
    expires: { ...orNull(INSTANT), description: 'When it expires; null when it never does.' },
  }),
  EventEndpoint: closedObject({
    id: { ...UUID, description: 'The id of the webhook endpoint.' },
    url: { ...ADDRESS, description: 'Its address, without the query.' },
  }),
} as const satisfies JsonProperties;

export type DefinitionName = keyof typeof EVENT_DEFINITIONS;

/** A shared definition. */
export const defined = (name: DefinitionName): JsonSchema => referenceTo(name);

/** A shared definition, and what else holds here. */
export const narrowed = (name: DefinitionName, also: JsonSchema): JsonSchema => ({
  allOf: [defined(name), also],
});

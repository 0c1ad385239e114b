/** What the schemas of several events share, by name: the envelope, and the parts of `data`. */
import { closedObject, type JsonProperties, type JsonSchema, orNull, referenceTo } from './json-schema.ts';
import {
  CHANGED_SCHEMA,
  MANAGED_BY,
  MEMBER_ID,
  MEMBER_SCHEMA,
  MEMBER_VERSION,
  PREVIOUS_SCHEMA,
} from './member-schema.ts';

export const UUID: JsonSchema = { type: 'string', format: 'uuid' };
export const ACCOUNT_ID: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' };
/** The number of an event as text: 20 digits. */
export const SEQUENCE: JsonSchema = { type: 'string', pattern: '^[0-9]{20}$' };

const ADDRESS: JsonSchema = { type: 'string', format: 'uri' };
/** A time as RFC 3339 has it. */
export const INSTANT: JsonSchema = { type: 'string', format: 'date-time' };
export const IDENTITY_PROVIDER: JsonSchema = {
  type: 'string',
  pattern: '^[a-z]+$',
  description: 'The identity provider of the account, such as `okta`.',
};
/** The ids of requests that Rollcall gives or accepts. */
const REQUEST_ID: JsonSchema = { type: 'string', pattern: '^[0-9A-Fa-f-]{16,64}$' };

/** Why a member was deprovisioned or deleted. */
export const REASONS = ['deactivated', 'deleted', 'connection_removed', 'account_closed'] as const;

export const LINKED: JsonSchema = {
  const: true,
  description: 'The same change put the member under the identity provider, as `team_member.linked` says.',
};

export const FORMER_ID: JsonSchema = {
  ...UUID,
  description:
    'The id of the last member with this `userName`, who was removed; absent when there was none, or when the member was added by the main app and the policy `link` would not have let the identity provider take it over.',
};

export const FORMER: JsonSchema = closedObject({
  managedBy: {
    type: 'string',
    enum: ['idp', 'app'],
    description: 'Who kept the former member: the identity provider, or the main app.',
  },
  protected: { type: 'boolean', description: 'Whether the former member was protected.' },
  sameExternalId: {
    type: 'boolean',
    description:
      'Whether both have the same `externalId`; false where either has none. Without it, the new member may be a namesake.',
  },
});

export const IDENTITY: JsonSchema = {
  description:
    'The member came back as another person: it was activated with another `externalId` and with another `userName` or e-mail. Take its roles away.',
  ...closedObject({
    previousExternalId: { type: 'string', description: 'The `externalId` before.' },
    externalId: { type: 'string', description: 'The `externalId` now.' },
    samePerson: { const: false, description: 'Always false.' },
  }),
};

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
  data: { type: 'object', description: 'The details, as the type says.' },
};

const SERVICE_ACTORS =
  'the main app by a service token, the IT admin of a customer by a setup link, or an operator at the command line';
const SERVICE_ACTOR_IDS = {
  serviceTokenId: { ...UUID, description: 'The id of the service token that the main app used.' },
  setupLinkId: { ...UUID, description: 'The id of the setup link that the IT admin used.' },
  adminId: {
    type: 'string',
    description: 'The id that the main app gave the IT admin when it made the setup link.',
  },
} as const satisfies JsonProperties;

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
  EventActor: closedObject(
    {
      kind: {
        type: 'string',
        enum: ['idp', 'app', 'admin', 'operator'],
        description: `Who did it: an identity provider, ${SERVICE_ACTORS}.`,
      },
      tokenId: { ...UUID, description: 'The id of the token that the identity provider used.' },
      identityProvider: IDENTITY_PROVIDER,
      ...SERVICE_ACTOR_IDS,
    },
    ['tokenId', 'identityProvider', 'serviceTokenId', 'setupLinkId', 'adminId'],
  ),
  ServiceActor: closedObject(
    {
      kind: {
        type: 'string',
        enum: ['app', 'admin', 'operator'],
        description: `Who did it: ${SERVICE_ACTORS}.`,
      },
      ...SERVICE_ACTOR_IDS,
    },
    ['serviceTokenId', 'setupLinkId', 'adminId'],
  ),
  EventRequest: closedObject({
    id: { ...REQUEST_ID, description: 'The `X-Request-Id` of the request that made the change.' },
    method: {
      type: ['string', 'null'],
      enum: ['POST', 'PUT', 'PATCH', 'DELETE', null],
      description:
        'Its method; in a bulk request the method of the operation; null when it was no HTTP request.',
    },
    bulkIndex: {
      type: ['integer', 'null'],
      minimum: 0,
      description: 'The place of the operation in a bulk request, from 0; null outside one.',
    },
  }),
  ErasedData: {
    description:
      "What is left of an event about a member after the member's erasure: no attribute but `active`, and nothing of what changed.",
    ...closedObject(
      {
        account: referenceTo('EventAccount'),
        member: closedObject({
          id: MEMBER_ID,
          active: { type: 'boolean', description: 'Whether the member was active after the change.' },
          version: MEMBER_VERSION,
          managedBy: MANAGED_BY,
        }),
        changed: { type: 'array', items: { type: 'string' }, maxItems: 0, description: 'Always empty.' },
        previous: { type: 'object', maxProperties: 0, description: 'Always empty.' },
        reason: { type: 'string', enum: REASONS, description: 'Why, where the event said it.' },
        linked: LINKED,
        formerId: FORMER_ID,
        actor: referenceTo('EventActor'),
        request: referenceTo('EventRequest'),
        erased: { const: true, description: 'Says that the rest is gone, not that it was unassigned.' },
      },
      ['reason', 'linked', 'formerId'],
    ),
  },
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

/** asyncapi.yaml: the ways events take to the main app, and every message on them. */
import { EVENT_CATALOGUE } from '../src/events/catalogue/catalogue.ts';
import { componentName, componentReference, eventComponents } from './event-components.ts';
import { exampleEvent } from './example-event.ts';

const DESCRIPTION = `Rollcall tells the main app who joins, changes and leaves, as CloudEvents 1.0 in structured JSON. The bytes of
an event are the same whichever way it takes, and change only when a person is erased.

Within a \`source\` events are numbered 1, 2, 3 … without gaps, and each way tells them in that order the first
time. Repetitions are possible, always with the same \`id\` and \`sequence\`: work only on an event whose \`sequence\`
is greater than the last one of its \`source\`. Only a replay, which a person asks for, is judged by \`id\` instead.
Between sources there is no order to rely on.

The HTTP around it (parameters, cursors, errors, how endpoints are registered) is described in openapi.yaml.
`;

interface Channel {
  readonly address: string | null;
  readonly title: string;
  readonly description: string;
  readonly operation: { readonly id: string; readonly summary: string; readonly method: 'GET' | 'POST' };
}

const CHANNELS: Readonly<Record<string, Channel>> = {
  feed: {
    address: '/v1/events',
    title: 'The feed',
    description:
      'The main app asks for a page of events; they are the items of `data`, in the order of the feed. With `Accept: application/cloudevents-batch+json` the page is the bare list.',
    operation: { id: 'answerPage', summary: 'Answers with a page of the feed.', method: 'GET' },
  },
  stream: {
    address: '/v1/events/stream',
    title: 'The stream',
    description:
      'Server-sent events: `id` is the cursor to go on from, `event` the type, `data` the event. A client that comes back with `Last-Event-ID` misses nothing.',
    operation: { id: 'streamEvents', summary: 'Sends each event once it is committed.', method: 'GET' },
  },
  webhook: {
    address: null,
    title: 'Webhooks',
    description:
      'Rollcall calls the address an endpoint was registered with, and takes 2xx as the receipt. The headers `webhook-id`, `webhook-timestamp` and `webhook-signature` are those of Standard Webhooks 1.0. An endpoint that asked for batches gets a list of events as `application/cloudevents-batch+json`.',
    operation: { id: 'callEndpoint', summary: 'Delivers events to an endpoint.', method: 'POST' },
  },
};

/** The document, as an object. @param version the version of the service */
export function asyncApi(version: string): object {
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Rollcall events',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      rollcall: {
        host: 'scim.example.com',
        protocol: 'https',
        description: 'Your deployment, `PUBLIC_URL`.',
        security: [{ $ref: '#/components/securitySchemes/serviceToken' }],
      },
    },
    channels: Object.fromEntries(Object.entries(CHANNELS).map(([id, channel]) => [id, describe(channel)])),
    operations: Object.fromEntries(Object.entries(CHANNELS).map(([id, channel]) => operation(id, channel))),
    components: {
      messages: Object.fromEntries(EVENT_CATALOGUE.map(entry => [messageName(entry.type), message(entry)])),
      schemas: withoutPropertyNamedRef(eventComponents()),
      securitySchemes: {
        serviceToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A service token with the scope `events:read`.',
        },
      },
    },
  };
}

/**
 * A manager's reference is a property called `$ref` (RFC 7643 §4.3), which is fine in JSON Schema; the AsyncAPI parser
 * takes it for a reference. As a pattern it means the same.
 */
function withoutPropertyNamedRef(schemas: object): object {
  const move = (_keyword: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('properties' in value)) return value;
    const { $ref, ...properties } = value.properties as Record<string, unknown>; // JSON Schema makes it an object
    return typeof $ref === 'object'
      ? { ...value, properties, patternProperties: { '^\\$ref$': $ref } }
      : value;
  };
  return JSON.parse(JSON.stringify(schemas), move) as object; // it was one
}

const messageName = (type: string): string => componentName(type).replace(/^./, first => first.toLowerCase());

function describe({ address, title, description }: Channel): object {
  const messages = EVENT_CATALOGUE.map(({ type }) => [
    messageName(type),
    { $ref: `#/components/messages/${messageName(type)}` },
  ]);
  const servers = address === null ? {} : { servers: [{ $ref: '#/servers/rollcall' }] };
  return { address, title, description, ...servers, messages: Object.fromEntries(messages) };
}

function operation(channelId: string, { operation: { id, summary, method } }: Channel): [string, object] {
  const bindings = { http: { method, bindingVersion: '0.3.0' } };
  return [id, { action: 'send', channel: { $ref: `#/channels/${channelId}` }, summary, bindings }];
}

function message(entry: (typeof EVENT_CATALOGUE)[number]): object {
  const { type, when, mainApp } = entry;
  return {
    name: type,
    title: type,
    summary: when,
    description: `What the main app does: ${mainApp}`,
    contentType: 'application/cloudevents+json',
    payload: componentReference(componentName(type)),
    examples: [{ name: 'example', payload: exampleEvent(entry) }],
  };
}

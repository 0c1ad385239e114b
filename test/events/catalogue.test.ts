/** What is made from the catalogue of events is as the catalogue says, and events are as it says. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Parser } from '@asyncapi/parser';
import {
  CONNECTION_EVENT_TYPES,
  EVENT_CATALOGUE,
  EVENT_TYPES,
  MEMBER_EVENT_TYPES,
} from '../../src/events/catalogue/catalogue.ts';
import { dataSchemaDocument, dataSchemaUrl } from '../../src/events/catalogue/event-schema.ts';
import { generatedFiles } from '../../tools/catalogue.ts';
import { EXAMPLE_URL, exampleEvent } from '../../tools/example-event.ts';
import { ControlClient } from '../support/control-client.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { CORE_USER, ENTERPRISE_USER, type Json, ScimClient } from '../support/scim/scim-client.ts';
import { SetupVisitor } from '../support/setup-visitor.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { EventSchemas, fetchSchema } from './event-schemas.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8');

/** What could carry a role, a permission or a secret (and an undeclared extension). */
const NEVER_TOLD = [
  'roles',
  'entitlements',
  'groups',
  'userType',
  'x509Certificates',
  'password',
  'token',
  'urn:okta:custom:1.0:User',
];

const catalogued = EVENT_CATALOGUE.map(entry => ({ ...entry, event: exampleEvent(entry) }));

/** The documents as they would be served, without a service. */
const writtenSchemas = (): EventSchemas =>
  new EventSchemas(address => {
    const entry = EVENT_CATALOGUE.find(({ type }) => dataSchemaUrl(type, EXAMPLE_URL) === address);
    if (!entry) throw new Error(`nothing is served at ${address}`);
    return Promise.resolve(JSON.parse(JSON.stringify(dataSchemaDocument(entry, EXAMPLE_URL))) as Json); // a schema is an object
  });

const GENERATED_FILES = await generatedFiles();

describe('the documents', () => {
  test.each(GENERATED_FILES)('$path is what `npm run catalogue` makes of it', ({ path, text }) => {
    expect(read(path)).toBe(text);
  });

  test('asyncapi.yaml is valid, and has every type on every channel', async () => {
    const { document, diagnostics } = await new Parser().parse(read('asyncapi.yaml'));
    expect(diagnostics.map(({ message, path }) => `${path.join('.')}: ${message}`)).toEqual([]);
    const channels = document?.channels().all() ?? [];
    expect(channels.map(channel => channel.id()).sort()).toEqual(['feed', 'stream', 'webhook']);
    for (const channel of channels) {
      const names = channel.messages().all();
      expect(names.map(message => message.name()).sort()).toEqual([...EVENT_TYPES].sort());
    }
    expect(document?.operations().all()).toHaveLength(channels.length);
  });
});

describe.each(catalogued)('the schemas of $type', ({ event, type }) => {
  const schemas = writtenSchemas();
  const faultsOf = (changed: unknown): Promise<readonly string[]> => schemas.faultsOf(changed as Json); // an event, spoiled

  test('are valid, and fit the example', async () => {
    expect(await faultsOf(event)).toEqual([]);
  });

  test('let nothing in that is not listed, at any depth', async () => {
    const places = objectsIn(event);
    expect(places.length).toBeGreaterThan(2);
    for (const place of places) {
      for (const name of NEVER_TOLD) {
        if (name in (objectAt(event, place) as Json)) continue;
        const spoiled = structuredClone(event);
        Object.assign(objectAt(spoiled, place) as object, { [name]: 'admin' });
        expect({ place, name, isRefused: (await faultsOf(spoiled)).length > 0 }).toEqual({
          place,
          name,
          isRefused: true,
        });
      }
    }
  });

  test('miss whatever is left out of the envelope or of the data', async () => {
    const data = event['data'] as Json; // every event has data
    const incomplete = [
      // Without `dataschema` there is no schema to ask.
      ...Object.keys(event)
        .filter(name => !['dataschema', 'traceparent'].includes(name))
        .map(name => [name, without(event, name)] as const),
      ...Object.keys(data).map(name => [`data.${name}`, { ...event, data: without(data, name) }] as const),
    ];
    for (const [missing, spoiled] of incomplete) {
      expect({ missing, faults: await faultsOf(spoiled) }).not.toEqual({ missing, faults: [] });
    }
  });

  test('refuse every other type', async () => {
    for (const other of catalogued.filter(entry => entry.type !== type)) {
      expect(await faultsOf({ ...event, type: other.type })).not.toEqual([]);
      expect(await faultsOf({ ...other.event, dataschema: event['dataschema'] })).not.toEqual([]);
    }
  });
});

describe.each(databaseKinds())('the schemas a service on $name serves', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let events: readonly Json[];

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
    events = await liveABusyLife(service);
  });

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  test('fit every event of a busy story, each at its own address', async () => {
    const schemas = new EventSchemas(fetchSchema);
    for (const event of events) {
      expect(event['dataschema']).toBe(dataSchemaUrl(String(event['type']), service.url));
      expect({ event, faults: await schemas.faultsOf(event) }).toEqual({ event, faults: [] });
    }
    const types = new Set(events.map(({ type }) => String(type)));
    expect([...types].sort()).toEqual(
      [...MEMBER_EVENT_TYPES, ...CONNECTION_EVENT_TYPES]
        .filter(type => !TOLD_BY_THE_CLOCK.includes(type))
        .sort(),
    );
  });

  test('are listed, each of them, and every listed one can be read without a token', async () => {
    const response = await fetch(`${service.url}/schemas/events`);
    const { schemas } = (await response.json()) as { schemas: Json[] }; // as openapi.yaml says
    expect(schemas.map(({ type }) => type)).toEqual(EVENT_TYPES);
    const known = new EventSchemas(fetchSchema);
    for (const { event, type } of catalogued) {
      const dataschema = dataSchemaUrl(type, service.url);
      expect(schemas).toContainEqual(
        expect.objectContaining({ type, data: dataschema, event: `${dataschema}#/$defs/event` }),
      );
      expect(await known.faultsOf({ ...event, dataschema })).toEqual([]);
    }
  });

  test('are found under their exact names alone, and are read with GET alone', async () => {
    for (const name of [
      'team_member.promoted.v1.json',
      'team_member.updated',
      'team_member.updated.v2.json',
    ]) {
      const response = await fetch(`${service.url}/schemas/events/${name}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        code: 'notFound',
        detail: expect.stringContaining('/schemas/events'),
      });
    }
    for (const path of ['', '/team_member.updated.v1.json']) {
      const response = await fetch(`${service.url}/schemas/events${path}`, { method: 'POST' });
      expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({
        status: 405,
        allow: 'GET, HEAD',
      });
      await response.text();
    }
  });

  test('know exactly the attributes of /Schemas that can be stored', async () => {
    const scim = new ScimClient(await service.addAccount());
    const stored = async (urn: string) => {
      const { body } = await scim.get(`/Schemas/${urn}`);
      return shapeOfAttributes(body['attributes'] as Json[]); // RFC 7643 §7
    };
    const served = await fetchSchema(dataSchemaUrl('team_member.updated', service.url));
    const member = objectAt(served, ['$defs', 'EventMember', 'properties']) as Json; // an object of schemas
    const { id: _id, email: _email, version: _version, managedBy: _managedBy, ...attributes } = member;
    expect(shapeOfProperties(attributes)).toEqual({
      ...(await stored(CORE_USER)),
      externalId: 'string',
      [ENTERPRISE_USER]: await stored(ENTERPRISE_USER),
    });
  });
});

/** Everything that happens to members and to a connection, as identity providers do it. @returns all events of it */
/** Nothing that is done makes these happen; they come when nothing is done for days. */
const TOLD_BY_THE_CLOCK: readonly string[] = ['connection.silent', 'connection.token_expiring'];

async function liveABusyLife(service: TestService): Promise<readonly Json[]> {
  const account = await service.addAccount({ identityProvider: 'entra' });
  const scim = new ScimClient(account);
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const { body } = await scim.post('/Users', EVERYTHING, { traceparent });
  const ann = `/Users/${String(body['id'])}`;
  const { path: bo } = await scim.create({ userName: 'bo', active: false });
  const changes: readonly Json[] = [
    { op: 'replace', path: 'title', value: 'Head Baker' },
    { op: 'add', path: `${ENTERPRISE_USER}:manager`, value: 'another-manager' },
    { op: 'remove', path: `${ENTERPRISE_USER}:costCenter` },
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'ann@example.org' },
    { op: 'replace', value: { active: 'False', 'name.givenName': 'Anna', roles: ['admin'] } },
    { op: 'replace', path: 'active', value: true },
  ];
  for (const change of changes) expect(await scim.patch(ann, change)).toMatchObject({ status: 200 });
  await scim.put(ann, { userName: 'ann@example.com', password: 'secret', groups: [{ value: 'g' }] });
  await scim.patch(bo, { op: 'replace', path: 'active', value: true });
  const Operations = [
    { method: 'POST', path: '/Users', bulkId: 'cy', data: { ...EVERYTHING, userName: 'cy' } },
    { method: 'PUT', path: '/Users/bulkId:cy', data: { userName: 'cy', active: false } },
    { method: 'DELETE', path: bo },
  ];
  const bulk = await scim.post('/Bulk', { Operations });
  expect((bulk.body['Operations'] as Json[]).map(({ status }) => status)).toEqual(['201', '200', '204']); // a BulkResponse
  await scim.delete(ann);
  for (const expiry of [null, Date.parse('2099-01-01')]) {
    const { tokenId } = await service.accounts.issueToken(account.accountId, 'spare', expiry);
    await service.accounts.revokeToken(account.accountId, tokenId);
  }
  const control = new ControlClient(service.url, await service.serviceToken());
  const own = `/accounts/${account.accountId}`;
  const dee = await control.expect(201, 'POST', `${own}/members`, { email: 'dee@example.com', active: true });
  await scim.patch(`/Users/${String(dee['id'])}`, { op: 'replace', path: 'externalId', value: 'd-1' });
  await control.expect(204, 'POST', `${own}/members/${String(dee['id'])}/erase`);
  for (const action of ['suspend', 'resume']) await control.expect(200, 'POST', `${own}/scim/${action}`, {});
  const link = await control.expect(201, 'POST', `${own}/setup-links`, { admin: { id: 'u_812' } });
  const admin = new SetupVisitor(service.url);
  await admin.open(String(link['url']));
  await admin.submit('/setup/leave');
  await control.expect(200, 'POST', `${own}/scim/disable`, { members: 'keep' });
  const events = await service.events(account.accountId);
  expect(events.length).toBeGreaterThan(18);
  return events as unknown as readonly Json[]; // an event is an object
}

const labelled = (value: string) => [{ value, display: value, type: 'work', primary: true }];

/** A User with every attribute there is, and some that there are not. */
const EVERYTHING = {
  schemas: [CORE_USER, ENTERPRISE_USER],
  userName: 'ann@example.com',
  externalId: '00u1a2b3c4',
  name: {
    formatted: 'Dr. Ann B. Baker III',
    givenName: 'Ann',
    middleName: 'B.',
    familyName: 'Baker',
    honorificPrefix: 'Dr.',
    honorificSuffix: 'III',
  },
  displayName: 'Ann Baker',
  nickName: 'Annie',
  profileUrl: 'https://example.com/ann',
  title: 'Baker',
  preferredLanguage: 'en',
  locale: 'en-US',
  timezone: 'Europe/Berlin',
  emails: [...labelled('ann@example.com'), { value: 'ann@home.example', type: 'home' }],
  phoneNumbers: labelled('tel:+1-555-0100'),
  ims: labelled('ann'),
  photos: labelled('https://example.com/ann.png'),
  addresses: [
    {
      formatted: '1 Oven Street, 10115 Berlin',
      streetAddress: '1 Oven Street',
      locality: 'Berlin',
      region: 'Berlin',
      postalCode: '10115',
      country: 'DE',
      type: 'work',
      primary: true,
    },
  ],
  [ENTERPRISE_USER]: {
    employeeNumber: '1042',
    costCenter: 'C-7',
    organization: 'Bakery',
    division: 'Bread',
    department: 'Ovens',
    manager: { value: 'm-1', $ref: '../Users/m-1', displayName: 'Bo' },
  },
  password: 't1meMa$heen',
  userType: 'admin',
  roles: [{ value: 'admin' }],
  entitlements: [{ value: 'everything' }],
  x509Certificates: [{ value: 'MIIC' }],
  'urn:okta:custom:1.0:User': { role: 'admin' },
};

/** Attributes as /Schemas describes them (RFC 7643 §7): the kind of each, or those inside; without what is read-only. */
function shapeOfAttributes(attributes: readonly Json[]): Json {
  const shapes = attributes
    .filter(({ mutability }) => mutability !== 'readOnly')
    .map(({ name, type, multiValued, subAttributes }) => {
      const kind = type === 'boolean' ? 'boolean' : 'string';
      const inside = subAttributes ? shapeOfAttributes(subAttributes as Json[]) : kind; // RFC 7643 §7
      return [name, multiValued === true ? [inside] : inside];
    });
  return Object.fromEntries(shapes) as Json; // names are texts
}

/** The same of properties in JSON Schema. */
function shapeOfProperties(properties: Json): Json {
  const shapeOf = (schema: Json): unknown => {
    if (schema['items']) return [shapeOf(schema['items'] as Json)]; // a schema
    return schema['properties'] ? shapeOfProperties(schema['properties'] as Json) : schema['type']; // an object of schemas
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, shapeOf(schema as Json)]),
  ); // a schema
}

type Place = readonly string[];

/** The place of each object in a value, itself first. */
function objectsIn(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, inner]) => objectsIn(inner, [...place, name]));
  return Array.isArray(value) ? inside : [place, ...inside];
}

const objectAt = (value: unknown, place: Place): unknown =>
  place.reduce((found, name) => (found as Json)[name], value); // there is an object at every step

const without = (object: Json, name: string): Json =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

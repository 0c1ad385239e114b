/** openapi.yaml and the service say the same, in both directions. */
import { Router } from 'express';
import type { Authenticator } from '../../src/accounts/tokens/authenticate.ts';
import { controlRouter } from '../../src/api/control-router.ts';
import type { ApiDependencies } from '../../src/api/dependencies.ts';
import { schemaRoutes } from '../../src/api/events/schema-routes.ts';
import type { Metrics } from '../../src/api/operations/metrics.ts';
import { guardedMetricsRoutes } from '../../src/api/operations/metrics-routes.ts';
import { createServer, type ServerDependencies } from '../../src/http/server.ts';
import type { WireAnswer } from '../support/network/http-connection.ts';
import type { Json } from './api-description.ts';
import {
  CORE_USER,
  type DescribedService,
  description,
  ENTERPRISE_USER,
  SCIM,
  startDescribedService,
} from './described-service.ts';

const PROBED_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

let described: DescribedService;

beforeAll(async () => {
  described = await startDescribedService();
});

afterAll(() => described.close());

const documentedMethods = (path: string): readonly string[] => {
  const methods = description.operationsOf(path).map(({ method }) => method);
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
};

/** A concrete address for a documented path; the stream is asked for what it refuses, because it does not end. */
const targetOf = (path: string): string =>
  path === '/v1/events/stream'
    ? `${path}?after=x`
    : path.replaceAll(/\{\w+\}/g, '01a1ffb7-0000-7000-8000-000000000000');

const probe = (path: string, method: string, target = targetOf(path)): Promise<WireAnswer> =>
  described.connections[path.startsWith(SCIM) ? 'scim' : 'control'].send(method, target);

const isUnknownRoute = ({ status, text }: WireAnswer): boolean =>
  status === 404 && text.includes('There is nothing at this address');

describe('the document by itself', () => {
  test('has no reference that leads nowhere', () => {
    const references = [...new Set(description.references())];
    expect(references.length).toBeGreaterThan(20);
    for (const $ref of references) expect(Object.keys(description.resolve({ $ref }))).not.toEqual([]);
  });

  test('has only examples that fit their schemas', () => {
    const examples = description.examples();
    expect(examples.length).toBeGreaterThan(30);
    expect(examples.flatMap(({ value, schema, at }) => description.faultsOf(value, schema, at))).toEqual([]);
  });

  test('has a name of its own for every operation', () => {
    const names = description.paths.flatMap(path =>
      description
        .operationsOf(path)
        .map(({ method }) => description.at('paths', path, method.toLowerCase())['operationId']),
    );
    expect(names.filter((name, index) => !name || names.indexOf(name) !== index)).toEqual([]);
  });
});

describe.each(description.paths)('%s', path => {
  test('answers every documented method', async () => {
    const unanswered: string[] = [];
    for (const method of documentedMethods(path)) {
      const answer = await probe(path, method);
      if (isUnknownRoute(answer) || [405, 500].includes(answer.status)) unanswered.push(method);
    }
    expect(unanswered).toEqual([]);
  });

  test('answers no other method', async () => {
    const documented = documentedMethods(path);
    const answered: string[] = [];
    for (const method of PROBED_METHODS.filter(candidate => !documented.includes(candidate))) {
      const { status, headers } = await probe(path, method);
      if (status !== description.otherMethods(path)) answered.push(`${method}: ${status}`);
      if (status === 405) expect(String(headers['allow']).split(', ').sort()).toEqual([...documented].sort());
    }
    expect(answered).toEqual([]);
  });
});

describe.each(
  description.paths.filter(path => path.startsWith('/v1/') && documentedMethods(path).includes('GET')),
)('GET %s', path => {
  test('refuses a query parameter that is not documented, and names those that are', async () => {
    const operation = description.at('paths', path, 'get');
    const documented = ((operation['parameters'] ?? []) as Json[])
      .map(parameter => description.resolve(parameter))
      .flatMap(({ in: place, name }) => (place === 'query' ? [String(name)] : []));
    const { status, text } = await described.connections.operator.send(
      'GET',
      `${targetOf(path).replace(/\?.*/, '')}?mistyped=1`,
    );
    const { detail } = JSON.parse(text) as { detail: string };
    expect({ status, detail }).toMatchObject({ status: 400, detail: expect.stringContaining('"mistyped"') });
    const named = / they are (.*)\.$/.exec(detail)?.[1]?.split(', ') ?? [];
    expect(named.sort()).toEqual(documented.sort());
  });
});

describe('what is not documented', () => {
  const patterns = description.paths.map(path => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`));
  const isDocumented = (target: string): boolean => patterns.some(pattern => pattern.test(target));

  test('is not served under /scim/v2: no endpoint of RFC 7644 §3.2 is left out', async () => {
    const endpoints =
      'Users Groups Me ServiceProviderConfig ResourceTypes Schemas Bulk .search Roles Entitlements'.split(
        ' ',
      );
    const targets = endpoints
      .flatMap(endpoint => ['', '/x', '/.search', '/x/y'].map(rest => `${SCIM}/${endpoint}${rest}`))
      .concat(SCIM, `${SCIM}/`)
      .filter(target => !isDocumented(target));
    expect(targets.length).toBeGreaterThan(20);
    for (const target of targets) {
      for (const method of ['GET', 'POST']) {
        const { status } = await probe(SCIM, method, target);
        const isBelowGroups = target.startsWith(`${SCIM}/Groups/`);
        expect({ method, target, status }).toEqual({ method, target, status: isBelowGroups ? 501 : 404 });
      }
    }
  });

  test('is not declared anywhere else', () => {
    const control = controlRouter({ limits: {} } as ApiDependencies); // its handlers never run here
    const schemas = schemaRoutes(() => '');
    const rest = {
      scim: Router(),
      metrics: guardedMetricsRoutes({} as Metrics, {} as Authenticator),
      health: {},
      misdirected: Router(),
      pages: Router(),
    };
    const server = createServer({ ...rest, control, schemas } as unknown as ServerDependencies); // neither do these
    const declared = [
      ...routesOf(server.router, ''),
      ...routesOf(control, '/v1'),
      ...routesOf(schemas, '/schemas'),
    ];
    expect(declared).toContain('GET /v1/events');
    const documented = description.paths
      .filter(path => !path.startsWith(SCIM))
      .flatMap(path => description.operationsOf(path).map(({ method }) => `${method} ${path}`));
    expect(declared.sort()).toEqual(documented.sort());
  });
});

/** The routes an Express router declares, itself or in a router it uses at its own path, as `GET /path/{id}`. */
function routesOf({ stack }: Pick<Router, 'stack'>, prefix: string): string[] {
  return stack.flatMap(layer => {
    const { route, handle } = layer;
    // What Express knows of a layer and does not type: `slash` means that it is used without a path.
    const isInner = 'slash' in layer && layer.slash === true && 'stack' in handle;
    if (!route) return isInner ? routesOf(handle as unknown as Router, prefix) : []; // only routers have a stack
    const methods = route.stack.map(({ method }) => method).filter(method => method !== undefined); // `all` has none
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    return [...new Set(methods)].map(method => `${method.toUpperCase()} ${prefix}${path}`);
  });
}

describe('what is said twice', () => {
  /** The live document, with the address the examples use. */
  const live = async (path: string): Promise<Json> => {
    const { text } = await described.connections.scim.send('GET', path);
    return JSON.parse(text.replaceAll(described.service.url, 'https://scim.example.com')) as Json; // a JSON object
  };
  const exampleOf = (path: string): unknown =>
    description.at('paths', path, 'get', 'responses', '200', 'content', 'application/scim+json')['example'];

  test.each([
    [`${SCIM}/ServiceProviderConfig`, ''],
    [`${SCIM}/ResourceTypes`, ''],
    [`${SCIM}/ResourceTypes/{id}`, 'User'],
    [`${SCIM}/Schemas/{id}`, ENTERPRISE_USER],
  ])('the example of %s is the live answer', async (path, id) => {
    expect(exampleOf(path)).toEqual(await live(path.replace('{id}', id)));
  });

  test.each([
    ['UserAttributes', CORE_USER, ['schemas', ENTERPRISE_USER]],
    ['EnterpriseUser', ENTERPRISE_USER, []],
  ])('the attributes of %s are those of /Schemas', async (name, urn, common) => {
    const { attributes } = await live(`${SCIM}/Schemas/${urn}`);
    const properties = Object.entries(description.at('components', 'schemas', name, 'properties'));
    const documented = properties.filter(([property]) => !common.includes(property));
    expect(Object.fromEntries(documented)).toEqual(asProperties(attributes as Json[])); // RFC 7643 §7
  });
});

/** Attributes as /Schemas describes them (RFC 7643 §7), in the words of JSON Schema. */
function asProperties(attributes: readonly Json[]): Json {
  return Object.fromEntries(attributes.map(attribute => [String(attribute['name']), asSchema(attribute)]));
}

function asSchema(attribute: Json): Json {
  const description = String(attribute['description']).replaceAll(/\s+/g, ' ');
  const readOnly = attribute['mutability'] === 'readOnly' ? { readOnly: true } : {};
  if (attribute['type'] !== 'complex') {
    return { type: attribute['type'] === 'boolean' ? 'boolean' : 'string', ...readOnly, description };
  }
  const object = { type: 'object', properties: asProperties(attribute['subAttributes'] as Json[]) }; // RFC 7643 §7
  return attribute['multiValued'] === true
    ? { description, type: 'array', items: object }
    : { description, ...object };
}

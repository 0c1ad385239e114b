/**
 * openapi.yaml, made from the table of routes and the catalogue of events. The texts for people (summaries,
 * descriptions, examples) and the answers stand in tools/openapi; what is asked of a client comes from the table: paths,
 * methods, scopes, parameters, and the schemas of parameters and bodies.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Route } from '../src/api/route.ts';
import { ROUTES } from '../src/api/routes.ts';
import { jsonSchemaOf } from '../src/base/schema.ts';
import { openApiComponents } from './event-components.ts';

type Json = Readonly<Record<string, unknown>>;

const TEXTS = new URL('openapi/', import.meta.url);
const PREFIX = '/v1';
/** In this order; what is not under /v1 is written by hand. */
const ROOMS = ['operations', 'events', 'accounts', 'members', 'provisioning-log', 'webhooks', 'scim'];

export function openApi(version: string): Json {
  const document = read('document');
  const components = read('components');
  const description = new Description({
    ...components,
    schemas: { ...object(components['schemas']), ...openApiComponents() },
  });
  const items = Object.assign({}, ...ROOMS.map(read)) as Json; // each file holds paths
  const paths = Object.entries(items).map(([path, item]) => [
    path,
    path.startsWith(`${PREFIX}/`) ? description.pathItem(path, object(item)) : item,
  ]);
  const undescribed = ROUTES.find(({ path }) => !(PREFIX + path in items));
  if (undescribed) throw new Error(`tools/openapi says nothing of ${undescribed.path}`);
  return {
    ...document,
    info: { ...object(document['info']), version },
    paths: Object.fromEntries(paths),
    components: description.components,
  };
}

/** Collects what the table says of parameters and bodies that several operations share. */
class Description {
  readonly components: Record<string, Json>;

  constructor(components: Json) {
    this.components = { ...components } as Record<string, Json>; // each kind is a map of names
  }

  /** @throws Error unless the texts and the table have the same operations and parameters */
  pathItem(path: string, { parameters, ...texts }: Json): Json {
    const routes = ROUTES.filter(route => PREFIX + route.path === path);
    const methods = routes.map(({ method }) => method);
    requireSame(`operations of ${path}`, methods, Object.keys(texts));
    const named = this.#namesOf((parameters ?? []) as readonly Json[], 'path'); // OpenAPI has a list there
    requireSame(`parameters of ${path}`, [...path.matchAll(/\{(\w+)\}/g)].map(String).map(nameIn), named);
    const operations = routes.map(route => [
      route.method,
      this.#operation(route, object(texts[route.method])),
    ]);
    return { ...(parameters === undefined ? {} : { parameters }), ...Object.fromEntries(operations) };
  }

  #operation(route: Route, { tags, summary, description, parameters = [], ...rest }: Json): Json {
    const given = parameters as readonly Json[]; // OpenAPI has a list there
    const known = Object.keys(route.query.shape);
    requireSame(`query parameters of ${route.operation}`, known, this.#namesOf(given, 'query'));
    const described = given.map(parameter => this.#parameter(route, parameter));
    return {
      tags,
      operationId: route.operation,
      summary,
      ...(description === undefined ? {} : { description }),
      security: route.scopes.map(scope => ({ serviceToken: [scope] })),
      ...(described.length === 0 ? {} : { parameters: described }),
      ...rest,
      ...(rest['requestBody'] === undefined
        ? {}
        : { requestBody: this.#body(route, object(rest['requestBody'])) }),
    };
  }

  #parameter({ query, operation }: Route, given: Json): Json {
    return this.#edit(given, parameter => {
      const schema = query.shape[String(parameter['name'])];
      if (parameter['in'] !== 'query' || !schema) return parameter;
      const documented = object(parameter['schema']);
      return { ...parameter, schema: this.#withRules(documented, jsonSchemaOf(schema), operation) };
    });
  }

  /** @throws Error when the texts have a body and the table has none, or the other way round */
  #body({ body, operation }: Route, given: Json): Json {
    return this.#edit(given, ({ content, ...requestBody }) => {
      const types = object(content);
      const json = types['application/json'];
      if ((json === undefined) !== (body === undefined))
        throw new Error(`the body of ${operation} is missing`);
      if (json === undefined || body === undefined) return { ...requestBody, content };
      const { schema, ...examples } = object(json);
      const described = this.#withRules(object(schema), jsonSchemaOf(body.schema), operation);
      return {
        ...requestBody,
        content: { ...types, 'application/json': { schema: described, ...examples } },
      };
    });
  }

  /** What is documented, with the rules of the table; those of a shared schema are written where it stands. */
  #withRules(documented: Json, rules: Json, at: string): Json {
    return this.#edit(documented, schema => withRules(this.#whole(schema), rules, at));
  }

  /** A schema of several parts as one. */
  #whole({ allOf, ...schema }: Json): Json {
    if (allOf === undefined) return schema;
    const parts = (allOf as readonly Json[]).map(part => this.#resolve(part)); // JSON Schema makes it a list
    return { ...schema, properties: Object.assign({}, ...parts.map(({ properties }) => properties)) };
  }

  #resolve(node: Json): Json {
    const [kind = '', name = ''] = referenceOf(node) ?? [];
    return object(this.components[kind]?.[name] ?? node);
  }

  /** Changes what is described, or what the reference leads to. */
  #edit(node: Json, change: (node: Json) => Json): Json {
    const [kind, name] = referenceOf(node) ?? [];
    if (kind === undefined || name === undefined) return change(node);
    const named = this.components[kind];
    this.components[kind] = { ...named, [name]: change(object(named?.[name])) };
    return node;
  }

  #namesOf(parameters: readonly Json[], place: string): readonly string[] {
    return parameters
      .map(parameter => this.#resolve(parameter))
      .filter(parameter => parameter['in'] === place)
      .map(({ name }) => String(name));
  }
}

/** @throws Error when a field is described that there is not, or one is not described */
function withRules(documented: Json, given: Json, at: string): Json {
  if ('$ref' in documented) return documented;
  const { properties, items, ...rules } = withoutAlternatives(given);
  const { required: _, ...texts } = documented;
  const inner = properties === undefined ? undefined : object(properties);
  const described = object(documented['properties'] ?? {});
  if (inner) requireSame(`fields of ${at}`, Object.keys(inner), Object.keys(described));
  return {
    ...texts,
    ...rules,
    ...(inner && {
      properties: Object.fromEntries(
        Object.keys(described).map(name => [
          name,
          withRules(object(described[name]), object(inner[name]), `${at}.${name}`),
        ]),
      ),
    }),
    ...(items !== undefined && {
      items: withRules(object(documented['items'] ?? {}), object(items), `${at}[]`),
    }),
  };
}

/** `X or null` as one schema with two types, which generators of clients read better. */
function withoutAlternatives(schema: Json): Json {
  const [first, second] = (schema['anyOf'] ?? []) as readonly Json[]; // JSON Schema makes it a list
  if (!first || second?.['type'] !== 'null') return schema;
  const { anyOf: _, ...rest } = schema;
  return { ...rest, ...first, type: [first['type'], 'null'] };
}

/** `#/components/schemas/Event` as `["schemas", "Event"]`. */
function referenceOf({ $ref }: Json): readonly string[] | undefined {
  return typeof $ref === 'string' ? $ref.split('/').slice(2) : undefined;
}

function requireSame(what: string, table: readonly string[], texts: readonly string[]): void {
  if (table.toSorted().join() === texts.toSorted().join()) return;
  throw new Error(`${what}: the table has ${table.join()}, tools/openapi ${texts.join()}`);
}

const nameIn = (braces: string): string => braces.replaceAll(/[{}]|,.*/g, '');

const read = (name: string): Json => object(parse(readFileSync(new URL(`${name}.yaml`, TEXTS), 'utf8')));

function object(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json; // just checked
  throw new Error(`there must be an object: ${JSON.stringify(value)}`);
}

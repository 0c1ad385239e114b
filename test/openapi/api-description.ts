/** openapi.yaml, read for tests: its operations, its examples, and what it says of a value's shape. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Json = Readonly<Record<string, unknown>>;

export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** With its parameters in braces, as in `/scim/v2/Users/{id}`. */
  readonly path: string;
  /** Under each status as text, or under `default`; references are resolved. */
  readonly responses: Readonly<Record<string, Json>>;
}

export interface Example {
  /** Where it stands, for messages. */
  readonly at: string;
  readonly schema: Json;
  readonly value: unknown;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export class ApiDescription {
  readonly #document: Json;

  constructor(text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) {
    this.#document = objectAt(parse(text), 'the document');
  }

  get paths(): readonly string[] {
    return Object.keys(this.at('paths'));
  }

  /** The status of methods that `path` does not list: 405, unless the path says otherwise. */
  otherMethods(path: string): number {
    return Number(this.at('paths', path)['x-other-methods'] ?? 405);
  }

  operationsOf(path: string): readonly Operation[] {
    const item = this.at('paths', path);
    return METHODS.filter(method => method in item).map(method => ({
      method: method.toUpperCase(),
      path,
      responses: Object.fromEntries(
        Object.entries(this.at('paths', path, method, 'responses')).map(([status, response]) => [
          status,
          this.resolve(response),
        ]),
      ),
    }));
  }

  /** The object at a place in the document. @throws when there is none */
  at(...keys: readonly string[]): Json {
    let found: Json = this.#document;
    for (const key of keys) found = objectAt(found[key], keys.join(' / '));
    return found;
  }

  /** Every `$ref` in the document. */
  references(): readonly string[] {
    return [...walk(this.#document, '')].flatMap(({ node }) =>
      typeof node['$ref'] === 'string' ? [node['$ref']] : [],
    );
  }

  /** Follows `$ref` until something stands there. @throws when it leads nowhere */
  resolve(node: unknown): Json {
    let found = objectAt(node, 'a node');
    for (let hops = 0; typeof found['$ref'] === 'string'; hops += 1) {
      if (hops > 10) throw new Error(`${found['$ref']} leads in a circle`);
      const path = found['$ref'];
      if (!path.startsWith('#/')) throw new Error(`${path} leads out of the document`);
      const keys = path.slice(2).split('/');
      found = this.at(...keys.map(key => key.replaceAll('~1', '/').replaceAll('~0', '~')));
    }
    return found;
  }

  /** The examples of media types, headers, parameters and schemas, each with the schema it illustrates. */
  examples(): readonly Example[] {
    return [...walk(this.#document, '')].flatMap(({ node, at }) => {
      const schema = isObject(node['schema'])
        ? node['schema']
        : Array.isArray(node['examples'])
          ? node
          : undefined;
      if (!schema) return [];
      const { example, examples } = node;
      const named = isObject(examples)
        ? Object.values(examples).map(each => this.resolve(each)['value'])
        : Array.isArray(examples)
          ? (examples as unknown[])
          : [];
      return [...('example' in node ? [example] : []), ...named].map(value => ({ at, schema, value }));
    });
  }

  /**
   * What about `value` does not fit `schema`. Stricter than JSON Schema: a property that is not described is a
   * fault, unless `additionalProperties` allows it, so that nothing goes out undocumented.
   * @throws for a keyword it does not know, rather than passing over it
   */
  faultsOf(value: unknown, schema: unknown, at = 'value'): readonly string[] {
    const parts = this.#partsOf(schema);
    const faults = parts.flatMap(part => ownFaults(value, part, at));
    for (const part of parts) {
      if (Array.isArray(part['oneOf'])) faults.push(...this.#faultsOfVariant(value, part, at));
      if (Array.isArray(part['anyOf'])) faults.push(...this.#fewestFaults(value, part['anyOf'], at));
    }
    if (faults.length > 0) return faults;
    if (Array.isArray(value)) {
      const items = allOf(parts.map(part => part['items']));
      return items ? value.flatMap((item, index) => this.faultsOf(item, items, `${at}[${index}]`)) : [];
    }
    return isObject(value) ? this.#faultsOfProperties(value, parts, at) : [];
  }

  #faultsOfProperties(value: Json, parts: readonly Json[], at: string): readonly string[] {
    const isOpen =
      parts.some(part => part['additionalProperties'] === true || 'oneOf' in part || 'anyOf' in part) ||
      !parts.some(part => 'properties' in part);
    return Object.entries(value).flatMap(([name, inner]) => {
      const described = parts.map(part => objectAt(part['properties'] ?? {}, at)[name]);
      const schema = allOf(described);
      if (schema) return this.faultsOf(inner, schema, `${at}.${name}`);
      return isOpen ? [] : [`${at}.${name} is not described`];
    });
  }

  /** None when the value fits one of the schemas. */
  #fewestFaults(value: unknown, schemas: readonly unknown[], at: string): readonly string[] {
    const each = schemas.map(schema => this.faultsOf(value, schema, at));
    return each.reduce((fewest, faults) => (faults.length < fewest.length ? faults : fewest));
  }

  #faultsOfVariant(value: unknown, part: Json, at: string): readonly string[] {
    if (part['discriminator'] === undefined) {
      const ofEach = (part['oneOf'] as unknown[]).map(variant => this.faultsOf(value, variant, at)); // a list of schemas
      return ofEach.find(faults => faults.length === 0) ?? ofEach[0] ?? [];
    }
    const { propertyName, mapping } = objectAt(part['discriminator'], `the discriminator of ${at}`);
    const name = isObject(value) ? value[String(propertyName)] : undefined;
    const chosen = objectAt(mapping, `the mapping of ${at}`)[String(name)];
    return chosen === undefined
      ? [`${at}.${String(propertyName)} is ${JSON.stringify(name)}, which is not described`]
      : this.faultsOf(value, { $ref: chosen }, at);
  }

  /** The schema without references and `allOf`: all parts must hold. */
  #partsOf(schema: unknown): readonly Json[] {
    const found = this.resolve(schema);
    const { allOf: others = [], ...own } = found;
    return [own, ...(others as unknown[]).flatMap(other => this.#partsOf(other))]; // allOf is a list of schemas
  }
}

const HANDLED_ELSEWHERE = ['properties', 'additionalProperties', 'items', 'oneOf', 'anyOf', 'discriminator'];
const ANNOTATIONS = ['description', 'summary', 'default', 'example', 'examples', 'readOnly', 'title'];

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: text => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  uri: text => URL.canParse(text),
  'date-time': text => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text),
};

/** What a value breaks of one schema, without looking inside it. */
function ownFaults(value: unknown, schema: Json, at: string): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) =>
    isKept(keyword, rule, value) ? [] : [`${at} breaks ${keyword} ${JSON.stringify(rule)}`],
  );
}

function isKept(keyword: string, rule: unknown, value: unknown): boolean {
  switch (keyword) {
    case 'type':
      return [rule].flat().some(type => isOfType(value, String(type)));
    case 'const':
      return value === rule;
    case 'enum':
      return (rule as unknown[]).includes(value); // JSON Schema makes it a list
    case 'pattern':
      return typeof value !== 'string' || new RegExp(String(rule), 'u').test(value);
    case 'format':
      return typeof value !== 'string' || formatNamed(String(rule))(value);
    case 'minimum':
      return typeof value !== 'number' || value >= Number(rule);
    case 'maximum':
      return typeof value !== 'number' || value <= Number(rule);
    case 'minLength':
      return typeof value !== 'string' || value.length >= Number(rule);
    case 'maxLength':
      return typeof value !== 'string' || value.length <= Number(rule);
    case 'minItems':
      return !Array.isArray(value) || value.length >= Number(rule);
    case 'contains':
      return !Array.isArray(value) || value.some(item => ownFaults(item, rule as Json, '').length === 0); // a schema
    case 'maxProperties':
      return !isObject(value) || Object.keys(value).length <= Number(rule);
    case 'maxItems':
      return !Array.isArray(value) || value.length <= Number(rule);
    case 'required':
      return !isObject(value) || (rule as string[]).every(name => name in value); // JSON Schema makes it a list
    default:
      if (HANDLED_ELSEWHERE.includes(keyword) || ANNOTATIONS.includes(keyword)) return true;
      throw new Error(`this test does not know the keyword ${keyword}`);
  }
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function formatNamed(name: string): (text: string) => boolean {
  const format = FORMATS[name];
  if (!format) throw new Error(`this test does not know the format ${name}`);
  return format;
}

function allOf(schemas: readonly unknown[]): Json | undefined {
  const given = schemas.filter(schema => schema !== undefined);
  return given.length > 0 ? { allOf: given } : undefined;
}

function* walk(node: unknown, at: string): Generator<{ node: Json; at: string }> {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) yield* walk(item, `${at}/${index}`);
  } else if (isObject(node)) {
    yield { node, at };
    for (const [key, inner] of Object.entries(node)) {
      // What an example holds is data, whatever it looks like.
      if (key !== 'example' && key !== 'value') yield* walk(inner, `${at}/${key}`);
    }
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectAt(value: unknown, where: string): Json {
  if (isObject(value)) return value;
  throw new Error(`openapi.yaml has no object at ${where}`);
}

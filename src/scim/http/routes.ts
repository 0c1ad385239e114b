/** Which paths exist under /scim/v2, and which methods they take. */
import type { Response } from 'express';
import { RollcallError } from '../../base/errors.ts';

export interface Route {
  /** In its canonical spelling. */
  readonly endpoint: string;
  /** What follows the endpoint, decoded; `undefined` when nothing does. */
  readonly id: string | undefined;
  readonly methods: readonly string[];
}

declare global {
  namespace Express {
    interface Locals {
      /** From the step that guards the routes of SCIM on. */
      route?: Route;
    }
  }
}

const READ = ['GET', 'HEAD'];
const ENDPOINTS: ReadonlyMap<
  string,
  { readonly name: string; readonly list: readonly string[]; readonly one: readonly string[] }
> = new Map(
  [
    { name: 'Users', list: [...READ, 'POST'], one: [...READ, 'PUT', 'PATCH', 'DELETE'] },
    { name: 'ServiceProviderConfig', list: READ, one: [] },
    { name: 'ResourceTypes', list: READ, one: READ },
    { name: 'Schemas', list: READ, one: READ },
    { name: 'Bulk', list: ['POST'], one: [] },
    { name: 'Me', list: [...READ, 'POST', 'PUT', 'PATCH', 'DELETE'], one: [] },
    { name: '.search', list: ['POST'], one: [] },
  ].map(endpoint => [endpoint.name.toLowerCase(), endpoint]),
);

/**
 * @param path below /scim/v2, tidied
 * @throws RollcallError `notFound` for a path that does not exist, `invalidSyntax` for broken percent-encoding
 */
export function findRoute(path: string): Route {
  const [first = '', second, ...rest] = path.split('/').slice(1).map(decode);
  if (first === '' && second === undefined) {
    throw new RollcallError(
      'notFound',
      'This is the SCIM base URL, and the token works. What can be asked for is below it, such as /Users.',
      { topic: 'base_url_alone' },
    );
  }
  const endpoint = ENDPOINTS.get(first.toLowerCase());
  if (!endpoint || rest.length > 0) throw unknownRoute();
  if (second === undefined) return { endpoint: endpoint.name, id: undefined, methods: endpoint.list };
  if (endpoint.name === 'Users' && second.toLowerCase() === '.search') {
    return { endpoint: '.search', id: undefined, methods: ['POST'] };
  }
  // A Base URL with a part too many: no id is called like an endpoint.
  if (endpoint.one.length === 0 || isEndpointName(second)) throw unknownRoute();
  return { endpoint: endpoint.name, id: second, methods: endpoint.one };
}

/** @throws when the route was not guarded first */
export function routeOf({ locals }: Response): Route {
  if (!locals.route) throw new Error('the route was not looked for');
  return locals.route;
}

/** The endpoint an address names, as it was sent, and whether it means one resource of it. Nothing is judged. */
export function findEndpoint(path: string): {
  readonly endpoint: string | undefined;
  readonly hasId: boolean;
} {
  const [first = '', second] = tidyPath(path.replace(/^\/+scim\/+v2(?=\/|$)/i, ''))
    .split('/')
    .slice(1);
  const name = first.toLowerCase();
  const endpoint = name === 'groups' ? 'Groups' : ENDPOINTS.get(name)?.name;
  if (endpoint === 'Users' && second?.toLowerCase() === '.search')
    return { endpoint: '.search', hasId: false };
  return { endpoint, hasId: second !== undefined };
}

/** Where an id belongs, the name of an endpoint says that the Base URL has a part too many. */
const isEndpointName = (text: string): boolean =>
  ENDPOINTS.has(text.toLowerCase()) || text.toLowerCase() === 'groups';

export function isGroups(path: string): boolean {
  return /^\/groups(\/|$)/i.test(path);
}

export function isServiceProviderConfig(path: string): boolean {
  return /^\/serviceproviderconfig$/i.test(path);
}

export function groupsRefused(): RollcallError {
  return new RollcallError(
    'notImplemented',
    'Groups are not supported by this service provider; turn group provisioning off.',
  );
}

/** Some clients join a base URL that ends in a slash with a path that begins with one. */
export function tidyPath(path: string): string {
  const tidied = path.replace(/\/{2,}/g, '/');
  return tidied.length > 1 ? tidied.replace(/\/$/, '') : tidied;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    throw new RollcallError('invalidSyntax', 'The path holds percent-encoding that cannot be decoded.', {
      cause: error,
    });
  }
}

function unknownRoute(): RollcallError {
  return new RollcallError(
    'notFound',
    'There is nothing at this address. The base URL ends in /scim/v2, and below it are /Users, /Bulk, /.search, /ServiceProviderConfig, /ResourceTypes and /Schemas.',
    { topic: 'unknown_address' },
  );
}

/** Describes the outcome of each request in a few words of our own, so that requests can be counted. */
import type { Request, RequestHandler } from 'express';
import type { Locals } from '../locals.ts';

/** Which part of the service answered. */
export type Surface = NonNullable<Locals['surface']>;

/** One request that is over. No word in it is a client's, so there are few different ones. */
interface SeenRequest {
  readonly surface: Surface;
  /** Such as `/scim/v2/Users/{id}`; `none` when it was refused before a route was found. */
  readonly route: string;
  /** `other` for those that no route takes. */
  readonly method: string;
  readonly status: number;
  readonly durationSeconds: number;
  /** What the surfaces put into `response.locals`. */
  readonly locals: Locals;
}

export type ObserveRequest = (seen: SeenRequest) => void;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const PREFIXES: Readonly<Record<Surface, string>> = {
  scim: '/scim/v2',
  control: '/v1',
  schemas: '/schemas',
  operations: '',
  pages: '',
};

/** @param now milliseconds of a clock that never goes back */
export function observeRequests(observe: ObserveRequest, now: () => number): RequestHandler {
  return (request, response, next) => {
    const startedAt = now();
    // With `on`, an answer that is over would keep its request, and be costly to collect.
    response.once('close', () => {
      const { locals } = response;
      const { surface = 'operations' } = locals;
      observe({
        surface,
        route: routeOf(request, surface, locals),
        method: METHODS.has(request.method) ? request.method : 'other',
        status: response.statusCode,
        durationSeconds: (now() - startedAt) / 1_000,
        locals,
      });
    });
    next();
  };
}

/** Marks what `handle` gets as a surface's. */
export const onSurface =
  (surface: Surface, handle: RequestHandler): RequestHandler =>
  (request, response, next) => {
    response.locals.surface = surface;
    return handle(request, response, next);
  };

function routeOf(request: Request, surface: Surface, { route }: Locals): string {
  const prefix = PREFIXES[surface];
  if (surface === 'scim') {
    if (!route) return 'none';
    return `${prefix}/${route.endpoint}${route.id === undefined ? '' : '/{id}'}`;
  }
  // Of pages the first segment says enough, and the address of a link is a secret.
  if (surface === 'pages') return `/${request.originalUrl.split(/[/?]/)[1] ?? ''}`;
  const declared = (request.route as { path: string } | undefined)?.path; // Express does not type the route it matched
  return declared === undefined ? 'none' : prefix + declared.replaceAll(/:(\w+)/g, '{$1}');
}

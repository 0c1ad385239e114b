/** scimmy-routers' handlers for Users, bound to our resource and without the rest of its chain. */
import type { RequestHandler, Router } from 'express';
import SCIMMYRouters from 'scimmy-routers';
import { type UserContext, UserResource } from './resource.ts';

const PATHS = ['/', '/:id'] as const;

/** All that the handlers read of a request. */
interface UserRequest {
  readonly method: string;
  readonly id: string | undefined;
  /** Parsed. */
  readonly body: unknown;
  readonly given: UserContext;
}

interface Answer {
  readonly status: number;
  /** JSON; `undefined` when there is nothing to send. */
  readonly text: string | undefined;
}

/** Serves a request on /Users, or on one of them. @throws what the use case throws */
export type ServeUsers = (request: UserRequest) => Promise<Answer>;

/** What a handler is given for Express's request; it reads no more of one. */
interface HandedRequest {
  readonly params: { readonly id?: string | undefined };
  readonly query: Readonly<Record<string, never>>;
  readonly body: unknown;
  readonly given: UserContext;
}

/** The chain of handlers that SCIMMYRouters builds, with our resource at its end. */
const buildChain = (): Router =>
  new SCIMMYRouters({
    type: 'bearer',
    handler: () => 'authenticated before',
    context: (request: unknown) => (request as HandedRequest).given, // what the handler was handed
  });

/**
 * The chain parses bodies and queries, authenticates, sets a static base path and turns outages into 404: the steps of
 * our own router have done all that, in the right order, and they know the route. So only the handlers are taken, which
 * also saves a third of the time of a read.
 * @throws when the structure of scimmy-routers has changed
 */
export function usersServer(chain: Router = buildChain()): ServeUsers {
  const routers = chain.stack.map(layer => layer.handle as RequestHandler & Partial<Router>); // some are routers
  const handlers = routers.map(router => handlersOf(router.stack ?? [])).find(found => found.has('put /:id'));
  const wanted = ['get /', 'post /', ...['get', 'put', 'patch', 'delete'].map(method => `${method} /:id`)];
  const missing = wanted.filter(route => !handlers?.has(route));
  if (!handlers || missing.length > 0)
    throw new Error(
      `scimmy-routers has no ${missing.join(', ')} for ${UserResource.endpoint}: its structure has changed`,
    );
  return ({ method, id, body, given }) => {
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const handler = handlers.get(`${verb} ${id === undefined ? '/' : '/:id'}`);
    if (!handler) throw new Error(`nothing handles ${method} on ${UserResource.endpoint}`);
    return call(handler, { params: { id }, query: {}, body, given });
  };
}

/** Has the handler answer to us, and not to the client. */
function call(handler: RequestHandler, request: HandedRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let status = 200;
    const response = {
      status: (code: number) => {
        status = code;
        return response;
      },
      send: (text: string | undefined) => resolve({ status, text }),
    };
    // The handlers of scimmy-routers use no more of either.
    const handle = handler as unknown as (
      given: HandedRequest,
      answer: typeof response,
      next: (thrown: unknown) => void,
    ) => void;
    handle(request, response, reject);
  });
}

/** By method and path, such as `put /:id`. */
function handlersOf(stack: Router['stack']): ReadonlyMap<string, RequestHandler> {
  return new Map(
    stack.flatMap(({ route }) =>
      route && PATHS.some(path => path === route.path)
        ? route.stack.map(({ method, handle }) => [`${method} ${route.path}`, handle] as const)
        : [],
    ),
  );
}

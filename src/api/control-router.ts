/** The control API under /v1, for the main app and operators, as an Express router made from the table of its routes. */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { ServiceCaller } from '../accounts/tokens/authenticate.ts';
import { requireAnyScope } from '../accounts/tokens/scopes.ts';
import { parseWith } from '../base/schema.ts';
import { clientGoneSignal } from '../http/request/client-gone.ts';
import { type ControlKind, limitControl } from '../http/request/limits.ts';
import type { ApiDependencies } from './dependencies.ts';
import { readBody } from './request/body.ts';
import { onlyMethods } from './request/guards.ts';
import type { Call, Route } from './route.ts';
import { ROUTES } from './routes.ts';

/** @param routes of two that fit an address, the first counts */
export function controlRouter(dependencies: ApiDependencies, routes = ROUTES): Router {
  const { authenticator, backlog, limits } = dependencies;
  const router = express.Router();

  const authenticate: RequestHandler = async (request, response, next) => {
    const caller = await authenticator.serviceCaller(request.headers.authorization);
    response.locals['caller'] = caller;
    backlog.admit(response, `token ${caller.tokenId}`);
    next();
  };

  router.use(authenticate);
  for (const [path, atPath] of Map.groupBy(routes, route => route.path)) {
    const kindOf = ({ method, query }: Request): ControlKind => {
      if (atPath.some(route => route.lasts(query))) return 'lasting';
      const isList = atPath.some(route => route.method === 'get' && 'limit' in route.query.shape);
      return isList && method === 'GET' ? 'list' : 'other';
    };
    const address = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    const keyOf = path.startsWith('/accounts/{id}') ? accountKeyOf : tokenKeyOf;
    address.all(limitControl(limits, keyOf, kindOf));
    for (const route of atPath) address[route.method](serve(route, dependencies));
    address.all(onlyMethods(allowed(atPath)));
  }
  // What is at no address counts as well.
  router.use(limitControl(limits, tokenKeyOf, () => 'other'));
  return router;
}

/** Judges a request in the order scope (403), query and body (4xx), access (403, 404), and answers it. */
function serve(route: Route, dependencies: ApiDependencies): RequestHandler {
  const { authenticator, backlog } = dependencies;
  return async (request, response) => {
    const caller = callerOf(response);
    requireAnyScope(caller, route.scopes);
    const query = parseWith(route.query, request.query);
    const recheck = () => authenticator.serviceCaller(request.headers.authorization);
    const body = route.body && (await readBody(route.body, request, response, recheck));
    const { requestId, traceparent } = response.locals as Pick<Call['by'], 'requestId' | 'traceparent'>; // put there by the server's first step
    const call: Call = {
      caller,
      params: request.params as Call['params'], // the names in the path are those of the table
      query,
      body,
      by: { actor: { kind: 'app', serviceTokenId: caller.tokenId }, requestId, traceparent },
      request,
      gone: () => clientGoneSignal(response),
      reserve: bytes => backlog.reserve(response, bytes),
    };
    const send = await route.answer(call, dependencies);
    await send(response);
  };
}

/** HEAD is answered wherever GET is. */
const allowed = (routes: readonly Route[]): readonly string[] =>
  routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));

const callerOf = (response: Response): ServiceCaller => response.locals['caller'] as ServiceCaller; // set by the router's first step

const tokenKeyOf = (_request: Request, response: Response): string => `token ${callerOf(response).tokenId}`;

/** The account that is named, if the caller reaches it, else the service token: no token spends what is another's. */
function accountKeyOf(request: Request, response: Response): string {
  const { id } = request.params as { id: string }; // named in the path
  const { accounts } = callerOf(response);
  return accounts === null || accounts.includes(id) ? `account ${id}` : tokenKeyOf(request, response);
}

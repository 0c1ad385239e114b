/** scimmy-routers' routes for Users, bound to our resource and without the rest of its chain. */
import type { Request, RequestHandler, Response, Router } from 'express';
import SCIMMYRouters from 'scimmy-routers';
import { exchangeOf } from './scim-exchange.ts';
import type { UserRequests } from './user-requests.ts';
import { type UserContext, UserResource } from './user-resource.ts';

/**
 * The chain that SCIMMYRouters builds around its routes parses bodies and queries, authenticates, sets a static base
 * path and turns outages into 404: the steps of our own router have done all that, in the right order. So only the
 * routes are mounted, which also saves a third of the time of a read.
 * @throws when the structure of scimmy-routers has changed
 */
export function userRoutes(users: UserRequests): RequestHandler {
  const chain: Router = new SCIMMYRouters({
    type: 'bearer',
    handler: () => 'authenticated before',
    context: (request: Request): UserContext => ({
      exchange: exchangeOf(request),
      users,
      response: request.res as Response, // Express sets it on every request
    }),
  });
  const routers = chain.stack.map(layer => layer.handle as RequestHandler & Partial<Router>); // some are routers
  const routes = routers.find(router =>
    router.stack?.some(layer => layer.route?.path === '/:id' && takes(layer.route, 'put')),
  );
  if (!routes)
    throw new Error(`scimmy-routers has no routes for ${UserResource.endpoint}: its structure has changed`);
  return routes;
}

const takes = (route: object, method: string): boolean =>
  'methods' in route &&
  typeof route.methods === 'object' &&
  route.methods !== null &&
  method in route.methods;

/** The control API under /v1, for the main app and operators: service tokens, scopes, problem+json. */
import express, { type RequestHandler, type Router } from 'express';
import type { Authenticator } from '../accounts/authenticate.ts';
import type { Feed } from '../delivery/feed.ts';
import { eventRoutes } from './event-routes.ts';

export interface ControlDependencies {
  readonly authenticator: Authenticator;
  readonly feed: Feed;
}

export function controlRouter({ authenticator, feed }: ControlDependencies): Router {
  const router = express.Router();

  const authenticate: RequestHandler = async (request, response, next) => {
    response.locals['caller'] = await authenticator.serviceCaller(request.headers.authorization);
    next();
  };

  router.use(authenticate);
  router.use(eventRoutes(feed));
  return router;
}

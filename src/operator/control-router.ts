/** The control API under /v1, for the main app and operators: service tokens, scopes, problem+json. */
import express, { type RequestHandler, type Router } from 'express';
import type { Authenticator } from '../accounts/authenticate.ts';
import type { Snapshots } from '../delivery/snapshots.ts';
import { type EventRouteDependencies, eventRoutes } from './event-routes.ts';
import { type EventStreamRouteDependencies, eventStreamRoutes } from './event-stream-routes.ts';
import { snapshotRoutes } from './snapshot-routes.ts';
import { webhookDeliveryRoutes } from './webhook-delivery-routes.ts';
import { type WebhookRouteDependencies, webhookRoutes } from './webhook-routes.ts';

export interface ControlDependencies
  extends EventRouteDependencies,
    EventStreamRouteDependencies,
    WebhookRouteDependencies {
  readonly authenticator: Authenticator;
  readonly snapshots: Snapshots;
}

export function controlRouter(dependencies: ControlDependencies): Router {
  const { authenticator, snapshots } = dependencies;
  const router = express.Router();

  const authenticate: RequestHandler = async (request, response, next) => {
    response.locals['caller'] = await authenticator.serviceCaller(request.headers.authorization);
    next();
  };

  router.use(authenticate);
  // The stream first: its address looks like that of an event.
  router.use(eventStreamRoutes(dependencies));
  router.use(eventRoutes(dependencies));
  router.use(snapshotRoutes(snapshots));
  router.use(webhookRoutes(dependencies));
  router.use(webhookDeliveryRoutes(dependencies.endpoints));
  return router;
}

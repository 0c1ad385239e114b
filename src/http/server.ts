/** The HTTP server: the order of middleware, health, the surfaces, and an answer for everything else. */
import express, { type Express, type RequestHandler, type Router } from 'express';
import { RollcallError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type DescribeRequest, logAccess, type PathShape } from './access-log.ts';
import { guardAnswers } from './answer-headers.ts';
import { type HealthChecks, healthRoutes } from './health-routes.ts';
import { answerProblems } from './problem.ts';
import { type ObserveRequest, observeRequests, onSurface } from './request/observation.ts';
import { requireUnambiguous } from './request/target.ts';
import { trackRequests } from './request/tracking.ts';

export interface ServerDependencies {
  readonly scim: RequestHandler;
  readonly control: Router;
  readonly schemas: Router;
  readonly metrics: Router;
  readonly pages: Router;
  readonly health: HealthChecks;
  readonly describe: DescribeRequest;
  readonly shapeOf: PathShape;
  readonly observe: ObserveRequest;
  /** Has what came to none of the surfaces before it is answered as not there. */
  readonly misdirected: RequestHandler;
  readonly log: Log;
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  readonly newId: () => string;
}

export function createServer(dependencies: ServerDependencies): Express {
  const { scim, control, schemas, metrics, health, misdirected, log, newId } = dependencies;
  const app = express();
  // Entity tags are versions of members, set by the SCIM surface; a hash of each body would cost and mean nothing.
  app.disable('etag');
  app.disable('x-powered-by');
  app.set('query parser', 'simple');

  app.use(guardAnswers);
  app.use(trackRequests(newId));
  app.use(observeRequests(dependencies.observe, dependencies.monotonicNow));
  app.use(logAccess(log, dependencies.describe, dependencies.shapeOf, dependencies.now));

  app.use(/^\/+scim\/+v2/i, onSurface('scim', scim));
  // The SCIM surface does the same itself, for its errors have a form of their own.
  app.use((request, _response, next) => {
    requireUnambiguous(request);
    next();
  });
  app.use('/v1', onSurface('control', control));
  app.use('/schemas', onSurface('schemas', schemas));
  app.use(healthRoutes(health));
  app.use(metrics);
  app.use(dependencies.pages);

  app.use(misdirected);
  app.use((_request, _response, next) => {
    next(new RollcallError('notFound', 'There is nothing at this address.'));
  });
  app.use(answerProblems(log));
  return app;
}

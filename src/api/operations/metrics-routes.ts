/** `/metrics`: with a service token where the service listens, without one on a port of its own. */
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Authenticator } from '../../accounts/tokens/authenticate.ts';
import { requireAnyScope } from '../../accounts/tokens/scopes.ts';
import { RollcallError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { guardAnswers } from '../../http/answer-headers.ts';
import { answerProblems } from '../../http/problem.ts';
import { unlimitedToken } from '../request/access.ts';
import { onlyMethods } from '../request/guards.ts';
import type { Metrics } from './metrics.ts';

/** How long a token that was accepted goes on being accepted while the database cannot be asked about it. */
const REMEMBERED_MS = 3_600_000;

/** For the port that all the world reaches. @param monotonicNow milliseconds of a clock that never goes back */
export function guardedMetricsRoutes(
  metrics: Metrics,
  authenticator: Authenticator,
  monotonicNow = () => performance.now(),
): Router {
  const router = express.Router();
  const acceptedAt = new Map<string, number>();
  const authorize: RequestHandler = async (request, response, next) => {
    const { authorization = '' } = request.headers;
    try {
      const caller = await authenticator.serviceCaller(authorization);
      response.locals['caller'] = caller;
      requireAnyScope(caller, ['metrics:read']);
      requireUnlimited({ caller });
      acceptedAt.set(authorization, monotonicNow());
    } catch (error) {
      // Metrics are needed most while the database is away. The signature and the expiry were checked before.
      const at = acceptedAt.get(authorization);
      const isKnown = at !== undefined && monotonicNow() - at < REMEMBERED_MS;
      if (!isUnavailable(error)) acceptedAt.delete(authorization);
      if (!isUnavailable(error) || !isKnown) throw error;
    }
    next();
  };
  router
    .route('/metrics')
    .get(authorize, answerMetrics(metrics))
    .all(onlyMethods(['GET', 'HEAD']));
  return router;
}

const isUnavailable = (error: unknown): boolean =>
  error instanceof RollcallError && error.code === 'unavailable';

const requireUnlimited = unlimitedToken(
  'The metrics are about all accounts, and this service token is limited to some.',
);

/** For a port that the operator keeps to themselves: nothing else is there. */
export function openMetricsServer(metrics: Metrics, log: Log): Express {
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.use(guardAnswers);
  app.get('/metrics', answerMetrics(metrics));
  app.use(() => {
    throw new RollcallError('notFound', 'There is nothing at this address; the metrics are at /metrics.');
  });
  app.use(answerProblems(log));
  return app;
}

const answerMetrics =
  (metrics: Metrics): RequestHandler =>
  async (_request, response) => {
    const text = await metrics.render();
    response.set('Content-Type', metrics.contentType);
    response.send(Buffer.from(text));
  };

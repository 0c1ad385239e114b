/** `/metrics`: with a service token where the service listens, without one on a port of its own. */
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Authenticator } from '../accounts/authenticate.ts';
import { RollcallError } from '../errors.ts';
import { guardAnswers } from '../http/answer-headers.ts';
import { answerProblems } from '../http/problem.ts';
import type { Log } from '../log.ts';
import { onlyMethods, requireScope } from './control-request.ts';
import type { Metrics } from './metrics.ts';

/** For the port that all the world reaches. */
export function guardedMetricsRoutes(metrics: Metrics, authenticator: Authenticator): Router {
  const router = express.Router();
  const authorize: RequestHandler = async (request, response, next) => {
    const caller = await authenticator.serviceCaller(request.headers.authorization);
    response.locals['caller'] = caller;
    requireScope(caller, 'metrics:read');
    if (caller.accounts !== null) {
      throw new RollcallError(
        'forbidden',
        'The metrics are about all accounts, and this service token is limited to some.',
      );
    }
    next();
  };
  router
    .route('/metrics')
    .get(authorize, answerMetrics(metrics))
    .all(onlyMethods('GET, HEAD', 'Metrics are read with GET.'));
  return router;
}

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

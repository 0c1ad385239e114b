/** The HTTP server: the order of middleware, health, the surfaces, and an answer for everything else. */
import express, { type Express, type Router } from 'express';
import { RollcallError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type DescribeRequest, logAccess } from './access-log.ts';
import { answerProblems } from './problem.ts';
import { trackRequests } from './request-tracking.ts';

export interface ServerDependencies {
  readonly scim: Router;
  readonly control: Router;
  readonly schemas: Router;
  /** Rejects when the service cannot serve. */
  readonly checkHealth: () => Promise<void>;
  readonly describe: DescribeRequest;
  readonly publicUrl: () => string;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

export function createServer(dependencies: ServerDependencies): Express {
  const { scim, control, schemas, checkHealth, describe, publicUrl, log, now, newId } = dependencies;
  const app = express();
  // Entity tags are versions of members, set by the SCIM surface; a hash of each body would cost and mean nothing.
  app.disable('etag');
  app.disable('x-powered-by');
  app.set('query parser', 'simple');

  app.use(trackRequests(newId));
  app.use(logAccess(log, describe, now));

  app.get('/healthz', async (_request, response) => {
    try {
      await checkHealth();
    } catch (error) {
      throw new RollcallError('unavailable', 'The database does not answer.', { cause: error });
    }
    response.json({ status: 'ok' });
  });

  app.use(/^\/+scim\/+v2/i, scim);
  app.use('/v1', control);
  app.use('/schemas', schemas);

  app.use((request, _response, next) => {
    const isScim = /(^|\/)(scim|users|groups|serviceproviderconfig|schemas|resourcetypes)(\/|$)/i.test(
      request.path,
    );
    next(
      new RollcallError(
        'notFound',
        isScim
          ? `There is nothing at this address. The SCIM base URL is ${publicUrl()}/scim/v2`
          : 'There is nothing at this address.',
      ),
    );
  });
  app.use(answerProblems(log));
  return app;
}

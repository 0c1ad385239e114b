/** The part of the composition root that answers while the database is waited for: alive, and nothing else yet. */
import express from 'express';
import { RollcallError } from '../base/errors.ts';
import type { Config } from '../config/config.ts';
import { guardAnswers } from '../http/answer-headers.ts';
import { ALIVE } from '../http/health-routes.ts';
import { Listener } from '../http/listener.ts';
import { sendProblem, setErrorHeaders } from '../http/problem.ts';
import { renderScimError, SCIM_MEDIA_TYPE } from '../scim/http/error.ts';

const RETRY_AFTER_SECONDS = 5;

export interface WaitingAnswers {
  close(): Promise<void>;
}

/**
 * Listens where the service will. An orchestrator sees a process that is alive, and does not restart what only waits;
 * clients learn when to try again.
 */
export async function answerWhileWaiting({
  host,
  port,
}: Pick<Config, 'host' | 'port'>): Promise<WaitingAnswers> {
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.use(guardAnswers);
  app.get('/livez', (_request, response) => void response.json(ALIVE));
  app.use(/^\/+scim\/+v2/i, (_request, response) => {
    const error = notYet();
    setErrorHeaders(response, error, 'SCIM');
    response.status(error.status).set('Content-Type', SCIM_MEDIA_TYPE);
    response.send(Buffer.from(renderScimError(error)));
  });
  app.use((_request, response) => sendProblem(response, notYet()));
  const listener = new Listener(app);
  await listener.listen(port, host);
  return listener;
}

const notYet = (): RollcallError =>
  new RollcallError(
    'unavailable',
    'The service waits for its database. Try again after the time in Retry-After.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS, extensions: { check: 'database' } },
  );

/** Whether the process is alive, whether its database answers, and whether it should be sent requests now. */
import express, { type RequestHandler, type Router } from 'express';
import type { LoopHealth } from '../base/background-loop.ts';
import { RollcallError } from '../base/errors.ts';
import { sendProblem } from './problem.ts';

export interface HealthChecks {
  /** Rejects when the database does not answer in time. */
  readonly databaseAnswers: () => Promise<void>;
  /** @throws RollcallError when the file of the database is no longer the one that was opened */
  readonly requireInPlace: () => void;
  /** The migrations that the database lacks. */
  readonly missingMigrations: () => Promise<readonly string[]>;
  /** Rejects when changes cannot be written. */
  readonly changesAreWritten: () => Promise<void>;
  readonly isStopping: () => boolean;
  readonly loops: () => readonly LoopHealth[];
}

/** What `/livez` answers as long as the process answers at all. */
export const ALIVE = { status: 'ok' } as const;

export function healthRoutes({
  databaseAnswers,
  requireInPlace,
  missingMigrations,
  changesAreWritten,
  isStopping,
  loops,
}: HealthChecks): Router {
  const router = express.Router();
  const checkPosition = (): void => {
    try {
      requireInPlace();
    } catch (cause) {
      throw unready(
        'database',
        cause instanceof RollcallError ? cause.message : 'The database is lost.',
        cause,
      );
    }
  };

  // Asks nothing: a restart does not bring a database back.
  router
    .route('/livez')
    .get((_request, response) => void response.json(ALIVE))
    .all(onlyReads);

  router
    .route('/healthz')
    .get(async (_request, response) => {
      await databaseAnswers().catch(notReady('database', 'The database does not answer.'));
      checkPosition();
      response.json({ status: 'ok' });
    })
    .all(onlyReads);

  router
    .route('/readyz')
    .get(async (_request, response) => {
      if (isStopping()) {
        // Sent, not thrown: this is no failure to look into.
        sendProblem(
          response,
          unready('stopping', 'The service is stopping; send requests to another instance.'),
        );
        return;
      }
      await databaseAnswers().catch(notReady('database', 'The database does not answer.'));
      checkPosition();
      const missing = await missingMigrations().catch(
        notReady('schema', 'The database does not say which migrations it has.'),
      );
      if (missing.length > 0) {
        const detail = `The database lacks the migrations ${missing.join(', ')}; run "rollcall migrate".`;
        throw unready('schema', detail);
      }
      await changesAreWritten().catch(
        notReady('writes', 'The database saves no changes at present; what is stored can be read.'),
      );
      response.json({ status: 'ready', backgroundLoops: loops().map(renderLoop) });
    })
    .all(onlyReads);
  return router;
}

/** They do not decide: what runs in the background fails for one instance as for another. */
const renderLoop = ({ name, lastSuccessAt, lagMs }: LoopHealth) => ({
  name,
  lastSuccess: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
  lagSeconds: lagMs / 1_000,
});

const onlyReads: RequestHandler = (_request, response) => {
  response.set('Allow', 'GET, HEAD');
  throw new RollcallError('methodNotAllowed', 'Health is read with GET.');
};

type Check = 'stopping' | 'database' | 'schema' | 'writes';

/** About the time between two probes of an orchestrator. */
const RETRY_AFTER_SECONDS = 5;

const unready = (check: Check, detail: string, cause?: unknown): RollcallError =>
  new RollcallError('unavailable', detail, {
    cause,
    extensions: { check },
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

const notReady =
  (check: Check, detail: string) =>
  (cause: unknown): never => {
    throw unready(check, detail, cause);
  };

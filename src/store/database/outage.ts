/** Which errors of PostgreSQL and its driver say that the database is away, and how the service answers then. */
import { errorCodeOf, RollcallError } from '../../base/errors.ts';

/** How long a failover or a restart of the server takes at least. */
const RETRY_AFTER_SECONDS = 5;
/** The first run and two repetitions: a pool may hold more than one connection that broke. */
const RUNS = 3;

/** An established connection broke. Error codes of Node.js, and SQLSTATEs of the server or of a pooler. */
const LOST = new Set([
  'ECONNRESET',
  'EPIPE',
  '08000',
  '08003',
  '08006',
  // protocol_violation: what PgBouncer sends when its own connection to the server broke.
  '08P01',
  // idle_in_transaction_session_timeout, admin_shutdown, crash_shutdown, idle_session_timeout
  '25P03',
  '57P01',
  '57P02',
  '57P05',
]);

/** There is no connection, or the server cannot work at present. */
const AWAY = new Set([
  ...LOST,
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  // The socket of a server on this machine is not there.
  'ENOENT',
  '08001',
  '08004',
  // out_of_memory, too_many_connections, cannot_connect_now, system_error, io_error
  '53200',
  '53300',
  '57P03',
  '58000',
  '58030',
]);

/**
 * The server is there and does not let the service in, or the service does not trust it: waiting alone will not help.
 * Codes of certificates are those of OpenSSL.
 */
const CLOSED = new Set([
  '28000',
  '28P01',
  '3D000',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The driver gives these errors no code. */
const LOST_MESSAGES = /^(?:Connection terminated|Client (?:was closed|has encountered a connection error))/;
const CLOSED_MESSAGES = /^The server does not support SSL connections/;
const AWAY_MESSAGES = /^(?:timeout expired|timeout exceeded when trying to connect)/;

/** The database is away; the driver's error is the cause. */
export class DatabaseAway extends RollcallError {
  constructor(detail: string, cause: unknown) {
    super('unavailable', detail, { cause, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

export const isDatabaseAway = (error: unknown): error is DatabaseAway => error instanceof DatabaseAway;

/** Whether it may come back by itself. */
export const isAwayForNow = (error: unknown): error is DatabaseAway =>
  isDatabaseAway(error) && !isClosed(error.cause);

/** A COMMIT was sent, and the connection broke before its answer. */
class OutcomeUnknown extends Error {}

const isLost = (error: unknown): boolean =>
  LOST.has(errorCodeOf(error) ?? '') || (error instanceof Error && LOST_MESSAGES.test(error.message));

const isClosed = (error: unknown): boolean =>
  CLOSED.has(errorCodeOf(error) ?? '') || (error instanceof Error && CLOSED_MESSAGES.test(error.message));

const isAway = (error: unknown): boolean =>
  isLost(error) ||
  isClosed(error) ||
  AWAY.has(errorCodeOf(error) ?? '') ||
  // knex waited for a connection of its pool, all of which were taken or could not be made.
  (error instanceof Error && (error.name === 'KnexTimeoutError' || AWAY_MESSAGES.test(error.message)));

/** @returns the error for a failed COMMIT */
export const commitFailure = (error: unknown): unknown =>
  isLost(error) ? new OutcomeUnknown('the connection broke during a COMMIT', { cause: error }) : error;

/**
 * Runs work on a connection, again when the connection was lost and nothing can have been committed.
 * @throws RollcallError `unavailable` when the database is away; else what `run` throws
 */
export async function repeatWhenLost<T>(run: () => Promise<T>): Promise<T> {
  for (let runs = 1; ; runs += 1) {
    try {
      return await run();
    } catch (error) {
      if (isLost(error) && runs < RUNS) continue;
      throw toOutage(error);
    }
  }
}

/** Runs what must not be repeated. @throws RollcallError `unavailable` when the database is away; else what `run` throws */
export const withOutage = <T>(run: () => Promise<T>): Promise<T> =>
  run().catch((error: unknown) => {
    throw toOutage(error);
  });

function toOutage(error: unknown): unknown {
  if (error instanceof OutcomeUnknown) {
    return new DatabaseAway(
      'The connection to the database broke while the change was being saved: it may be saved or not. Read it, or send the same request again after the time in Retry-After.',
      error.cause,
    );
  }
  if (!isAway(error)) return error;
  return new DatabaseAway(
    'The database does not answer at present. Try again after the time in Retry-After.',
    error,
  );
}

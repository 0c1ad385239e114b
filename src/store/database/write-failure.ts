/** Which errors of a database say that nothing can be written at present, though it may be read. */
import { errorCodeOf, RollcallError } from '../../base/errors.ts';

const RETRY_AFTER_SECONDS = 30;

/** Result codes of SQLite, with whatever follows them, and SQLSTATEs of PostgreSQL. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_FULL/, 'its disk is full'],
  [/^SQLITE_(IOERR|CANTOPEN)/, 'its disk does not take them'],
  [/^SQLITE_READONLY/, 'it may only be read'],
  // disk_full; read_only_sql_transaction: a standby, or a server that an administrator made read-only.
  [/^53100$/, 'its disk is full'],
  [/^25006$/, 'it may only be read'],
];

/**
 * @param error of a write, all of which was rolled back
 * @returns `unavailable` in words when the database cannot be written to at present, else the error as it is
 */
export function toWriteFailure(error: unknown): unknown {
  const code = errorCodeOf(error);
  const cause = code === undefined ? undefined : CAUSES.find(([pattern]) => pattern.test(code));
  if (!cause) return error;
  return new RollcallError(
    'unavailable',
    `The database cannot save changes at present: ${cause[1]}. Nothing was changed, and what is stored can be read. Try again after the time in Retry-After.`,
    { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}

/** Whether an error says that nothing can be written at present. */
export const isWriteFailure = (error: unknown): boolean =>
  error instanceof RollcallError && error.code === 'unavailable';

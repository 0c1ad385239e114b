/** Words for what a system or a database driver answers when something fails. */

import { errorCodeOf } from '../../base/errors.ts';
import { fileFailure } from '../../config/file-failure.ts';

const UNKNOWN_AUTHORITY =
  'its certificate comes from an authority this machine does not know: name the certificate of that authority as sslrootcert in DATABASE_URL';

/** What PostgreSQL's driver says without a code. These texts hold no values. */
const MESSAGES: Readonly<Record<string, string>> = {
  'The server does not support SSL connections':
    'it does not speak TLS: switch TLS on there, or remove sslmode from DATABASE_URL if the network is trusted',
  'timeout expired': 'it does not answer',
  'Connection terminated due to connection timeout': 'it does not answer',
  'Connection terminated unexpectedly': 'the connection broke',
  'Connection terminated': 'the connection broke',
};

/** Of a driver's error the code alone is looked at: its text may hold the password. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed: name that certificate as sslrootcert in DATABASE_URL',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  '08001': 'it cannot be connected to',
  '08004': 'it refuses the connection',
  '08006': 'the connection broke',
  '25006': 'it takes no writes: this is a standby, or it was set read-only',
  '28P01': 'it refuses the user or the password',
  '28000':
    'it refuses the user, a connection without TLS (sslmode in DATABASE_URL), or one without a client certificate (sslcert, sslkey): see its pg_hba.conf',
  '3D000': 'there is no such database',
  '42501': 'the user lacks the right',
  '42P01': 'a table is missing: restore a backup',
  '53100': 'its disk is full',
  '53200': 'it has no memory left',
  '53300': 'all its connections are taken: raise max_connections, or close some',
  '57014': 'it gave up the query, which took too long',
  '57P01': 'it is being shut down',
  '57P02': 'it has crashed, and starts again: wait a little',
  '57P03': 'it is starting or stopping, and takes no connections now: wait a little',
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the file is damaged: restore a backup',
  SQLITE_CANTOPEN: 'the file cannot be opened, or not those beside it',
  SQLITE_CANTOPEN_ISDIR: 'there is a folder where the file should be',
  SQLITE_READONLY: 'the file cannot be written',
  SQLITE_READONLY_DIRECTORY: 'nothing can be written into its folder, where SQLite keeps its log',
  SQLITE_READONLY_DBMOVED: 'the file was moved away while it was open',
  SQLITE_BUSY: 'another process holds it locked',
  SQLITE_FULL: 'the disk is full',
  SQLITE_IOERR: 'the disk fails to read or write',
  SQLITE_PERM: 'this user may not use the file',
};

/** @returns why it failed, in words; never the text of the error */
export function reasonOf(error: unknown): string {
  const code = errorCodeOf(error);
  if (code === undefined) return (error instanceof Error && MESSAGES[error.message]) || 'no reason was given';
  // SQLite's codes go into detail: SQLITE_IOERR_FSYNC is a SQLITE_IOERR.
  const [general] = /^SQLITE_[A-Z]+/.exec(code) ?? [code];
  return REASONS[code] ?? REASONS[general] ?? `the error is ${code}`;
}

/**
 * What is said when a check could not be finished.
 * @returns `undefined` for what neither the system nor a driver threw
 */
export function failureOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || errorCodeOf(error) === undefined) return undefined;
  if ('syscall' in error && 'path' in error && typeof error.path === 'string') {
    return fileFailure(error.path, 'read', error);
  }
  return `This could not be looked at: ${reasonOf(error)}.`;
}

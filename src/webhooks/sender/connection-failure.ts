/** Why no connection to a receiver came about, in words for the person who looks at the attempt. */
import { errorCodeOf } from '../../base/errors.ts';

export interface Destination {
  /** A name or an address, the latter without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Whether TLS is spoken. */
  readonly secure: boolean;
}

export type ConnectionStage = 'blocked' | 'dns' | 'connect' | 'tls';

export class ConnectionFailure extends Error {
  readonly stage: ConnectionStage;

  /** @param message whole sentences; no text of a foreign error */
  constructor(stage: ConnectionStage, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConnectionFailure';
    this.stage = stage;
  }
}

const UNKNOWN_AUTHORITY =
  'has a certificate from an authority that is not known here, or leaves out its intermediate certificate';

const TLS_WORDS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not speak TLS',
  ECONNRESET: 'broke off the TLS handshake',
};

const CONNECT_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'broke off the connection',
  EHOSTUNREACH: 'cannot be reached: there is no route to it',
  ENETUNREACH: 'cannot be reached: there is no route to it',
  ETIMEDOUT: 'does not answer to connections',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer to connections',
};

const UNKNOWN_NAME = ['ENOTFOUND', 'ENODATA'];

/** Whether no connection came about because the name has no address. */
export const isUnknownName = (failure: unknown): boolean =>
  failure instanceof ConnectionFailure &&
  failure.stage === 'dns' &&
  UNKNOWN_NAME.includes(errorCodeOf(failure.cause) ?? '');

/** @param error what the lookup of the name gave */
export function lookupFailure(hostname: string, error: unknown): ConnectionFailure {
  const code = errorCodeOf(error);
  const words =
    code !== undefined && UNKNOWN_NAME.includes(code)
      ? `The name ${hostname} has no address.`
      : `The name ${hostname} could not be looked up (${code ?? 'no reason was given'}).`;
  return new ConnectionFailure('dns', words, { cause: error });
}

/** @param error what connecting gave: a failure that is worded already stays as it is */
export function connectFailure(destination: Destination, error: Error): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error;
  const code = errorCodeOf(error) ?? 'no reason was given';
  const isConnecting =
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    'errors' in error || // one for each address that was tried
    ('syscall' in error && error.syscall === 'connect');
  const stage = destination.secure && !isConnecting ? 'tls' : 'connect';
  const known = (stage === 'tls' ? TLS_WORDS : CONNECT_WORDS)[code];
  const failed = stage === 'tls' ? 'could not be spoken to over TLS' : 'could not be connected to';
  return new ConnectionFailure(
    stage,
    `${destination.hostname}, port ${destination.port}, ${known ?? `${failed} (${code})`}.`,
    { cause: error },
  );
}

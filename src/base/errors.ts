/**
 * The one error class of the service and the one table that says what each code means to a client.
 * Surfaces turn a RollcallError into their own format (SCIM Error, RFC 9457 problem) in one place each.
 */

/** RFC 7644 §3.12, table 9, and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'invalidCursor'
  | 'invalidCount';

interface ErrorMeaning {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly title: string;
}

const MEANINGS = {
  invalidFilter: { status: 400, scimType: 'invalidFilter', title: 'Invalid filter' },
  invalidPath: { status: 400, scimType: 'invalidPath', title: 'Invalid path' },
  invalidSyntax: { status: 400, scimType: 'invalidSyntax', title: 'Invalid syntax' },
  invalidValue: { status: 400, scimType: 'invalidValue', title: 'Invalid value' },
  noTarget: { status: 400, scimType: 'noTarget', title: 'No target' },
  mutability: { status: 400, scimType: 'mutability', title: 'Not mutable' },
  invalidCursor: { status: 400, scimType: 'invalidCursor', title: 'Invalid cursor' },
  invalidCount: { status: 400, scimType: 'invalidCount', title: 'Invalid count' },
  tooMany: { status: 400, scimType: 'tooMany', title: 'Too many' },
  badRequest: { status: 400, title: 'Bad request' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  notFound: { status: 404, title: 'Not found' },
  methodNotAllowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  uniqueness: { status: 409, scimType: 'uniqueness', title: 'Already taken' },
  gone: { status: 410, title: 'Gone' },
  preconditionFailed: { status: 412, title: 'Precondition failed' },
  payloadTooLarge: { status: 413, title: 'Payload too large' },
  unsupportedMediaType: { status: 415, title: 'Unsupported media type' },
  tooManyRequests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  notImplemented: { status: 501, title: 'Not implemented' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof MEANINGS;

/** What a refusal is about, where its code alone does not say it: the provisioning log explains it by this. */
export type FailureTopic =
  | 'authority_refused'
  | 'base_url_alone'
  | 'boolean_value'
  | 'client_gone'
  | 'connection_disabled'
  | 'connection_suspended'
  | 'email_domain'
  | 'email_form'
  | 'email_missing'
  | 'email_value'
  | 'filter_attribute'
  | 'header_unreadable'
  | 'link_refused'
  | 'me_unsupported'
  | 'member_gone'
  | 'protected_member'
  | 'search_too_long'
  | 'token_expired'
  | 'token_revoked'
  | 'unknown_address'
  | 'user_name_invisible'
  | 'user_name_missing'
  | 'value_too_long';

export interface ErrorDetails {
  readonly cause?: unknown;
  readonly topic?: FailureTopic | undefined;
  /** Members a problem has besides the usual ones (RFC 9457 §3.2), or its own `type` instead of `about:blank`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** When trying again makes sense; sent as Retry-After. */
  readonly retryAfterSeconds?: number;
}

export class RollcallError extends Error {
  readonly code: ErrorCode;
  readonly topic: FailureTopic | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param detail safe to show to a client: it says what was wrong and what to change, and never holds
   *   a value of another account, a secret or the text of a driver's error.
   */
  constructor(
    code: ErrorCode,
    detail: string,
    { cause, topic, extensions = {}, retryAfterSeconds }: ErrorDetails = {},
  ) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = 'RollcallError';
    this.code = code;
    this.topic = topic;
    this.extensions = extensions;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return MEANINGS[this.code].status;
  }

  get scimType(): ScimType | undefined {
    const meaning: ErrorMeaning = MEANINGS[this.code];
    return meaning.scimType;
  }

  get title(): string {
    return MEANINGS[this.code].title;
  }
}

/** What a client may learn of a failure that is ours: that it happened, and how to report it. */
const internalError = (cause: unknown): RollcallError =>
  new RollcallError(
    'internal',
    'The service failed to handle this request; nothing was changed. Try again, and report the X-Request-Id header if it persists.',
    { cause },
  );

/** Turns whatever was thrown into a RollcallError; what is not one already is a bug or an outage: 500. */
export function toRollcallError(thrown: unknown): RollcallError {
  return thrown instanceof RollcallError ? thrown : internalError(thrown);
}

/** The code a system's or driver's error carries. Its class is not asked: a driver may be loaded more than once. */
export function errorCodeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The same for an account that is not there and for one that is not the caller's. */
export const noSuchAccount = (): RollcallError =>
  new RollcallError('notFound', 'There is no such account, or this service token does not reach it.');

/** RFC 9457 problem details, the error format of everything outside /scim/v2. */
import type { ErrorRequestHandler, Response } from 'express';
import { CredentialError } from '../accounts/tokens/authenticate.ts';
import { RollcallError, toRollcallError } from '../base/errors.ts';
import { describeFailure, type Log } from '../base/log.ts';
import './locals.ts';

/** The problem as JSON in one line. */
export const problemText = (error: RollcallError): string =>
  JSON.stringify({
    type: 'about:blank',
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    ...error.extensions,
  });

/**
 * The WWW-Authenticate of a refusal (RFC 6750 §3): a request without a token gets no more, every other one that
 * its token does not count, whatever is wrong with it.
 */
function challengeOf(error: RollcallError, realm: string): string {
  const isMissing = error instanceof CredentialError && error.fault === 'missing';
  return `Bearer realm="${realm}"${isMissing ? '' : ', error="invalid_token"'}`;
}

/** The headers that go with an error, whatever its body. */
export function setErrorHeaders(response: Response, error: RollcallError, realm: string): void {
  if (error.code === 'unauthorized') response.set('WWW-Authenticate', challengeOf(error, realm));
  // The rest of the body is not worth waiting for.
  if (error.status === 413) response.set('Connection', 'close');
  if (error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds));
}

export function sendProblem(response: Response, error: RollcallError): void {
  setErrorHeaders(response, error, 'Rollcall');
  response.status(error.status).set('Content-Type', 'application/problem+json');
  response.send(Buffer.from(problemText(error)));
}

/** The last error handler of the server. */
export function answerProblems(log: Log): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => {
    const error = fromExpress(thrown) ?? toRollcallError(thrown);
    response.locals.failure = error;
    if (error.status >= 500 && error.topic !== 'client_gone') {
      const { requestId } = response.locals;
      log.error('a request failed', { requestId, ...describeFailure(error.cause ?? error) });
    }
    if (!response.headersSent) sendProblem(response, error);
  };
}

/** Express refuses a URL it cannot decode with an error of its own. */
function fromExpress(thrown: unknown): RollcallError | undefined {
  return thrown instanceof URIError
    ? new RollcallError('badRequest', 'The path holds percent-encoding that cannot be decoded.', {
        cause: thrown,
      })
    : undefined;
}

/** How /scim/v2 answers: texts as they are, in one write with the head, in SCIM's own media type. */
import type { Response } from 'express';
import { toRollcallError } from '../../base/errors.ts';
import { setErrorHeaders } from '../../http/problem.ts';
import type { RequestLimits } from '../../http/request/limits.ts';
import { renderScimError, SCIM_MEDIA_TYPE } from './error.ts';
import { logFailure } from './failure-log.ts';
import { isKnown } from './precondition.ts';
import type { ScimSurface } from './steps/step.ts';

/** Node keeps three bytes for each character of a text that waits to be sent; a buffer has as many as it needs. */
const LONG_TEXT = 16_384;

/**
 * Sends an answer: 304 without it when the client has it. Express would add a charset, which SCIM's media type has not.
 * @param text JSON; `undefined`: nothing is sent but the head
 */
export function respond(
  response: Response,
  { limits }: { readonly limits: Pick<RequestLimits, 'charge'> },
  text: string | undefined,
  status = 200,
): void {
  response.statusCode = status;
  if (text === undefined) response.end();
  else if (isUnchanged(response)) {
    response.statusCode = 304;
    response.end();
  } else {
    const sent = text.length < LONG_TEXT ? text : Buffer.from(text);
    const sentBytes = Buffer.byteLength(sent);
    const { context } = response.locals;
    if (context) limits.charge(context.account.id, { sentBytes });
    response.setHeader('Content-Type', SCIM_MEDIA_TYPE);
    response.setHeader('Content-Length', sentBytes);
    // Node leaves the body out for HEAD.
    response.end(sent);
  }
}

/** Whatever went wrong becomes a SCIM Error, and what was ours is logged. */
export function respondError(response: Response, surface: ScimSurface, thrown: unknown): void {
  const { locals } = response;
  const error = toRollcallError(thrown);
  if (locals.context) locals.context.failure = error;
  else locals.failure = error;
  logFailure(surface.log, error, response);
  if (response.headersSent) return;
  setErrorHeaders(response, error, 'SCIM');
  respond(response, surface, renderScimError(error), error.status);
}

/** A precondition counts where the answer would be a success (RFC 9110 §13.2.1). */
function isUnchanged(response: Response): boolean {
  const { method, headers } = response.req;
  if ((method !== 'GET' && method !== 'HEAD') || response.statusCode !== 200) return false;
  return isKnown(headers['if-none-match'], response.getHeader('ETag') as string | undefined); // we set it ourselves
}

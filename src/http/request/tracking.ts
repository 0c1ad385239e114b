/** Gives each request an id and takes its trace context; both go into responses, logs and events. */
import type { RequestHandler } from 'express';

/** What we accept from a caller as a request id: hexadecimal ids and UUIDs, which cannot carry a person's name into a log. */
const SAFE_REQUEST_ID = /^[0-9a-f-]{16,64}$/i;
/** W3C Trace Context, version 00. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function trackRequests(newId: () => string): RequestHandler {
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && SAFE_REQUEST_ID.test(given) ? given : newId();
    const traceparent = request.headers['traceparent'];
    response.locals.requestId = requestId;
    response.locals.traceparent =
      typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : undefined;
    response.setHeader('X-Request-Id', requestId);
    next();
  };
}

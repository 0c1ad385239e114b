/** One line a request: ids, the shape of the path and the outcome; never a value a client sent. */

import type { RequestHandler } from 'express';
import { isId } from '../base/ids.ts';
import type { Log, LogFields } from '../base/log.ts';
import type { Locals } from './locals.ts';

/** What a surface knows of a request when it is over. */
export type DescribeRequest = (locals: Locals) => LogFields;

/**
 * Reads that succeed are `debug`; changes, refusals and failures are `info`. What is ours to mend is logged as `error` where it is caught.
 * @param describe adds what the surfaces put into `response.locals`
 */
export function logAccess(
  log: Log,
  describe: DescribeRequest,
  shapeOf: PathShape,
  now: () => number,
): RequestHandler {
  return (request, response, next) => {
    const startedAt = now();
    // Also when the client went away before the answer: the change it asked for may be committed.
    response.once('close', () => {
      const { method, originalUrl } = request;
      const status = response.statusCode;
      const isQuietRead = (method === 'GET' || method === 'HEAD') && status < 400;
      log[isQuietRead ? 'debug' : 'info']('request', () => ({
        requestId: response.locals.requestId,
        method,
        path: shapeOf(originalUrl),
        status,
        durationMs: now() - startedAt,
        unfinished: response.writableFinished ? undefined : true,
        ...describe(response.locals),
      }));
    });
    next();
  };
}

/** Of addresses outside the control API, in lower case. */
const WORDS =
  'scim v1 v2 users groups me bulk .search schemas resourcetypes serviceproviderconfig events healthz livez readyz metrics pages console sign-in sign-out webhooks accounts members log tokens setup open provider enable token end live leave theme.css brand.css page.js live.js logo.svg logo.png';

/** The path without its query and without segments that a client made up. */
export type PathShape = (url: string) => string;

/** @param words that addresses have besides those of SCIM and of operations, in lower case */
export function pathShape(words: readonly string[] = []): PathShape {
  const known = new Set([...WORDS.split(' '), ...words]);
  return url => {
    const [path = ''] = url.split('?');
    const segments = path.split('/').slice(0, 8);
    return segments
      .map(segment => (segment === '' || known.has(segment.toLowerCase()) || isId(segment) ? segment : '…'))
      .join('/');
  };
}

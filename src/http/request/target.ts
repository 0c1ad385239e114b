/** What HTTP/1.1 itself asks of a request before any surface sees it: its target, its host, one credential. */
import type { IncomingMessage } from 'node:http';
import { RollcallError } from '../../base/errors.ts';

const ABSOLUTE_FORM = /^https?:\/\/[^/?#]+/i;

/**
 * A client that is set up for a proxy sends the whole URL as the request target, and a server must take it
 * (RFC 9112 §3.2.2). Which host it names does not matter here: the public URL is a setting.
 * @returns the target in origin form
 */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const authority = ABSOLUTE_FORM.exec(target)?.[0];
  if (authority === undefined) return target;
  const rest = target.slice(authority.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * Refuses requests that two readers could understand differently: without the one Host of HTTP/1.1 (RFC 9112 §3.2), or
 * with more than one Authorization, of which Node would silently keep the first and a proxy perhaps the last.
 * @throws RollcallError `badRequest`
 */
export function requireUnambiguous(request: Pick<IncomingMessage, 'httpVersion' | 'rawHeaders'>): void {
  const hosts = countOf(request.rawHeaders, 'host');
  if (hosts > 1 || (hosts === 0 && request.httpVersion === '1.1')) {
    throw new RollcallError('badRequest', 'Send exactly one Host header: HTTP/1.1 requires it.');
  }
  if (countOf(request.rawHeaders, 'authorization') > 1) {
    throw new RollcallError(
      'badRequest',
      'Send exactly one Authorization header: this request carries several, and only one of them can count.',
    );
  }
}

/** @param rawHeaders names and values in turn; @param wanted in lower case */
function countOf(rawHeaders: readonly string[], wanted: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === wanted.length && name.toLowerCase() === wanted) count += 1;
  }
  return count;
}

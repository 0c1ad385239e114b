/** What the doctor says of PUBLIC_URL: whether this service answers there, and why not. */

import { errorCodeOf } from '../../base/errors.ts';
import { connectFailure, lookupFailure } from '../../webhooks/sender/connection-failure.ts';
import { type Finding, findingsOf, type Report } from './finding.ts';

const PATIENCE_MS = 5_000;

/** @returns whether the service answers there */
export async function examinePublicUrl(
  publicUrl: string,
): Promise<{ readonly isServing: boolean; readonly findings: readonly Finding[] }> {
  let isServing = false;
  const findings = await findingsOf('public url', async report => {
    const url = new URL(`${publicUrl}/healthz`);
    let response: Response;
    try {
      response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      reportUnreachable(url, error, report);
      return;
    }
    isServing = await judge(url, response, report);
  });
  return { isServing, findings };
}

/**
 * Whether this process and the service mean the same address.
 * @param own what PUBLIC_URL says here; `undefined` when it is not set
 * @param stored what the service stored at its last start
 */
export function examineStoredPublicUrl(
  own: string | undefined,
  stored: string | undefined,
): Promise<readonly Finding[]> {
  return findingsOf('public url', report => {
    if (own === undefined || stored === undefined || own === stored) return;
    report(
      'failure',
      `PUBLIC_URL is ${own} here, and the service runs as ${stored}. Correct it; to change the address of the installation run "rollcall public-url ${own}".`,
    );
  });
}

async function judge(url: URL, response: Response, report: Report): Promise<boolean> {
  const text = await response.text().catch(() => '');
  if (response.status === 200 && text === '{"status":"ok"}') {
    report('ok', `The service answers at ${url.href}, asked from here; the internet may see it otherwise.`);
    return true;
  }
  if (response.status === 503 && text.includes('"code":"unavailable"')) {
    report('failure', `The service answers at ${url.href}, and says that its database does not.`);
    return true;
  }
  const what =
    response.status >= 300 && response.status < 400
      ? `a redirect (${response.status}) answers; identity providers do not follow it`
      : `something else answers (${response.status})`;
  report('failure', `At ${url.href} ${what}: check PUBLIC_URL and what the proxy does with its path.`);
  return false;
}

/** That nothing listens may be right: the doctor can be asked before the first start. */
function reportUnreachable(url: URL, error: unknown, report: Report): void {
  if (error instanceof Error && error.name === 'TimeoutError') {
    report('failure', `${url.href} gives no answer within ${PATIENCE_MS / 1_000} seconds.`);
    return;
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : new Error('unknown');
  const code = errorCodeOf(cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    report('failure', `PUBLIC_URL: ${lookupFailure(url.hostname, cause).message}`);
    return;
  }
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const { message } = connectFailure({ hostname, port, secure }, cause);
  if (code === 'ECONNREFUSED') report('warning', `PUBLIC_URL: ${message} Is the service running?`);
  else report('failure', `PUBLIC_URL: ${message}`);
}

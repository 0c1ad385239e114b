/** A look from outside: whether this service answers at PUBLIC_URL, and why not. Nothing else is ever asked. */
import { errorCodeOf } from '../base/errors.ts';
import { connectFailure, lookupFailure } from '../webhooks/sender/connection-failure.ts';

export interface PublicUrlAnswer {
  /** `warning`: nothing listens there, which may be right before the first start. */
  readonly status: 'ok' | 'warning' | 'failure';
  /** Words for an operator, with what to do. */
  readonly text: string;
  /** Whether it is this service, and well. */
  readonly isServing: boolean;
}

const PATIENCE_MS = 5_000;

/** @param publicUrl without a trailing slash */
export async function askPublicUrl(
  publicUrl: string,
  ask: typeof fetch,
  patienceMs = PATIENCE_MS,
): Promise<PublicUrlAnswer> {
  const url = new URL(`${publicUrl}/healthz`);
  let response: Response;
  try {
    response = await ask(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    return unreachable(url, error, patienceMs);
  }
  return judged(url, response);
}

const failure = (text: string): PublicUrlAnswer => ({ status: 'failure', text, isServing: false });

async function judged(url: URL, response: Response): Promise<PublicUrlAnswer> {
  const text = await response.text().catch(() => '');
  if (response.status === 200 && text === '{"status":"ok"}') {
    return {
      status: 'ok',
      text: `The service answers at ${url.href}, asked from here; the internet may see it otherwise.`,
      isServing: true,
    };
  }
  if (response.status === 503 && text.includes('"code":"unavailable"')) {
    return failure(`The service answers at ${url.href}, and says that its database does not.`);
  }
  const what =
    response.status >= 300 && response.status < 400
      ? `a redirect (${response.status}) answers; identity providers do not follow it`
      : `something else answers (${response.status})`;
  return failure(`At ${url.href} ${what}: check PUBLIC_URL and what the proxy does with its path.`);
}

function unreachable(url: URL, error: unknown, patienceMs: number): PublicUrlAnswer {
  if (error instanceof Error && error.name === 'TimeoutError')
    return failure(`${url.href} gives no answer within ${patienceMs / 1_000} seconds.`);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : new Error('unknown');
  const code = errorCodeOf(cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failure(`PUBLIC_URL: ${lookupFailure(url.hostname, cause).message}`);
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const { message } = connectFailure({ hostname, port, secure }, cause);
  return code === 'ECONNREFUSED'
    ? { status: 'warning', text: `PUBLIC_URL: ${message} Is the service running?`, isServing: false }
    : failure(`PUBLIC_URL: ${message}`);
}

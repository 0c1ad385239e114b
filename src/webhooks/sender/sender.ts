/** Sends one webhook and returns its outcome. */
import { Agent, type Dispatcher, request as sendRequest } from 'undici';
import { errorCodeOf } from '../../base/errors.ts';
import type { AddressGuard } from './address-guard.ts';
import { ConnectionFailure, type ConnectionStage } from './connection-failure.ts';
import { responseText } from './response-text.ts';
import { parseRetryAfter } from './retry-after.ts';

export interface WebhookRequest {
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For the whole exchange, from the lookup of the name to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** `timeout`: no complete answer in time; `connection`: it broke, or what came was no HTTP. */
type FailureStage = ConnectionStage | 'timeout' | 'connection';

export type SendOutcome =
  | {
      readonly kind: 'answered';
      /** 3xx as well: redirects are not followed. */
      readonly status: number;
      readonly retryAfterMs: number | undefined;
      /** At most 4 KiB, safe to store and to show. */
      readonly response: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly stage: FailureStage;
      /** Words for a person. */
      readonly error: string;
      readonly durationMs: number;
    };

interface Answer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly response: string;
}

export interface WebhookSenderDependencies {
  readonly guard: Pick<AddressGuard, 'connector'>;
  /** Milliseconds since the epoch, to judge a date in Retry-After. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back, for durations; the system's by default. */
  readonly monotonicNow?: () => number;
}

/** What is read of an answer before the connection is given up; reading a short one to its end keeps the connection. */
const MOST_READ_BYTES = 65_536;
const KEPT_BYTES = 4_096;
/** To one origin: as many as the dispatcher has requests under way, for one that waits here would run out of time. */
const MOST_CONNECTIONS = 128;

export class WebhookSender {
  readonly #agent: Agent;
  readonly #now: () => number;
  readonly #monotonicNow: () => number;

  constructor({ guard, now, monotonicNow = () => performance.now() }: WebhookSenderDependencies) {
    this.#agent = new Agent({
      connect: guard.connector,
      allowH2: false,
      pipelining: 1,
      connections: MOST_CONNECTIONS,
      // The limit on the whole exchange is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#now = now;
    this.#monotonicNow = monotonicNow;
  }

  /** Never rejects for what the network or the receiver does; a request that cannot be written down is a bug. */
  async send(request: WebhookRequest): Promise<SendOutcome> {
    const startedAt = this.#monotonicNow();
    const durationMs = (): number => Math.max(0, this.#monotonicNow() - startedAt);
    const abort = new AbortController();
    const expired = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const timeout = new ExchangeTimeout(request.timeoutMs);
      abort.abort(timeout);
      expired.reject(timeout);
    }, request.timeoutMs);
    try {
      // Raced, because a signal does not end a request that still waits for its connection.
      const answer = await Promise.race([this.#exchange(request, abort.signal), expired.promise]);
      return { kind: 'answered', ...answer, durationMs: durationMs() };
    } catch (error) {
      return { kind: 'failed', ...describeFailedEntry(error), durationMs: durationMs() };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends without waiting: what is under way comes back as failed. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #exchange({ url, headers, body }: WebhookRequest, signal: AbortSignal): Promise<Answer> {
    const answer = await sendRequest(url, {
      method: 'POST',
      headers: { ...headers, 'accept-encoding': 'identity' },
      body,
      dispatcher: this.#agent,
      signal,
    });
    const retryAfter = [answer.headers['retry-after']].flat()[0];
    return {
      status: answer.statusCode,
      retryAfterMs: retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, this.#now()),
      response: responseText(await readBeginning(answer.body)),
    };
  }
}

/** Leaving the loop early drops the connection. */
async function readBeginning(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: AsyncIterable<Buffer> = body; // no encoding is set, so it gives bytes
  const kept: Buffer[] = [];
  let readBytes = 0;
  for await (const chunk of chunks) {
    if (readBytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - readBytes));
    readBytes += chunk.length;
    if (readBytes > MOST_READ_BYTES) break;
  }
  return Buffer.concat(kept);
}

class ExchangeTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`The receiver gave no complete answer within ${timeoutMs / 1_000} seconds.`);
    this.name = 'ExchangeTimeout';
  }
}

const NO_HTTP = 'What the receiver answered is no valid HTTP/1.1.';
const BROKEN_OFF = 'The connection ended before the answer was complete.';

const WORDS: Readonly<Record<string, string>> = {
  ECONNRESET: BROKEN_OFF,
  EPIPE: BROKEN_OFF,
  UND_ERR_SOCKET: BROKEN_OFF,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: BROKEN_OFF,
  // What undici says of an answer that changes the protocol unasked.
  ERR_ASSERTION: NO_HTTP,
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are larger than 16 KiB.',
  UND_ERR_DESTROYED: 'The service stopped before the receiver had answered.',
  UND_ERR_CLOSED: 'The service stopped before the receiver had answered.',
};

/** The request itself was wrong, which its checks should have found. */
const OUR_FAULT = ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'ERR_INVALID_URL'];

/** @throws what is no failure of the network */
function describeFailedEntry(error: unknown): { readonly stage: FailureStage; readonly error: string } {
  if (error instanceof ConnectionFailure) return { stage: error.stage, error: error.message };
  if (error instanceof ExchangeTimeout) return { stage: 'timeout', error: error.message };
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return { stage: 'connection', error: NO_HTTP };
  }
  const code = errorCodeOf(error);
  if (code === undefined || OUR_FAULT.includes(code)) throw error;
  // With TLS 1.3 a receiver refuses a client after the handshake is over.
  const stage = code.startsWith('ERR_SSL_') ? 'tls' : 'connection';
  return { stage, error: WORDS[code] ?? `The connection to the receiver broke (${code}).` };
}

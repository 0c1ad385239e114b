/** A listening HTTP server: slow senders and readers are cut off, and what was accepted is finished before it closes. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { originForm } from './request/target.ts';
import { answerLate, answerUnreadable, type ObserveUnreadable } from './request/unreadable.ts';
import { ResponseBacklog } from './response-backlog.ts';

export interface ListenerLimits {
  /** For a request line with its headers; looked at every `checkMs`. */
  readonly headMs: number;
  readonly checkMs: number;
  /** In each such time a body must end, or `bodyBytes` of it arrive. */
  readonly bodyMs: number;
  readonly bodyBytes: number;
  /** Connections at a time; more are refused. */
  readonly connections: number;
  /** How long requests that were accepted may take when it closes. */
  readonly graceMs: number;
}

export const LISTENER_LIMITS: ListenerLimits = {
  headMs: 10_000,
  checkMs: 5_000,
  bodyMs: 45_000,
  bodyBytes: 65_536,
  connections: 10_000,
  graceMs: 10_000,
};

/** Longer than the 60 seconds for which usual proxies keep a connection: they must be the ones to close it. */
const KEEP_ALIVE_MS = 65_000;
/** Request line and headers; a filter of the greatest length fits, percent-encoded. */
const LARGEST_HEAD_BYTES = 65_536;
const MOST_HEADERS = 200;
const IDLE_SWEEP_MS = 20;
/** A connection that was just opened may still send its first request. */
const SILENT_GRACE_MS = 1_000;

export class Listener {
  readonly #server;
  readonly #limits: ListenerLimits;
  readonly #backlog: ResponseBacklog;
  readonly #sockets = new Set<Socket>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(
    handle: RequestListener,
    limits: ListenerLimits = LISTENER_LIMITS,
    backlog: ResponseBacklog = new ResponseBacklog(),
    observeUnreadable: ObserveUnreadable = () => undefined,
  ) {
    this.#limits = limits;
    this.#backlog = backlog;
    const serve: RequestListener = (request, response) => {
      backlog.watch(response);
      watchBody(request, response, limits);
      // Before Express looks at it, which takes what is no path for one.
      request.url = originForm(request.url ?? '/');
      handle(request, response);
    };
    this.#server = createServer(
      {
        keepAliveTimeout: KEEP_ALIVE_MS,
        maxHeaderSize: LARGEST_HEAD_BYTES,
        headersTimeout: limits.headMs,
        connectionsCheckingInterval: limits.checkMs,
        // A long body that keeps coming may take its time.
        requestTimeout: 0,
        // Node would answer without a word of what is wrong; `requireUnambiguous` has the words.
        requireHostHeader: false,
      },
      serve,
    );
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.maxConnections = limits.connections;
    this.#server.maxHeadersCount = MOST_HEADERS;
    this.#server.on('clientError', (error, socket) => answerUnreadable(error, socket, observeUnreadable));
    // An expectation we do not know need not be met (RFC 9110 section 10.1.1).
    this.#server.on('checkExpectation', serve);
  }

  /** @returns the port @throws when the address cannot be listened on */
  listen(port: number, host: string): Promise<number> {
    const server = this.#server;
    this.#sweep = setInterval(() => this.#backlog.sweep(), this.#backlog.sweepMs).unref();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port); // a TCP server has a TCP address
      });
    });
  }

  /** Connections that are open now. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Accepts no more connections, and resolves when the requests that were accepted are answered or out of time. */
  close(): Promise<void> {
    const server = this.#server;
    return new Promise(resolve => {
      const grace = setTimeout(() => server.closeAllConnections(), this.#limits.graceMs);
      // A connection that was busy is not closed by itself when its answer is out.
      const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
      const silence = setTimeout(() => this.#closeSilent(), SILENT_GRACE_MS);
      server.close(() => {
        clearTimeout(grace);
        clearInterval(sweep);
        clearTimeout(silence);
        clearInterval(this.#sweep);
        resolve();
      });
      server.closeIdleConnections();
    });
  }

  /** For Node a connection is busy until its first request has been answered; browsers open some in advance. */
  #closeSilent(): void {
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

/** Node's own limit is on the whole request, and would break off an import of many members that keeps coming. */
function watchBody(
  request: IncomingMessage,
  response: ServerResponse,
  { bodyMs, bodyBytes }: ListenerLimits,
): void {
  const { socket, headers } = request;
  const length = headers['content-length'];
  if ((length === undefined || length === '0') && headers['transfer-encoding'] === undefined) return;
  let before = socket.bytesRead;
  const check = (): void => {
    if (request.complete || socket.destroyed) {
      clearInterval(watch);
      return;
    }
    // What has come and waits for us is no fault of the client.
    const isLate = request.readableLength === 0 && socket.bytesRead - before < bodyBytes;
    before = socket.bytesRead;
    if (isLate) answerLate(socket, response.headersSent);
  };
  // Sockets are read between timers and immediates: what arrived while the thread was busy is counted first.
  const watch = setInterval(() => setImmediate(check), bodyMs);
  // An answer may come before the end of the body, and the body may end before the answer.
  request.once('end', () => clearInterval(watch));
  request.once('close', () => clearInterval(watch));
  watch.unref();
}

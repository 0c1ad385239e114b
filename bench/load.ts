/**
 * The load generator: keep-alive connections, each with one request under way.
 *
 * It speaks HTTP/1.1 over plain sockets: the client shares two cores with the server, and node:http would
 * cost it more than the fast servers spend. autocannon is as lean (17 µs a request, both), but ends a run by
 * cutting its connections, so that a slow server would still be busy while the next one is measured.
 */
import { connect, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
}

export interface Load {
  readonly target: Target;
  readonly connections: number;
  /** Any other status fails the bench. */
  readonly status: number;
  /** The next request, when it is due; `undefined` when it was the last. Requests under way are waited for. */
  next(): HttpRequest | undefined | Promise<HttpRequest | undefined>;
  /** Sees every answer; parsing all of them would slow the client down, so most loads leave it out. */
  onAnswer?(body: string): void;
}

export interface LoadResult {
  readonly latenciesMs: readonly number[];
  /** From the first request to the last answer. */
  readonly seconds: number;
}

/** @throws Error when a request fails or its status is not the expected one */
export async function applyLoad(load: Load): Promise<LoadResult> {
  const { target } = load;
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => HttpConnection.open(target)),
  );
  const latenciesMs: number[] = [];
  const start = performance.now();
  try {
    await Promise.all(connections.map(connection => drive(connection, load, latenciesMs)));
    return { latenciesMs, seconds: (performance.now() - start) / 1000 };
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function drive(connection: HttpConnection, load: Load, latenciesMs: number[]): Promise<void> {
  for (let request = await load.next(); request; request = await load.next()) {
    const start = performance.now();
    const answer = await connection.exchange(request);
    latenciesMs.push(performance.now() - start);
    if (answer.status !== load.status) {
      const { method, path } = request;
      throw new Error(
        `${method} ${path} was answered ${answer.status} instead of ${load.status}: ${answer.body()}`,
      );
    }
    load.onAnswer?.(answer.body());
  }
}

interface HttpAnswer {
  readonly status: number;
  body(): string;
}

interface Waiting {
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

const HEAD_END = '\r\n\r\n';

class HttpConnection {
  readonly #socket: Socket;
  readonly #constantHead: string;
  #waiting: Waiting | undefined;
  #chunks: Buffer[] = [];
  #received = 0;
  /** Status and extent of the answer, once its head has arrived. */
  #head: { readonly status: number; readonly bodyStart: number; readonly end: number } | undefined;

  /** Connects, so that what is measured later is requests alone. */
  static open(target: Target): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: target.host, port: target.port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket, target));
      });
    });
  }

  private constructor(socket: Socket, { host, port, headers }: Target) {
    this.#socket = socket;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#constantHead = ` HTTP/1.1\r\nHost: ${host}:${port}\r\n${lines.join('')}`;
    socket.on('data', chunk => this.#receive(chunk));
    socket.on('error', error => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  exchange({ method, path, body }: HttpRequest): Promise<HttpAnswer> {
    const head = `${method} ${path}${this.#constantHead}`;
    this.#socket.write(
      body === undefined
        ? `${head}\r\n`
        : `${head}Content-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(body)}${HEAD_END}${body}`,
    );
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    this.#head ??= this.#readHead();
    if (!this.#head || this.#received < this.#head.end) return;
    const { status, bodyStart, end } = this.#head;
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#received = 0;
    this.#head = undefined;
    this.#waiting?.resolve({ status, body: () => Buffer.concat(chunks).toString('utf8', bodyStart, end) });
  }

  #readHead() {
    const [first, ...more] = this.#chunks;
    const bytes = first && more.length === 0 ? first : Buffer.concat(this.#chunks);
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = bytes.toString('latin1', 0, headEnd);
    const status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
    const length = status === 204 ? 0 : Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
    if (Number.isNaN(length)) this.#fail(new Error(`an answer without Content-Length:\n${head}`));
    const bodyStart = headEnd + HEAD_END.length;
    return { status, bodyStart, end: bodyStart + length };
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
  }
}

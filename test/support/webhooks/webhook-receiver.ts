/** A receiver of webhooks on this machine: it keeps every request, and answers as the test says. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes that were signed, as text. */
  readonly body: string;
  /** The CloudEvents in it: one, or all of a batch. */
  readonly events: readonly ReceivedEvent[];
}

export interface ReceivedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  /** Absent in events about the delivery itself. */
  readonly partitionkey?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A status, with headers and a body; `hang`: no answer before the receiver stops; `cut`: the connection ends. */
export type Reply =
  | number
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | 'hang'
  | 'cut';

export type Answer = (request: ReceivedRequest) => Reply | Promise<Reply>;

export interface Receiver {
  /** The address to register. */
  readonly url: string;
  /** In the order of their arrival, each before it is answered. */
  readonly received: readonly ReceivedRequest[];
  /** From the next request on. */
  answerWith(answer: Answer): void;
  /** Also ends the requests that hang. */
  stop(): Promise<void>;
}

/** @param options.answer what to answer; 204 to everything by default */
export async function startReceiver(options: { readonly answer?: Answer } = {}): Promise<Receiver> {
  let answer: Answer = options.answer ?? (() => 204);
  const received: ReceivedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const request: ReceivedRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: Object.fromEntries(
          Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
        ),
        body,
        events: eventsIn(body),
      };
      received.push(request);
      // A test whose answer throws sees a 500 in the attempt.
      void Promise.resolve(request)
        .then(answer)
        .then(
          reply => send(outgoing, reply),
          (error: unknown) => send(outgoing, { status: 500, body: String(error) }),
        );
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has a TCP address
  return {
    url: `http://127.0.0.1:${port}/hooks/rollcall`,
    received,
    answerWith: next => {
      answer = next;
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function eventsIn(body: string): readonly ReceivedEvent[] {
  try {
    return [JSON.parse(body) as ReceivedEvent | ReceivedEvent[]].flat(); // what Rollcall sends
  } catch {
    return []; // a test may send anything
  }
}

function send(outgoing: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'cut') {
    outgoing.destroy();
    return;
  }
  const { status, headers = {}, body = '' } = typeof reply === 'number' ? { status: reply } : reply;
  outgoing.writeHead(status, headers).end(body);
}

/** A server that answers POST requests with whatever bytes a test writes, over TCP or TLS. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from '../../support/network/make-certificate.ts';

export interface RawReceiver {
  readonly port: number;
  /** Head and body of each, as they came. */
  readonly requests: readonly string[];
  /** All that were ever opened. */
  readonly sockets: readonly Socket[];
  stop(): Promise<void>;
}

export interface RawReceiverOptions {
  /** Called once for each complete request. */
  readonly answer?: (socket: Socket) => void;
  /** Sent as soon as a client connects. */
  readonly greeting?: string;
  /** Speaks TLS with it. */
  readonly certificate?: Certificate;
}

export const EMPTY_ANSWER = 'HTTP/1.1 204 No Content\r\n\r\n';

export async function startRawReceiver({
  answer = socket => socket.write(EMPTY_ANSWER),
  greeting,
  certificate,
}: RawReceiverOptions = {}): Promise<RawReceiver> {
  const requests: string[] = [];
  const sockets: Socket[] = [];
  const receive = (socket: Socket): void => {
    sockets.push(socket);
    // A sender may hang up at any time; that is what many of these tests are about.
    socket.on('error', () => undefined);
    if (greeting !== undefined) socket.write(greeting);
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      for (let request = firstRequest(received); request; request = firstRequest(received)) {
        received = received.slice(request.length);
        requests.push(request);
        answer(socket);
      }
    });
  };
  const server: Server = certificate ? createTlsServer(certificate, receive) : createServer(receive);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has a TCP address
    requests,
    sockets,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The first complete request of a stream; its body has a Content-Length. */
function firstRequest(received: string): string | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd)) ?? [];
  const end = headEnd + 4 + Number(length ?? 0);
  return received.length >= end ? received.slice(0, end) : undefined;
}

/** Answers requests that Node could not read as HTTP, before Express could see them; clients get JSON here as well. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorCodeOf } from '../../base/errors.ts';
import { originForm } from './target.ts';

interface Refusal {
  readonly status: number;
  readonly phrase: string;
  readonly detail: string;
}

const TOO_LONG: Refusal = {
  status: 431,
  phrase: 'Request Header Fields Too Large',
  detail:
    'The address and headers of this request are too long together, or there are more than 200 headers; shorten the filter or send it to /.search.',
};
const TIMED_OUT: Refusal = {
  status: 408,
  phrase: 'Request Timeout',
  detail: 'The request did not arrive in time.',
};
const MALFORMED: Refusal = { status: 400, phrase: 'Bad Request', detail: 'The request is not valid HTTP.' };

/** A client that has been answered and does not hang up is hung up on. */
const LINGER_MS = 1_000;

/** A request that could not be read as HTTP, as far as its beginning can be made out. */
export interface UnreadableRequest {
  /** Empty when not even the request line could be read. */
  readonly method: string;
  readonly url: string;
  readonly userAgent: string | undefined;
  /** Also when it goes on behind a line break, which is what made the request unreadable. */
  readonly authorization: string | undefined;
  readonly status: number;
  /** What Node's parser says, such as HPE_INVALID_HEADER_TOKEN. */
  readonly fault: string;
  readonly detail: string;
  readonly socket: Socket;
}

export type ObserveUnreadable = (request: UnreadableRequest) => void;

const LONGEST_HEAD = 16_384;

/** For the `clientError` event of a server. @param observe has every request that is refused here */
export function answerUnreadable(error: Error, socket: Duplex, observe: ObserveUnreadable): void {
  if (!socket.writable || errorCodeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  // Not at once: with bytes unread the connection would be reset, and the answer lost.
  const hangUp = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(hangUp));
  const refusal = refusalFor(errorCodeOf(error));
  socket.end(answerOf(refusal));
  observe(readBeginning(error, refusal, socket as Socket)); // a server of TCP has no other
}

/** Node hands over the bytes it could not read; what stands in their lines is found without its parser. */
function readBeginning(error: Error, { status, detail }: Refusal, socket: Socket): UnreadableRequest {
  const { rawPacket } = error as Error & { rawPacket?: Buffer }; // on errors of Node's HTTP parser
  const [head = ''] = (rawPacket?.subarray(0, LONGEST_HEAD).toString('latin1') ?? '').split('\r\n\r\n');
  const [, method = '', url = ''] = /^([A-Z]{1,10}) (\S+) HTTP\//.exec(head) ?? [];
  const [, authorization] = /^authorization:([\s\S]*?)(?=\n[\w-]+:|$(?![\s\S]))/im.exec(head) ?? [];
  const [, userAgent] = /^user-agent:(.*)$/im.exec(head) ?? [];
  return {
    method,
    url: originForm(url),
    userAgent: userAgent?.trim(),
    authorization: authorization?.trim(),
    status,
    fault: errorCodeOf(error) ?? 'unreadable',
    detail,
    socket,
  };
}

/** Answers a request whose body did not arrive in time, unless its answer has begun, and hangs up. */
export function answerLate(socket: Duplex, hasAnswer: boolean): void {
  if (hasAnswer || !socket.writable) socket.destroy();
  // At once: what the rest of the body asks for must not be done after this answer.
  else socket.write(answerOf(TIMED_OUT), () => socket.destroy());
}

function refusalFor(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return TOO_LONG;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMED_OUT : MALFORMED;
}

/** The address may be unknown, so the body is the stricter surface's: a SCIM Error. */
function answerOf({ status, phrase, detail }: Refusal): string {
  const body = JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail,
  });
  return `HTTP/1.1 ${status} ${phrase}\r\nContent-Type: application/scim+json\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}

/** HTTP without a port: requests and answers are really written and parsed, on streams inside the process. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import express, { type RequestHandler } from 'express';
import { guardAnswers } from '../../http/answer-headers.ts';
import { trackRequests } from '../../http/request/tracking.ts';
import type { Json, PlayAnswer, PlayRequest } from '../../self-test/play.ts';

export class InProcessServer {
  readonly #server: Server;

  constructor(scim: RequestHandler) {
    const app = express();
    app.disable('etag');
    app.disable('x-powered-by');
    app.set('query parser', 'simple');
    app.use(guardAnswers);
    app.use(trackRequests(randomUUID));
    app.use(/^\/+scim\/+v2/i, scim);
    this.#server = createServer(app);
  }

  async send({ method, target, headers, body }: PlayRequest): Promise<PlayAnswer> {
    const [near, far] = duplexPair();
    this.#server.emit('connection', far);
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const length = payload === undefined ? {} : { 'Content-Length': String(payload.length) };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(
        {
          method,
          path: `/scim/v2${target}`,
          headers: { Host: 'self-test.invalid', ...headers, ...length, Connection: 'close' },
          createConnection: () => near,
        },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
    const content = await text(answer);
    return {
      status: answer.statusCode ?? 0,
      body: content === '' ? undefined : (JSON.parse(content) as Json), // the SCIM surface answers objects alone
    };
  }

  close(): void {
    this.#server.closeAllConnections();
  }
}

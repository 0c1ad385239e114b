/** Keep-alive HTTP connections to one server, which hand back what came over the wire, unjudged. */
import { Agent, request } from 'node:http';
import type { Json } from '../scim/scim-client.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** `{}` when there is none. */
  readonly body: Json;
  /** Headers and body as they came, for searching. */
  readonly wire: string;
}

export interface WireRequest {
  /** Sent as JSON; text goes out as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class HttpConnection {
  readonly #base: URL;
  readonly #token: string;
  readonly #agent = new Agent({ keepAlive: true });

  /** @param baseUrl every target is appended to it; @param token sent as the bearer token */
  constructor(baseUrl: string, token: string) {
    this.#base = new URL(baseUrl);
    this.#token = token;
  }

  /** @throws what the socket reports when the server dies before it has answered in full */
  send(method: string, target: string, { body, headers = {} }: WireRequest = {}): Promise<WireAnswer> {
    const { hostname, port, pathname } = this.#base;
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: hostname,
          port,
          path: pathname.replace(/\/$/, '') + target,
          method,
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${this.#token}`,
            ...(payload === undefined
              ? {}
              : {
                  'content-type': 'application/scim+json',
                  'content-length': String(Buffer.byteLength(payload)),
                }),
            ...headers,
          },
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              text,
              body: text.startsWith('{') ? (JSON.parse(text) as Json) : {}, // it begins as an object
              wire: `${incoming.rawHeaders.join('\n')}\n\n${text}`,
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

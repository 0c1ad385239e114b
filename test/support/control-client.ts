/** A caller of the control API with one service token. */
import type { Json } from './scim/scim-client.ts';

export interface ControlAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** `{}` when there is none, or many on lines of their own. */
  readonly body: Json;
  readonly text: string;
}

export class ControlClient {
  readonly #url: string;
  readonly #token: string;

  /** @param url of the service, without a path */
  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /**
   * @param path without `/v1`
   * @param body sent as JSON; text goes out as it is
   */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ControlAnswer> {
    const response = await fetch(`${this.#url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isLines = response.headers.get('content-type') === 'application/x-ndjson';
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') && !isLines ? (JSON.parse(text) as Json) : {}, // it begins as an object
      text,
    };
  }

  /** @throws when the answer has another status */
  async expect(status: number, method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.send(method, path, body);
    if (answer.status === status) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status} instead of ${status}: ${answer.text}`);
  }
}

/**
 * A SCIM client for tests, on supertest. It holds every answer to the rules that all answers under `/scim/v2`
 * keep (media type, SCIM Errors for people), so that a test names only what is particular to it.
 */
import { Agent, request } from 'node:http';
import supertest from 'supertest';
import type { TestAccount } from '../test-service.ts';

export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

export type Json = Readonly<Record<string, unknown>>;
/** No answer may take longer, whatever was asked. */
const ANSWER_WITHIN_MS = 15_000;
const KEEP_ALIVE = new Agent({ keepAlive: true });

type Headers = Readonly<Record<string, string>>;
type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** `{}` when there is none. */
  readonly body: Json;
}

/** What a created User is known by. */
export interface Created {
  readonly id: string;
  readonly userName: string;
  /** `/Users/{id}` */
  readonly path: string;
  readonly body: Json;
}

export interface RawRequest {
  readonly method: string;
  /** Everything after /scim/v2, sent byte for byte. */
  readonly target: string;
  readonly headers?: Headers;
  readonly body?: Buffer;
}

export class ScimClient {
  readonly account: TestAccount;
  #made = 0;

  constructor(account: TestAccount) {
    this.account = account;
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  /** Sends a PatchOp with these operations. */
  patch(path: string, ...operations: readonly unknown[]): Promise<Answer> {
    return this.send('PATCH', path, { schemas: [PATCH_OP], Operations: operations });
  }

  delete(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** @param body text and buffers go out as they are, everything else as JSON */
  async send(method: Method, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const agent = supertest(this.account.baseUrl);
    const verb = method.toLowerCase() as Lowercase<Method>; // the same letters, lowered
    let sending = agent[verb](path)
      .agent(KEEP_ALIVE)
      .timeout(ANSWER_WITHIN_MS)
      .set('Authorization', `Bearer ${this.account.token}`);
    if (body !== undefined) sending = sending.set('Content-Type', 'application/scim+json');
    sending = sending.set(headers);
    const response = await (body === undefined ? sending : sending.send(body as string | object)); // JSON values
    return checked({
      status: response.status,
      headers: response.headers,
      text: response.text ?? '',
      body: (response.body ?? {}) as Json, // SCIM answers are JSON objects
    });
  }

  /** Sends exactly these headers, this target and these bytes; only the token and HTTP's own needs are added. */
  sendRaw({ method, target, headers = {}, body }: RawRequest): Promise<Answer> {
    const { hostname, port, pathname } = new URL(this.account.baseUrl);
    const length: Headers = body === undefined ? {} : { 'content-length': String(body.length) };
    const all = { authorization: `Bearer ${this.account.token}`, ...length, ...headers };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: hostname,
          port,
          path: pathname + target,
          method,
          headers: all,
          agent: false,
          signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const { statusCode = 0, headers: received } = incoming;
            try {
              const parsed = (text === '' ? {} : JSON.parse(text)) as Json; // SCIM answers are JSON objects
              resolve(checked({ status: statusCode, headers: flat(received), text, body: parsed }));
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** Creates a User under a name of its own, unless one is given. */
  async create(attributes: Json = {}): Promise<Created> {
    this.#made += 1;
    const answer = await this.post('/Users', {
      schemas: [CORE_USER],
      userName: `member-${this.#made}@example.com`,
      ...attributes,
    });
    expect(answer).toMatchObject({ status: 201 });
    const { id, userName } = answer.body;
    return { id: String(id), userName: String(userName), path: `/Users/${String(id)}`, body: answer.body };
  }

  /** The User as it is now. */
  async read(path: string): Promise<Json> {
    const answer = await this.get(path);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  /** The userNames that a filter finds, sorted; fails unless all fit on one page. */
  async find(filter: string): Promise<readonly string[]> {
    const answer = await this.get(`/Users?count=1000&filter=${encodeURIComponent(filter)}`);
    expect({ filter, ...answer }).toMatchObject({ filter, status: 200 });
    const names = resourcesOf(answer).map(resource => String(resource['userName']));
    expect(answer.body['totalResults']).toBe(names.length);
    return names.sort();
  }
}

export function resourcesOf(answer: Answer): readonly Json[] {
  const resources = answer.body['Resources'];
  if (!Array.isArray(resources)) throw new Error(`not a ListResponse: ${answer.text.slice(0, 500)}`);
  return resources as Json[]; // SCIM lists hold objects
}

export const metaOf = (resource: Json): Json => resource['meta'] as Json; // every User has one

/** The SCIM Error a refusal must be: status, scimType, and a detail that mentions what was wrong. */
export const refusal = (status: number, scimType: string | undefined, detail: RegExp = /./): object => ({
  status,
  body: {
    schemas: [SCIM_ERROR],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: expect.stringMatching(detail),
  },
});

/** The rules of every answer (RFC 7644 §3.1, §3.12). */
function checked(answer: Answer): Answer {
  const { status, headers, text, body } = answer;
  if (status === 204 || status === 304) {
    expect(text).toBe('');
  } else {
    expect({ status, type: headers['content-type'] }).toEqual({ status, type: 'application/scim+json' });
    if (status >= 400 && text !== '') expect({ status, body }).toMatchObject(refusal(status, undefined));
    expect(text).not.toMatch(/<html|node_modules|\.ts:\d|SQLITE|syntax error at or near/i);
  }
  return answer;
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

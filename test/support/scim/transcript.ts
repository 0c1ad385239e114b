/**
 * Replays what an identity provider's SCIM client puts on the wire, against a fresh account of a real
 * service, and reads back the events that the main app would read. Each answer is held to the rules that every
 * answer under `/scim/v2` keeps, so that a story need only say what is particular to its step.
 */
import { request } from 'node:http';
import type { PlayRequest } from '../../../src/self-test/play.ts';
import { ControlClient } from '../control-client.ts';
import { type CloudEvent, startTestService, type TestAccount, type TestService } from '../test-service.ts';

export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What no answer and no event may carry, whatever a client sends: roles, permissions, secrets. */
const NEVER_SHOWN = ['password', 'roles', 'entitlements', 'groups', 'userType', 'x509Certificates'];

type Json = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

/** The headers a client sends besides Authorization; `writing` comes on top for requests with a body. */
interface ClientHeaders {
  readonly always?: Headers;
  readonly writing?: Headers;
}

/** The query string of a lookup, percent-encoded; further parameters follow the filter. */
export function where(filter: string, more: Readonly<Record<string, string>> = {}): string {
  return `?${Object.entries({ filter, ...more })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
}

/** An answer of the service; its methods are assertions and return it again. */
class Answer {
  /** Method and target of the request it answers. */
  readonly asked: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;

  constructor(asked: string, status: number, headers: Answer['headers'], text: string) {
    this.asked = asked;
    this.status = status;
    this.headers = headers;
    this.text = text;
  }

  get body(): Json | undefined {
    return this.text === '' ? undefined : (JSON.parse(this.text) as Json); // SCIM answers are JSON objects
  }

  get id(): string {
    const id = this.body?.['id'];
    if (typeof id !== 'string' || id === '') throw new Error(`${this.asked} answered no id: ${this.text}`);
    return id;
  }

  get version(): unknown {
    return (this.body?.['meta'] as Json | undefined)?.['version']; // meta of a User is an object
  }

  /** Its status is this one, and the body has at least these values. */
  is(status: number, shown: Json = {}): this {
    const { asked, body } = this;
    expect({ asked, status: this.status, body }).toMatchObject({
      asked,
      status,
      ...(Object.keys(shown).length > 0 ? { body: shown } : {}),
    });
    return this;
  }

  lacks(...attributes: readonly string[]): this {
    const present = Object.keys(this.body ?? {});
    expect(attributes.filter(name => present.includes(name))).toEqual([]);
    return this;
  }

  /** A SCIM Error for people: the detail says what was wrong. */
  refuses(status: number, detail: RegExp = /./, scimType?: string): this {
    return this.is(status, {
      detail: expect.stringMatching(detail),
      ...(scimType === undefined ? {} : { scimType }),
    });
  }

  refusesAsTaken(): this {
    return this.refuses(409, /userName/i, 'uniqueness');
  }

  refusesGroups(): this {
    return this.refuses(501, /groups are not supported/i);
  }

  /** A page with exactly these resources, in any order, out of `total`. */
  lists(ids: readonly string[], total = ids.length): this {
    this.is(200, { schemas: [LIST_RESPONSE], totalResults: total });
    const resources = (this.body?.['Resources'] ?? []) as readonly Json[]; // an empty list may leave them out
    expect(resources.map(resource => resource['id']).sort()).toEqual([...ids].sort());
    return this;
  }

  listsNobody(): this {
    return this.lists([]);
  }
}

/** Sends a request exactly as it is written: no header and no encoding is added, save what HTTP itself needs. */
function send(
  account: TestAccount,
  method: string,
  target: string,
  headers: Headers,
  body: unknown,
): Promise<Answer> {
  const base = new URL(account.baseUrl);
  const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const length: Headers = payload === undefined ? {} : { 'Content-Length': String(payload.length) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: base.hostname,
        port: base.port,
        path: `${base.pathname}${target}`,
        method,
        headers: { ...headers, ...length },
        agent: false,
      },
      incoming => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve(new Answer(`${method} ${target}`, incoming.statusCode ?? 0, incoming.headers, text));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

/** The rules of every answer: media type, errors as SCIM Errors, whole resources, nothing that carries authority. */
function expectGoodManners(answer: Answer): void {
  if (answer.status === 204) {
    expect(answer.text).toBe('');
    return;
  }
  expect(answer.headers['content-type']).toBe('application/scim+json');
  expect(answer.text).not.toMatch(/[:[,]null[,}\]]/);
  const { body } = answer;
  if (answer.status >= 400) {
    answer.is(answer.status, { schemas: [SCIM_ERROR], status: String(answer.status) });
    expect(String(body?.['detail'] ?? '')).not.toBe('');
    return;
  }
  const isProjected = /[?&](excluded)?attributes=/i.test(answer.asked);
  const listed = Array.isArray(body?.['Resources']) ? (body['Resources'] as Json[]) : []; // SCIM lists hold objects
  for (const resource of [...(body ? [body] : []), ...listed]) {
    expect(Object.keys(resource).filter(name => NEVER_SHOWN.includes(name))).toEqual([]);
    const schemas = resource['schemas'];
    if (!isProjected && Array.isArray(schemas) && schemas.includes(CORE_USER))
      expectWholeUser(resource, schemas);
  }
  if (answer.status === 201) {
    expect(answer.headers['location']).toBe((body?.['meta'] as Json | undefined)?.['location']); // see version
  }
}

function expectWholeUser(user: Json, schemas: readonly unknown[]): void {
  expect(user).toMatchObject({
    id: expect.stringMatching(/./),
    userName: expect.stringMatching(/./),
    active: expect.any(Boolean),
    meta: {
      resourceType: 'User',
      location: expect.stringMatching(new RegExp(`/Users/${String(user['id'])}$`)),
    },
  });
  const extensions = Object.keys(user).filter(name => name.startsWith('urn:'));
  expect(extensions.filter(urn => urn !== ENTERPRISE_USER || !schemas.includes(urn))).toEqual([]);
}

/** The running story of one identity provider: its client, the members it met, and the events that followed. */
class Transcript {
  readonly #headers: ClientHeaders;
  readonly #memberIds = new Map<string, string>();
  #service: TestService | undefined;
  #account: TestAccount | undefined;

  constructor(headers: ClientHeaders) {
    this.#headers = headers;
  }

  async open(identityProvider: string): Promise<void> {
    this.#service = await startTestService();
    this.#account = await this.#service.addAccount({ identityProvider });
  }

  async close(): Promise<void> {
    await this.#service?.stop();
  }

  get account(): TestAccount {
    if (!this.#account) throw new Error('the transcript has not been opened');
    return this.#account;
  }

  get(target: string, headers: Headers = {}): Promise<Answer> {
    return this.#exchange('GET', target, undefined, headers);
  }

  post(target: string, body: Json): Promise<Answer> {
    return this.#exchange('POST', target, body);
  }

  put(target: string, body: Json): Promise<Answer> {
    return this.#exchange('PUT', target, body);
  }

  patch(target: string, ...operations: readonly Json[]): Promise<Answer> {
    return this.#exchange('PATCH', target, { schemas: [PATCH_OP], Operations: operations });
  }

  delete(target: string): Promise<Answer> {
    return this.#exchange('DELETE', target, undefined);
  }

  /** How the connection is doing, as the control API shows it. */
  async connection(): Promise<Json> {
    if (!this.#service) throw new Error('the transcript has not been opened');
    const control = new ControlClient(this.#service.url, await this.#service.serviceToken());
    return control.expect(200, 'GET', `/accounts/${this.account.accountId}/connection`);
  }

  /** A step of a self-test's play. */
  perform({ method, target, body }: Pick<PlayRequest, 'method' | 'target' | 'body'>): Promise<Answer> {
    return this.#exchange(method, target, body);
  }

  async #exchange(
    method: string,
    target: string,
    body: Json | undefined,
    own: Headers = {},
  ): Promise<Answer> {
    const headers = {
      Authorization: `Bearer ${this.account.token}`,
      ...this.#headers.always,
      ...(body === undefined ? {} : this.#headers.writing),
      ...own,
    };
    const answer = await send(this.account, method, target, headers, body);
    expectGoodManners(answer);
    return answer;
  }

  /** Keeps the created member under a name for the steps that follow. */
  remember(name: string, created: Answer): void {
    this.#memberIds.set(name, created.id);
  }

  id(name: string): string {
    const id = this.#memberIds.get(name);
    if (id === undefined) throw new Error(`${name} has not been created: an earlier step failed`);
    return id;
  }

  path(name: string): string {
    return `/Users/${this.id(name)}`;
  }

  /** The member is gone by id, and the userName is free at once. */
  async expectGone(name: string, lastUserName: string): Promise<void> {
    (await this.get(this.path(name))).refuses(404);
    (await this.get(`/Users${where(`userName eq "${lastUserName}"`)}`)).listsNobody();
  }

  /** The team-member events about one member, in order. */
  async eventsAbout(name: string): Promise<readonly CloudEvent[]> {
    return (await this.#memberEvents()).filter(event => event.subject === this.id(name));
  }

  /**
   * What the main app learns of each member, such as `provisioned` or `deprovisioned: deactivated`; a
   * member that no step remembered appears under its id.
   */
  async histories(): Promise<Readonly<Record<string, readonly string[]>>> {
    const names = new Map([...this.#memberIds].map(([name, id]) => [id, name]));
    const histories: Record<string, string[]> = {};
    for (const event of await this.#memberEvents()) {
      const type = event.type.replace('team_member.', '');
      const name = names.get(event.subject) ?? event.subject;
      histories[name] ??= [];
      histories[name].push(type === 'deprovisioned' ? `${type}: ${String(event.data.reason)}` : type);
    }
    return histories;
  }

  async #memberEvents(): Promise<readonly CloudEvent[]> {
    const events = (await this.#service?.events(this.account.accountId)) ?? [];
    expect(events.map(event => event.sequence)).toEqual(
      events.map((_, index) => String(index + 1).padStart(20, '0')),
    );
    const memberEvents = events.filter(event => event.type.startsWith('team_member.'));
    for (const { data } of memberEvents) {
      expect(Object.keys(data.member).filter(attribute => NEVER_SHOWN.includes(attribute))).toEqual([]);
    }
    return memberEvents;
  }
}

/** Opens a story for the tests of this file: a service, an account of the identity provider, an empty directory. */
export function openTranscript(identityProvider: string, headers: ClientHeaders): Transcript {
  const transcript = new Transcript(headers);
  beforeAll(() => transcript.open(identityProvider));
  afterAll(() => transcript.close());
  return transcript;
}

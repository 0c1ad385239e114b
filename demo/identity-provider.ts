/** An identity provider's SCIM client: sends a request over HTTP, checks the answer, and tells about both. */
import type { DemoAccount } from './demo-service.ts';
import { differencesFrom, type Findings, isRecord } from './expectation.ts';
import type { MainApp } from './main-app.ts';
import type { Narrator } from './narrator.ts';
import type { ExpectedEvent } from './team-event.ts';

export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

type Json = Readonly<Record<string, unknown>>;

/** A person in a company's directory. */
export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  readonly userName: string;
  /** The directory's own id. */
  readonly externalId: string;
  readonly title?: string;
  readonly department?: string;
}

interface ClientHeaders {
  readonly always: Readonly<Record<string, string>>;
  /** On top, for requests with a body. */
  readonly writing: Readonly<Record<string, string>>;
}

/** One request, what must be answered, and what the main app must hear of it. */
export interface LogEntry {
  /** Continues the provider's name: "creates Ann". */
  readonly does: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /scim/v2, encoded as the provider encodes it. */
  readonly path: string;
  readonly body?: Json;
  readonly status: number;
  /** At least these values; `undefined` must be absent. */
  readonly answer?: Json;
  /** In order; none by default. */
  readonly events?: readonly ExpectedEvent[];
}

/** What everybody on stage shares. */
export interface Stage {
  readonly mainApp: MainApp;
  readonly narrator: Narrator;
  readonly findings: Findings;
  /** Waits so that a person can follow. */
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** First names of the members by id, so that a path can be read. */
  readonly namesById: Map<string, string>;
}

const REQUEST_LIMIT_MS = 10_000;
const EXCHANGE_PAUSE_MS = 100;
/** Whatever was sent, no answer shows these (roles and groups stay with the main app, passwords with nobody). */
const NEVER_ANSWERED = { roles: undefined, groups: undefined, entitlements: undefined, password: undefined };

export class IdentityProvider {
  readonly #name: string;
  readonly #account: DemoAccount;
  readonly #headers: ClientHeaders;
  readonly #stage: Stage;
  #sent = 0;

  constructor(name: string, account: DemoAccount, headers: ClientHeaders, stage: Stage) {
    this.#name = name;
    this.#account = account;
    this.#headers = headers;
    this.#stage = stage;
  }

  /** How many requests were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends a request in full view. @returns the body of the answer, `{}` when there is none */
  async send(exchange: LogEntry): Promise<Json> {
    const { narrator, mainApp, pause } = this.#stage;
    const { body, status, isAsExpected } = await this.#perform(exchange);
    const wire = `${exchange.method} ${this.#readable(exchange.path)}`;
    narrator.exchange({ provider: this.#name, does: exchange.does, status, wire, isAsExpected });
    if (status >= 400) narrator.remark(`Rollcall answers: “${body['detail']}”`);
    await pause(EXCHANGE_PAUSE_MS);
    await mainApp.tell();
    return body;
  }

  /** Sends many requests one after the other and tells about them in one line; the events are told later. */
  async sendTogether(does: string, wire: string, exchanges: readonly LogEntry[]): Promise<void> {
    let isAsExpected = true;
    let status = 0;
    for (const exchange of exchanges) {
      const performed = await this.#perform(exchange);
      isAsExpected &&= performed.isAsExpected;
      status = performed.status;
    }
    this.#stage.narrator.exchange({ provider: this.#name, does, status, wire, isAsExpected });
  }

  /** Creates a person and remembers the id. @returns the id */
  async create(exchange: LogEntry, person: Person): Promise<string> {
    const { id } = await this.send(exchange);
    if (typeof id !== 'string') throw new Error(`${this.#name} cannot go on: ${person.givenName} got no id.`);
    this.#stage.namesById.set(id, person.givenName);
    return id;
  }

  async #perform(exchange: LogEntry): Promise<{ body: Json; status: number; isAsExpected: boolean }> {
    const { method, path, events = [] } = exchange;
    const { findings, mainApp, signal } = this.#stage;
    // Said before it is sent: the main app may hear of it before the answer is here.
    mainApp.expect(this.#account.id, events);
    this.#sent += 1;
    const response = await fetch(this.#account.baseUrl + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.#account.token}`,
        ...this.#headers.always,
        ...(exchange.body ? this.#headers.writing : {}),
      },
      ...(exchange.body ? { body: JSON.stringify(exchange.body) } : {}),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_LIMIT_MS)]),
    });
    const body = parseBody(await response.text());
    const differences = answerDifferences(exchange, response, body);
    findings.add(`${this.#name}, ${method} ${this.#readable(path)}`, ...differences);
    return { body, status: response.status, isAsExpected: differences.length === 0 };
  }

  #readable(path: string): string {
    const readable = decodeURIComponent(path);
    const id = /^\/Users\/([^/?]+)/.exec(readable)?.[1] ?? '';
    const name = this.#stage.namesById.get(id);
    return name === undefined ? readable : readable.replace(id, `‹${name}›`);
  }
}

/** The answer to a search: exactly these resources, with at least these values. */
export const listOf = (...resources: readonly Json[]): Json => ({
  schemas: [LIST_RESPONSE],
  totalResults: resources.length,
  // An empty list may leave its resources out (RFC 7644 §3.4.2).
  ...(resources.length > 0
    ? { Resources: resources.map(resource => ({ ...NEVER_ANSWERED, ...resource })) }
    : {}),
});

/** A SCIM Error; what it says is the service's own. */
export const errorOf = (status: number, more: Json = {}): Json => ({
  schemas: [SCIM_ERROR],
  status: String(status),
  ...more,
});

/** A search by userName, percent-encoded. */
export const searchFor = (userName: string): string =>
  `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`;

function answerDifferences(wanted: LogEntry, { status, headers }: Response, body: Json): readonly string[] {
  if (status !== wanted.status) {
    // With another status the body is another one altogether; what it says is the reason.
    const [difference] = differencesFrom(wanted.status, status, 'the status');
    return [`${difference}${typeof body['detail'] === 'string' ? `: “${body['detail']}”` : ''}`];
  }
  return [
    ...differencesFrom({ ...NEVER_ANSWERED, ...wanted.answer }, body),
    ...(status === 204
      ? []
      : differencesFrom('application/scim+json', headers.get('content-type'), 'the content type')),
  ];
}

function parseBody(text: string): Json {
  if (text === '') return {};
  const body: unknown = JSON.parse(text);
  return isRecord(body) ? body : {};
}

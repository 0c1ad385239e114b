/** A service whose every output is searched for what was hidden in requests to it. */
import { randomUUID } from 'node:crypto';
import { searchableContents } from '../support/database-contents.ts';
import type { FreshDatabase } from '../support/databases.ts';
import { HttpConnection, type WireAnswer } from '../support/http-connection.ts';
import type { Json } from '../support/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { Markers } from './markers.ts';

const LOG_LIMIT_MS = 2_000;

/** One account and the connection of its identity provider. */
export interface Directory {
  readonly accountId: string;
  readonly connection: HttpConnection;
}

/** An answer, and what the access log said was ignored in its request. */
export interface ProbedAnswer extends WireAnswer {
  readonly ignored: readonly string[];
}

export class AuthorityProbe {
  readonly markers = new Markers();
  readonly #service: TestService;
  readonly #feed: HttpConnection;
  readonly #open = new Set<HttpConnection>();
  #logSearched = 0;
  #logRead = 0;
  readonly #logged = new Map<string, Json>();

  private constructor(service: TestService, serviceToken: string) {
    this.#service = service;
    this.#feed = new HttpConnection(`${service.url}/v1`, serviceToken);
  }

  static async start(database: FreshDatabase): Promise<AuthorityProbe> {
    const service = await startTestService({ databaseUrl: database.url });
    return new AuthorityProbe(service, await service.serviceToken());
  }

  async stop(): Promise<void> {
    for (const connection of this.#open) connection.close();
    this.#feed.close();
    await this.#service.stop();
  }

  async openDirectory(policies: readonly string[] = []): Promise<Directory> {
    const { accountId, baseUrl, token } = await this.#service.addAccount({ policies });
    const connection = new HttpConnection(baseUrl, token);
    this.#open.add(connection);
    return { accountId, connection };
  }

  closeDirectory({ connection }: Directory): void {
    connection.close();
    this.#open.delete(connection);
  }

  /** Sends a request, and fails when its answer holds a marker. */
  async send(directory: Directory, method: string, target: string, body?: unknown): Promise<ProbedAnswer> {
    const requestId = randomUUID();
    const answer = await directory.connection.send(method, target, {
      ...(body === undefined ? {} : { body }),
      headers: { 'x-request-id': requestId },
    });
    expect({ leaked: this.markers.find(answer.wire) }).toEqual({ leaked: undefined });
    const line = await waitUntil('the line in the access log', LOG_LIMIT_MS, () => this.#lineOf(requestId));
    expect(line).toMatchObject({ method, status: answer.status });
    const ignored = line['ignored'];
    return { ...answer, ignored: typeof ignored === 'string' ? ignored.split(',') : [] };
  }

  /** The account's events about members, as they came over the wire and parsed. */
  async memberEvents({ accountId }: Directory): Promise<{ readonly wire: string; readonly events: Json[] }> {
    const page = await this.#feed.send('GET', `/events?account=${accountId}&limit=1000`);
    expect(page).toMatchObject({ status: 200, body: { has_more: false } });
    const events = page.body['data'] as Json[]; // the feed's own form
    return {
      wire: page.wire,
      events: events.filter(event => String(event['type']).startsWith('team_member.')),
    };
  }

  /** The whole feed of every account, the database and the log hold no marker. */
  async expectNothingLeaked(): Promise<void> {
    const leaked: Record<string, string | undefined> = {
      feed: await this.#searchFeed(),
      database: this.markers.find(await searchableContents(this.#service.database)),
      log: this.#searchLog(),
    };
    expect(leaked).toEqual({ feed: undefined, database: undefined, log: undefined });
  }

  async #searchFeed(): Promise<string | undefined> {
    for (let after = ''; ; ) {
      const page = await this.#feed.send('GET', `/events?limit=1000${after}`);
      const leaked = this.markers.find(page.wire);
      if (leaked !== undefined || page.body['has_more'] !== true) return leaked;
      after = `&after=${String(page.body['next'])}`;
    }
  }

  /** What was logged since the last search. */
  #searchLog(): string | undefined {
    const text = this.#service.logText();
    const leaked = this.markers.find(text.slice(this.#logSearched));
    this.#logSearched = text.length;
    return leaked;
  }

  #lineOf(requestId: string): Json | undefined {
    const text = this.#service.logText();
    const end = text.lastIndexOf('\n') + 1;
    for (const line of text.slice(this.#logRead, end).split('\n').filter(Boolean)) {
      const fields = JSON.parse(line) as Json; // the log is JSON lines
      if (fields['message'] === 'request') this.#logged.set(String(fields['requestId']), fields);
    }
    this.#logRead = end;
    return this.#logged.get(requestId);
  }
}

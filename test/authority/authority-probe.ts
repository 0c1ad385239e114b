/** A service whose every output is searched for what was hidden in requests to it. */
import { randomUUID } from 'node:crypto';
import { readAllTables, readDatabaseFiles } from '../support/database/database-contents.ts';
import type { FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection, type WireAnswer } from '../support/network/http-connection.ts';
import type { Json } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { WantedRequest } from './loaded-request.ts';
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
  #feedSearched = '';
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

  /** Sends a request about Users, if wanted as an operation of a bulk request, and unwraps the answer. */
  async sendAs(
    directory: Directory,
    { method, isBulk }: Pick<WantedRequest, 'method' | 'isBulk'>,
    path: string,
    body: Json,
  ): Promise<ProbedAnswer> {
    if (!isBulk) return await this.send(directory, method, path, body);
    // Only an operation that names attributes gets its resource back.
    const operation = { method, bulkId: 'one', path: `${path}?excludedAttributes=nothing`, data: body };
    const answer = await this.send(directory, 'POST', '/Bulk', { Operations: [operation] });
    expect(answer.status).toBe(200);
    const [outcome] = answer.body['Operations'] as [Json]; // a BulkResponse to one operation
    return { ...answer, status: Number(outcome['status']), body: outcome['response'] as Json }; // see above
  }

  /** The account's events about members, in order; fails when what came over the wire holds a marker. */
  async memberEvents({ accountId }: Directory): Promise<readonly Json[]> {
    const page = await this.#feed.send('GET', `/events?account=${accountId}&limit=1000`);
    expect(page).toMatchObject({ status: 200, body: { has_more: false } });
    expect({ leaked: this.markers.find(page.wire) }).toEqual({ leaked: undefined });
    const events = page.body['data'] as Json[]; // the feed's own form
    return events.filter(event => String(event['type']).startsWith('team_member.'));
  }

  /** What was sent, logged or written to the database's files since the last search holds no marker. */
  async expectNothingLeaked(): Promise<void> {
    const leaked = {
      feed: await this.#searchFeed(),
      files: readDatabaseFiles(this.#service.database).map(bytes => this.markers.find(bytes)),
      log: this.#searchLog(),
    };
    expect(leaked).toEqual({ feed: undefined, files: leaked.files.map(() => undefined), log: undefined });
  }

  /** No row of any table holds a marker: a row may lie across pages of a file. */
  async expectNothingStored(): Promise<void> {
    const tables = await readAllTables(this.#service.database);
    expect([...tables.keys()]).toEqual(expect.arrayContaining(['members', 'events', 'member_emails']));
    expect({ leaked: this.markers.find(JSON.stringify([...tables])) }).toEqual({ leaked: undefined });
  }

  async #searchFeed(): Promise<string | undefined> {
    for (;;) {
      const page = await this.#feed.send(
        'GET',
        `/events?limit=1000${this.#feedSearched && `&after=${this.#feedSearched}`}`,
      );
      const leaked = this.markers.find(page.wire);
      if (leaked !== undefined) return leaked;
      this.#feedSearched = String(page.body['next']);
      if (page.body['has_more'] !== true) return undefined;
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

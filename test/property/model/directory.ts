/** One account of a service on one kind of database, asked over a connection that is kept. */
import { databaseKinds, type FreshDatabase } from '../../support/database/databases.ts';
import { HttpConnection, type WireAnswer } from '../../support/network/http-connection.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../../support/test-service.ts';
import { createDictionaryDatabase } from './dictionary-database.ts';
import { isObject } from './resource-values.ts';

export type DatabaseKind = ReturnType<typeof databaseKinds>[number];

const LONGEST_TARGET = 6_000;
const LARGEST_PAGE = '1000';

export class Directory {
  readonly databaseName: string;
  readonly #database: FreshDatabase;
  readonly #service: TestService;
  readonly #connection: HttpConnection;

  private constructor(
    kind: DatabaseKind,
    database: FreshDatabase,
    service: TestService,
    connection: HttpConnection,
  ) {
    this.databaseName = kind.name;
    this.#database = database;
    this.#service = service;
    this.#connection = connection;
  }

  static async open(kind: DatabaseKind): Promise<Directory> {
    const database = kind.name === 'PostgreSQL' ? await createDictionaryDatabase() : await kind.create();
    const service = await startTestService({ databaseUrl: database.url });
    const { baseUrl, token } = await service.addAccount();
    return new Directory(kind, database, service, new HttpConnection(baseUrl, token));
  }

  async close(): Promise<void> {
    this.#connection.close();
    await this.#service.stop();
    await this.#database.drop();
  }

  send(method: string, target: string, body?: unknown): Promise<WireAnswer> {
    return this.#connection.send(method, target, { body });
  }

  /** Sends what must succeed. @returns the answer's body */
  async succeed(method: string, target: string, body?: unknown): Promise<Json> {
    const answer = await this.send(method, target, body);
    if (answer.status >= 300) {
      throw new Error(`${this.databaseName}: ${method} ${target} ${JSON.stringify(body)} → ${answer.text}`);
    }
    return answer.body;
  }

  /** A ListResponse, by GET, or by POST when the parameters are too long for a URL or `bySearch` asks for it. */
  async list(parameters: Readonly<Record<string, string>>, bySearch = false): Promise<Json> {
    const target = `/Users?${new URLSearchParams(parameters).toString()}`;
    return bySearch || target.length > LONGEST_TARGET
      ? await this.succeed('POST', '/Users/.search', parameters)
      : await this.succeed('GET', target);
  }

  /** The ids that a filter finds, in the order of ids. */
  async find(filter: string, bySearch = false): Promise<readonly string[]> {
    const list = await this.list({ filter, count: LARGEST_PAGE, attributes: 'id' }, bySearch);
    const ids = resourcesIn(list).map(resource => String(resource['id']));
    if (list['totalResults'] !== ids.length) throw new Error(`${filter}: a total of ${ids.length}?`);
    return ids;
  }

  /** All members, in the order of ids. */
  async allMembers(): Promise<readonly Json[]> {
    return resourcesIn(await this.list({ count: LARGEST_PAGE }));
  }
}

export function resourcesIn(list: Json): readonly Json[] {
  const resources = list['Resources'];
  if (!Array.isArray(resources)) throw new Error(`not a ListResponse: ${JSON.stringify(list)}`);
  return resources.filter(isObject);
}

/** A directory on each kind of database, with the same members in the same order. */
export function openDirectories(members: readonly Json[]): Promise<readonly Directory[]> {
  return Promise.all(
    databaseKinds().map(async kind => {
      const directory = await Directory.open(kind);
      for (const member of members) await directory.succeed('POST', '/Users', member);
      return directory;
    }),
  );
}

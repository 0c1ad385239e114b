/** Writes to a service that is killed under it, and remembers what it was promised. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpConnection, type WireAnswer } from '../support/network/http-connection.ts';
import { CORE_USER, type Json, metaOf } from '../support/scim/scim-client.ts';
import { diedUnderIt, type Life, type RestartingService } from './restarting-service.ts';

/** One request and what is known of it. */
export interface Attempt {
  readonly requestId: string;
  readonly accountId: string;
  readonly method: string;
  readonly memberId: string | undefined;
  /** What it must have done if it succeeded; whether anything, when the state of the member was unsure. */
  readonly expected: 'change' | 'nothing' | 'either';
  /** `undefined`: the service died or failed before it answered, so it may have happened or not. */
  readonly answer: WireAnswer | undefined;
}

interface Known {
  readonly id: string;
  readonly userName: string;
  title: string;
  active: boolean;
  version: number;
  /** A request about it was never answered. */
  isUnsure: boolean;
}

export interface CrashWriterOptions {
  /** The longest pause between two requests; none by default. */
  readonly longestPauseMs?: number;
  /** Whether the database fails as well: then a request that fails may have happened or not. */
  readonly toleratesOutages?: boolean;
}

export class CrashWriter {
  readonly attempts: Attempt[] = [];
  readonly #name: string;
  readonly #accountId: string;
  readonly #token: string;
  readonly #longestPauseMs: number;
  readonly #toleratesOutages: boolean;
  readonly #members: Known[] = [];
  #written = 0;
  #isStopping = false;

  constructor(
    name: string,
    accountId: string,
    token: string,
    { longestPauseMs = 0, toleratesOutages = false }: CrashWriterOptions = {},
  ) {
    this.#name = name;
    this.#accountId = accountId;
    this.#token = token;
    this.#longestPauseMs = longestPauseMs;
    this.#toleratesOutages = toleratesOutages;
  }

  stop(): void {
    this.#isStopping = true;
  }

  async write(service: RestartingService): Promise<void> {
    let life: Life | undefined;
    let connection: HttpConnection | undefined;
    try {
      while (!this.#isStopping) {
        const present = await service.nextLife();
        if (!connection || life?.number !== present.number) {
          connection?.close();
          connection = new HttpConnection(`${present.url}/scim/v2`, this.#token);
          life = present;
        }
        await this.#writeOnce(connection);
        if (this.#longestPauseMs > 0) await pause(Math.random() * this.#longestPauseMs);
      }
    } finally {
      connection?.close();
    }
  }

  async #writeOnce(connection: HttpConnection): Promise<void> {
    this.#written += 1;
    const member = this.#members[Math.floor(Math.random() * 6)];
    if (!member) return await this.#create(connection);
    const choice = Math.random();
    if (choice < 0.15) return await this.#delete(connection, member);
    if (choice < 0.3) return await this.#change(connection, member, 'PUT', { title: this.#fresh() });
    if (choice < 0.5) return await this.#change(connection, member, 'PATCH', { active: !member.active });
    if (choice < 0.6) return await this.#change(connection, member, 'PATCH', { title: member.title });
    return await this.#change(connection, member, 'PATCH', { title: this.#fresh() });
  }

  #fresh(): string {
    return `${this.#name}-${this.#written}`;
  }

  async #create(connection: HttpConnection): Promise<void> {
    const userName = `${this.#fresh()}@example.com`;
    const emails = [{ value: userName, type: 'work' }];
    const answer = await this.#send(connection, 'POST', undefined, true, {
      schemas: [CORE_USER],
      userName,
      emails,
      title: this.#name,
    });
    if (!answer) return;
    expect(answer.status).toBe(201);
    const id = String(answer.body['id']);
    this.#members.push({ id, userName, title: this.#name, active: true, version: 1, isUnsure: false });
  }

  async #change(
    connection: HttpConnection,
    member: Known,
    method: 'PUT' | 'PATCH',
    wanted: { readonly title?: string; readonly active?: boolean },
  ): Promise<void> {
    const { title = member.title, active = member.active } = wanted;
    const asksForChange = title !== member.title || active !== member.active;
    const body =
      method === 'PUT'
        ? { schemas: [CORE_USER], userName: member.userName, title, active }
        : { Operations: [{ op: 'replace', value: wanted }] };
    const answer = await this.#send(connection, method, member, asksForChange, body);
    if (!answer) {
      member.isUnsure = true;
    } else if (answer.status === 404 && member.isUnsure) {
      this.#members.splice(this.#members.indexOf(member), 1);
    } else {
      this.#learn(member, answer, asksForChange);
    }
  }

  /** What was acknowledged before must still hold, one version further at most. */
  #learn(member: Known, answer: WireAnswer, askedForChange: boolean): void {
    expect(answer).toMatchObject({ status: 200, body: { id: member.id } });
    const version = Number(/^W\/"(\d+)"$/.exec(String(metaOf(answer.body)['version']))?.[1]);
    if (member.isUnsure) expect(version).toBeGreaterThanOrEqual(member.version);
    else expect(version).toBe(member.version + (askedForChange ? 1 : 0));
    member.title = String(answer.body['title']);
    member.active = answer.body['active'] === true;
    member.version = version;
    member.isUnsure = false;
  }

  async #delete(connection: HttpConnection, member: Known): Promise<void> {
    const answer = await this.#send(connection, 'DELETE', member, true);
    if (!answer) {
      member.isUnsure = true;
      return;
    }
    expect([204, ...(member.isUnsure ? [404] : [])]).toContain(answer.status);
    this.#members.splice(this.#members.indexOf(member), 1);
  }

  async #send(
    connection: HttpConnection,
    method: string,
    member: Known | undefined,
    asksForChange: boolean,
    body?: Json,
  ): Promise<WireAnswer | undefined> {
    const requestId = randomUUID();
    const received = await connection
      .send(method, member ? `/Users/${member.id}` : '/Users', {
        ...(body === undefined ? {} : { body }),
        headers: { 'x-request-id': requestId },
      })
      .catch(diedUnderIt);
    const failed = this.#toleratesOutages && (received?.status ?? 0) >= 500;
    const answer = failed ? undefined : received;
    this.attempts.push({
      requestId,
      accountId: this.#accountId,
      method,
      memberId: member?.id,
      expected: member?.isUnsure ? 'either' : asksForChange ? 'change' : 'nothing',
      answer,
    });
    return answer;
  }
}

/** Writes to a service that is killed under it, and remembers what it was promised. */
import { randomUUID } from 'node:crypto';
import { HttpConnection, type WireAnswer } from '../support/http-connection.ts';
import { CORE_USER, type Json, metaOf } from '../support/scim-client.ts';
import type { Life, RestartingService } from './restarting-service.ts';

/** One request and what is known of it. */
export interface Attempt {
  readonly requestId: string;
  readonly accountId: string;
  readonly method: string;
  readonly memberId: string | undefined;
  /** What it must have done if it succeeded; whether anything, when the state of the member was unsure. */
  readonly expected: 'change' | 'nothing' | 'either';
  /** `undefined`: the service died before it answered, so it may have happened or not. */
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

export class CrashWriter {
  readonly attempts: Attempt[] = [];
  readonly #name: string;
  readonly #accountId: string;
  readonly #token: string;
  readonly #members: Known[] = [];
  #written = 0;
  #isStopping = false;

  constructor(name: string, accountId: string, token: string) {
    this.#name = name;
    this.#accountId = accountId;
    this.#token = token;
  }

  stop(): void {
    this.#isStopping = true;
  }

  async write(service: RestartingService): Promise<void> {
    let life: Life | undefined;
    let connection: HttpConnection | undefined;
    try {
      while (!this.#isStopping) {
        const present = await nextLife(service);
        if (!connection || life?.number !== present.number) {
          connection?.close();
          connection = new HttpConnection(`${present.url}/scim/v2`, this.#token);
          life = present;
        }
        await this.#writeOnce(connection);
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
    const answer = await connection
      .send(method, member ? `/Users/${member.id}` : '/Users', {
        ...(body === undefined ? {} : { body }),
        headers: { 'x-request-id': requestId },
      })
      .catch(diedUnderIt);
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

/** A life that was cut short before it listened is followed by another. */
async function nextLife(service: RestartingService): Promise<Life> {
  for (;;) {
    const { life } = service;
    try {
      return await life;
    } catch (error) {
      if (service.life === life) throw error;
    }
  }
}

function diedUnderIt(error: unknown): undefined {
  // Errors of node's own modules are of another realm than the test's `Error`.
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE') return undefined;
  throw error;
}

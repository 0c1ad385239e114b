/** One account under test: everything it sends carries its marker, and everything it receives is kept account of. */
import { randomUUID } from 'node:crypto';
import { HttpConnection, type WireAnswer } from '../support/network/http-connection.ts';
import type { TestAccount } from '../support/test-service.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export class Tenant {
  readonly accountId: string;
  /** Stands in every value that is not the same in both accounts on purpose. */
  readonly marker: string;
  /** Every member it ever had. */
  readonly memberIds: string[] = [];
  /** Every UUID it was ever sent, without those it had put into the request itself. */
  readonly receivedIds = new Set<string>();
  /** Events it must have caused. */
  expectedEvents = 0;
  /** A page of a list, by its cursor. */
  lastPage: string | undefined;
  #other: Tenant | undefined;
  readonly #connection: HttpConnection;

  constructor(name: string, { accountId, baseUrl, token }: TestAccount) {
    this.accountId = accountId;
    this.marker = `${name}${randomUUID().slice(0, 8)}`;
    this.#connection = new HttpConnection(baseUrl, token);
  }

  close(): void {
    this.#connection.close();
  }

  meet(other: Tenant): void {
    this.#other = other;
  }

  get other(): Tenant {
    if (!this.#other) throw new Error('the tenants have not met');
    return this.#other;
  }

  /**
   * Sends a request; no answer may hold the other's marker.
   * @param mentioned ids of the other that this request names itself, which an answer may repeat
   */
  async send(
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
    mentioned: readonly string[] = [],
  ): Promise<WireAnswer> {
    const answer = await this.#connection.send(method, target, {
      ...(body === undefined ? {} : { body }),
      headers,
    });
    const { marker } = this.other;
    if (answer.wire.includes(marker) || cursorsIn(answer).some(cursor => cursor.includes(marker))) {
      throw new Error(`${this.marker} was shown a value of ${marker}: ${method} ${target} → ${answer.wire}`);
    }
    for (const text of [answer.wire, ...cursorsIn(answer)]) {
      for (const id of text.match(UUID) ?? []) if (!mentioned.includes(id)) this.receivedIds.add(id);
    }
    expect(answer.status).toBeLessThan(500);
    return answer;
  }

  /** Ids of the other that this tenant was shown. */
  get leakedIds(): readonly string[] {
    return this.other.memberIds.filter(id => this.receivedIds.has(id));
  }
}

/** What the cursors of a list hold: they are opaque, not secret. */
function cursorsIn({ body }: WireAnswer): readonly string[] {
  return [body['nextCursor'], body['previousCursor']]
    .filter(cursor => typeof cursor === 'string')
    .map(cursor => Buffer.from(cursor, 'base64url').toString());
}

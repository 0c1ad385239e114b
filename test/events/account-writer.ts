/**
 * Sends requests to one account and holds each to the event rules: what the members were before and are after
 * decides which events there must be, and there may be no others.
 */
import { randomUUID } from 'node:crypto';
import { HttpConnection } from '../support/network/http-connection.ts';
import { type Json, metaOf } from '../support/scim/scim-client.ts';
import type { CloudEvent, TestAccount, TestService } from '../support/test-service.ts';
import { expectWellFormed } from './event-form.ts';
import type { EventSchemas } from './event-schemas.ts';
import { attributesIn, attributesOf, difference, emailOf, isSame, undo } from './member-state.ts';

export interface AskedRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The member it is about; `undefined` for a creation. */
  readonly id?: string | undefined;
  readonly body?: Json;
  readonly traceparent?: string;
  /** As the one operation of a bulk request. */
  readonly isBulk?: boolean;
}

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly createdId: string | undefined;
}

/** A User as it is now; `undefined` when there is none. */
type Seen = { readonly user: Json; readonly text: string } | undefined;

export class AccountWriter {
  readonly #url: string;
  readonly #account: TestAccount;
  readonly #scim: HttpConnection;
  readonly #feed: HttpConnection;
  readonly #schemas: EventSchemas;
  readonly #wasActive = new Set<string>();
  /** Who had a userName, folded, and was deleted, until a new member has it. */
  readonly #former = new Map<string, string>();
  #cursor = '';

  private constructor(url: string, account: TestAccount, serviceToken: string, schemas: EventSchemas) {
    this.#url = url;
    this.#account = account;
    this.#schemas = schemas;
    this.#scim = new HttpConnection(account.baseUrl, account.token);
    this.#feed = new HttpConnection(`${url}/v1`, serviceToken);
  }

  static async open(
    service: TestService,
    serviceToken: string,
    schemas: EventSchemas,
  ): Promise<AccountWriter> {
    const writer = new AccountWriter(service.url, await service.addAccount(), serviceToken, schemas);
    await writer.#newEvents();
    return writer;
  }

  close(): void {
    this.#scim.close();
    this.#feed.close();
  }

  get accountId(): string {
    return this.#account.accountId;
  }

  /** Every member, by id. */
  async members(): Promise<ReadonlyMap<string, Json>> {
    const list = await this.#scim.send('GET', '/Users?count=1000');
    const users = list.body['Resources'] as Json[]; // a ListResponse
    expect(list.body).toMatchObject({ totalResults: users.length });
    return new Map(users.map(user => [String(user['id']), user]));
  }

  /** Sends a request and judges what it did and the events it published. */
  async send(asked: AskedRequest): Promise<Outcome> {
    const { method, id, traceparent, isBulk = false } = asked;
    const before = await this.#see(id);
    const requestId = randomUUID();
    const outcome = await this.#ask(asked, {
      'x-request-id': requestId,
      ...(traceparent === undefined ? {} : { traceparent }),
    });
    expect(outcome.status).toBeLessThan(500);
    const after = await this.#see(id ?? outcome.createdId);
    const published = await this.#newEvents();
    const { accountId } = this;
    const bulkIndex = isBulk ? 0 : null;
    for (const event of published) {
      expectWellFormed(event, { url: this.#url, accountId, requestId, traceparent, method, bulkIndex });
      expect(await this.#schemas.faultsOf(event as unknown as Json)).toEqual([]); // an event is an object
    }
    this.#judge(before, after, published);
    if (outcome.status >= 400)
      expect({ published, text: after?.text }).toEqual({ published: [], text: before?.text });
    if (after?.user['active'] === true) this.#wasActive.add(String(after.user['id']));
    return outcome;
  }

  async #ask(
    { method, id, body, isBulk }: AskedRequest,
    headers: Readonly<Record<string, string>>,
  ): Promise<Outcome> {
    const path = id === undefined ? '/Users' : `/Users/${id}`;
    if (!isBulk) {
      const sent = await this.#scim.send(method, path, { ...(body === undefined ? {} : { body }), headers });
      const createdId = sent.status === 201 ? String(sent.body['id']) : undefined;
      return { status: sent.status, text: sent.text, createdId };
    }
    const Operations = [{ method, path, bulkId: 'one', data: body }];
    const sent = await this.#scim.send('POST', '/Bulk', { body: { Operations }, headers });
    expect(sent.status).toBe(200);
    const [{ status, location }] = sent.body['Operations'] as [Json]; // a BulkResponse to one operation
    const createdId = status === '201' ? String(location).replace(/^.*\//, '') : undefined;
    return { status: Number(status), text: sent.text, createdId };
  }

  async #see(id: string | undefined): Promise<Seen> {
    if (id === undefined) return undefined;
    const { status, body, text } = await this.#scim.send('GET', `/Users/${id}`);
    return status === 200 ? { user: body, text } : undefined;
  }

  /** What the feed has of this account since the last call. */
  async #newEvents(): Promise<readonly CloudEvent[]> {
    const page = await this.#feed.send(
      'GET',
      `/events?limit=1000&account=${this.accountId}${this.#cursor && `&after=${this.#cursor}`}`,
    );
    expect(page).toMatchObject({ status: 200, body: { has_more: false, next: expect.any(String) } });
    this.#cursor = String(page.body['next']);
    return page.body['data'] as CloudEvent[]; // the feed's own form
  }

  #judge(before: Seen, after: Seen, published: readonly CloudEvent[]): void {
    if (before && after) this.#judgeUpdate(before, after, published);
    else if (after) this.#judgeCreation(after.user, published);
    else if (before) this.#judgeDeletion(before.user, published);
    else expect(published).toEqual([]);
  }

  #judgeCreation(user: Json, published: readonly CloudEvent[]): void {
    const type = user['active'] === true ? 'team_member.provisioned' : 'team_member.staged';
    expect(published.map(event => event.type)).toEqual([type]);
    const { changed } = difference({}, attributesOf(user));
    expectEvent(published[0], attributesOf(user), 1, { changed, previous: {} });
    expect(published[0]?.data.formerId).toBe(this.#former.get(folded(user['userName'])));
    this.#former.delete(folded(user['userName']));
    expect(metaOf(user)).toMatchObject({ version: 'W/"1"' });
  }

  #judgeUpdate(before: NonNullable<Seen>, after: NonNullable<Seen>, published: readonly CloudEvent[]): void {
    const [old, next] = [attributesOf(before.user), attributesOf(after.user)];
    if (isSame(old, next)) {
      expect({ published, text: after.text }).toEqual({ published: [], text: before.text });
      return;
    }
    const version = versionOf(before.user) + 1;
    expect({ version: versionOf(after.user), types: published.map(event => event.type) }).toEqual({
      version,
      types: [this.#updateType(String(after.user['id']), old, next)],
    });
    expectEvent(published[0], next, version, difference(old, next));
    expect(isSame(undo(next, published[0]?.data.previous ?? {}), old)).toBe(true);
    if (old['active'] || !next['active'] || old['externalId'] === next['externalId']) {
      expect(published[0]?.data.identity).toBeUndefined();
    }
    expect(published[0]?.data.reason).toBe(
      published[0]?.type === 'team_member.deprovisioned' ? 'deactivated' : undefined,
    );
    expect(String(metaOf(after.user)['lastModified']) >= String(metaOf(before.user)['lastModified'])).toBe(
      true,
    );
    expect(metaOf(after.user)['created']).toBe(metaOf(before.user)['created']);
  }

  #updateType(id: string, old: Json, next: Json): string {
    if (old['active'] === next['active']) return 'team_member.updated';
    if (next['active'] === false) return 'team_member.deprovisioned';
    return this.#wasActive.has(id) ? 'team_member.reactivated' : 'team_member.provisioned';
  }

  #judgeDeletion(user: Json, published: readonly CloudEvent[]): void {
    const last = { ...attributesOf(user), active: false };
    const version = versionOf(user);
    const wasActive = user['active'] === true;
    expect(published.map(({ type, data }) => [type, data.reason])).toEqual([
      ...(wasActive ? [['team_member.deprovisioned', 'deleted']] : []),
      ['team_member.deleted', 'deleted'],
    ]);
    if (wasActive) {
      expectEvent(published[0], last, version + 1, { changed: ['active'], previous: { active: true } });
    }
    expectEvent(published.at(-1), last, version + published.length, { changed: [], previous: {} });
    this.#former.set(folded(user['userName']), String(user['id']));
  }
}

function expectEvent(
  event: CloudEvent | undefined,
  attributes: Json,
  version: number,
  { changed, previous }: { readonly changed: readonly string[]; readonly previous: Json },
): void {
  if (!event) throw new Error('there is no event to look at');
  expect(attributesIn(event)).toEqual(attributes);
  expect(event.data.member).toMatchObject({ version, email: emailOf(attributes) });
  expect([...event.data.changed].sort()).toEqual([...changed].sort());
  expect(event.data.previous).toEqual(previous);
}

const folded = (userName: unknown): string => String(userName).normalize('NFC').toLowerCase();

const versionOf = (user: Json): number => Number(/^W\/"(\d+)"$/.exec(String(metaOf(user)['version']))?.[1]);

/**
 * Works on a slice of an account that no other worker touches, so that it knows at any moment exactly what
 * each of its requests must find, whatever happens elsewhere in the account and in the other one.
 */
import fc from 'fast-check';
import { CORE_USER, ENTERPRISE_USER, type Json, LIST_RESPONSE } from '../support/scim/scim-client.ts';
import { intrude } from './intrusion.ts';
import type { Tenant } from './tenant.ts';

const NAMES = 4;

const KINDS = [
  'create',
  'put',
  'patch',
  'setActive',
  'delete',
  'get',
  'find',
  'list',
  'search',
  'page',
  'intrude',
] as const;

export interface Task {
  readonly kind: (typeof KINDS)[number];
  readonly name: number;
  readonly variant: number;
}

export const task: fc.Arbitrary<Task> = fc.record({
  kind: fc.constantFrom(...KINDS, 'create' as const),
  name: fc.nat(NAMES - 1),
  variant: fc.nat(99),
});

interface Known {
  readonly id: string;
  active: boolean;
}

export class Worker {
  readonly #tenant: Tenant;
  readonly #prefix: string;
  /** By folded userName. */
  readonly #members = new Map<string, Known>();
  #written = 0;

  /** @param slice the same in both accounts, so that both fight over the same names */
  constructor(tenant: Tenant, slice: number) {
    this.#tenant = tenant;
    this.#prefix = `w${slice}-`;
  }

  get size(): number {
    return this.#members.size;
  }

  async work(tasks: readonly Task[]): Promise<void> {
    for (const one of tasks) await this.#do(one);
  }

  async #do({ kind, name, variant }: Task): Promise<void> {
    const userName = `${this.#prefix}${name}@example.com`;
    const known = this.#members.get(userName);
    switch (kind) {
      case 'create':
        return await this.#create(userName, variant, known);
      case 'put':
        return await this.#change(known, 'PUT', () => this.#userOf(userName, variant));
      case 'patch':
        return await this.#change(known, 'PATCH', () => patchOf('title', this.#value()));
      case 'setActive':
        return await this.#setActive(known, variant % 2 === 0);
      case 'delete':
        return await this.#delete(userName, known);
      case 'get':
        return await this.#get(known);
      case 'find':
        return await this.#find(userName, known, variant);
      case 'list':
        return await this.#list();
      case 'search':
        return await this.#search();
      case 'page':
        return await this.#page(variant);
      case 'intrude':
        return await intrude(this.#tenant, variant);
    }
  }

  async #create(userName: string, variant: number, known: Known | undefined): Promise<void> {
    const spelled = variant % 3 === 0 ? userName.toUpperCase() : userName;
    const answer = await this.#tenant.send('POST', '/Users', this.#userOf(spelled, variant));
    if (known) {
      expect(answer).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
      return;
    }
    expect(answer.status).toBe(201);
    const id = String(answer.body['id']);
    this.#members.set(userName, { id, active: true });
    this.#tenant.memberIds.push(id);
    this.#tenant.expectedEvents += 1;
  }

  async #change(known: Known | undefined, method: 'PUT' | 'PATCH', bodyOf: () => Json): Promise<void> {
    if (!known) return;
    const answer = await this.#tenant.send(method, `/Users/${known.id}`, bodyOf());
    expect(answer).toMatchObject({ status: 200, body: { id: known.id, active: known.active } });
    this.#tenant.expectedEvents += 1;
  }

  async #setActive(known: Known | undefined, active: boolean): Promise<void> {
    if (!known) return;
    const answer = await this.#tenant.send('PATCH', `/Users/${known.id}`, patchOf('active', active));
    expect(answer).toMatchObject({ status: 200, body: { id: known.id, active } });
    if (known.active !== active) this.#tenant.expectedEvents += 1;
    known.active = active;
  }

  async #delete(userName: string, known: Known | undefined): Promise<void> {
    if (!known) return;
    expect((await this.#tenant.send('DELETE', `/Users/${known.id}`)).status).toBe(204);
    expect((await this.#tenant.send('GET', `/Users/${known.id}`)).status).toBe(404);
    this.#members.delete(userName);
    this.#tenant.expectedEvents += known.active ? 2 : 1;
  }

  async #get(known: Known | undefined): Promise<void> {
    if (!known) return;
    const answer = await this.#tenant.send('GET', `/Users/${known.id}`);
    expect(answer).toMatchObject({ status: 200, body: { id: known.id, active: known.active } });
    expect(answer.text).toContain(this.#tenant.marker);
  }

  /** By a value that both accounts have. */
  async #find(userName: string, known: Known | undefined, variant: number): Promise<void> {
    const filters = [
      `userName eq "${userName}"`,
      `externalId eq "${userName}"`,
      `emails.value eq "${userName}"`,
      `emails[type eq "work" and value eq "${userName}"]`,
      `email eq "${userName}" and userName pr`,
      `not (userName ne "${userName}")`,
    ];
    await this.#expectFound(String(filters[variant % filters.length]), known ? [known.id] : []);
  }

  async #list(): Promise<void> {
    await this.#expectFound(
      `userName sw "${this.#prefix}"`,
      [...this.#members.values()].map(({ id }) => id),
    );
  }

  async #expectFound(filter: string, ids: readonly string[]): Promise<void> {
    const answer = await this.#tenant.send('GET', `/Users?count=1000&filter=${encodeURIComponent(filter)}`);
    expectList(answer.body, filter, ids);
  }

  async #search(): Promise<void> {
    const filter = `userName sw "${this.#prefix}"`;
    const answer = await this.#tenant.send('POST', '/Users/.search', {
      filter,
      sortBy: 'userName',
      count: 1000,
    });
    expectList(
      answer.body,
      filter,
      [...this.#members.values()].map(({ id }) => id),
    );
  }

  /** Page by page with the cursor, while the others write. */
  async #page(variant: number): Promise<void> {
    const sortBy = ['userName', 'displayName', 'meta.lastModified', 'id'][variant % 4] ?? 'id';
    const filter = `userName sw "${this.#prefix}"`;
    const query = `/Users?count=2&sortBy=${sortBy}&filter=${encodeURIComponent(filter)}&cursor=`;
    const found: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { status, body } = await this.#tenant.send('GET', query + cursor);
      expect({ status, totalResults: body['totalResults'] }).toEqual({
        status: 200,
        totalResults: this.size,
      });
      found.push(...(body['Resources'] as Json[]).map(({ id }) => id)); // a ListResponse
      if (typeof body['nextCursor'] !== 'string') break;
      cursor = body['nextCursor'];
      this.#tenant.lastPage = query + cursor;
    }
    expect(found.sort()).toEqual([...this.#members.values()].map(({ id }) => id).sort());
  }

  /** The names, addresses and external ids are the same in both accounts, all else is the account's own. */
  #userOf(userName: string, variant: number): Json {
    // A careless or hostile client puts another member's id and location into the body.
    const foreign = this.#tenant.other.memberIds.at(variant % 7);
    return {
      schemas: [CORE_USER, ENTERPRISE_USER],
      ...(variant % 4 === 0 && foreign ? { id: foreign, meta: { location: `/Users/${foreign}` } } : {}),
      userName,
      externalId: userName.toLowerCase(),
      emails: [{ value: userName, type: 'work', primary: true }],
      displayName: this.#value(),
      name: { givenName: this.#value(), familyName: 'Same' },
      [ENTERPRISE_USER]: { department: this.#value(), manager: { value: 'same' } },
    };
  }

  #value(): string {
    this.#written += 1;
    return `${this.#tenant.marker} ${this.#prefix}${this.#written}`;
  }
}

function expectList(body: Json, filter: string, ids: readonly string[]): void {
  expect({ filter, body }).toMatchObject({
    filter,
    body: { schemas: [LIST_RESPONSE], totalResults: ids.length },
  });
  const users = body['Resources'] as Json[]; // a ListResponse
  expect(users.map(({ id }) => id).sort()).toEqual([...ids].sort());
}

const patchOf = (path: string, value: unknown): Json => ({ Operations: [{ op: 'replace', path, value }] });

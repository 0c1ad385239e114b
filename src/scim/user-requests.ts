/** What each request on Users does: the request read, the use case run, the answer rendered. */
import { RollcallError } from '../errors.ts';
import type { StoredMember } from '../members/member.ts';
import type { ChangeContext } from '../members/member-change.ts';
import type { Members } from '../members/members.ts';
import { IgnoredAttributes } from './ignored-attributes.ts';
import { type ListParameters, readListRequest } from './list-query.ts';
import { applyPatch } from './patch.ts';
import { readPatchRequest } from './patch-request.ts';
import { entityTag, readIfMatch } from './precondition.ts';
import { readProjection } from './projection.ts';
import { locationOf, renderList, renderUser } from './representation.ts';
import type { ScimExchange } from './scim-exchange.ts';
import { readUserBody, toMemberAttributes } from './user-body.ts';

/** Ids are ours: whatever is not one of them cannot exist, and need not be looked up. */
const MEMBER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class UserRequests {
  readonly #members: Members;
  readonly #now: () => number;
  readonly #newId: () => string;

  constructor(members: Members, now: () => number, newId: () => string) {
    this.#members = members;
    this.#now = now;
    this.#newId = newId;
  }

  /** GET /Users/{id} (RFC 7644 §3.4.1) */
  async read(exchange: ScimExchange, id: string): Promise<string> {
    const projection = projectionOf(exchange.parameters);
    const member = await this.#members.get(exchange.account.id, checkId(id));
    return this.#answer(exchange, member, projection);
  }

  /** GET /Users and POST /Users/.search (RFC 7644 §3.4.2, §3.4.3) */
  async list(exchange: ScimExchange, parameters: ListParameters): Promise<string> {
    const { query, startIndex, projection } = readListRequest(parameters);
    const page = await this.#members.list(exchange.account.id, query);
    return renderList(page, startIndex, exchange.baseUrl, projection);
  }

  /** POST /Users (RFC 7644 §3.3); an omitted `active` means true. */
  async create(exchange: ScimExchange, body: unknown): Promise<string> {
    const projection = projectionOf(exchange.parameters);
    const attributes = this.#reading(exchange, ignored =>
      toMemberAttributes(readUserBody(body, ignored), true),
    );
    const member = await this.#members.create(this.#context(exchange), attributes);
    exchange.response.location(locationOf(member, exchange.baseUrl));
    return this.#answer(exchange, member, projection);
  }

  /** PUT /Users/{id} (RFC 7644 §3.5.1); an omitted or null `active` stays as it is. */
  async replace(exchange: ScimExchange, id: string, body: unknown): Promise<string> {
    const projection = projectionOf(exchange.parameters);
    const draft = this.#reading(exchange, ignored => readUserBody(body, ignored));
    // Judged before the member is looked for: a malformed request is 400 whether or not the id exists.
    toMemberAttributes(draft, true);
    const member = await this.#members.update(
      this.#context(exchange),
      checkId(id),
      readIfMatch(exchange.ifMatch),
      current => toMemberAttributes(draft, current.active),
    );
    return this.#answer(exchange, member, projection);
  }

  /** PATCH /Users/{id} (RFC 7644 §3.5.2); always answers the resource. */
  async patch(exchange: ScimExchange, id: string, body: unknown): Promise<string> {
    const projection = projectionOf(exchange.parameters);
    const member = await this.#reading(exchange, async ignored => {
      const steps = readPatchRequest(body, ignored);
      return await this.#members.update(
        this.#context(exchange),
        checkId(id),
        readIfMatch(exchange.ifMatch),
        current => applyPatch(current, steps, ignored),
      );
    });
    return this.#answer(exchange, member, projection);
  }

  /** DELETE /Users/{id} (RFC 7644 §3.6): gone for good, the userName free at once. */
  async remove(exchange: ScimExchange, id: string): Promise<void> {
    await this.#members.remove(this.#context(exchange), checkId(id), readIfMatch(exchange.ifMatch));
  }

  #answer(exchange: ScimExchange, member: StoredMember, projection: ReturnType<typeof projectionOf>): string {
    exchange.response.set('ETag', entityTag(member.version));
    return renderUser(member, exchange.baseUrl, projection);
  }

  /** Runs a reading step and records what it had to ignore, also when it fails. */
  #reading<T>(exchange: ScimExchange, read: (ignored: IgnoredAttributes) => T): T {
    exchange.ignored = new IgnoredAttributes(exchange.account.policies.authority);
    return read(exchange.ignored);
  }

  #context(exchange: ScimExchange): ChangeContext {
    const { account, tokenId, requestId, method, traceparent } = exchange;
    return {
      accountId: account.id,
      policies: account.policies,
      actor: { kind: 'idp', tokenId, identityProvider: account.identityProvider },
      request: { id: requestId, method, bulkIndex: null },
      traceparent,
      now: this.#now(),
      newId: this.#newId,
    };
  }
}

const projectionOf = ({ attributes, excludedAttributes }: ListParameters) =>
  readProjection(attributes, excludedAttributes);

function checkId(id: string): string {
  const lower = id.toLowerCase();
  if (MEMBER_ID.test(lower) && lower === id) return id;
  throw new RollcallError(
    'notFound',
    'There is no member with this id in this account; it may have been deleted.',
  );
}

/** What each request on Users does: the request read, the use case run, the answer rendered. */

import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { RollcallError } from '../../base/errors.ts';
import { isId } from '../../base/ids.ts';
import type { ChangeContext } from '../../members/change.ts';
import type { MemberAttributes, StoredMember } from '../../members/member.ts';
import { checkVersion, type Members } from '../../members/members.ts';
import { type ListParameters, readListRequest } from '../filter/list-query.ts';
import { entityTag, readPreconditions } from '../http/precondition.ts';
import type { ScimContext } from '../http/request-context.ts';
import { noteBody, noteChange, noteMember } from '../log/notes.ts';
import { applyPatch } from '../patch/patch.ts';
import { readPatchRequest } from '../patch/request.ts';
import { type Projection, readProjection } from '../schema/projection.ts';
import { readUserBody } from './body.ts';
import { toMemberAttributes } from './draft.ts';
import { locationOf, renderList, renderUser, renderUsers } from './representation.ts';

/** Ids are ours: whatever is not one of them cannot exist, and need not be looked up. */

const STEPS_IN_A_TURN = 100;

/** One User as it is answered. */
export interface UserAnswer {
  readonly id: string;
  /** JSON text. */
  readonly json: string;
  readonly location: string;
  /** The entity tag. */
  readonly version: string;
}

type OnWork = (accountId: string, work: { readonly threadMs: number }) => void;

interface Dependencies {
  readonly members: Members;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onWork: OnWork;
}

export class UserRequests {
  readonly #members: Members;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #onWork: OnWork;

  /** @param onWork called with the time of the serving thread that each change has taken */
  constructor({ members, now, newId, onWork }: Dependencies) {
    this.#members = members;
    this.#now = now;
    this.#newId = newId;
    this.#onWork = onWork;
  }

  /** GET /Users/{id} (RFC 7644 §3.4.1) */
  async read(context: ScimContext, id: string): Promise<UserAnswer> {
    const projection = projectionOf(context.parameters);
    context.notes.memberId = checkId(id);
    const member = await this.#members.get(context.account.id, id);
    noteMember(context.notes, member);
    // If-None-Match is answered with the resource or with 304, where the answer is sent.
    const accepts = readPreconditions({ ...context.preconditions, ifNoneMatch: undefined });
    checkVersion(member, accepts);
    return answer(context, member, projection);
  }

  /** GET /Users and POST /Users/.search (RFC 7644 §3.4.2, §3.4.3). @returns the JSON text of a ListResponse */
  async list(context: ScimContext, parameters: ListParameters): Promise<string> {
    const { notes } = context;
    notes.asked = parameters;
    const { query, projection, marks } = readListRequest(parameters, context.account.id);
    const page = await this.#members.list(context.account.id, query, context.pageOptions());
    const [only] = page.members;
    if (only && page.total === 1) noteMember(notes, only);
    notes.found = { total: page.total, shown: page.members.length };
    const resources = await renderUsers(page.members, context.baseUrl, projection);
    return renderList(page.total, resources, marks(page));
  }

  /** POST /Users (RFC 7644 §3.3); an omitted `active` means true. */
  async create(context: ScimContext, body: unknown): Promise<UserAnswer> {
    noteBody(context.notes, body);
    const projection = projectionOf(context.parameters);
    const attributes = toMemberAttributes(readUserBody(body, context.ignored), true);
    const member = await this.#members.create(this.#context(context), attributes);
    return answer(context, member, projection);
  }

  /** PUT /Users/{id} (RFC 7644 §3.5.1); an omitted or null `active` stays as it is. */
  replace(context: ScimContext, id: string, body: unknown): Promise<UserAnswer> {
    return this.#about(context, id, async () => {
      const projection = projectionOf(context.parameters);
      const draft = readUserBody(body, context.ignored);
      // Judged before the member is looked for: a malformed request is 400 whether or not the id exists.
      toMemberAttributes(draft, true);
      return this.#update(context, id, projection, current => toMemberAttributes(draft, current.active));
    });
  }

  /** PATCH /Users/{id} (RFC 7644 §3.5.2); always answers the resource. */
  patch(context: ScimContext, id: string, body: unknown): Promise<UserAnswer> {
    return this.#about(context, id, async () => {
      const projection = projectionOf(context.parameters);
      const steps = readPatchRequest(body, context.ignored);
      // Others are answered between reading a long PATCH and applying it.
      if (steps.length > STEPS_IN_A_TURN) await yieldToEventLoop();
      return this.#update(context, id, projection, current => applyPatch(current, steps, context.ignored));
    });
  }

  /** DELETE /Users/{id} (RFC 7644 §3.6): gone for good, the userName free again. */
  remove(context: ScimContext, id: string): Promise<void> {
    return this.#about(context, id, async () =>
      this.#members.remove(this.#context(context), checkId(id), readPreconditions(context.preconditions)),
    );
  }

  /** Lets the provisioning log know whom a change is about, also when it is refused before the member is looked at. */
  async #about<Answer>(context: ScimContext, id: string, change: () => Promise<Answer>): Promise<Answer> {
    const { notes, account } = context;
    notes.memberId = isId(id) ? id : undefined;
    try {
      return await change();
    } catch (error) {
      if (notes.memberId !== undefined && notes.userName === undefined) {
        const member = await this.#members.get(account.id, id).catch(() => undefined);
        if (member) noteMember(notes, member);
      }
      throw error;
    }
  }

  async #update(
    context: ScimContext,
    id: string,
    projection: Projection | undefined,
    edit: (attributes: MemberAttributes) => MemberAttributes,
  ): Promise<UserAnswer> {
    const accepts = readPreconditions(context.preconditions);
    const member = await this.#members.update(this.#context(context), checkId(id), accepts, current => {
      context.notes.userName = current.userName;
      const startedAt = performance.now();
      try {
        return edit(current);
      } finally {
        this.#onWork(context.account.id, { threadMs: performance.now() - startedAt });
      }
    });
    return answer(context, member, projection);
  }

  #context(context: ScimContext): ChangeContext {
    const { account, tokenId, requestId, method, bulkIndex, traceparent, notes } = context;
    return {
      accountId: account.id,
      policies: account.policies,
      actor: { kind: 'idp', tokenId, identityProvider: account.identityProvider },
      request: { id: requestId, method, bulkIndex },
      traceparent,
      now: this.#now(),
      newId: this.#newId,
      onDecided: change => noteChange(notes, change),
    };
  }
}

function answer(context: ScimContext, member: StoredMember, projection: Projection | undefined): UserAnswer {
  context.notes.memberSize = member.attributesJson.length;
  return {
    id: member.id,
    json: renderUser(member, context.baseUrl, projection),
    location: locationOf(member, context.baseUrl),
    version: entityTag(member.version),
  };
}

const projectionOf = ({ attributes, excludedAttributes }: ListParameters) =>
  readProjection(attributes, excludedAttributes);

function checkId(id: string): string {
  if (isId(id)) return id;
  throw new RollcallError(
    'notFound',
    'There is no member with this id in this account; it may have been deleted.',
    { topic: 'member_gone' },
  );
}

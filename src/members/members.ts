/** The use cases on an account's members. All rules are pure; the store runs them under the account's lock. */
import { RollcallError } from '../errors.ts';
import type { Member, MemberAttributes, StoredMember } from './member.ts';
import {
  type ChangeContext,
  createMember,
  type MemberChange,
  removeMember,
  updateMember,
} from './member-change.ts';
import type { MemberPage, MemberQuery } from './member-query.ts';

export interface MemberStore {
  find(accountId: string, id: string): Promise<StoredMember | undefined>;
  search(accountId: string, query: MemberQuery): Promise<MemberPage>;
  /**
   * Reads the member under the account's lock, lets `decide` choose, and commits the outcome with its
   * events in one transaction.
   * @returns the member as it is stored afterwards; `undefined` when it was deleted
   * @throws RollcallError `uniqueness` when another member of the account has the userName; whatever `decide` throws
   */
  change(
    accountId: string,
    id: string | undefined,
    decide: (current: Member | undefined) => MemberChange,
  ): Promise<StoredMember | undefined>;
}

/** The versions a client accepts (If-Match, RFC 7644 §3.14); `undefined`: any. */
export type VersionCheck = ((version: number) => boolean) | undefined;

export class Members {
  readonly #store: MemberStore;

  constructor(store: MemberStore) {
    this.#store = store;
  }

  /** @throws RollcallError `notFound` */
  async get(accountId: string, id: string): Promise<StoredMember> {
    const member = await this.#store.find(accountId, id);
    if (!member) throw memberNotFound(id);
    return member;
  }

  list(accountId: string, query: MemberQuery): Promise<MemberPage> {
    return this.#store.search(accountId, query);
  }

  /** @throws RollcallError `uniqueness`, `invalidValue` */
  async create(context: ChangeContext, attributes: MemberAttributes): Promise<StoredMember> {
    const created = await this.#store.change(context.accountId, undefined, () =>
      createMember(context, attributes),
    );
    if (!created) throw new Error('a created member is stored');
    return created;
  }

  /**
   * Changes a member to what `edit` makes of its present attributes.
   * @throws RollcallError `notFound`, `preconditionFailed`, `uniqueness`, `invalidValue`, or what `edit` throws
   */
  async update(
    context: ChangeContext,
    id: string,
    accepts: VersionCheck,
    edit: (attributes: MemberAttributes) => MemberAttributes,
  ): Promise<StoredMember> {
    const updated = await this.#store.change(context.accountId, id, current => {
      const member = existing(current, id, accepts);
      return updateMember(context, member, edit(member.attributes));
    });
    if (!updated) throw new Error('an updated member is stored');
    return updated;
  }

  /** @throws RollcallError `notFound`, `preconditionFailed` */
  async remove(context: ChangeContext, id: string, accepts: VersionCheck): Promise<void> {
    await this.#store.change(context.accountId, id, current =>
      removeMember(context, existing(current, id, accepts)),
    );
  }
}

function existing(current: Member | undefined, id: string, accepts: VersionCheck): Member {
  if (!current) throw memberNotFound(id);
  checkVersion(current, accepts);
  return current;
}

/** @throws RollcallError `preconditionFailed` */
export function checkVersion({ version }: { readonly version: number }, accepts: VersionCheck): void {
  if (!accepts || accepts(version)) return;
  throw new RollcallError(
    'preconditionFailed',
    `The member has changed since: its version is now W/"${version}". Read it again and repeat the change.`,
  );
}

function memberNotFound(id: string): RollcallError {
  return new RollcallError(
    'notFound',
    `There is no member with the id ${JSON.stringify(id.slice(0, 64))} in this account; it may have been deleted.`,
  );
}

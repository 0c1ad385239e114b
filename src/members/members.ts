/** The use cases on an account's members. All rules are pure; the store runs them under the account's lock. */
import { RollcallError } from '../base/errors.ts';
import { type ChangeGuard, guardOf } from './account-gate.ts';
import {
  type ChangeContext,
  createMember,
  deactivateMember,
  type MemberChange,
  type MemberInput,
  removeMember,
  updateMember,
} from './change.ts';
import type { FormerMember } from './identity/identity.ts';
import type { Member, MemberAttributes, StoredMember } from './member.ts';
import type { MemberList, MemberPage, MemberQuery, PageOptions } from './query.ts';

/** Whom a change is about: a present member, the holder of the userName in any case, or a new one. */
export type MemberSubject =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'userName' | 'new'; readonly userName: string };

/**
 * Decides what a member becomes. Pure: it may be asked again.
 * @param former the last member with the subject's userName, who was removed; given only when no present member has it
 */
export type Decision = (current: Member | undefined, former: FormerMember | undefined) => MemberChange;

export interface StoredChange {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'removed';
  /** As it is stored afterwards; `undefined` when there is none. */
  readonly member: StoredMember | undefined;
}

/** `activeOfProvider`: active, kept by the identity provider, and not protected. */
export type MemberSelection = 'all' | 'activeOfProvider';

export interface MemberStore {
  find(accountId: string, id: string): Promise<StoredMember | undefined>;
  /**
   * @throws RollcallError `tooMany` when the search takes too long, `tooManyRequests` when too many of the account
   *   wait, `unavailable` once the signal is aborted; what `reserve` throws
   */
  search(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberPage>;
  /** As `search`, without counting all that match. */
  page(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberList>;
  /**
   * Reads the member under the account's lock, lets `decide` choose, and commits the outcome with its
   * events in one transaction.
   * @throws RollcallError `uniqueness` when another member of the account has the userName; what the guard's check or
   *   `decide` throws
   */
  change(guard: ChangeGuard, subject: MemberSubject, decide: Decision): Promise<StoredChange>;
  /**
   * Several changes, each of the member with a userName, in one transaction and in their order; what a decision refuses
   * (RollcallError) is left out. A decision may not change the userName.
   * @throws what the guard's check throws: then nothing is changed
   */
  changeSeveral(
    guard: ChangeGuard,
    changes: readonly { readonly userName: string; readonly decide: Decision }[],
  ): Promise<readonly (StoredChange | RollcallError)[]>;
  /**
   * Changes up to `limit` of the members selected, in one transaction.
   * @returns how many are selected afterwards, at most 1,000; 0 when that were all
   */
  changeWhere(
    accountId: string,
    selection: MemberSelection,
    limit: number,
    decide: (current: Member) => MemberChange,
  ): Promise<number>;
  /** Forgets who was a member of the account once. */
  expireTombstones(accountId: string): Promise<void>;
}

/** The versions a client accepts (If-Match, RFC 7644 §3.14); `undefined`: any. */
export type VersionCheck = ((version: number) => boolean) | undefined;

/** A member to be added or changed, known by its userName. */
export interface MemberUpsert {
  readonly userName: string;
  /** From the present attributes, if there is a member, to the wanted ones. */
  readonly edit: (attributes: MemberAttributes | undefined) => MemberInput;
}

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

  /** A page, and how many match in all. @throws RollcallError as `MemberStore.search` does */
  list(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberPage> {
    return this.#store.search(accountId, query, options);
  }

  /** A page alone. @throws RollcallError as `MemberStore.search` does */
  page(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberList> {
    return this.#store.page(accountId, query, options);
  }

  /** @throws RollcallError `uniqueness`, `invalidValue` */
  async create(context: ChangeContext, attributes: MemberAttributes): Promise<StoredMember> {
    const { userName } = attributes;
    const created = await this.#store.change(
      guardOf(context),
      { kind: 'new', userName },
      deciding(context, (_, former) => createMember(context, { attributes }, former)),
    );
    return stored(created);
  }

  /**
   * Changes a member to what `edit` makes of its present attributes.
   * @throws RollcallError `notFound`, `preconditionFailed`, `uniqueness`, `invalidValue`, `mutability`, or what `edit`
   *   throws
   */
  update(
    context: ChangeContext,
    id: string,
    accepts: VersionCheck,
    edit: (attributes: MemberAttributes) => MemberAttributes,
  ): Promise<StoredMember> {
    return this.#amend(context, id, accepts, attributes => ({ attributes: edit(attributes) }));
  }

  /** The same, and whether the member is protected. @throws RollcallError `notFound`, `uniqueness`, or what `edit` throws */
  amend(
    context: ChangeContext,
    id: string,
    edit: (attributes: MemberAttributes) => MemberInput,
  ): Promise<StoredMember> {
    return this.#amend(context, id, undefined, edit);
  }

  /** Adds a member, or changes the one with the userName. @throws RollcallError as `create` and `update` do */
  upsert(context: ChangeContext, upsert: MemberUpsert): Promise<StoredChange> {
    const { userName, decide } = upserting(context, upsert);
    return this.#store.change(guardOf(context), { kind: 'userName', userName }, decide);
  }

  /** Several upserts in one transaction; the faults of one do not stop the others. */
  upsertSeveral(
    context: ChangeContext,
    upserts: readonly MemberUpsert[],
  ): Promise<readonly (StoredChange | RollcallError)[]> {
    return this.#store.changeSeveral(
      guardOf(context),
      upserts.map(upsert => upserting(context, upsert)),
    );
  }

  /** @throws RollcallError `notFound`, `preconditionFailed`, `mutability` */
  async remove(context: ChangeContext, id: string, accepts: VersionCheck): Promise<void> {
    await this.#store.change(
      guardOf(context),
      { kind: 'id', id },
      deciding(context, current => removeMember(context, existing(current, id, accepts))),
    );
  }

  /**
   * Lets some of the members go whom the end of a connection or of an account concerns; call it until none is left.
   * `connection_removed`: those that the identity provider keeps become inactive, unless they are protected.
   * `account_closed`: all members are removed, and no tombstones of their userNames stay.
   * @param limit how many in one transaction
   * @returns how many are left, at most 1,000
   */
  async deprovisionSome(
    context: ChangeContext,
    reason: 'connection_removed' | 'account_closed',
    limit: number,
  ): Promise<number> {
    const { accountId } = context;
    if (reason === 'connection_removed') {
      return this.#store.changeWhere(accountId, 'activeOfProvider', limit, member =>
        deactivateMember(context, member, reason),
      );
    }
    const left = await this.#store.changeWhere(accountId, 'all', limit, member =>
      removeMember(context, member, reason),
    );
    if (left === 0) await this.#store.expireTombstones(accountId);
    return left;
  }

  async #amend(
    context: ChangeContext,
    id: string,
    accepts: VersionCheck,
    edit: (attributes: MemberAttributes) => MemberInput,
  ): Promise<StoredMember> {
    const decide = deciding(context, current => {
      const member = existing(current, id, accepts);
      return updateMember(context, member, edit(member.attributes));
    });
    return stored(await this.#store.change(guardOf(context), { kind: 'id', id }, decide));
  }
}

function upserting(context: ChangeContext, { userName, edit }: MemberUpsert) {
  const decide = deciding(context, (current, former) =>
    current
      ? updateMember(context, current, edit(current.attributes))
      : createMember(context, edit(undefined), former),
  );
  return { userName, decide };
}

/** Reports what was decided to the context; it counts once it is stored. */
function deciding(context: ChangeContext, decide: Decision): Decision {
  return (current, former) => {
    const change = decide(current, former);
    context.onDecided?.(change);
    return change;
  };
}

function stored({ member }: StoredChange): StoredMember {
  if (!member) throw new Error('a member that was created or updated is stored');
  return member;
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

export function memberNotFound(id: string): RollcallError {
  return new RollcallError(
    'notFound',
    `There is no member with the id ${JSON.stringify(id.slice(0, 64))} in this account; it may have been deleted.`,
    { topic: 'member_gone' },
  );
}

/** The rules of a member's life, as pure decisions: from a state and an input to the next state and its events. */

import type { Actor, RequestReference } from '../events/actor.ts';
import type { MemberEventType } from '../events/catalogue/catalogue.ts';
import type { EventDraft } from '../events/envelope.ts';
import { type Difference, differenceBetween } from './difference.ts';
import { checkAddressForm } from './identity/addresses.ts';
import {
  type ChangedIdentity,
  changedIdentity,
  type FormerMember,
  type FormerReference,
  referenceToFormer,
} from './identity/identity.ts';
import { nextUserName } from './identity/user-name.ts';
import type { Member, MemberAttributes } from './member.ts';
import { memberEventData, type Reason } from './member-event.ts';
import {
  checkEmail,
  checkProviderRemoval,
  checkProviderUpdate,
  type MemberPolicies,
} from './provider-limits.ts';

/** Everything a decision needs besides the member: who asks, when, under which rules. */
export interface ChangeContext {
  readonly accountId: string;
  /** They bind identity providers; the main app and operators do as they see fit. */
  readonly policies: MemberPolicies;
  readonly actor: Actor;
  readonly request: RequestReference;
  readonly traceparent: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly newId: () => string;
  /** Receives the decision before it is stored, and again if it is made again. */
  readonly onDecided?: (change: MemberChange) => void;
}

/** `before` absent: created; `after` absent: deleted; `after` is `before`: nothing changed, and nothing is written. */
export interface MemberChange {
  readonly before: Member | undefined;
  readonly after: Member | undefined;
  readonly events: readonly EventDraft[];
}

/** The wanted state of a member. */
export interface MemberInput {
  readonly attributes: MemberAttributes;
  /** As it is, when it is not said; a new member is not. */
  readonly isProtected?: boolean | undefined;
}

/**
 * @param former the last member with this userName, who was removed
 * @throws RollcallError `invalidValue` for a userName or an e-mail that cannot be, or that a policy of the account
 *   forbids
 */
export function createMember(
  context: ChangeContext,
  { attributes: wanted, isProtected = false }: MemberInput,
  former: FormerMember | undefined,
): MemberChange {
  const isProvider = context.actor.kind === 'idp';
  const attributes = { ...wanted, userName: nextUserName(undefined, wanted.userName) };
  checkAddressForm(attributes);
  if (isProvider) checkEmail(context.policies, attributes);
  const after: Member = {
    id: context.newId(),
    accountId: context.accountId,
    attributes,
    version: 1,
    managedBy: isProvider ? 'idp' : 'app',
    isProtected,
    createdAt: context.now,
    modifiedAt: context.now,
    activatedAt: attributes.active ? context.now : null,
  };
  const { changed } = differenceBetween({}, attributes);
  const reference =
    former && referenceToFormer(former, attributes, isProvider ? context.policies : undefined);
  const type = attributes.active ? 'team_member.provisioned' : 'team_member.staged';
  return { before: undefined, after, events: [draft(context, after, type, { changed, ...reference })] };
}

/**
 * Moves a member to a new state. One change is one event: an activation or deactivation names it, else the linking
 * of a member to the identity provider, which its first write does; `changed` covers whatever else moved with it.
 * Whether a member is protected is the main app's own setting, and makes no event.
 * @throws RollcallError `invalidValue`, `mutability` for what an identity provider may not do
 */
export function updateMember(
  context: ChangeContext,
  before: Member,
  { attributes: wanted, isProtected = before.isProtected }: MemberInput,
): MemberChange {
  const attributes = { ...wanted, userName: nextUserName(before.attributes.userName, wanted.userName) };
  const isProvider = context.actor.kind === 'idp';
  const difference = differenceBetween(before.attributes, attributes);
  const isLinked = isProvider && before.managedBy === 'app';
  checkAddressForm(attributes, before.attributes);
  if (isProvider && (isLinked || difference.changed.length > 0)) {
    checkProviderUpdate(context.policies, before, attributes);
  }
  if (difference.changed.length === 0 && !isLinked) {
    const after = isProtected === before.isProtected ? before : { ...before, isProtected };
    return { before, after, events: [] };
  }
  const after: Member = {
    ...before,
    attributes,
    isProtected,
    version: before.version + 1,
    managedBy: isLinked ? 'idp' : before.managedBy,
    modifiedAt: Math.max(context.now, before.modifiedAt),
    activatedAt: before.activatedAt ?? (attributes.active ? context.now : null),
  };
  const type = updateType(before, after, isLinked);
  const reason: Reason | undefined = type === 'team_member.deprovisioned' ? 'deactivated' : undefined;
  const isActivated = attributes.active && !before.attributes.active;
  const extra = {
    ...difference,
    reason,
    isLinked: isLinked && type !== 'team_member.linked',
    identity: isActivated ? changedIdentity(before.attributes, attributes) : undefined,
  };
  return { before, after, events: [draft(context, after, type, extra)] };
}

function updateType(before: Member, after: Member, isLinked: boolean): MemberEventType {
  if (before.attributes.active === after.attributes.active) {
    return isLinked ? 'team_member.linked' : 'team_member.updated';
  }
  if (!after.attributes.active) return 'team_member.deprovisioned';
  return before.activatedAt === null ? 'team_member.provisioned' : 'team_member.reactivated';
}

/** Makes an active member inactive. */
export function deactivateMember(context: ChangeContext, before: Member, reason: Reason): MemberChange {
  const after: Member = {
    ...before,
    attributes: { ...before.attributes, active: false },
    version: before.version + 1,
    modifiedAt: Math.max(context.now, before.modifiedAt),
  };
  const flip = { changed: ['active'], previous: { active: true }, reason };
  return { before, after, events: [draft(context, after, 'team_member.deprovisioned', flip)] };
}

/**
 * Deletes a member; one that was active is deprovisioned first, in the same transaction.
 * @throws RollcallError `mutability` when an identity provider may not
 */
export function removeMember(
  context: ChangeContext,
  before: Member,
  reason: 'deleted' | 'account_closed' = 'deleted',
): MemberChange {
  if (context.actor.kind === 'idp') checkProviderRemoval(context.policies, before);
  const flip = before.attributes.active ? deactivateMember(context, before, reason) : undefined;
  const inactive = flip?.after ?? before;
  const last: Member = { ...inactive, version: inactive.version + 1 };
  const deleted = draft(context, last, 'team_member.deleted', { reason });
  return { before, after: undefined, events: [...(flip?.events ?? []), deleted] };
}

/** The event that everything known of a person is gone. @param id of the member, who may be gone already */
export function erasureOf(context: ChangeContext, id: string): EventDraft {
  const { accountId, actor, request } = context;
  return envelope(context, id, 'team_member.erased', {
    account: { id: accountId },
    member: { id },
    actor,
    request,
  });
}

/** What an event says besides the member and the actor. */
type EventDetail = Partial<Difference & FormerReference> & {
  readonly reason?: Reason | undefined;
  readonly isLinked?: boolean;
  readonly identity?: ChangedIdentity | undefined;
};

function draft(
  context: ChangeContext,
  member: Member,
  type: MemberEventType,
  extra: EventDetail,
): EventDraft {
  const { actor, request } = context;
  const detail = { changed: [], previous: {}, ...extra, actor, request };
  return envelope(context, member.id, type, memberEventData(member, detail));
}

function envelope(
  { now, newId, request, traceparent }: ChangeContext,
  subject: string,
  type: MemberEventType,
  data: Readonly<Record<string, unknown>>,
): EventDraft {
  return { id: newId(), type, subject, occurredAt: now, requestId: request.id, traceparent, data };
}

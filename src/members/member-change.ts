/** The rules of a member's life, as pure decisions: from a state and a wish to the next state and its events. */
import { RollcallError } from '../errors.ts';
import { type Difference, differenceBetween } from './difference.ts';
import type { MemberEventType } from './event-catalogue.ts';
import { emailOf, fold, type Member, type MemberAttributes } from './member.ts';
import { type Actor, type EventDraft, memberEventData, type RequestReference } from './member-event.ts';

/** The account's rules for its members; all off by default. */
export interface MemberPolicies {
  readonly requireEmail: boolean;
  /** Folded domains; empty allows every one. */
  readonly allowedEmailDomains: readonly string[];
}

/** Everything a decision needs besides the member: who asks, when, under which rules. */
export interface ChangeContext {
  readonly accountId: string;
  readonly policies: MemberPolicies;
  readonly actor: Actor;
  readonly request: RequestReference;
  readonly traceparent: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly newId: () => string;
}

/** `before` absent: created; `after` absent: deleted; no events: nothing changed, and nothing is written. */
export interface MemberChange {
  readonly before: Member | undefined;
  readonly after: Member | undefined;
  readonly events: readonly EventDraft[];
}

/** @throws RollcallError `invalidValue` when a policy of the account forbids the e-mail */
export function createMember(context: ChangeContext, attributes: MemberAttributes): MemberChange {
  checkEmail(context.policies, attributes);
  const after: Member = {
    id: context.newId(),
    accountId: context.accountId,
    attributes,
    version: 1,
    managedBy: 'idp',
    createdAt: context.now,
    modifiedAt: context.now,
    activatedAt: attributes.active ? context.now : null,
  };
  const { changed } = differenceBetween({}, attributes);
  const type = attributes.active ? 'team_member.provisioned' : 'team_member.staged';
  return { before: undefined, after, events: [draft(context, after, type, { changed, previous: {} })] };
}

/**
 * Moves a member to new attributes. One change is one event: an activation or deactivation names it, and
 * `changed` covers whatever else moved with it.
 * @throws RollcallError `invalidValue` when the e-mail changes to one that a policy forbids
 */
export function updateMember(
  context: ChangeContext,
  before: Member,
  attributes: MemberAttributes,
): MemberChange {
  const difference = differenceBetween(before.attributes, attributes);
  if (difference.changed.length === 0) return { before, after: before, events: [] };
  // A policy must never stand in the way of an offboarding, so an unchanged e-mail is not judged again.
  if (emailOf(before.attributes) !== emailOf(attributes)) checkEmail(context.policies, attributes);
  const after: Member = {
    ...before,
    attributes,
    version: before.version + 1,
    modifiedAt: Math.max(context.now, before.modifiedAt),
    activatedAt: before.activatedAt ?? (attributes.active ? context.now : null),
  };
  const type = updateType(before, after);
  const reason = type === 'team_member.deprovisioned' ? 'deactivated' : undefined;
  return { before, after, events: [draft(context, after, type, difference, reason)] };
}

function updateType(before: Member, after: Member): MemberEventType {
  if (before.attributes.active === after.attributes.active) return 'team_member.updated';
  if (!after.attributes.active) return 'team_member.deprovisioned';
  return before.activatedAt === null ? 'team_member.provisioned' : 'team_member.reactivated';
}

/** Deletes a member; one that was active is deprovisioned first, in the same transaction. */
export function removeMember(context: ChangeContext, before: Member): MemberChange {
  const nothing: Difference = { changed: [], previous: {} };
  const events: EventDraft[] = [];
  let last = before;
  if (before.attributes.active) {
    last = { ...before, attributes: { ...before.attributes, active: false }, version: before.version + 1 };
    const flip: Difference = { changed: ['active'], previous: { active: true } };
    events.push(draft(context, last, 'team_member.deprovisioned', flip, 'deleted'));
  }
  last = { ...last, version: last.version + 1 };
  events.push(draft(context, last, 'team_member.deleted', nothing, 'deleted'));
  return { before, after: undefined, events };
}

function checkEmail(policies: MemberPolicies, attributes: MemberAttributes): void {
  const email = emailOf(attributes);
  if (email === undefined) {
    if (!policies.requireEmail) return;
    throw new RollcallError(
      'invalidValue',
      "This account requires an e-mail address: map one to 'emails' or use it as 'userName'.",
    );
  }
  const domains = policies.allowedEmailDomains;
  if (domains.length > 0 && !domains.includes(fold(email.slice(email.lastIndexOf('@') + 1)))) {
    throw new RollcallError(
      'invalidValue',
      `This account accepts e-mail addresses of these domains only: ${domains.join(', ')}.`,
    );
  }
}

function draft(
  context: ChangeContext,
  member: Member,
  type: MemberEventType,
  difference: Difference,
  reason?: 'deactivated' | 'deleted',
): EventDraft {
  const { actor, request } = context;
  return {
    id: context.newId(),
    type,
    subject: member.id,
    occurredAt: context.now,
    requestId: request.id,
    traceparent: context.traceparent,
    data: memberEventData(member, { ...difference, ...(reason ? { reason } : {}), actor, request }),
  };
}

/** What an event about a team member says: the `data` of it, and what is left of that after an erasure. */

import type { Actor, RequestReference } from '../events/actor.ts';
import type { REASONS } from '../events/catalogue/definitions.ts';
import { MEMBER_ATTRIBUTES } from '../events/catalogue/member-schema.ts';
import type { EventDraft } from '../events/envelope.ts';
import { escapeLineSeparators } from '../events/line-separators.ts';
import type { Difference } from './difference.ts';
import type { ChangedIdentity, FormerReference } from './identity/identity.ts';
import { emailOf, type Member } from './member.ts';

/** Why a member was deprovisioned or deleted. */
export type Reason = (typeof REASONS)[number];

export interface MemberEventDetail extends Difference, Partial<FormerReference> {
  readonly reason?: Reason | undefined;
  /** The change put the member under the identity provider. */
  readonly isLinked?: boolean;
  /** The member was given to another person. */
  readonly identity?: ChangedIdentity | undefined;
  readonly actor: Actor;
  readonly request: RequestReference;
}

/** A member as events and snapshots show it: SCIM attributes, and what the main app needs besides. */
export function describeMember(member: Member): Record<string, unknown> {
  const shown: Record<string, unknown> = { id: member.id };
  for (const name of Object.keys(MEMBER_ATTRIBUTES)) {
    if (member.attributes[name] !== undefined) shown[name] = member.attributes[name];
  }
  shown['email'] = emailOf(member.attributes) ?? null;
  shown['version'] = member.version;
  shown['managedBy'] = member.managedBy;
  return shown;
}

/** The `data` of a team-member event: the state after, what changed, who did it. */
export function memberEventData(member: Member, detail: MemberEventDetail): Record<string, unknown> {
  const { changed, previous, reason, isLinked, identity, formerId, former, actor, request } = detail;
  return {
    account: { id: member.accountId },
    member: describeMember(member),
    changed,
    previous,
    ...(reason === undefined ? {} : { reason }),
    ...(isLinked ? { linked: true } : {}),
    ...(identity ? { identity } : {}),
    ...(formerId === undefined ? {} : { formerId }),
    ...(former ? { former } : {}),
    actor,
    request,
  };
}

/**
 * What is left of the `data` of an event about a member after the erasure (ErasedData in the catalogue): ids, and what
 * is no member's own.
 */
export function redactData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { account, member, reason, linked, formerId, actor, request } = data;
  const { id, active, version, managedBy } = member as Record<string, unknown>; // every event about a member describes it
  return {
    account,
    member: { id, active, version, managedBy },
    changed: [],
    previous: {},
    ...(reason === undefined ? {} : { reason }),
    ...(linked === undefined ? {} : { linked }),
    ...(formerId === undefined ? {} : { formerId }),
    actor,
    request,
    erased: true,
  };
}

/** The stored bytes of an event about a member after the erasure; its place in the log stays as it is. */
export function redactEvent(body: string): string {
  const event = JSON.parse(body) as { type: EventDraft['type']; data: Record<string, unknown> }; // we wrote it ourselves
  if (event.type === 'team_member.erased') return body;
  return escapeLineSeparators(JSON.stringify({ ...event, data: redactData(event.data) }));
}

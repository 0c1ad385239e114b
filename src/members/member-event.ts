/** Team-member events: one committed fact each, CloudEvents 1.0 in structured JSON, numbered per account. */

import type {
  ConnectionEventType,
  MemberEventType,
  OperationalEventType,
} from '../events/catalogue/catalogue.ts';
import type { REASONS } from '../events/catalogue/definitions.ts';
import { dataSchemaUrl } from '../events/catalogue/event-schema.ts';
import { MEMBER_ATTRIBUTES } from '../events/catalogue/member-schema.ts';
import { escapeLineSeparators } from '../events/line-separators.ts';
import type { Difference } from './difference.ts';
import type { ChangedIdentity, FormerReference } from './identity.ts';
import { emailOf, type Member } from './member.ts';

/** Who did it: an identity provider by one of its tokens, or who looks after the service (EventActor in the catalogue). */
export type Actor =
  | { readonly kind: 'idp'; readonly tokenId: string; readonly identityProvider: string }
  | ServiceActor;

/** Who looks after the service: the main app by a service token, or an operator at the command line. */
export type ServiceActor =
  | { readonly kind: 'app'; readonly serviceTokenId: string }
  | { readonly kind: 'operator' };

export interface RequestReference {
  readonly id: string;
  /** `null` when it was no HTTP request. */
  readonly method: string | null;
  readonly bulkIndex: number | null;
}

/** An event before the store numbers it. */
export interface EventDraft {
  readonly id: string;
  readonly type: MemberEventType | ConnectionEventType | OperationalEventType;
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

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

const SEQUENCE_DIGITS = 20;

/** The number of an event within its account as CloudEvents wants it: text that sorts like the number. */
export const sequenceText = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

/** Stands for the account in events about the delivery itself; no account has this id. */
export const OPERATIONS = '';

/** The partition key of these events, which no account can have as its id. */
export const OPERATIONS_PARTITION = 'operations';

/** The stored and sent bytes of an event. `publicUrl` has no trailing slash. */
export function renderEvent(
  draft: EventDraft,
  accountId: string,
  sequence: number,
  publicUrl: string,
): string {
  const json = JSON.stringify({
    specversion: '1.0',
    id: draft.id,
    source: `${publicUrl}/${accountId === OPERATIONS ? 'operations' : `accounts/${accountId}`}`,
    type: draft.type,
    subject: draft.subject,
    time: new Date(draft.occurredAt).toISOString(),
    datacontenttype: 'application/json',
    dataschema: dataSchemaUrl(draft.type, publicUrl),
    sequence: sequenceText(sequence),
    partitionkey: accountId === OPERATIONS ? OPERATIONS_PARTITION : accountId,
    correlationid: draft.requestId,
    ...(draft.traceparent === undefined ? {} : { traceparent: draft.traceparent }),
    data: draft.data,
  });
  return escapeLineSeparators(json);
}

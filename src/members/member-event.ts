/** Team-member events: one committed fact each, CloudEvents 1.0 in structured JSON, numbered per account. */
import type { Difference } from './difference.ts';
import type { ConnectionEventType, MemberEventType, OperationalEventType } from './event-catalogue.ts';
import { emailOf, type Member } from './member.ts';

/** Who did it: the token an identity provider used, or the operator's command line. */
export type Actor =
  | { readonly kind: 'idp'; readonly tokenId: string; readonly identityProvider: string }
  | { readonly kind: 'operator' };

export interface RequestReference {
  readonly id: string;
  readonly method: string;
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

export interface MemberEventDetail extends Difference {
  readonly reason?: 'deactivated' | 'deleted';
  readonly actor: Actor;
  readonly request: RequestReference;
}

/**
 * The attributes an event may carry. A second guard behind the schema, written as an allow-list on purpose:
 * whatever could carry a role cannot reach the main app through an event.
 */
const ALLOWED_ATTRIBUTES = [
  'userName',
  'externalId',
  'active',
  'name',
  'displayName',
  'nickName',
  'profileUrl',
  'title',
  'preferredLanguage',
  'locale',
  'timezone',
  'emails',
  'phoneNumbers',
  'ims',
  'photos',
  'addresses',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
] as const;

/** The `data` of a team-member event: the state after, what changed, who did it. */
export function memberEventData(member: Member, detail: MemberEventDetail): Record<string, unknown> {
  const { changed, previous, reason, actor, request } = detail;
  const shown: Record<string, unknown> = { id: member.id };
  for (const name of ALLOWED_ATTRIBUTES) {
    if (member.attributes[name] !== undefined) shown[name] = member.attributes[name];
  }
  shown['email'] = emailOf(member.attributes) ?? null;
  shown['version'] = member.version;
  shown['managedBy'] = member.managedBy;
  return {
    account: { id: member.accountId },
    member: shown,
    changed,
    previous,
    ...(reason === undefined ? {} : { reason }),
    actor,
    request,
  };
}

const SEQUENCE_DIGITS = 20;

/** The number of an event within its account as CloudEvents wants it: text that sorts like the number. */
const sequenceText = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

/** The stored and sent bytes of an event. `publicUrl` has no trailing slash. */
export function renderEvent(
  draft: EventDraft,
  accountId: string,
  sequence: number,
  publicUrl: string,
): string {
  return JSON.stringify({
    specversion: '1.0',
    id: draft.id,
    source: `${publicUrl}/accounts/${accountId}`,
    type: draft.type,
    subject: draft.subject,
    time: new Date(draft.occurredAt).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `${publicUrl}/schemas/events/${draft.type}.v1.json`,
    sequence: sequenceText(sequence),
    partitionkey: accountId,
    correlationid: draft.requestId,
    ...(draft.traceparent === undefined ? {} : { traceparent: draft.traceparent }),
    data: draft.data,
  });
}

/** Every type of event there is: what the JSON Schemas, docs/events.md and asyncapi.yaml are made from. */

/** About a team member; in its account's source and sequence. */
export const MEMBER_EVENT_TYPES = [
  'team_member.provisioned',
  'team_member.staged',
  'team_member.updated',
  'team_member.deprovisioned',
  'team_member.reactivated',
  'team_member.deleted',
] as const;

/** About an account's connection; in its account's source and sequence. */
export const CONNECTION_EVENT_TYPES = [
  'connection.enabled',
  'connection.token_issued',
  'connection.token_revoked',
] as const;

/** About the delivery itself; in a source and a sequence of their own, never in an account's feed. */
export const OPERATIONAL_EVENT_TYPES = [
  'endpoint.failing',
  'endpoint.enabled',
  'endpoint.disabled',
  'endpoint.verification',
  'delivery.exhausted',
] as const;

export type MemberEventType = (typeof MEMBER_EVENT_TYPES)[number];
export type ConnectionEventType = (typeof CONNECTION_EVENT_TYPES)[number];
export type OperationalEventType = (typeof OPERATIONAL_EVENT_TYPES)[number];
export type EventType = MemberEventType | ConnectionEventType | OperationalEventType;

export const EVENT_TYPES: readonly EventType[] = [
  ...MEMBER_EVENT_TYPES,
  ...CONNECTION_EVENT_TYPES,
  ...OPERATIONAL_EVENT_TYPES,
];

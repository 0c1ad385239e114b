/** Every type of event there is: what the JSON Schemas, docs/events.md, asyncapi.yaml and openapi.yaml are made from. */
import { CONNECTION_EVENTS } from './connection-events.ts';
import type { EventEntry, EventGroup } from './entry.ts';
import { MEMBER_EVENTS } from './member-events.ts';
import { OPERATIONAL_EVENTS } from './operational-events.ts';

export type MemberEventType = keyof typeof MEMBER_EVENTS;
export type ConnectionEventType = keyof typeof CONNECTION_EVENTS;
export type OperationalEventType = keyof typeof OPERATIONAL_EVENTS;
export type EventType = MemberEventType | ConnectionEventType | OperationalEventType;

export interface CataloguedEvent extends EventEntry {
  readonly type: EventType;
  readonly group: EventGroup;
}

/** About a team member; in its account's source and sequence. */
export const MEMBER_EVENT_TYPES = typesOf(MEMBER_EVENTS);

/** About an account's connection; in its account's source and sequence. */
export const CONNECTION_EVENT_TYPES = typesOf(CONNECTION_EVENTS);

/** About the delivery itself; in a source and a sequence of their own, never in an account's feed. */
const OPERATIONAL_EVENT_TYPES = typesOf(OPERATIONAL_EVENTS);

export const EVENT_TYPES: readonly EventType[] = [
  ...MEMBER_EVENT_TYPES,
  ...CONNECTION_EVENT_TYPES,
  ...OPERATIONAL_EVENT_TYPES,
];

export const EVENT_CATALOGUE: readonly CataloguedEvent[] = [
  ...cataloguedAs('member', MEMBER_EVENTS),
  ...cataloguedAs('connection', CONNECTION_EVENTS),
  ...cataloguedAs('operational', OPERATIONAL_EVENTS),
];

type Entries<Type extends EventType> = Readonly<Record<Type, EventEntry>>;

function typesOf<Type extends EventType>(entries: Entries<Type>): readonly Type[] {
  return Object.keys(entries) as Type[]; // Object.keys forgets the literal type
}

function cataloguedAs<Type extends EventType>(
  group: EventGroup,
  entries: Entries<Type>,
): readonly CataloguedEvent[] {
  return typesOf(entries).map(type => ({ type, group, ...entries[type] }));
}

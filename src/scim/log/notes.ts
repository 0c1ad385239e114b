/** What a request turned out to be about: noted while it is answered, at next to no cost, and worded later. */

import type { MemberChange } from '../../members/change.ts';
import type { StoredMember } from '../../members/member.ts';
import type { ListParameters } from '../filter/list-query.ts';

interface NotedEvent {
  readonly id: string;
  readonly type: string;
}

export interface ChangeNotes {
  memberId: string | undefined;
  userName: string | undefined;
  externalId: string | undefined;
  /** How large the member is that was changed or removed, in characters of JSON; 0 when nothing was decided. */
  memberSize: number;
  /** The stored JSON of the member that was read; the wording takes the names from it. */
  attributesJson: string | undefined;
  /** Before the change, where it was another. */
  formerUserName: string | undefined;
  /** Paths; `undefined` when no change was decided. */
  changed: readonly string[] | undefined;
  events: readonly NotedEvent[];
  /** What a list was asked for, and found. */
  asked: ListParameters | undefined;
  found: { readonly total: number; readonly shown: number } | undefined;
  /** Of a bulk request. */
  operations: { readonly done: number; readonly failed: number } | undefined;
}

export const newNotes = (): ChangeNotes => ({
  memberId: undefined,
  userName: undefined,
  externalId: undefined,
  memberSize: 0,
  attributesJson: undefined,
  formerUserName: undefined,
  changed: undefined,
  events: NO_EVENTS,
  asked: undefined,
  found: undefined,
  operations: undefined,
});

const NO_EVENTS: readonly NotedEvent[] = [];
/** Notes wait for a while, and many may wait. */
const LONGEST_KEPT_JSON = 4_096;
const LONGEST_KEPT_NAME = 512;

export function noteMember(notes: ChangeNotes, { id, attributesJson }: StoredMember): void {
  notes.memberId = id;
  if (attributesJson.length <= LONGEST_KEPT_JSON) notes.attributesJson = attributesJson;
}

/** Whom a body is about; it may not be readable as a User. */
export function noteBody(notes: ChangeNotes, body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const { userName, externalId } = body as Readonly<Record<string, unknown>>; // an object, whatever it holds
  notes.userName = keptName(userName);
  notes.externalId = keptName(externalId);
}

const keptName = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_KEPT_NAME ? value : undefined;

export function noteChange(notes: ChangeNotes, { before, after, events }: MemberChange): void {
  const member = after ?? before;
  if (!member) return;
  const { userName, externalId } = member.attributes;
  notes.memberId = member.id;
  notes.userName = userName;
  notes.externalId = typeof externalId === 'string' ? externalId : undefined;
  // A member that is stored is measured when it is answered.
  if (!after) notes.memberSize = JSON.stringify(member.attributes).length;
  notes.formerUserName =
    before && before.attributes.userName !== userName ? before.attributes.userName : undefined;
  const [first] = events;
  notes.changed = after && first ? (first.data['changed'] as readonly string[]) : []; // every event about a member has it
  notes.events = events.map(({ id, type }) => ({ id, type }));
}

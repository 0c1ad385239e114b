/** The story of one person: each request about them, its events, and their deliveries. */
import { RollcallError } from '../base/errors.ts';
import type { LogEntry } from './entry.ts';

/** One HTTP request to a webhook endpoint. */
export interface DeliveryStep {
  readonly at: number;
  readonly trigger: string;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: string;
  readonly failure: string | null;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** An event on its way to one endpoint. `waiting`: not tried yet, or behind one that fails. */
export interface Delivery {
  readonly endpointId: string;
  /** `null` when the endpoint was removed. */
  readonly url: string | null;
  readonly state: 'delivered' | 'failed' | 'waiting';
  /** Oldest first. */
  readonly steps: readonly DeliveryStep[];
}

export interface TimelineEvent {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly at: number;
  readonly changed: readonly string[];
  readonly reason: string | null;
  /** The actor of the event. */
  readonly actor: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly deliveries: readonly Delivery[];
}

export interface TimelineEntry {
  /** Its place among the others. */
  readonly id: string;
  readonly at: number;
  /** `null` for what came from the main app or an operator, or whose entry is not kept any more. */
  readonly entry: LogEntry | null;
  readonly events: readonly TimelineEvent[];
}

/** Who the story is about, as far as they are known today. */
export interface TimelineMember {
  readonly id: string;
  readonly state: 'active' | 'inactive' | 'gone';
  readonly userName: string | null;
  readonly externalId: string | null;
}

export interface Timeline {
  readonly member: TimelineMember;
  /** Newest first. */
  readonly entries: readonly TimelineEntry[];
  readonly next: string | undefined;
}

interface Range {
  /** Only what sorts before this id. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** What is known of an entry or event before it is read. */
export interface Unread {
  readonly id: string;
  /** What reading it takes. */
  readonly bytes: number;
}

export interface UnreadEntry extends Unread {
  /** Ids of the events it resulted in. */
  readonly events: readonly string[];
}

/** Whose timeline is read. */
export interface TimelineScope {
  readonly accountId: string;
  /** Aborted when nothing waits for the timeline any more. */
  readonly signal?: AbortSignal;
}

export interface TimelineStore {
  findMember(scope: TimelineScope, memberId: string): Promise<TimelineMember>;
  /** Newest first; also those that asked for a name the member had and knew no member. */
  entriesAbout(scope: TimelineScope, memberId: string, range: Range): Promise<readonly UnreadEntry[]>;
  /** Newest first. */
  eventsAbout(scope: TimelineScope, memberId: string, range: Range): Promise<readonly Unread[]>;
  /** Of the events with these ids, those that are still kept. */
  findEvents(scope: TimelineScope, ids: readonly string[]): Promise<readonly Unread[]>;
  /** Those that are still kept. */
  readEntries(scope: TimelineScope, ids: readonly string[]): Promise<readonly LogEntry[]>;
  /** Those that are still kept, with their deliveries. */
  readEvents(scope: TimelineScope, ids: readonly string[]): Promise<readonly TimelineEvent[]>;
}

/** Log entries that began so long before an event may have made it. */
const MARGIN = 100;
/** An event holds its member, so a thousand of them may be hundreds of megabytes. */
const PAGE_BYTES = 1_048_576;

/** An entry before it is read. */
interface Place {
  readonly id: string;
  /** Of its entry; 0 without one. */
  readonly bytes: number;
  readonly isLogEntry: boolean;
  readonly events: readonly string[];
}

/**
 * A page ends at `limit` entries, or where reading more would take more than 1 MiB.
 * @throws RollcallError `notFound` when nothing is known of such a member; what searches throw
 */
export async function readTimeline(
  store: TimelineStore,
  scope: TimelineScope,
  memberId: string,
  { before, limit }: Range,
): Promise<Timeline> {
  const member = await store.findMember(scope, memberId);
  const entries = await store.entriesAbout(scope, memberId, { before, limit: limit + 1 + MARGIN });
  const newest = await store.eventsAbout(scope, memberId, { before, limit: limit + 1 });
  const made = new Set(entries.flatMap(({ events }) => events));
  const alone = newest.filter(({ id }) => !made.has(id));
  const places: readonly Place[] = [
    ...entries.map(entry => ({ ...entry, isLogEntry: true })),
    ...alone.map(({ id }) => ({ id, bytes: 0, isLogEntry: false, events: [id] })),
  ].sort((one, other) => (one.id < other.id ? 1 : -1));
  if (places.length === 0 && before === undefined && member.state === 'gone') {
    throw new RollcallError('notFound', 'Nothing is known of a member with this id in this account.');
  }
  const shown = await thatFit(store, scope, places.slice(0, limit));
  return {
    member,
    entries: await readEntries(store, scope, shown),
    next: places.length > shown.length ? shown.at(-1)?.id : undefined,
  };
}

/** The first of them, as many as may be read together, and one at least. */
async function thatFit(
  store: TimelineStore,
  scope: TimelineScope,
  places: readonly Place[],
): Promise<readonly Place[]> {
  const events = await store.findEvents(
    scope,
    places.flatMap(place => place.events),
  );
  const bytesOf = new Map(events.map(({ id, bytes }) => [id, bytes]));
  let total = 0;
  const end = places.findIndex(({ bytes, events }, index) => {
    total += events.reduce((sum, id) => sum + (bytesOf.get(id) ?? 0), bytes);
    return index > 0 && total > PAGE_BYTES;
  });
  return end < 0 ? places : places.slice(0, end);
}

async function readEntries(
  store: TimelineStore,
  scope: TimelineScope,
  places: readonly Place[],
): Promise<readonly TimelineEntry[]> {
  const asked = places.filter(({ isLogEntry }) => isLogEntry).map(({ id }) => id);
  const entries = byId(await store.readEntries(scope, asked));
  const eventIds = places.flatMap(place => place.events);
  const events = byId(await store.readEvents(scope, eventIds));
  return places.flatMap(place => {
    const entry = entries.get(place.id) ?? null;
    const found = place.events.flatMap(id => events.get(id) ?? []);
    const at = entry?.at ?? found[0]?.at;
    // What is deleted while the page is read is not on it.
    return at === undefined ? [] : [{ id: place.id, at, entry, events: found }];
  });
}

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map(item => [item.id, item]));

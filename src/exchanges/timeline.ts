/** The story of one person: each request about them, the events it made, and what became of those. */
import { RollcallError } from '../errors.ts';
import type { Exchange } from './exchange.ts';

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
  /** Who did it, as the event tells. */
  readonly actor: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly deliveries: readonly Delivery[];
}

export interface TimelineEntry {
  /** Its place among the others. */
  readonly id: string;
  readonly at: number;
  /** `null` for what came from the main app or an operator, or whose exchange is not kept any more. */
  readonly exchange: Exchange | null;
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

export interface TimelineStore {
  findMember(accountId: string, memberId: string): Promise<TimelineMember>;
  /** Newest first; also those that asked for a name the member had and knew no member. */
  exchangesAbout(accountId: string, memberId: string, range: Range): Promise<readonly Exchange[]>;
  /** Newest first. */
  eventsAbout(accountId: string, memberId: string, range: Range): Promise<readonly TimelineEvent[]>;
  /** Those that are still kept, with their deliveries. */
  eventsNamed(accountId: string, ids: readonly string[]): Promise<readonly TimelineEvent[]>;
}

/** Exchanges that began so long before an event may have made it. */
const MARGIN = 100;

/** @throws RollcallError `notFound` when nothing is known of such a member */
export async function readTimeline(
  store: TimelineStore,
  accountId: string,
  memberId: string,
  { before, limit }: Range,
): Promise<Timeline> {
  const member = await store.findMember(accountId, memberId);
  const exchanges = await store.exchangesAbout(accountId, memberId, { before, limit: limit + 1 + MARGIN });
  const newest = await store.eventsAbout(accountId, memberId, { before, limit: limit + 1 });
  const made = new Set(exchanges.flatMap(exchange => exchange.events));
  const alone = newest.filter(event => !made.has(event.id));
  const entries = [
    ...exchanges.map(exchange => ({ id: exchange.id, at: exchange.at, exchange, events: [] })),
    ...alone.map(event => ({ id: event.id, at: event.at, exchange: null, events: [event] })),
  ].sort((one, other) => (one.id < other.id ? 1 : -1));
  if (entries.length === 0 && before === undefined && member.state === 'gone') {
    throw new RollcallError('notFound', 'Nothing is known of a member with this id in this account.');
  }
  const shown: readonly TimelineEntry[] = entries.slice(0, limit);
  const events = await eventsOf(store, accountId, shown, newest);
  return {
    member,
    entries: shown.map(entry => ({
      ...entry,
      events:
        entry.exchange === null ? entry.events : entry.exchange.events.flatMap(id => events.get(id) ?? []),
    })),
    next: entries.length > limit ? shown.at(-1)?.id : undefined,
  };
}

async function eventsOf(
  store: TimelineStore,
  accountId: string,
  entries: readonly TimelineEntry[],
  known: readonly TimelineEvent[],
): Promise<ReadonlyMap<string, TimelineEvent>> {
  const events = new Map(known.map(event => [event.id, event]));
  const missing = entries.flatMap(({ exchange }) => exchange?.events ?? []).filter(id => !events.has(id));
  for (const event of await store.eventsNamed(accountId, missing)) events.set(event.id, event);
  return events;
}

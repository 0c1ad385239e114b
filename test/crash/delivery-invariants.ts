/** Compares what webhooks and followers received with the events that are stored. */
import type { Row } from '../support/database/database-contents.ts';
import type { ReceivedRequest } from '../support/webhooks/webhook-receiver.ts';
import type { Follower } from './follower.ts';

export interface StoredEvent {
  readonly id: string;
  readonly accountId: string;
  readonly sequence: number;
  readonly body: string;
}

/** Every event of the database, in the order of the feed. */
export function storedEvents(tables: ReadonlyMap<string, readonly Row[]>): readonly StoredEvent[] {
  return [...(tables.get('events') ?? [])]
    .sort((left, right) => Number(left['position']) - Number(right['position']))
    .map(row => ({
      id: String(row['id']),
      accountId: String(row['account_id']),
      sequence: Number(row['sequence']),
      body: String(row['body']),
    }));
}

/** Nothing lost, nothing doubled, nothing changed, all in order. */
export function expectFollowed({ name, bodies }: Follower, stored: readonly StoredEvent[]): void {
  const ids = bodies.map(body => (JSON.parse(body) as { id: string }).id); // a CloudEvent has one
  expect({ name, ids }).toEqual({ name, ids: stored.map(({ id }) => id) });
  expect(stored.filter(({ body }, index) => body !== bodies[index])).toEqual([]);
}

/**
 * Each event reached the endpoint as it is stored; of each account first deliveries are in order without gaps, and
 * a repetition is the same as before.
 * @returns how many repetitions there were
 */
export function expectDelivered(
  requests: readonly ReceivedRequest[],
  stored: readonly StoredEvent[],
): number {
  const byId = new Map(stored.map(event => [event.id, event]));
  const bodyOf = new Map<string, string>();
  const reached = new Map<string, number>();
  let repetitions = 0;
  for (const { headers, body, events } of requests) {
    const sent = events.flatMap(({ id }) => byId.get(id) ?? []);
    const bodies = sent.map(event => event.body).join();
    expect(body).toBe(body.startsWith('[') ? `[${bodies}]` : bodies);
    const webhookId = String(headers['webhook-id']);
    expect(bodyOf.get(webhookId) ?? body).toBe(body);
    bodyOf.set(webhookId, body);
    expect(Number(headers['scim-previous-sequence'])).toBe(Number(sent[0]?.sequence) - 1);
    for (const { accountId, sequence } of sent) {
      const last = reached.get(accountId) ?? 0;
      if (sequence <= last) repetitions += 1;
      else expect({ accountId, sequence }).toEqual({ accountId, sequence: last + 1 });
      reached.set(accountId, Math.max(last, sequence));
    }
  }
  const last = new Map(stored.map(({ accountId, sequence }) => [accountId, sequence]));
  expect(Object.fromEntries(reached)).toEqual(Object.fromEntries(last));
  return repetitions;
}

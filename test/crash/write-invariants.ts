/** Holds what was promised against what is there: every acknowledged change and its event, and nothing else. */
import { expectContiguous } from '../events/event-form.ts';
import { attributesIn, attributesOf, foldEvents } from '../events/member-state.ts';
import type { Row } from '../support/database/database-contents.ts';
import { type Json, metaOf } from '../support/scim/scim-client.ts';
import type { CloudEvent } from '../support/test-service.ts';
import type { Attempt } from './crash-writer.ts';

const TYPES_BY_METHOD: Readonly<Record<string, readonly string[]>> = {
  POST: ['provisioned'],
  // A PUT may also undo what an unanswered request did to `active`.
  PUT: ['updated', 'deprovisioned', 'reactivated'],
  PATCH: ['updated', 'deprovisioned', 'reactivated'],
};

/** @param events about members, of one account, in order */
export function expectPromisesKept(attempts: readonly Attempt[], events: readonly CloudEvent[]): void {
  const published = new Map<string, CloudEvent[]>();
  for (const event of events)
    published.set(event.correlationid, [...(published.get(event.correlationid) ?? []), event]);
  for (const attempt of attempts) {
    expectOutcome(attempt, published.get(attempt.requestId) ?? []);
    published.delete(attempt.requestId);
  }
  expect({ invented: [...published.values()] }).toEqual({ invented: [] });
}

function expectOutcome({ method, memberId, expected, answer }: Attempt, events: readonly CloudEvent[]): void {
  const context = { method, memberId, status: answer?.status };
  const types = events.map(({ type }) => type.replace('team_member.', ''));
  if (answer === undefined) {
    // It may have happened or not, but never by halves.
    if (types.length > 0) expectWhole(context, types);
  } else if (answer.status >= 400) {
    expect({ ...context, types }).toEqual({ ...context, types: [] });
  } else {
    if (expected === 'nothing') expect({ ...context, types }).toEqual({ ...context, types: [] });
    if (expected === 'change' || types.length > 0) expectWhole(context, types);
    const event = events.at(-1);
    if (event && method !== 'DELETE') expectSameState(event, answer.body);
  }
  if (memberId !== undefined) expect(events.every(({ subject }) => subject === memberId)).toBe(true);
}

function expectWhole(context: { readonly method: string }, types: readonly string[]): void {
  const wanted =
    context.method === 'DELETE'
      ? [['deleted'], ['deprovisioned', 'deleted']]
      : (TYPES_BY_METHOD[context.method] ?? []).map(type => [type]);
  expect({ ...context, wanted }).toEqual({ ...context, wanted: expect.arrayContaining([types]) });
}

function expectSameState(event: CloudEvent, user: Json): void {
  expect({
    id: event.subject,
    version: `W/"${String(event.data.member['version'])}"`,
    ...attributesIn(event),
  }).toEqual({
    id: user['id'],
    version: metaOf(user)['version'],
    ...attributesOf(user),
  });
}

/** The members are what their events add up to, and each event made one version. */
export function expectMembersToldInFull(users: readonly Json[], events: readonly CloudEvent[]): void {
  const stored = users.map(user => [
    user['id'],
    { attributes: attributesOf(user), version: Number(/\d+/.exec(String(metaOf(user)['version']))?.[0]) },
  ]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(foldEvents(events)));
  const versions = new Map<string, unknown[]>();
  for (const { subject, data } of events) {
    versions.set(subject, [...(versions.get(subject) ?? []), data.member['version']]);
  }
  for (const [id, seen] of versions) {
    expect({ id, seen }).toEqual({ id, seen: seen.map((_, index) => index + 1) });
  }
}

/** Positions and sequences have no gaps, and every count in the database agrees with what it counts. */
export function expectTablesConsistent(tables: ReadonlyMap<string, readonly Row[]>): void {
  const rows = (name: string): readonly Row[] => tables.get(name) ?? [];
  const events = [...rows('events')].sort(
    (left, right) => Number(left['position']) - Number(right['position']),
  );
  expect(numbers(events, 'position')).toEqual(events.map((_, index) => index + 1));
  expect(numbers(rows('feed'), 'head')).toEqual([events.length]);
  expect(numbers(rows('feed'), 'floor')).toEqual([0]);
  for (const account of rows('accounts')) {
    const own = (name: string): readonly Row[] =>
      rows(name).filter(row => row['account_id'] === account['id']);
    const ownEvents = events.filter(event => event['account_id'] === account['id']);
    expectContiguous(ownEvents.map(({ body }) => JSON.parse(String(body)) as CloudEvent)); // our own events
    expect(numbers(ownEvents, 'sequence')).toEqual(ownEvents.map((_, index) => index + 1));
    expect(numbers([account], 'last_sequence')).toEqual([ownEvents.length]);
    expect(numbers([account], 'member_count')).toEqual([own('members').length]);
    const withEmail = own('members').flatMap(({ id, email_key, attributes }) =>
      String(attributes).includes('"emails"') ? [`${String(id)} ${String(email_key)}`] : [],
    );
    const indexed = own('member_emails').map(
      row => `${String(row['member_id'])} ${String(row['value_key'])}`,
    );
    expect(indexed.sort()).toEqual(withEmail.sort());
  }
}

/** PostgreSQL hands out its 64-bit numbers as text. */
const numbers = (rows: readonly Row[], column: string): readonly number[] =>
  rows.map(row => Number(row[column]));

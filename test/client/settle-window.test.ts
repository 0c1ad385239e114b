/** The settle window: who is invited, and when, whatever the identity provider does meanwhile. */
import { type Invitation, type RollcallEvent, settleWindow } from '../../client/rollcall-client.js';

const eventOf = (type: string): RollcallEvent => ({ type: `team_member.${type}` }) as RollcallEvent; // all it looks at

/** Each event a second after the one before, from 0. */
function invitationAfter(types: string, begin?: Invitation): Invitation | undefined {
  const { next } = settleWindow();
  return types
    .split(' ')
    .reduce<Invitation | undefined>((held, type, second) => next(eventOf(type), held, second * 1_000), begin);
}

const RELEASED: Invitation = { status: 'released', since: -5 };

test.each<[string, Invitation | undefined]>([
  ['provisioned', { status: 'held', since: 0 }],
  ['staged', undefined],
  ['staged provisioned', { status: 'held', since: 1_000 }],
  ['provisioned updated', { status: 'held', since: 0 }],
  ['updated', undefined],
  ['provisioned deprovisioned', undefined],
  ['provisioned deprovisioned deleted', undefined],
  ['provisioned deprovisioned reactivated', { status: 'held', since: 2_000 }],
  ['provisioned deprovisioned reactivated deprovisioned', undefined],
  ['deprovisioned', undefined],
])('after %s', (types, expected) => {
  expect(invitationAfter(types)).toEqual(expected);
});

test('who was invited once is not invited again, until the person is deleted', () => {
  expect(invitationAfter('deprovisioned', RELEASED)).toEqual(RELEASED);
  expect(invitationAfter('deprovisioned reactivated updated', RELEASED)).toEqual(RELEASED);
  expect(invitationAfter('deprovisioned deleted', RELEASED)).toBeUndefined();
});

test('another person under the same id is invited, also after an invitation of the first one', () => {
  const identity = { previousExternalId: 'x-1', externalId: 'x-2', samePerson: false };
  const event = { ...eventOf('reactivated'), data: { identity } } as unknown as RollcallEvent; // all it looks at
  expect(settleWindow().next(event, RELEASED, 7)).toEqual({ status: 'held', since: 7 });
});

test('a person who is erased, or was erased since, is not invited', () => {
  expect(invitationAfter('provisioned erased')).toBeUndefined();
  const { next } = settleWindow();
  const erased = { ...eventOf('provisioned'), data: { erased: true } } as RollcallEvent; // all it looks at
  expect(next(erased, undefined, 0)).toBeUndefined();
});

test('due is who was held for the whole window when everything had been read', () => {
  const held = (id: string, since: number) => ({ id, status: 'held' as const, since });
  const rows = [held('a', 0), held('b', 5_000), { ...held('c', 0), status: 'released' as const }];
  const dueAt = (at: number, seconds?: number) =>
    settleWindow(seconds === undefined ? {} : { seconds })
      .due(rows, at)
      .map(({ id }) => id);
  expect(dueAt(59_999)).toEqual([]);
  expect(dueAt(60_000)).toEqual(['a']);
  expect(dueAt(65_000)).toEqual(['a', 'b']);
  expect(dueAt(4_999, 5)).toEqual([]);
  expect(dueAt(5_000, 5)).toEqual(['a']);
  expect(dueAt(0, 0)).toEqual(['a']);
});

/** What a process that stops hands over, and what it begins no more. */

import { StreamSlots } from '../../src/events/feed/stream-slots.ts';
import type {
  Advance,
  DeliveryStore,
  DeliveryTarget,
  Lane,
  LaneEvent,
} from '../../src/webhooks/delivery-store.ts';
import { LaneRun } from '../../src/webhooks/lane-run.ts';
import { RetrySchedule } from '../../src/webhooks/retry-schedule.ts';

const LANE: Lane = {
  endpointId: 'endpoint',
  accountId: 'acme',
  replayId: '',
  nextSequence: 1,
  readySequence: 3,
  previousSequence: 0,
  attempt: 0,
  fence: 1,
  isProbe: true,
};

const EVENTS: readonly LaneEvent[] = [1, 2, 3].map(sequence => ({
  id: `event-${sequence}`,
  sequence,
  occurredAt: 0,
  body: '{}',
}));

const TARGET: DeliveryTarget = {
  endpoint: {
    id: 'endpoint',
    url: 'https://app.example.com/hooks',
    description: null,
    status: 'failing',
    disabledReason: null,
    types: ['*'],
    accounts: null,
    signature: 'v1',
    batchMax: 1,
    maxInFlight: 8,
    timeoutMs: 30_000,
    headers: {},
    consecutiveFailures: 5,
    failingSince: 0,
    failingSinceUptime: 0,
    nextProbeAt: 0,
    createdAt: 0,
    updatedAt: 0,
  },
  secrets: [{ scheme: 'v1', key: Buffer.from('a key of this endpoint') }],
};

/** Runs a turn; the process begins to stop after so many requests. @returns what was asked of the store, in order */
async function runTurn(lane: Lane, stopsAfter: number): Promise<readonly string[]> {
  const asked: string[] = [];
  let sent = 0;
  const note = (what: string) => async (): Promise<void> => void asked.push(what);
  const store: Partial<DeliveryStore> = {
    now: async () => 1_000,
    read: async ({ nextSequence }) => EVENTS.filter(({ sequence }) => sequence >= nextSequence),
    advance: async (_lane: Lane, { nextSequence }: Advance) => {
      asked.push(`advance to ${nextSequence}`);
      return {
        readySequence: 3,
        isHeld: nextSequence <= 3,
        endpointFailed: lane.isProbe && nextSequence === 2,
      };
    },
    recover: note('recover'),
    release: note('release'),
    releaseProbe: note('pass on the probe'),
  };
  const turn = new LaneRun(
    {
      store: store as DeliveryStore, // nothing fails here
      sender: {
        send: async () => {
          sent += 1;
          return { kind: 'answered', status: 204, retryAfterMs: undefined, response: '', durationMs: 1 };
        },
      },
      schedule: new RetrySchedule([1_000], () => 0.5),
      newId: () => 'id',
      isStopping: () => sent >= stopsAfter,
    },
    TARGET,
    null,
    lane,
  );
  await turn.run();
  return asked;
}

test('a process that stops before its probe was sent hands lane and probe to another one', async () => {
  expect(await runTurn(LANE, 0)).toEqual(['release', 'pass on the probe']);
});

test('a process that stops after its probe was accepted hands over the lane alone', async () => {
  expect(await runTurn(LANE, 1)).toEqual(['advance to 2', 'recover', 'release']);
});

test('a process that stops hands over a lane that is no probe as it is', async () => {
  expect(await runTurn({ ...LANE, isProbe: false }, 2)).toEqual(['advance to 2', 'advance to 3', 'release']);
});

test('streams that are open end when the service stops, and no other one begins', () => {
  const slots = new StreamSlots(2);
  const open = slots.enter();
  slots.stop();
  expect(open.signal.aborted).toBe(true);
  expect(() => slots.enter()).toThrow(expect.objectContaining({ code: 'unavailable' }));
  slots.leave(open);
  expect(() => slots.enter()).toThrow(expect.objectContaining({ code: 'unavailable' }));
});

test('as many streams are open as are allowed, and one that ends makes room', () => {
  const slots = new StreamSlots(2);
  const first = slots.enter();
  slots.enter();
  expect(() => slots.enter()).toThrow(expect.objectContaining({ code: 'tooManyRequests' }));
  slots.leave(first);
  slots.enter();
  expect(slots.taken).toBe(2);
});

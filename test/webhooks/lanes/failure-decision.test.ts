/** What a failed delivery means for its lane and its endpoint, decided from what is known of both. */
import { decideAfterFailure, type FailureContext } from '../../../src/webhooks/breaker.ts';
import { RetrySchedule } from '../../../src/webhooks/retry-schedule.ts';
import type { SendOutcome } from '../../../src/webhooks/sender/sender.ts';

const NOW = Date.parse('2027-01-31T18:00:00Z');
const MINUTE = 60_000;
const FIVE_DAYS = 120 * 60 * MINUTE;
/** Without jitter: half of the spread. */
const schedule = new RetrySchedule([MINUTE, 2 * MINUTE, 10 * MINUTE], () => 0.5);

const answered = (status: number): SendOutcome => ({
  kind: 'answered',
  status,
  retryAfterMs: undefined,
  response: '',
  durationMs: 1,
});

type Change = Partial<Omit<FailureContext, 'endpoint'>> & {
  readonly endpoint?: Partial<FailureContext['endpoint']>;
};

/** An active endpoint whose fifth failure in a row this is, on a lane that fails alone while no other waits. */
const decide = ({ endpoint, ...change }: Change) =>
  decideAfterFailure(
    {
      outcome: answered(500),
      now: NOW,
      uptimeMs: 0,
      attempt: 0,
      isLate: false,
      lanesFailing: 1,
      lanesWaiting: 1,
      ...change,
      endpoint: { status: 'active', consecutiveFailures: 5, failingSinceUptime: 0, ...endpoint },
    },
    schedule,
  );

test.each<[string, Change, string]>([
  ['four failures in a row', { endpoint: { consecutiveFailures: 4 } }, 'unchanged'],
  ['five failures of the only lane that waits', {}, 'failing'],
  ['five failures of one lane while others wait', { lanesWaiting: 2 }, 'unchanged'],
  [
    'fifty failures of one lane while others wait',
    { lanesWaiting: 2, endpoint: { consecutiveFailures: 50 } },
    'unchanged',
  ],
  ['five failures of two lanes', { lanesFailing: 2, lanesWaiting: 3 }, 'failing'],
  [
    'four failures of two lanes',
    { lanesFailing: 2, lanesWaiting: 3, endpoint: { consecutiveFailures: 4 } },
    'unchanged',
  ],
  ['a failed probe', { endpoint: { status: 'failing' }, lanesFailing: 2, lanesWaiting: 3 }, 'failing'],
  [
    'a failure that comes late',
    { endpoint: { status: 'failing' }, lanesFailing: 2, lanesWaiting: 3, isLate: true },
    'unchanged',
  ],
  ['the answer 410', { outcome: answered(410), endpoint: { consecutiveFailures: 1 } }, 'disabled'],
  ['the answer 404', { outcome: answered(404), endpoint: { consecutiveFailures: 1 } }, 'unchanged'],
  [
    'five days of failing but a moment',
    { endpoint: { status: 'failing' }, uptimeMs: FIVE_DAYS - 1 },
    'failing',
  ],
  ['five days of failing', { endpoint: { status: 'failing' }, uptimeMs: FIVE_DAYS }, 'disabled'],
  ['five days of uptime before it was failing', { uptimeMs: FIVE_DAYS }, 'failing'],
])('%s leaves the endpoint as it should be', (_what, change, status) => {
  expect(decide(change).endpoint.status).toBe(status);
});

test('a lane that fails alone goes through its schedule and is given up at its end', () => {
  const lanes = [0, 1, 2, 3].map(attempt => decide({ attempt, endpoint: { consecutiveFailures: 1 } }).lane);
  expect(lanes).toEqual([
    { kind: 'retry', attempt: 1, dueAt: NOW + MINUTE },
    { kind: 'retry', attempt: 2, dueAt: NOW + 2 * MINUTE },
    { kind: 'retry', attempt: 3, dueAt: NOW + 10 * MINUTE },
    { kind: 'exhausted' },
  ]);
});

test('a probe of an endpoint on which several lanes fail costs the lane no attempt', () => {
  const probed = { endpoint: { status: 'failing' as const }, lanesFailing: 2, lanesWaiting: 2 };
  for (const attempt of [1, 3, 4]) {
    expect(decide({ ...probed, attempt }).lane).toEqual({ kind: 'retry', attempt, dueAt: NOW });
  }
});

test('the first probe comes after the first wait of the schedule, and later ones later', () => {
  const probes = [5, 6, 7, 60].map(consecutiveFailures => {
    const { endpoint } = decide({
      endpoint: { status: 'failing', consecutiveFailures },
      lanesFailing: 2,
      lanesWaiting: 2,
    });
    return endpoint.status === 'failing' && endpoint.nextProbeAt - NOW;
  });
  expect(probes).toEqual([MINUTE, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE]);
});

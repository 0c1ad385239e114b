/** How long a failed delivery waits, judged without a clock. */
import { readConfig } from '../../../src/config/config.ts';
import { RetrySchedule } from '../../../src/webhooks/retry-schedule.ts';
import type { SendOutcome } from '../../../src/webhooks/sender/sender.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const DELAYS = readConfig({}).retryScheduleMs;
const LOWEST = (): number => 0;
const MIDDLE = (): number => 0.5;
const HIGHEST = (): number => 0.999_999;

const answered = (status: number, retryAfterMs?: number): SendOutcome => ({
  kind: 'answered',
  status,
  retryAfterMs,
  response: '',
  durationMs: 1,
});
const failed = (stage: 'timeout' | 'connect' | 'connection'): SendOutcome => ({
  kind: 'failed',
  stage,
  error: 'no',
  durationMs: 1,
});

const waits = (schedule: RetrySchedule, outcome: SendOutcome): readonly (number | undefined)[] =>
  Array.from({ length: 15 }, (_, index) => schedule.delayMs(index + 1, outcome));

test('by default there are 14 attempts within 76 hours, and then no more', () => {
  const delays = waits(new RetrySchedule(DELAYS, MIDDLE), answered(500));

  expect(delays).toEqual([
    5 * SECOND,
    30 * SECOND,
    2 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    24 * HOUR,
    24 * HOUR,
    undefined,
    undefined,
  ]);
  expect(DELAYS.reduce((sum, delay) => sum + delay)).toBe(75 * HOUR + 52 * MINUTE + 35 * SECOND);
});

test('each wait differs by up to a fifth, so that many accounts do not come at once', () => {
  const [lowest, highest] = [new RetrySchedule(DELAYS, LOWEST), new RetrySchedule(DELAYS, HIGHEST)];
  for (const [index, delay] of DELAYS.entries()) {
    expect(lowest.delayMs(index + 1, answered(500))).toBe(0.8 * delay);
    expect(highest.delayMs(index + 1, answered(500))).toBeCloseTo(1.2 * delay, -3);
  }
});

test.each([
  ['429', answered(429)],
  ['502', answered(502)],
  ['504', answered(504)],
  ['no answer in time', failed('timeout')],
])('after %s a receiver is left alone for a minute from the second attempt on', (_name, outcome) => {
  const schedule = new RetrySchedule(DELAYS, MIDDLE);

  expect(waits(schedule, outcome).slice(0, 4)).toEqual([5 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE]);
});

test.each([
  ['503', answered(503)],
  ['401', answered(401)],
  ['a refused connection', failed('connect')],
  ['a cut connection', failed('connection')],
])('after %s the schedule counts alone', (_name, outcome) => {
  expect(waits(new RetrySchedule(DELAYS, MIDDLE), outcome).slice(0, 2)).toEqual([5 * SECOND, 30 * SECOND]);
});

test('a schedule that was set to be shorter than a minute stays so for throttling receivers', () => {
  const schedule = new RetrySchedule([SECOND, 2 * SECOND, 10 * SECOND], MIDDLE);

  expect(waits(schedule, answered(429)).slice(0, 4)).toEqual([SECOND, 10 * SECOND, 10 * SECOND, undefined]);
});

test.each([429, 503])('Retry-After of a %i is kept to when it is longer, up to an hour', status => {
  const schedule = new RetrySchedule(DELAYS, MIDDLE);

  expect(schedule.delayMs(1, answered(status, 90 * SECOND))).toBe(90 * SECOND);
  expect(schedule.delayMs(1, answered(status, 24 * HOUR))).toBe(HOUR);
  expect(schedule.delayMs(1, answered(status, SECOND))).toBe(5 * SECOND);
  expect(schedule.delayMs(8, answered(status, 90 * SECOND))).toBe(2 * HOUR);
});

test('Retry-After of another answer counts for nothing', () => {
  expect(new RetrySchedule(DELAYS, MIDDLE).delayMs(1, answered(500, HOUR))).toBe(5 * SECOND);
});

test('probes of a receiver that is down come more and more seldom, but every five minutes at least', () => {
  const schedule = new RetrySchedule(DELAYS, MIDDLE);
  const probes = Array.from({ length: 20 }, (_, index) => schedule.probeDelayMs(index, answered(500)));

  expect(probes.slice(0, 4)).toEqual([5 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE]);
  expect(new Set(probes.slice(4))).toEqual(new Set([5 * MINUTE]));
  expect(new RetrySchedule(DELAYS, HIGHEST).probeDelayMs(19, answered(500))).toBe(5 * MINUTE);
});

test('probes keep to Retry-After, and leave a throttling receiver alone for a minute', () => {
  const schedule = new RetrySchedule(DELAYS, MIDDLE);

  expect(schedule.probeDelayMs(0, answered(503, 20 * MINUTE))).toBe(20 * MINUTE);
  expect(schedule.probeDelayMs(0, answered(503, 24 * HOUR))).toBe(HOUR);
  expect(schedule.probeDelayMs(0, answered(429))).toBe(MINUTE);
  expect(schedule.probeDelayMs(0, failed('timeout'))).toBe(MINUTE);
});

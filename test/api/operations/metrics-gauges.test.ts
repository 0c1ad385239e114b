/** What metrics say when the database says nothing, and how often it is asked. */

import { Metrics } from '../../../src/api/operations/metrics.ts';
import type { MetricsSources } from '../../../src/api/operations/metrics-gauges.ts';
import type { Backlog } from '../../../src/webhooks/backlog.ts';
import { MetricsText } from '../../support/metrics-text.ts';

const BACKLOG: Backlog = {
  feedHead: 7,
  eventsUnsequenced: 2,
  oldestUnsequencedAt: 40_000,
  lanesDue: 3,
  lanesBlocked: 1,
  oldestWaitingAt: 30_000,
  endpoints: { active: 1, failing: 1, disabled: 0 },
  deadLettersOpen: 5,
};
const NOW = 60_000;
const OF_THE_DATABASE = [
  'rollcall_feed_head',
  'rollcall_events_unsequenced',
  'rollcall_oldest_unsequenced_seconds',
  'rollcall_lanes_due',
  'rollcall_lanes_blocked',
  'rollcall_oldest_due_seconds',
  'rollcall_dead_letters_open',
  'rollcall_endpoints',
  'rollcall_database_seconds',
];

const metricsOf = (sources: Partial<MetricsSources>): Metrics => {
  const metrics = new Metrics('0.0.0');
  metrics.read({
    probe: () => Promise.resolve(),
    writeProbe: () => Promise.resolve(),
    diskFreeBytes: () => Promise.resolve(1),
    backlog: () => Promise.resolve(BACKLOG),
    now: () => NOW,
    monotonicNow: () => 0,
    connections: () => Promise.resolve(0),
    streams: () => 0,
    snapshots: () => 0,
    eventLoopDelays: () => ({ p50: 0.001, p99: 0.012, max: 0.25 }),
    logEntriesDropped: () => 0,
    responseBacklogBytes: () => 0,
    responsesCutOff: () => 0,
    logQueueBytes: () => 0,
    loops: () => [{ name: 'deliveries', lastSuccessAt: null, lagMs: 0 }],
    ...sources,
  });
  return metrics;
};

const render = async (metrics: Metrics): Promise<MetricsText> => new MetricsText(await metrics.render());

test('ages are reported in seconds, and are 0 when nothing waits', async () => {
  const waiting = await render(metricsOf({}));
  expect(waiting.sum('rollcall_oldest_unsequenced_seconds')).toBe(20);
  expect(waiting.sum('rollcall_oldest_due_seconds')).toBe(30);
  const backlog = () => Promise.resolve({ ...BACKLOG, oldestUnsequencedAt: null, oldestWaitingAt: null });
  const idle = await render(metricsOf({ backlog }));
  expect(idle.sum('rollcall_oldest_unsequenced_seconds')).toBe(0);
  expect(idle.sum('rollcall_oldest_due_seconds')).toBe(0);
});

test('a database that is down is reported, and what is not known of it is left out', async () => {
  let isUp = true;
  let now = 0;
  const metrics = metricsOf({
    probe: () => (isUp ? Promise.resolve() : Promise.reject(new Error('gone'))),
    monotonicNow: () => now,
  });
  const before = await render(metrics);
  for (const name of OF_THE_DATABASE) expect([name, before.sum(name)]).not.toEqual([name, undefined]);
  isUp = false;
  now += 5_000;
  const after = await render(metrics);
  expect(after.sum('rollcall_database_up')).toBe(0);
  for (const name of OF_THE_DATABASE) expect([name, after.sum(name)]).toEqual([name, undefined]);
  expect(after.sum('rollcall_sse_connections')).toBe(0);
});

test('the database is asked once in five seconds, however often metrics are read', async () => {
  let asked = 0;
  let now = 0;
  const metrics = metricsOf({
    monotonicNow: () => now,
    backlog: () => {
      asked += 1;
      return Promise.resolve(BACKLOG);
    },
  });
  await Promise.all([metrics.render(), metrics.render()]);
  now = 4_999;
  await metrics.render();
  expect(asked).toBe(1);
  now = 5_000;
  await metrics.render();
  expect(asked).toBe(2);
});

test('log entries that were given up are a counter that follows the log', async () => {
  let dropped = 0;
  const metrics = metricsOf({ logEntriesDropped: () => dropped });
  expect((await render(metrics)).sum('rollcall_provisioning_log_dropped_total')).toBe(0);
  dropped = 12;
  expect((await render(metrics)).sum('rollcall_provisioning_log_dropped_total')).toBe(12);
});

test('the process is described when it is asked for', async () => {
  const metrics = new Metrics('0.0.0');
  metrics.describeProcess();
  const names = (await render(metrics)).names();
  expect(names).toEqual(
    expect.arrayContaining(['process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds']),
  );
});

/** The alert rules of the operations manual, in the hands of Prometheus: each fires when it should, and not before. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { findProgram } from '../../support/process/outside-tools.ts';

const MANUAL = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const [, RULES = ''] = /^```yaml\n(groups:\n[\s\S]*?)^```/m.exec(MANUAL) ?? [];

interface Rule {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
const { groups } = parse(RULES) as { groups: { rules: Rule[] }[] }; // the manual is ours
const rules = groups.flatMap(group => group.rules);

/** Values of a series, one a minute, as promtool writes them. */
type Series = Readonly<Record<string, string>>;

/** What makes an alert fire, and what is just not enough for it. All scenes are played at once. */
interface Scene {
  readonly fires: Series;
  readonly quiet: Series;
  /** Besides the severity; the series that fires has them. */
  readonly labels?: Readonly<Record<string, string>>;
}

const EVALUATED_AT = '70m';
const constant = (value: number): string => `${value}x100`;
const perMinute = (value: number): string => `0+${value}x100`;
/** Less than an hour before the evaluation. */
const STEP = '0x30 1x70';

const gauge = (name: string, bad: number, good: number): Scene => ({
  fires: { [name]: constant(bad) },
  quiet: { [name]: constant(good) },
});
/** Counters that grow by so many a minute. */
const counter = (name: string, bad: number, good: number): Scene => ({
  fires: { [name]: perMinute(bad) },
  quiet: { [name]: perMinute(good) },
});
const stepped = (name: string): Scene => ({ fires: { [name]: STEP }, quiet: { [name]: constant(1) } });
/** Everything falls between two bounds of a histogram, or below the lower one. */
const histogram = (name: string, labels: string, lower: string, upper: string): Scene => {
  const series = (below: number): Series => ({
    [`${name}{${labels}le="${lower}"}`]: perMinute(below),
    [`${name}{${labels}le="${upper}"}`]: perMinute(60),
    [`${name}{${labels}le="+Inf"}`]: perMinute(60),
  });
  return { fires: series(0), quiet: series(60) };
};
const ofScim = (status: string): string => `rollcall_http_requests_total{surface="scim",status="${status}"}`;
const delivered = (outcome: string): string => `rollcall_deliveries_total{outcome="${outcome}"}`;
const committed = (type: string): string => `rollcall_events_committed_total{type="${type}"}`;

const SCENES: Readonly<Record<string, Scene>> = {
  RollcallDown: { ...gauge('up{job="rollcall"}', 0, 1), labels: { job: 'rollcall' } },
  RollcallDatabaseDown: gauge('rollcall_database_up', 0, 1),
  RollcallCannotWrite: gauge('rollcall_database_writable', 0, 1),
  RollcallDiskSpace: gauge('rollcall_disk_free_bytes', 500_000_000, 2_000_000_000),
  RollcallDatabaseSlow: gauge('rollcall_database_seconds', 1, 0.1),
  RollcallErrors: { fires: { [ofScim('503')]: perMinute(60) }, quiet: { [ofScim('501')]: perMinute(60) } },
  RollcallSlow: histogram('rollcall_http_request_duration_seconds_bucket', 'surface="scim",', '1', '5'),
  RollcallFeedLag: gauge('rollcall_oldest_unsequenced_seconds', 31, 30),
  RollcallDeliveriesBehind: gauge('rollcall_oldest_due_seconds', 901, 900),
  RollcallDeliveriesLate: histogram('rollcall_delivery_latency_seconds_bucket', '', '60', '300'),
  RollcallEndpointFailing: gauge('rollcall_endpoints{status="failing"}', 1, 0),
  RollcallEndpointDisabled: gauge('rollcall_endpoints{status="disabled"}', 1, 0),
  RollcallDeliveriesRefused: {
    fires: { [delivered('failed')]: perMinute(6), [delivered('delivered')]: perMinute(4) },
    quiet: { [delivered('failed')]: perMinute(4), [delivered('delivered')]: perMinute(6) },
  },
  RollcallDeadLetters: gauge('rollcall_dead_letters_open', 1, 0),
  RollcallSuspended: stepped(committed('connection.suspended')),
  RollcallTokenExpiring: stepped(committed('connection.token_expiring')),
  RollcallUnauthorized: counter('rollcall_scim_errors_total{status="401"}', 120, 30),
  RollcallRateLimited: counter('rollcall_rate_limited_total', 120, 30),
  RollcallNoEvents: { fires: {}, quiet: { [ofScim('200')]: perMinute(1) } },
  RollcallLogIncomplete: stepped('rollcall_provisioning_log_dropped_total'),
  RollcallStreams: gauge('rollcall_sse_connections', 91, 90),
  RollcallBlocked: {
    ...gauge('rollcall_event_loop_delay_seconds{quantile="0.99"}', 0.2, 0.05),
    labels: { quantile: '0.99' },
  },
  RollcallSnapshots: gauge('rollcall_snapshots_open', 4, 3),
  RollcallConnections: gauge('rollcall_http_connections', 8_001, 8_000),
  RollcallFeedStands: {
    fires: { [committed('team_member.updated')]: perMinute(1), rollcall_feed_head: constant(7) },
    quiet: { [committed('team_member.updated')]: perMinute(1), rollcall_feed_head: perMinute(1) },
  },
  RollcallDiskBusy: histogram('rollcall_sqlite_group_commit_size_bucket', '', '32', '64'),
  RollcallLanesBlocked: {
    fires: { rollcall_lanes_blocked: constant(1), rollcall_oldest_due_seconds: constant(3_601) },
    quiet: { rollcall_lanes_blocked: constant(1), rollcall_oldest_due_seconds: constant(900) },
  },
  RollcallLanesPileUp: gauge('rollcall_lanes_due', 1_001, 1_000),
  RollcallUnreadAnswers: counter('rollcall_responses_cut_off_total', 12, 1),
  RollcallBackgroundLoop: {
    ...gauge('rollcall_background_loop_lag_seconds{loop="uptime"}', 601, 600),
    labels: { loop: 'uptime' },
  },
  RollcallBackgroundLoopStands: {
    fires: { 'rollcall_background_loop_last_success_timestamp_seconds{loop="uptime"}': constant(-4_000) },
    quiet: { 'rollcall_background_loop_last_success_timestamp_seconds{loop="uptime"}': constant(0) },
    labels: { loop: 'uptime' },
  },
  RollcallLogBehind: gauge('rollcall_log_queue_bytes', 25_000_000, 1_000),
  RollcallVersions: {
    fires: {
      'rollcall_build_info{version="1"}': constant(1),
      'rollcall_build_info{version="2"}': constant(1),
    },
    quiet: { 'rollcall_build_info{version="1"}': constant(1) },
  },
};

/** A test as promtool reads it. @param firing the rules that must fire; the others must not */
const testOf = (series: readonly Series[], firing: readonly Rule[]) => ({
  interval: '1m',
  input_series: Object.entries(Object.assign({}, ...series) as Series).map(([name, values]) => ({
    series: name,
    values,
  })),
  alert_rule_test: rules.map(rule => ({
    eval_time: EVALUATED_AT,
    alertname: rule.alert,
    exp_alerts: firing.includes(rule)
      ? [
          {
            exp_labels: { ...rule.labels, ...SCENES[rule.alert]?.labels },
            exp_annotations: rule.annotations,
          },
        ]
      : [],
  })),
});

test('every alert of the manual has a scene in which it fires and one in which it does not', () => {
  expect(rules.map(({ alert }) => alert).sort()).toEqual(Object.keys(SCENES).sort());
});

const promtool = findProgram('promtool');

(promtool === undefined ? test.skip : test)(
  'Prometheus takes the rules; each fires when things are as bad as its scene, and none when all is well',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-alerts-'));
    const scenes = Object.values(SCENES);
    // It fires where there is nothing at all, and so beside none of the others.
    const withoutTraffic = rules.find(({ alert }) => alert === 'RollcallNoEvents');
    try {
      writeFileSync(join(folder, 'rules.yaml'), RULES);
      writeFileSync(
        join(folder, 'tests.yaml'),
        stringify({
          rule_files: ['rules.yaml'],
          evaluation_interval: '1m',
          tests: [
            testOf(
              scenes.map(({ quiet }) => quiet),
              [],
            ),
            testOf(
              scenes.map(({ fires }) => fires),
              rules.filter(rule => rule !== withoutTraffic),
            ),
            testOf([], withoutTraffic ? [withoutTraffic] : []),
          ],
        }),
      );
      const run = (...args: string[]): string =>
        execFileSync(promtool ?? '', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
      expect(run('check', 'rules', 'rules.yaml')).toContain(`SUCCESS: ${rules.length} rules found`);
      expect(run('test', 'rules', 'tests.yaml')).toContain('SUCCESS');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

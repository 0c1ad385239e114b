/** What Prometheus reads, and who may read it. */
import { readFileSync } from 'node:fs';
import { EVENT_TYPES } from '../../../src/events/catalogue/catalogue.ts';

import { databaseKinds } from '../../support/database/databases.ts';
import { type MetricsText, scrape } from '../../support/metrics-text.ts';
import { HttpConnection } from '../../support/network/http-connection.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
/** For so long what is read from the database is kept. */
const KEPT_MS = 5_000;
const MANUAL = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
/** The first cells of the table of metrics. */
const PROMISED = [...MANUAL.matchAll(/^\| `(rollcall_\w+)`/gm)].map(([, name]) => name ?? '');

describe.each(databaseKinds())('metrics on $name', kind => {
  let scene: WebhookScene;
  let url: string;
  let token: string;
  let scim: HttpConnection;
  let metricsUrl: string;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, {
      METRICS_PORT: '0',
      WEBHOOK_RETRY_SCHEDULE: '1h,1h',
      RATE_LIMIT: 'on',
      RATE_LIMIT_PER_SECOND: '1000',
      RATE_LIMIT_BURST: '1000',
    });
    ({ url } = scene.service);
    token = await scene.service.serviceToken(['metrics:read']);
    const account = await scene.service.addAccount({ id: 'acme' });
    scim = new HttpConnection(account.baseUrl, account.token);
    const [, port] = /"message":"serving metrics"[^}]*"port":(\d+)/.exec(scene.service.logText()) ??
      /"port":(\d+)[^}]*"message":"serving metrics"/.exec(scene.service.logText()) ?? [''];
    metricsUrl = `http://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    scim.close();
    await scene.stop();
  });

  const read = (): Promise<MetricsText> => scrape(metricsUrl);

  const eventually = (what: string, holds: (metrics: MetricsText) => boolean): Promise<MetricsText> =>
    waitUntil(what, SOON_MS, async () => {
      scene.advance(KEPT_MS);
      const metrics = await read();
      return holds(metrics) && metrics;
    });

  test('tell everything that the operations manual names, and nothing else of our own', async () => {
    expect(PROMISED.length).toBeGreaterThan(20);
    const metrics = await read();
    expect([...metrics.names()].sort()).toEqual([...PROMISED].sort());
    for (const type of EVENT_TYPES)
      expect(metrics.sum('rollcall_events_committed_total', { type })).toBeDefined();
  });

  test('are all in the alerts of the manual, which ask for nothing else, and each alert has its runbook', () => {
    const [, rules = ''] = /^groups:\n([\s\S]*?)^```/m.exec(MANUAL) ?? [];
    const asked = new Set(
      [...rules.matchAll(/rollcall_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect([...asked].sort()).toEqual([...PROMISED].sort());
    const runbooks = [...rules.matchAll(/runbook: "([^"]+)"/g)].map(([, heading]) => heading);
    expect(runbooks).toHaveLength([...rules.matchAll(/- alert:/g)].length);
    expect([...rules.matchAll(/labels: \{ severity: (?:page|ticket) \}/g)]).toHaveLength(runbooks.length);
    expect([...rules.matchAll(/annotations: \{ summary: "[A-Z][^"]+\.", runbook/g)]).toHaveLength(
      runbooks.length,
    );
    for (const heading of runbooks) expect(MANUAL).toContain(`\n### ${heading}\n`);
  });

  test('are read without a token on their own port, where nothing else is', async () => {
    const response = await fetch(`${metricsUrl}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('rollcall_database_up 1');
    for (const path of ['/', '/healthz', '/v1/events', '/scim/v2/Users']) {
      const elsewhere = await fetch(metricsUrl + path);
      expect(elsewhere.status).toBe(404);
      expect(await elsewhere.json()).toMatchObject({ code: 'notFound' });
    }
  });

  test('need a service token with the scope metrics:read on the port of the service', async () => {
    const ask = async (bearer: string | undefined) => {
      const response = await fetch(`${url}/metrics`, {
        headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      });
      return {
        status: response.status,
        detail: ((await response.text()).match(/"detail":"([^"]*)/) ?? [])[1],
      };
    };
    expect(await ask(undefined)).toMatchObject({ status: 401 });
    expect(await ask('x')).toMatchObject({ status: 401 });
    expect(await ask(await scene.service.serviceToken(['events:read']))).toEqual({
      status: 403,
      detail: 'This service token lacks the scope metrics:read.',
    });
    expect(await ask(await scene.service.serviceToken(['metrics:read'], ['acme']))).toMatchObject({
      status: 403,
      detail: expect.stringContaining('limited'),
    });
    expect(await ask(token)).toMatchObject({ status: 200 });
    expect(await ask(await scene.service.serviceToken(['*']))).toMatchObject({ status: 200 });
  });

  test('count requests by surface, route, method and status, and their SCIM errors', async () => {
    const before = await read();
    const created = await scim.send('POST', '/Users', { body: { userName: 'ann@example.com' } });
    await scim.send('GET', `/Users/${String(created.body['id'])}`);
    await scim.send('POST', '/Users', { body: { userName: 'ANN@example.com' } });
    await scim.send('GET', '/Users?filter=nope%20pr');
    await (await fetch(`${url}/v1/events`)).text();
    const after = await read();
    const grown = (name: string, labels: Readonly<Record<string, string>>): number =>
      (after.sum(name, labels) ?? 0) - (before.sum(name, labels) ?? 0);
    const requests = 'rollcall_http_requests_total';
    const users = { surface: 'scim', route: '/scim/v2/Users' };
    expect(grown(requests, { ...users, method: 'POST', status: '201' })).toBe(1);
    expect(grown(requests, { ...users, method: 'POST', status: '409' })).toBe(1);
    expect(grown(requests, { ...users, method: 'GET', status: '400' })).toBe(1);
    expect(grown(requests, { surface: 'scim', route: '/scim/v2/Users/{id}', status: '200' })).toBe(1);
    expect(grown(requests, { surface: 'control', route: 'none', status: '401' })).toBe(1);
    expect(grown('rollcall_http_request_duration_seconds_count', { ...users, method: 'POST' })).toBe(2);
    expect(grown('rollcall_http_request_duration_seconds_sum', users)).toBeGreaterThan(0);
    expect(grown('rollcall_scim_errors_total', { scimType: 'uniqueness', status: '409' })).toBe(1);
    expect(grown('rollcall_scim_errors_total', { scimType: 'invalidFilter', status: '400' })).toBe(1);
  });

  test('hold no text of a client, however many paths it tries', async () => {
    // A body that is not read keeps its connection busy, and the end of the service waiting for it.
    const ask = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).text();
    const tried = Array.from({ length: 60 }, (_, index) => `zebra${index}`);
    const connection = new HttpConnection(url, token);
    const before = (await read()).series.length;
    for (const name of tried) {
      await ask(`/${name}`);
      await ask(`/v1/${name}/${name}`);
      await ask(`/scim/v2/${name}`, { headers: { authorization: `Bearer ${name}` } });
      await connection.send('GET', `/v1/events/${name}`);
      await scim.send('GET', `/${name}`);
      await scim.send('GET', `/Users/${name}`);
      await scim.send('GET', `/users/${name}/${name}?${name}=${name}`);
      await scim.send('PROPFIND', '/Users');
    }
    connection.close();
    const after = await read();
    expect(after.text).not.toMatch(/zebra/i);
    expect(after.sum('rollcall_http_requests_total', { method: 'other' })).toBe(60);
    // Seven new shapes, each with a counter and a histogram of fourteen lines.
    expect(after.series.length - before).toBeLessThan(7 * 15 + 10);
  });

  test('count events by type, and follow the head of the feed', async () => {
    const before = await read();
    for (const name of ['bo', 'cy'])
      await scim.send('POST', '/Users', { body: { userName: `${name}@example.com` } });
    const type = { type: 'team_member.provisioned' };
    const events = 'rollcall_events_committed_total';
    const written = ((await read()).sum(events, type) ?? 0) - (before.sum(events, type) ?? 0);
    expect(written).toBe(2);
    const last = (await scene.service.events('acme')).length;
    await eventually('the head', metrics => (metrics.sum('rollcall_feed_head') ?? 0) >= last);
    expect((await read()).sum('rollcall_events_unsequenced')).toBe(0);
  });

  test('tell how many changes shared a flush to disk, on SQLite', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        scim.send('POST', '/Users', { body: { userName: `at-once-${index}@example.com` } }),
      ),
    );
    const commits = (await read()).sum('rollcall_sqlite_group_commit_size_count') ?? 0;
    if (kind.name === 'SQLite') expect(commits).toBeGreaterThan(0);
    else expect(commits).toBe(0);
  });

  test('tell of deliveries, of how late they are, and of what waits', async () => {
    const source = await scene.addAccount('birch');
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });
    const before = await read();
    await source.makeEvents(3);
    await scene.attempted(endpoint.id, 3);
    const delivered = await read();
    const latencies = 'rollcall_delivery_latency_seconds';
    expect(delivered.sum('rollcall_deliveries_total', { outcome: 'delivered', failure: 'none' })).toBe(3);
    expect(delivered.sum(`${latencies}_count`)).toBe((before.sum(`${latencies}_count`) ?? 0) + 3);
    expect(delivered.sum(`${latencies}_sum`)).toBeGreaterThanOrEqual(0);
    expect(delivered.sum(`${latencies}_sum`)).toBeLessThan(30);

    receiver.answerWith(() => 500);
    const failsAt = scene.now();
    await source.makeEvents(1);
    await scene.attempted(endpoint.id, 4);
    const failed = await eventually(
      'the lane that waits',
      metrics => metrics.sum('rollcall_lanes_blocked') === 1 && metrics.sum('rollcall_lanes_due') === 0,
    );
    expect(failed.sum('rollcall_deliveries_total', { outcome: 'failed', failure: 'status' })).toBe(1);
    expect(failed.sum('rollcall_oldest_due_seconds')).toBeGreaterThan(0);
    expect(failed.sum('rollcall_oldest_due_seconds')).toBeLessThanOrEqual((scene.now() - failsAt) / 1_000);
    expect(failed.sum('rollcall_dead_letters_open')).toBe(0);
    const statuses = failed.series.filter(({ name }) => name === 'rollcall_endpoints');
    expect(statuses.map(({ labels }) => labels['status']).sort()).toEqual(['active', 'disabled', 'failing']);
    expect(statuses.reduce((sum, { value }) => sum + value, 0)).toBe(1);

    await scene.endpoints.disable(endpoint.id);
    const disabled = await eventually(
      'the endpoint that is disabled',
      metrics => metrics.sum('rollcall_endpoints', { status: 'disabled' }) === 1,
    );
    // What waits for it waits on purpose.
    expect(disabled.sum('rollcall_lanes_blocked')).toBe(0);
    expect(disabled.sum('rollcall_oldest_due_seconds')).toBe(0);
    await scene.clear();
  });

  test('count the streams that are open', async () => {
    const reader = await scene.service.serviceToken(['events:read']);
    const gone = new AbortController();
    const stream = await fetch(`${url}/v1/events/stream`, {
      headers: { authorization: `Bearer ${reader}` },
      signal: gone.signal,
    });
    expect(stream.status).toBe(200);
    expect((await read()).sum('rollcall_sse_connections')).toBe(1);
    expect((await read()).sum('rollcall_http_connections')).toBeGreaterThanOrEqual(1);
    gone.abort();
    await eventually('the end of the stream', metrics => metrics.sum('rollcall_sse_connections') === 0);
  });
});

test('requests over the limit of their account are counted', async () => {
  const [kind] = databaseKinds();
  if (!kind) throw new Error('SQLite is always there');
  const scene = await WebhookScene.start(kind, {
    RATE_LIMIT: 'on',
    RATE_LIMIT_PER_SECOND: '1',
    RATE_LIMIT_BURST: '1',
  });
  const account = await scene.service.addAccount();
  const scim = new HttpConnection(account.baseUrl, account.token);
  try {
    expect((await scim.send('GET', '/Users')).status).toBe(200);
    expect((await scim.send('GET', '/Users')).status).toBe(429);
    const metrics = await scrape(scene.service.url, await scene.service.serviceToken());
    expect(metrics.sum('rollcall_rate_limited_total')).toBe(1);
    expect(metrics.sum('rollcall_scim_errors_total', { status: '429' })).toBe(1);
  } finally {
    scim.close();
    await scene.stop();
  }
});

/** What runs in the background fails, recovers and stops alike, and shows how it is doing. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BackgroundLoops } from '../../src/base/background-loop.ts';
import type { Log } from '../../src/base/log.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type MetricsText, scrape } from '../support/metrics-text.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const SOON_MS = 30_000;
/** In which every loop has a turn. */
const LONG_MS = 1_000_000;
const LOOPS = [
  'connection_watch',
  'deliveries',
  'event_retention',
  'feed_watch',
  'offboarding',
  'provisioning_log',
  'provisioning_log_retention',
  'token_use',
  'uptime',
];
const RUN_AT_STOP = ['provisioning_log', 'token_use', 'uptime'];
const LOOPS_OF_INSTANCES = [
  'feed_notifications',
  'lane_sweep',
  'log_watch',
  'presence',
  'rate_limits',
  'sequencing',
  'takeover',
];

interface Readiness {
  readonly status: string;
  readonly backgroundLoops: readonly { readonly name: string }[];
}

/** Holds up runs, or makes them fail. */
class Gate {
  /** What lets each run under way go on. */
  readonly held = new Map<string, () => void>();
  mode: 'open' | 'failing' | 'closed' = 'open';

  release(loop: string): void {
    this.held.get(loop)?.();
    this.held.delete(loop);
  }

  open(): void {
    this.mode = 'open';
    for (const loop of this.held.keys()) this.release(loop);
  }

  readonly beforeRun = async (loop: string): Promise<void> => {
    if (this.mode === 'failing') throw new Error('no database');
    if (this.mode === 'closed') await new Promise<void>(resolve => this.held.set(loop, resolve));
  };
}

describe.each(databaseKinds())('the loops of a service on $name', kind => {
  const names = [...LOOPS, ...(kind.name === 'PostgreSQL' ? LOOPS_OF_INSTANCES : [])].sort();
  const gate = new Gate();
  const clock = new FakeClock();
  let fresh: FreshDatabase;
  let service: TestService;
  let token: string;
  let waiting: AbortController;

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({
      databaseUrl: fresh.url,
      environment: { RATE_LIMIT: 'on' },
      loops: { clock, beforeRun: gate.beforeRun },
    });
    token = await service.serviceToken();
    // The feed is watched while a reader waits.
    waiting = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    void fetch(`${service.url}/v1/events/stream`, { headers, signal: waiting.signal }).catch(() => undefined);
    await waitUntil('a reader that waits', SOON_MS, () => service.waitingReaders() === 1);
    service.provisioning.watch.watch('acme', () => undefined);
  });

  afterAll(async () => {
    gate.open();
    waiting.abort();
    await service.stop();
    await fresh.drop();
  });

  /** Moves the clock on until the metrics hold. */
  const eventually = (what: string, holds: (metrics: MetricsText) => boolean): Promise<unknown> =>
    waitUntil(what, SOON_MS, async () => {
      clock.advance(LONG_MS);
      await nextTurn();
      return holds(await scrape(service.url, token));
    });

  const lastSuccess = (metrics: MetricsText, loop: string) =>
    metrics.sum('rollcall_background_loop_last_success_timestamp_seconds', { loop }) ?? 0;
  const lag = (metrics: MetricsText, loop: string) =>
    metrics.sum('rollcall_background_loop_lag_seconds', { loop });

  test('each loop runs, fails, and works again, as metrics, readiness and log say', async () => {
    await eventually('a success of each', metrics => names.every(loop => lastSuccess(metrics, loop) > 0));

    gate.mode = 'failing';
    const hasWarned = (loop: string): boolean => service.logText().includes(`"loop":"${loop}","message"`);
    await eventually('a failure of each', metrics =>
      names.every(loop => (lag(metrics, loop) ?? 0) > 0 && hasWarned(loop)),
    );
    const failed = Date.now() / 1_000;
    const readiness = (await (await fetch(`${service.url}/readyz`)).json()) as Readiness;
    expect(readiness.status).toBe('ready');
    expect(readiness.backgroundLoops.map(({ name }) => name).sort()).toEqual(names);

    gate.mode = 'open';
    await eventually('a later success of each', metrics =>
      names.every(loop => lastSuccess(metrics, loop) > failed),
    );
  });

  test('stopping waits for the runs under way, and no run begins afterwards', async () => {
    gate.mode = 'closed';
    await waitUntil('a run of each', SOON_MS, async () => {
      clock.advance(LONG_MS);
      await nextTurn();
      return names.every(loop => gate.held.has(loop));
    });
    let hasStopped = false;
    const stopped = service.stop().then(() => {
      hasStopped = true;
    });
    await waitUntil('the end of the listener', SOON_MS, () =>
      fetch(`${service.url}/livez`).then(
        () => false,
        () => true,
      ),
    );
    gate.mode = 'open';
    // Those that run once more at the end would wait for the run under way in any case.
    const others = names.filter(loop => !RUN_AT_STOP.includes(loop));
    for (const loop of [...RUN_AT_STOP, ...others]) {
      for (let turn = 0; turn < 10; turn += 1) await nextTurn();
      expect(hasStopped).toBe(false);
      gate.release(loop);
    }
    await stopped;
    expect(clock.scheduled).toBe(0);
  });
});

describe('a loop', () => {
  const clock = new FakeClock();
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  const log: Log = { error: note, warn: note, info: note, debug: note };
  let runs: number[];
  let failure: Error | undefined;
  let loops: BackgroundLoops;

  beforeEach(() => {
    runs = [];
    lines.length = 0;
    failure = undefined;
    loops = new BackgroundLoops({ clock, now: () => 7, log });
  });

  afterEach(() => loops.stop());

  const add = (everyMs: number) =>
    loops.add({
      name: 'looking',
      run: async () => {
        runs.push(clock.now());
        if (failure) throw failure;
      },
      everyMs,
      whenItFails: 'it fails',
    });

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 250) {
      clock.advance(250);
      await nextTurn();
    }
  }

  const gaps = () => runs.slice(1).map((at, index) => at - (runs[index] ?? 0));

  test('backs off up to five seconds while it fails, whatever wakes it, and says so once a minute', async () => {
    failure = new Error('no database');
    const loop = add(500);
    loops.start();
    await pass(50_000);
    expect(gaps().slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    const before = runs.length;
    for (let woken = 0; woken < 100; woken += 1) loop.wake();
    await nextTurn();
    expect(runs).toHaveLength(before);
    expect(lines).toEqual(['it fails']);
    await pass(20_000);
    expect(lines).toEqual(['it fails', 'it fails']);
    failure = undefined;
    await pass(5_000);
    expect(lines).toEqual(['it fails', 'it fails', 'a background loop works again']);
    expect(loops.health()).toEqual([{ name: 'looking', lastSuccessAt: 7, lagMs: 0 }]);
  });

  test('tries seldom work again after a second, then less and less often', async () => {
    failure = new Error('no database');
    add(60_000);
    loops.start();
    await pass(300_000);
    expect(gaps().slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map(seconds => seconds * 1_000));
  });

  test('runs once more for any number of calls that come while it runs', async () => {
    const loop = add(60_000);
    loops.start();
    for (let woken = 0; woken < 100; woken += 1) loop.wake();
    await nextTurn();
    expect(runs).toHaveLength(2);
  });
});

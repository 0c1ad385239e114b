/** The metrics that are read when they are asked for: from the database at most every five seconds, else from memory. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { LoopHealth } from '../../base/background-loop.ts';
import type { Backlog } from '../../webhooks/backlog.ts';
import type { EventLoopDelays } from './event-loop-delay.ts';

export interface MetricsSources {
  /** Resolves when the database has answered. */
  readonly probe: () => Promise<void>;
  /** Resolves when something could be written. */
  readonly writeProbe: () => Promise<void>;
  /** Room where the database lies; `undefined` when it cannot be known. */
  readonly diskFreeBytes: () => Promise<number | undefined>;
  readonly backlog: (now: number) => Promise<Backlog>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  readonly connections: () => Promise<number>;
  readonly streams: () => number;
  readonly snapshots: () => number;
  /** Since it was last asked. */
  readonly eventLoopDelays: () => EventLoopDelays;
  /** Entries of the provisioning log that were given up since the start. */
  readonly logEntriesDropped: () => number;
  /** Bytes of answers that are made or wait to be read. */
  readonly responseBacklogBytes: () => number;
  /** Answers that were cut off since the start. */
  readonly responsesCutOff: () => number;
  /** Bytes of the entries of the provisioning log that wait to be written. */
  readonly logQueueBytes: () => number;
  readonly loops: () => readonly LoopHealth[];
}

interface Look {
  readonly isUp: boolean;
  readonly seconds: number;
  readonly backlog: Backlog | undefined;
  readonly now: number;
}

const KEPT_MS = 5_000;

/** The values of a gauge by the value of its one label. */
type Values = Iterable<readonly [label: string, value: number]>;

type AddGauge = (name: string, help: string, read: () => Promise<number | undefined> | number) => void;

export function addGauges(registry: Registry, prefix: string, sources: MetricsSources): void {
  const look = keepFor(KEPT_MS, sources.monotonicNow, () => lookAtDatabase(sources));
  const registers = [registry];
  const add: AddGauge = (name, help, read) => {
    new Gauge({
      name: prefix + name,
      help,
      registers,
      async collect() {
        const value = await read();
        // What is not known is left out: an old value would look like a good one.
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  };
  add('database_up', 'Whether the database answers.', async () => Number((await look()).isUp));
  add('database_seconds', 'How long the database took to answer the smallest question.', async () => {
    const { isUp, seconds } = await look();
    return isUp ? seconds : undefined;
  });
  add('database_writable', 'Whether the database saves changes.', () =>
    sources.writeProbe().then(
      () => 1,
      () => 0,
    ),
  );
  add('disk_free_bytes', 'Room on the file system of the SQLite database.', () =>
    sources.diskFreeBytes().catch(() => undefined),
  );
  addBacklog(add, look);
  addLabelled(registry, {
    name: `${prefix}endpoints`,
    help: 'Webhook endpoints.',
    label: 'status',
    read: async () => Object.entries((await look()).backlog?.endpoints ?? {}),
  });
  add('http_connections', 'Open connections.', () => sources.connections());
  add('sse_connections', 'Open streams of events.', () => sources.streams());
  add('snapshots_open', 'Snapshots that are being read.', () => sources.snapshots());
  addEventLoopDelay(registry, prefix, sources.eventLoopDelays);
  addLoops(registry, prefix, sources.loops);
  add('response_backlog_bytes', 'Bytes of answers that are made or wait to be read by clients.', () =>
    sources.responseBacklogBytes(),
  );
  add('log_queue_bytes', 'Bytes of entries that wait to be written to the provisioning log.', () =>
    sources.logQueueBytes(),
  );
  addCounter(registry, {
    name: `${prefix}provisioning_log_dropped_total`,
    help: 'Requests that are missing in the provisioning log.',
    read: sources.logEntriesDropped,
  });
  addCounter(registry, {
    name: `${prefix}responses_cut_off_total`,
    help: 'Answers whose connections were closed because their clients did not read them.',
    read: sources.responsesCutOff,
  });
}

function addBacklog(add: AddGauge, look: () => Promise<Look>): void {
  const addOfBacklog = (name: string, help: string, value: (backlog: Backlog, now: number) => number): void =>
    add(name, help, async () => {
      const { backlog, now } = await look();
      return backlog && value(backlog, now);
    });
  addOfBacklog('feed_head', 'The last position in the feed.', ({ feedHead }) => feedHead);
  addOfBacklog(
    'events_unsequenced',
    'Committed events that have no position in the feed yet.',
    ({ eventsUnsequenced }) => eventsUnsequenced,
  );
  addOfBacklog(
    'oldest_unsequenced_seconds',
    'Age of the oldest event without a position.',
    ({ oldestUnsequencedAt }, now) => ageSeconds(oldestUnsequencedAt, now),
  );
  addOfBacklog('lanes_due', 'Lanes with something to deliver at once.', ({ lanesDue }) => lanesDue);
  addOfBacklog(
    'lanes_blocked',
    'Lanes that wait after a failed delivery.',
    ({ lanesBlocked }) => lanesBlocked,
  );
  addOfBacklog(
    'oldest_due_seconds',
    'Age of the oldest event that waits in a lane.',
    ({ oldestWaitingAt }, now) => ageSeconds(oldestWaitingAt, now),
  );
  addOfBacklog(
    'dead_letters_open',
    'Dead letters that wait for an operator.',
    ({ deadLettersOpen }) => deadLettersOpen,
  );
}

function addEventLoopDelay(registry: Registry, prefix: string, delays: () => EventLoopDelays): void {
  addLabelled(registry, {
    name: `${prefix}event_loop_delay_seconds`,
    help: 'How long requests waited for the thread that answers them, since the last scrape; quantile 1 is the longest.',
    label: 'quantile',
    read: () => {
      const { p50, p99, max } = delays();
      return Object.entries({ '0.5': p50, '0.99': p99, '1': max });
    },
  });
}

function addLoops(registry: Registry, prefix: string, loops: () => readonly LoopHealth[]): void {
  addLabelled(registry, {
    name: `${prefix}background_loop_last_success_timestamp_seconds`,
    help: 'When a run of the background loop last succeeded.',
    label: 'loop',
    read: () =>
      loops().flatMap(({ name, lastSuccessAt }) =>
        lastSuccessAt === null ? [] : [[name, lastSuccessAt / 1_000] as const],
      ),
  });
  addLabelled(registry, {
    name: `${prefix}background_loop_lag_seconds`,
    help: 'For how long a run of the background loop that succeeds has been due.',
    label: 'loop',
    read: () => loops().map(({ name, lagMs }) => [name, lagMs / 1_000] as const),
  });
}

function addLabelled(
  registry: Registry,
  {
    name,
    help,
    label,
    read,
  }: { name: string; help: string; label: string; read: () => Values | Promise<Values> },
): void {
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const values = await read();
      this.reset();
      for (const [labelled, value] of values) this.set({ [label]: labelled }, value);
    },
  });
}

function addCounter(
  registry: Registry,
  { name, help, read }: { name: string; help: string; read: () => number },
): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}

async function lookAtDatabase({ probe, backlog, now, monotonicNow }: MetricsSources): Promise<Look> {
  const startedAt = monotonicNow();
  const at = now();
  const isUp = await probe().then(
    () => true,
    () => false,
  );
  const seconds = (monotonicNow() - startedAt) / 1_000;
  // The health check and the log tell of a database that fails; a scrape must not.
  const found = isUp ? await backlog(at).catch(() => undefined) : undefined;
  return { isUp, seconds, backlog: found, now: at };
}

/** One look serves all who ask while it is under way or fresh. */
function keepFor<T>(keptMs: number, now: () => number, look: () => Promise<T>): () => Promise<T> {
  let kept: { readonly until: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (!kept || now() >= kept.until) kept = { until: now() + keptMs, value: look() };
    return kept.value;
  };
}

const ageSeconds = (since: number | null, now: number): number =>
  since === null ? 0 : Math.max(0, now - since) / 1_000;

/** How events get out: to webhooks, through the feed, as a stream, and all of them once more. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Directory, fillDirectory, USERS_PATH } from '../directory.ts';
import { readPages, readStream } from '../feed-readers.ts';
import { applyLoad, type HttpRequest, type Load, type Target } from '../load.ts';
import { watchMemory } from '../measure/memory.ts';
import type { Figure } from '../measure/report.ts';
import { percentile } from '../measure/statistics.ts';
import type { BenchOptions } from '../options.ts';
import { sampleUser } from '../sample-users.ts';
import { addEndpoint, removeEndpoint, replayAll } from '../servers/control.ts';
import { startRollcall } from '../servers/rollcall.ts';
import { WebhookSink } from '../servers/webhook-sink.ts';
import type { BenchContext, Suite } from './suite.ts';

const ACCOUNTS = 8;
const BATCH = 100;
const CHANGES_A_SECOND = 200;

const FILE = 'events.db';
const SETTINGS = { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' };

interface Seeded {
  readonly accounts: readonly Directory[];
  readonly control: Target;
}

interface Scene extends Seeded {
  readonly options: BenchOptions;
  readonly sink: WebhookSink;
  /** Of the service. */
  readonly pid: number;
}

export const eventsSuite: Suite = {
  name: 'events',
  about: 'feed, stream, replay, webhooks one by one and in batches, commit to webhook',
  run: async bench => {
    const { options, servers, say } = bench;
    const seeded = await seed(bench);
    // A process of its own, so that its memory tells of the events and not of what was created before.
    await servers.stop();
    const { server } = await startRollcall(bench, FILE, SETTINGS);
    const { port, pid } = server;
    const sink = await WebhookSink.start();
    try {
      const accounts = seeded.accounts.map(account => ({
        ...account,
        pid,
        target: { ...account.target, port },
      }));
      const scene: Scene = { options, accounts, control: { ...seeded.control, port }, sink, pid };
      const figures: Figure[] = [];
      for (const [what, measure] of MEASURES) {
        say(`measuring ${what}`);
        figures.push(...(await measure(scene)));
      }
      const members = options.scale.toLocaleString('en-US');
      const title = `Events of ${members} members in ${ACCOUNTS} accounts on SQLite; the receiver is on the same machine and accepts at once`;
      return { suite: 'events', title, figures };
    } finally {
      sink.stop();
    }
  },
};

async function seed(bench: BenchContext): Promise<Seeded> {
  const { scale } = bench.options;
  bench.say(`creating ${scale} members in ${ACCOUNTS} accounts`);
  const rollcall = await startRollcall(bench, FILE, SETTINGS);
  const accounts: Directory[] = [];
  for (let number = 1; number <= ACCOUNTS; number++) {
    const account = await rollcall.addAccount(`account-${number}`, `account ${number}`);
    accounts.push(await fillDirectory(account, Math.ceil(scale / ACCOUNTS)));
  }
  return { accounts, control: await rollcall.openControl() };
}

/** The replay comes first, on a process that has done nothing else yet. */
const MEASURES: readonly (readonly [string, (scene: Scene) => Promise<readonly Figure[]>])[] = [
  ['a replay of everything', measureReplay],
  ['the feed and the stream', measureReading],
  [
    'webhooks in batches',
    scene => measureBacklog(scene, Math.max(1, scene.options.scale - ACCOUNTS * BATCH), BATCH),
  ],
  ['webhooks one by one', scene => measureBacklog(scene, scene.options.scale / 10, 1)],
  ['commit to webhook', measureLatency],
  ['durable changes', measureChanges],
];

async function measureReading({ control }: Scene): Promise<readonly Figure[]> {
  const pages = await readPages(control);
  const stream = await readStream(control, pages.events);
  return [
    { name: 'feed, in pages of 1,000', value: pages.events / pages.seconds, unit: 'events/s' },
    { name: 'stream, from the first event', value: stream.events / stream.seconds, unit: 'events/s' },
  ];
}

async function measureReplay({ control, sink, pid }: Scene): Promise<readonly Figure[]> {
  const id = await addEndpoint(control, { url: sink.url, batch: { max: BATCH } });
  const memory = watchMemory(pid);
  const before = sink.events;
  const start = performance.now();
  const events = await replayAll(control, id);
  await sink.reach(before + events);
  const seconds = (performance.now() - start) / 1_000;
  const most = memory.stop();
  await removeEndpoint(control, id);
  const name = `replay of ${events.toLocaleString('en-US')} events in batches of ${BATCH}`;
  const replay: Figure = { name, value: seconds, unit: 's', budget: { atMost: 60 } };
  if (most === undefined) return [replay];
  return [
    replay,
    { name: 'memory (RSS), the most meanwhile', value: most, unit: 'MB', budget: { atMost: 200 } },
  ];
}

/** @param events of a backlog in all accounts, which are delivered side by side; @param max in a request */
async function measureBacklog(
  { control, sink }: Scene,
  events: number,
  max: number,
): Promise<readonly Figure[]> {
  const id = await addEndpoint(control, { url: sink.url, batch: { max }, start: 'beginning' });
  await sink.reach(sink.events + 1);
  const before = sink.events;
  const start = performance.now();
  await sink.reach(before + events);
  const value = (sink.events - before) / ((performance.now() - start) / 1_000);
  await removeEndpoint(control, id);
  await sink.quiet();
  return [
    { name: max === 1 ? 'webhooks one by one' : `webhooks in batches of ${max}`, value, unit: 'events/s' },
  ];
}

/** Creates members at an even pace, whether or not the earlier ones are answered. */
async function measureLatency({ options, accounts, control, sink }: Scene): Promise<readonly Figure[]> {
  const id = await addEndpoint(control, { url: sink.url });
  const answered = new Map<string, number>();
  const arrived = new Map<string, number>();
  sink.onBody = body => void arrived.set(fieldOf(body, 'subject'), performance.now());
  const intervalMs = (1_000 * accounts.length) / CHANGES_A_SECOND;
  const count = Math.round((2 * options.rounds * options.roundMs) / intervalMs);
  const all = sink.reach(sink.events + count * accounts.length);
  await onAllAccounts(accounts, options.connections, (account, index) => {
    const start = performance.now() + (intervalMs * index) / accounts.length;
    let given = 0;
    return {
      next: async () => {
        if (given >= count) return undefined;
        const dueAt = start + intervalMs * given++;
        await pause(Math.max(0, dueAt - performance.now()));
        return create(account);
      },
      onAnswer: body => void answered.set(fieldOf(body, 'id'), performance.now()),
    };
  });
  await all;
  sink.onBody = undefined;
  await removeEndpoint(control, id);
  // A webhook may even be there before the answer.
  const latencies = [...answered].map(([member, at]) =>
    Math.max(0, (arrived.get(member) ?? Number.POSITIVE_INFINITY) - at),
  );
  const name = `answer 201 to webhook, ${CHANGES_A_SECOND} changes/s`;
  return [
    { name: `${name}: p50`, value: percentile(latencies, 0.5), unit: 'ms', budget: { atMost: 20 } },
    { name: `${name}: p99`, value: percentile(latencies, 0.99), unit: 'ms', budget: { atMost: 200 } },
  ];
}

/** As many creations as the service takes: with its feed alone, and with a webhook that wants all of them. */
async function measureChanges(scene: Scene): Promise<readonly Figure[]> {
  const { control, sink } = scene;
  const withFeed = await createAtFullSpeed(scene);
  const id = await addEndpoint(control, { url: sink.url, batch: { max: BATCH } });
  const withWebhook = await createAtFullSpeed(scene);
  await removeEndpoint(control, id);
  return [
    { name: 'durable changes, feed on', value: withFeed, unit: 'changes/s' },
    {
      name: `durable changes, feed and webhook (batches of ${BATCH}) on`,
      value: withWebhook,
      unit: 'changes/s',
      budget: { atLeast: 1_000 },
    },
  ];
}

/** @returns changes a second */
async function createAtFullSpeed({ options, accounts }: Scene): Promise<number> {
  let created = 0;
  const start = performance.now();
  const end = start + options.rounds * options.roundMs;
  await onAllAccounts(accounts, options.connections, account => ({
    next: () => (performance.now() < end ? create(account) : undefined),
    onAnswer: () => {
      created += 1;
    },
  }));
  return created / ((performance.now() - start) / 1_000);
}

/** @param connections in all; each account has its share */
async function onAllAccounts(
  accounts: readonly Directory[],
  connections: number,
  loadOf: (account: Directory, index: number) => Pick<Load, 'next' | 'onAnswer'>,
): Promise<void> {
  await Promise.all(
    accounts.map((account, index) =>
      applyLoad({
        target: account.target,
        connections: Math.ceil(connections / accounts.length),
        status: 201,
        ...loadOf(account, index),
      }),
    ),
  );
}

function create(account: Directory): HttpRequest {
  return { method: 'POST', path: USERS_PATH, body: sampleUser(account.sent++) };
}

const fieldOf = (body: string, name: string): string =>
  String((JSON.parse(body) as Readonly<Record<string, unknown>>)[name]); // a JSON object

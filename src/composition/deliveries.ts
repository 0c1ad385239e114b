/** The part of the composition root that calls webhook endpoints and deletes what has expired. */
import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from '../config/config.ts';
import { Retention } from '../events/feed/retention.ts';
import { describeFailure, type Log } from '../log.ts';
import type { Database } from '../store/database/database.ts';
import type { EventLog } from '../store/events/event-log.ts';
import { SqlFeedStore } from '../store/events/feed-store.ts';
import { SqlRetentionStore } from '../store/events/retention-store.ts';
import { SqlEndpointStore } from '../store/webhooks/endpoint-store.ts';
import { sweepLanes } from '../store/webhooks/lane-opening.ts';
import { SqlLaneStore } from '../store/webhooks/lane-store.ts';
import type { Uptime } from '../uptime.ts';
import { Dispatcher } from '../webhooks/dispatcher.ts';
import { Endpoints } from '../webhooks/endpoints.ts';
import type { LaneRunDependencies } from '../webhooks/lane-run.ts';
import { RetrySchedule } from '../webhooks/retry-schedule.ts';
import { AddressGuard } from '../webhooks/sender/address-guard.ts';
import { SecretBox } from '../webhooks/sender/secret-box.ts';
import { WebhookSender } from '../webhooks/sender/sender.ts';
import { createPresence } from './presence.ts';

export interface Deliveries {
  readonly endpoints: Endpoints;
  readonly retention: Retention;
  /** To be called when events were committed and may be delivered. */
  wake(): void;
  /** To be called before anything is accepted. @throws Error in words when the stored secrets cannot be opened */
  check(): Promise<void>;
  start(): Promise<void>;
  /** Waits for the requests under way. */
  stop(): Promise<void>;
}

interface Dependencies {
  readonly config: Config;
  readonly database: Database;
  readonly events: EventLog;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The clock that leases are measured with; `undefined`: the database's, which its instances share. */
  readonly leaseClock: (() => number) | undefined;
  readonly uptime: Pick<Uptime, 'within' | 'elapsedMs'>;
  /** Called with each request to an endpoint. */
  readonly observe?: LaneRunDependencies['observe'];
}

const SWEEP_MS = 30_000;

/**
 * The use cases on webhook endpoints alone, for the command line: what they make due is delivered by a running service.
 * @throws Error in words when the stored secrets cannot be opened
 */
export async function openEndpoints(
  wiring: Pick<Dependencies, 'config' | 'database' | 'events'>,
): Promise<{ endpoints: Endpoints; close(): Promise<void> }> {
  const { endpoints, store, sender } = createEndpoints(
    {
      ...wiring,
      now: Date.now,
      leaseClock: wiring.database.dialect === 'sqlite' ? Date.now : undefined,
      uptimeMs: () => 0,
    },
    () => undefined,
  );
  await store.assertSecretsOpen(Date.now());
  return { endpoints, close: () => sender.close() };
}

function createEndpoints(
  {
    config,
    database,
    events,
    now,
    leaseClock,
    uptimeMs,
  }: Omit<Dependencies, 'log' | 'uptime' | 'observe'> & {
    readonly uptimeMs: () => number;
  },
  wake: () => void,
): { endpoints: Endpoints; store: SqlEndpointStore; lanes: SqlLaneStore; sender: WebhookSender } {
  const secrets = new SecretBox(config.secretsKeys);
  const guard = new AddressGuard(config.webhookAllowCidrs, config.webhookPorts);
  const sender = new WebhookSender({ guard, now, monotonicNow: () => performance.now() });
  const lanes = new SqlLaneStore({
    database,
    events,
    secrets,
    clock: leaseClock,
    uptimeMs,
    newId: uuidv7,
  });
  const store = new SqlEndpointStore({ database, events, secrets, lanes });
  const feed = new SqlFeedStore(database);
  const endpoints = new Endpoints({
    store,
    guard,
    sender,
    feedState: () => feed.state(),
    now,
    newId: uuidv7,
    wake,
  });
  return { endpoints, store, lanes, sender };
}

export function createDeliveries(dependencies: Dependencies): Deliveries {
  const { config, database, events, log, now, uptime } = dependencies;
  const isShared = database.dialect === 'postgres';
  const { endpoints, store, lanes, sender } = createEndpoints(
    { ...dependencies, uptimeMs: uptime.elapsedMs },
    () => dispatcher.wake(),
  );
  const presence = createPresence({ config, database, lanes, log, wake: () => dispatcher.wake() });
  const dispatcher = new Dispatcher({
    store: lanes,
    owner: presence.owner,
    mayClaim: presence.isSeen,
    sender,
    schedule: new RetrySchedule(config.retryScheduleMs, random),
    newId: uuidv7,
    observe: dependencies.observe,
    log,
  });
  const retention = new Retention({
    store: new SqlRetentionStore(database, events, uuidv7),
    periods: { eventDays: config.eventRetentionDays, attemptDays: config.attemptRetentionDays },
    age: uptime,
    now,
    log,
  });
  const sweep = (): void => {
    sweepLanes(database).then(
      () => dispatcher.wake(),
      (error: unknown) => log.warn('the lanes could not be swept and will be again', describeFailure(error)),
    );
  };
  let sweeping: NodeJS.Timeout | undefined;

  return {
    endpoints,
    retention,
    wake: () => dispatcher.wake(),
    check: () => store.assertSecretsOpen(now()),
    start: async () => {
      // Their holder is gone: one process serves a SQLite file.
      if (!isShared) await lanes.releaseAll();
      await presence.start();
      dispatcher.start();
      retention.start();
      if (isShared) sweeping = setInterval(sweep, SWEEP_MS);
    },
    stop: async () => {
      clearInterval(sweeping);
      await dispatcher.stop();
      await presence.stop();
      await retention.stop();
      await sender.close();
    },
  };
}

const FRACTION_STEPS = 1_000_000;
const random = (): number => randomInt(FRACTION_STEPS) / FRACTION_STEPS;

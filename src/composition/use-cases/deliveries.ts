/** The part of the composition root that calls webhook endpoints and deletes what has expired. */
import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Part } from '../../base/lifecycle.ts';
import { Retention } from '../../base/retention.ts';
import { SqlFeedStore } from '../../store/events/feed-store.ts';
import { SqlRetentionStore } from '../../store/events/retention-store.ts';
import { SqlEndpointStore } from '../../store/webhooks/endpoint-store.ts';
import { sweepLanes } from '../../store/webhooks/lane-opening.ts';
import { SqlLaneStore } from '../../store/webhooks/lane-store.ts';
import { Dispatcher } from '../../webhooks/dispatcher.ts';
import { DEAD_LETTER_DAYS } from '../../webhooks/endpoint-store.ts';
import { Endpoints } from '../../webhooks/endpoints.ts';
import { RetrySchedule } from '../../webhooks/retry-schedule.ts';
import { AddressGuard } from '../../webhooks/sender/address-guard.ts';
import { SecretBox } from '../../webhooks/sender/secret-box.ts';
import { WebhookSender } from '../../webhooks/sender/sender.ts';
import type { Foundation } from '../foundation.ts';
import { deliveryCounter } from '../operations.ts';
import { createPresence } from '../presence.ts';

export interface Deliveries extends Part {
  readonly endpoints: Endpoints;
  readonly retention: Retention;
  /** To be called when events were committed and may be delivered. */
  readonly wake: () => void;
  /** To be called before anything is accepted. @throws Error in words when the stored secrets cannot be opened */
  readonly check: () => Promise<void>;
  start(): Promise<void>;
  /** Waits for the requests under way; to be called when the loops are stopped. */
  stop(): Promise<void>;
}

const SWEEP_MS = 30_000;

/**
 * The use cases on webhook endpoints alone, for the command line: what they make due is delivered by a running service.
 * @throws Error in words when the stored secrets cannot be opened
 */
export async function openEndpoints(
  wiring: Pick<Foundation, 'config' | 'database' | 'events'>,
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
  }: Pick<Foundation, 'config' | 'database' | 'events' | 'now' | 'leaseClock'> & {
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

export function createDeliveries(foundation: Foundation): Deliveries {
  const { config, database, events, loops, log, now, uptime } = foundation;
  const isShared = database.dialect === 'postgres';
  const { endpoints, store, lanes, sender } = createEndpoints(
    { ...foundation, uptimeMs: uptime.elapsedMs },
    () => dispatcher.wake(),
  );
  const presence = createPresence({ config, database, lanes, loops, log, wake: () => dispatcher.wake() });
  const dispatcher = new Dispatcher({
    store: lanes,
    owner: presence.owner,
    mayClaim: presence.isSeen,
    sender,
    schedule: new RetrySchedule(config.retryScheduleMs, random),
    newId: uuidv7,
    observe: deliveryCounter(foundation.metrics),
    loops,
    log,
  });
  const expiry = new SqlRetentionStore(database, events, uuidv7);
  const retention = new Retention(
    [
      { days: config.eventRetentionDays, expire: ({ head }) => expiry.expireEvents(head, now()) },
      { days: config.attemptRetentionDays, expire: ({ clock }) => expiry.expireAttempts(clock) },
      { days: DEAD_LETTER_DAYS, expire: ({ clock }) => expiry.expireDeadLetters(clock) },
    ],
    {
      name: 'event_retention',
      whenItFails: 'old events could not be deleted and will be tried again',
      age: uptime,
      loops,
    },
  );
  if (isShared)
    loops.add({
      name: 'lane_sweep',
      run: () => sweepLanes(database).then(() => dispatcher.wake()),
      everyMs: SWEEP_MS,
      whenItFails: 'the lanes could not be swept and will be again',
    });

  return {
    endpoints,
    retention,
    wake: () => dispatcher.wake(),
    check: () => store.assertSecretsOpen(now()),
    start: async () => {
      // Their holder is gone: one process serves a SQLite file.
      if (!isShared) await lanes.releaseAll();
      await presence.start();
    },
    stop: async () => {
      await dispatcher.finish();
      await presence.stop();
      await sender.close();
    },
  };
}

const FRACTION_STEPS = 1_000_000;
const random = (): number => randomInt(FRACTION_STEPS) / FRACTION_STEPS;

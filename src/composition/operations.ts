/** The part of the composition root that reports how the service is doing: health, readiness, metrics. */
import type { Router } from 'express';
import type { Authenticator } from '../accounts/tokens/authenticate.ts';
import { EventLoopDelay } from '../api/operations/event-loop-delay.ts';
import type { Metrics } from '../api/operations/metrics.ts';
import type { MetricsSources } from '../api/operations/metrics-gauges.ts';
import { guardedMetricsRoutes, openMetricsServer } from '../api/operations/metrics-routes.ts';
import { RollcallError } from '../base/errors.ts';
import type { Part } from '../base/lifecycle.ts';
import type { HealthChecks } from '../http/health-routes.ts';
import { Listener, type ListenerLimits } from '../http/listener.ts';
import type { ObserveRequest } from '../http/request/observation.ts';
import { searching } from '../store/database/database.ts';
import { SERVICE } from '../store/database/reading/search.ts';
import { freeBytes } from '../store/operations/disk-space.ts';
import { readBacklog } from '../store/operations/metrics-store.ts';
import { answeredWithin, databaseProbe } from '../store/operations/probe.ts';
import { schemaState } from '../store/operations/schema-state.ts';
import { writeProbe } from '../store/operations/write-probe.ts';
import type { DeliveryAttempt, LaneEvent } from '../webhooks/delivery-store.ts';
import type { Foundation } from './foundation.ts';

export interface Operations extends Part {
  readonly health: HealthChecks;
  readonly metrics: Router;
  readonly observe: ObserveRequest;
  /** Listens for scrapes, where a port is set for them. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** From its stop on the service is not ready. */
  readonly readiness: Part;
}

interface Dependencies {
  readonly authenticator: Authenticator;
  readonly limits: ListenerLimits;
  readonly sources: Pick<
    MetricsSources,
    | 'connections'
    | 'streams'
    | 'snapshots'
    | 'logEntriesDropped'
    | 'responseBacklogBytes'
    | 'responsesCutOff'
    | 'logQueueBytes'
  >;
}

/** A scrape waits no longer for the counts of what waits. */
const BACKLOG_LIMIT_MS = 5_000;

export function createOperations(
  foundation: Foundation,
  { authenticator, limits, sources }: Dependencies,
): Operations {
  const { config, database, metrics, log, now, monotonicNow } = foundation;
  const loops = () => foundation.loops.health();
  const databaseAnswers = databaseProbe(database);
  const backlogReader = searching(database, { accountId: SERVICE, limitMs: BACKLOG_LIMIT_MS });
  const eventLoopDelay = new EventLoopDelay();
  const changesAreWritten = writeProbe(database, monotonicNow);
  metrics.read({
    ...sources,
    loops,
    eventLoopDelays: () => eventLoopDelay.take(),
    probe: async () => {
      await databaseAnswers();
      database.requireInPlace();
    },
    writeProbe: changesAreWritten,
    diskFreeBytes: () => freeBytes(config.database),
    backlog: at => answeredWithin(BACKLOG_LIMIT_MS, readBacklog(backlogReader, at)),
    now,
    monotonicNow,
  });
  const listener = config.metrics && new Listener(openMetricsServer(metrics, log), limits);
  let isStopping = false;
  return {
    health: {
      databaseAnswers,
      requireInPlace: () => database.requireInPlace(),
      missingMigrations: async () => (await schemaState(database)).missing,
      changesAreWritten,
      isStopping: () => isStopping,
      loops,
    },
    metrics: guardedMetricsRoutes(metrics, authenticator),
    observe: requestCounter(metrics),
    start: async () => {
      eventLoopDelay.start();
      if (!listener || !config.metrics) return;
      const { host } = config.metrics;
      const port = await listener.listen(config.metrics.port, host);
      log.info('serving metrics', { host, port });
    },
    stop: async () => {
      eventLoopDelay.stop();
      await listener?.close();
    },
    readiness: {
      stop: () => {
        isStopping = true;
      },
    },
  };
}

/** Counts requests to webhook endpoints. */
export const deliveryCounter =
  (metrics: Metrics) =>
  (attempt: DeliveryAttempt, events: readonly LaneEvent[]): void => {
    const { outcome, failure, trigger, at, durationMs } = attempt;
    const isFirstTime = outcome === 'delivered' && trigger === 'event';
    metrics.countDelivery({
      outcome,
      failure,
      latenciesSeconds: isFirstTime
        ? events.map(({ occurredAt }) => Math.max(0, at + durationMs - occurredAt) / 1_000)
        : [],
    });
  };

const requestCounter =
  (metrics: Metrics): ObserveRequest =>
  ({ locals, ...seen }) => {
    const failure = locals.context?.failure ?? locals.failure;
    metrics.countRequest({
      ...seen,
      scimType: failure instanceof RollcallError ? failure.scimType : undefined,
    });
  };

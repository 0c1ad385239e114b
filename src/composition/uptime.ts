/** The part of the composition root that counts how long the service has been up, and so what is old. */

import type { BackgroundLoops } from '../base/background-loop.ts';
import { DAY_MS } from '../base/clock.ts';
import { type AgeJudge, Uptime } from '../base/uptime.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../store/database/database.ts';
import { SqlUptimeStore } from '../store/operations/uptime-store.ts';
import { DEAD_LETTER_DAYS } from '../webhooks/endpoint-store.ts';

export interface RunningUptime extends AgeJudge, Pick<Uptime, 'now' | 'elapsedMs'> {
  /** Goes on from what is saved. */
  start(): Promise<void>;
}

interface Dependencies {
  readonly config: Config;
  readonly database: Database;
  readonly loops: BackgroundLoops;
  /** Whether deliveries carry the dates of the database's own clock. */
  readonly datesByDatabase: boolean;
  readonly wallNow: () => number;
  readonly monotonicNow: () => number;
}

export function createUptime({
  config,
  database,
  loops,
  datesByDatabase,
  ...clocks
}: Dependencies): RunningUptime {
  const { eventRetentionDays, attemptRetentionDays, logRetentionDays, silentAfterDays } = config;
  const longestDays = Math.max(
    eventRetentionDays,
    attemptRetentionDays,
    logRetentionDays,
    silentAfterDays,
    DEAD_LETTER_DAYS,
  );
  const store = new SqlUptimeStore(database, datesByDatabase);
  const uptime = new Uptime({ store, ...clocks, longestPeriodMs: longestDays * DAY_MS });
  const loop = loops.add({
    name: 'uptime',
    run: () => uptime.mark(),
    everyMs: uptime.markEveryMs,
    runsAtStop: true,
    whenItFails: 'the uptime could not be saved and will be again',
  });
  return {
    now: uptime.now,
    elapsedMs: uptime.elapsedMs,
    within: period => uptime.within(period),
    start: async () => {
      // A service whose disk is full can still be read from.
      await loop.runNow().catch(() => undefined);
    },
  };
}

/** The part of the composition root that keeps the provisioning log. */
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Accounts } from '../../accounts/accounts.ts';
import { Retention } from '../../base/retention.ts';
import { ConnectionStatuses } from '../../provisioning-log/connection/connection-status.ts';
import { LogWatch } from '../../provisioning-log/log-watch.ts';
import { LogWriter } from '../../provisioning-log/log-writer.ts';
import { UnprovenLimit } from '../../provisioning-log/unproven-limit.ts';
import { describeEntry } from '../../scim/log/description.ts';
import { type FinishedRequest, measureEntry } from '../../scim/log/finished-request.ts';
import { LogRecorder } from '../../scim/log/recorder.ts';
import type { Database } from '../../store/database/database.ts';
import { SqlPeopleStore } from '../../store/members/people-store.ts';
import { SqlLogStore } from '../../store/provisioning-log/entry-store.ts';
import { SqlTimelineStore } from '../../store/provisioning-log/timeline-store.ts';
import type { Foundation } from '../foundation.ts';

export interface ProvisioningLog {
  readonly store: SqlLogStore;
  readonly timelines: SqlTimelineStore;
  readonly writer: LogWriter<FinishedRequest>;
  readonly watch: LogWatch;
  readonly recorder: LogRecorder;
  readonly retention: Retention;
  /** Writes what waits. @throws when the database does not take it; then it goes on waiting */
  flush(): Promise<void>;
  /** The same. What cannot be written now is tried again, and what is written can be read all the same. */
  flushIfPossible(): Promise<void>;
}

export function createProvisioningLog({
  config,
  database,
  loops,
  log,
  now,
  monotonicNow,
  uptime,
  addressOf,
}: Foundation): ProvisioningLog {
  const store = new SqlLogStore(database);
  // No other process writes to a file of SQLite.
  const others = database.dialect === 'postgres' ? { counts: store, now, loops } : undefined;
  const watch = new LogWatch(others);
  const writer = new LogWriter<FinishedRequest>({
    store,
    describe: describeEntry,
    measure: measureEntry,
    onWritten: entries => watch.announce(entries),
    newId: entryIds(),
    now: monotonicNow,
    watchBusyness,
    loops,
    log,
  });
  return {
    store,
    writer,
    watch,
    timelines: new SqlTimelineStore(database),
    recorder: new LogRecorder({
      sink: writer,
      now,
      unproven: new UnprovenLimit(monotonicNow),
      addressOf,
      newId: randomUUID,
    }),
    retention: new Retention(
      [{ days: config.logRetentionDays, expire: ({ clock }) => store.expireEntries(clock) }],
      {
        name: 'provisioning_log_retention',
        whenItFails: 'old entries could not be deleted and will be tried again',
        age: uptime,
        loops,
      },
    ),
    flush: () => writer.flush(),
    flushIfPossible: () => writer.flush().catch(() => undefined),
  };
}

/** How connections are doing. @param tokens such as those of the accounts */
export const createConnectionStatuses = (
  { config, database, now, publicUrl }: Pick<Foundation, 'config' | 'database' | 'now' | 'publicUrl'>,
  tokens: Pick<Accounts, 'listTokens'>,
): ConnectionStatuses =>
  new ConnectionStatuses({
    tokens,
    people: new SqlPeopleStore(database),
    log: new SqlLogStore(database),
    silentAfterDays: config.silentAfterDays,
    product: config.pages.productName,
    publicUrl,
    now,
  });

/** What there is to read. */
export const openLogReader = (database: Database) => ({
  entries: new SqlLogStore(database),
  timelines: new SqlTimelineStore(database),
});

/** The time of the request, then the order in which requests were answered; random once, as generating it is costly. */
function entryIds(): (at: number) => string {
  const random = randomBytes(16);
  let sequence = 0;
  return at => {
    sequence = (sequence + 1) % 2 ** 31;
    return uuidv7({ msecs: at, seq: sequence, random });
  };
}

function watchBusyness(): () => number {
  const before = performance.eventLoopUtilization();
  return () => performance.eventLoopUtilization(before).utilization;
}

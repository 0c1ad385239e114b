/** The part of the composition root that the others stand on: the database, the clocks, the loops and the limits. */

import { Metrics } from '../api/operations/metrics.ts';
import { BackgroundLoops, type LoopDependencies } from '../base/background-loop.ts';
import { systemClock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { AddressRange } from '../config/address-range.ts';
import type { Config } from '../config/config.ts';
import { publicUrlOf } from '../config/public-url.ts';
import { readVersion } from '../config/version.ts';
import type { ListenerLimits } from '../http/listener.ts';
import { type AddressOf, addressReader } from '../http/request/client-address.ts';
import type { BacklogLimits } from '../http/response-backlog.ts';
import type { Database } from '../store/database/database.ts';
import { openDatabase, requireDatabase } from '../store/database/open.ts';
import { EventLog } from '../store/events/event-log.ts';
import { createLimits, type Limits } from './limits.ts';
import { createUptime, type RunningUptime } from './uptime.ts';

export interface ServiceOptions {
  /** Milliseconds since the epoch, for tests of what takes days. */
  readonly now?: () => number;
  /** Milliseconds of a clock that never goes back; what is kept for days is kept by it. */
  readonly monotonicNow?: () => number;
  /** For tests of what runs in the background. */
  readonly loops?: Partial<Pick<LoopDependencies, 'clock' | 'beforeRun'>>;
  /** For tests of slow clients. */
  readonly limits?: Partial<ListenerLimits>;
  /** For tests of clients that do not read. */
  readonly backlogLimits?: Partial<BacklogLimits>;
  /** Whether the process is this service's own: metrics describe it, and it starts what it will need. */
  readonly describesProcess?: boolean;
}

export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
}

export interface Foundation {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly events: EventLog;
  readonly loops: BackgroundLoops;
  readonly limits: Limits;
  readonly uptime: RunningUptime;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  /** The clock that leases are measured with; `undefined`: the database's, which its instances share. */
  readonly leaseClock: (() => number) | undefined;
  readonly addressOf: AddressOf;
  /** Without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
  /** What the service listens on. */
  readonly address: () => ServiceAddress;
  /** To be called when the service listens. */
  readonly setPort: (port: number) => void;
}

/** Opens the database, migrating it if needed. */
export async function createFoundation(
  config: Config,
  log: Log,
  {
    now: wallNow = Date.now,
    monotonicNow = () => performance.now(),
    loops: loopOptions,
    describesProcess = false,
  }: ServiceOptions,
): Promise<Foundation> {
  let port = config.port;
  const publicUrl = () => publicUrlOf(config, port);
  const metrics = new Metrics(readVersion());
  if (describesProcess) metrics.describeProcess();
  if (config.production) await requireDatabase(config.database);
  const database = await openDatabase(config.database, {
    readerThreads: config.sqliteReaderThreads,
    startsReadersEarly: describesProcess,
    onGroupCommit: changes => metrics.countGroupCommit(changes),
    onWork: (accountId, work) => limits.onWork(accountId, work),
    onNewEpoch: change =>
      log.error('the feed has a new epoch: its readers must read all members again', { ...change }),
  });
  const events = new EventLog(database, publicUrl);
  events.onWrite(type => metrics.countEvent(type));
  const loops = new BackgroundLoops({ clock: systemClock, now: wallNow, log, ...loopOptions });
  const limits = createLimits({ config, database, loops });
  events.onWork(limits.onWork);
  // Instances that share a database measure leases with its clock, unless a test moves this one.
  const datesByDatabase = database.dialect === 'postgres' && wallNow === Date.now;
  const uptime = createUptime({ config, database, loops, datesByDatabase, wallNow, monotonicNow });
  return {
    config,
    log,
    metrics,
    database,
    events,
    loops,
    limits,
    uptime,
    now: uptime.now,
    monotonicNow,
    leaseClock: datesByDatabase ? undefined : uptime.now,
    addressOf: addressReader(config.trustedProxies.map(AddressRange.parse)),
    publicUrl,
    address: () => ({ host: config.host, port, publicUrl: publicUrl() }),
    setPort: given => {
      port = given;
    },
  };
}

/** The composition root: configuration → store → use cases → http and delivery. Nothing else constructs them. */
import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { Accounts } from './accounts/accounts.ts';
import { ConnectionRefusal } from './accounts/connection-refusal.ts';
import { Authenticator, CredentialError, type ServiceCaller } from './accounts/tokens/authenticate.ts';
import { controlRouter } from './api/control-router.ts';
import { schemaRoutes } from './api/events/schema-routes.ts';
import { Metrics } from './api/operations/metrics.ts';
import { TokenShares } from './api/token-shares.ts';
import { type Connections, createConnections } from './composition/connections.ts';
import { createDeliveries, type Deliveries } from './composition/deliveries.ts';
import { createFeedReading, type FeedReading } from './composition/feed.ts';
import { requireSamePublicUrl, storePublicUrl } from './composition/installation.ts';
import { createLimits } from './composition/limits.ts';
import { createProvisioningLog } from './composition/log.ts';
import { createMembers, reportUserNameClashes } from './composition/members.ts';
import { createOperations, deliveryCounter } from './composition/operations.ts';
import { createUptime } from './composition/uptime.ts';
import { AddressRange } from './config/address-range.ts';
import type { Config } from './config/config.ts';
import { publicUrlOf } from './config/public-url.ts';
import { readVersion } from './config/version.ts';
import { Sequencing } from './events/feed/sequencing.ts';
import { shapeOf } from './http/access-log.ts';
import { LISTENER_LIMITS, Listener, type ListenerLimits } from './http/listener.ts';
import { addressReader } from './http/request/client-address.ts';
import { BACKLOG_LIMITS, type BacklogLimits, ResponseBacklog } from './http/response-backlog.ts';
import { createServer } from './http/server.ts';
import type { Log, LogFields } from './log.ts';
import { MOST_IMPORTS } from './members/import/import.ts';
import { SNAPSHOT_LIMITS, Snapshots } from './members/snapshots.ts';
import { misdirectedRequests } from './scim/http/misdirected-requests.ts';
import type { ScimContext } from './scim/http/request-context.ts';
import { scimHandler } from './scim/http/router.ts';
import { UserRequests } from './scim/users/requests.ts';
import { announceSigningKeys } from './store/accounts/signing-key-store.ts';
import { claimForServing, openDatabase, requireDatabase } from './store/database/open.ts';
import { EventLog } from './store/events/event-log.ts';
import { SEQUENCE_BATCH, sequenceBatch } from './store/events/sequencer.ts';
import { SqlSnapshotStore } from './store/members/snapshot-store.ts';

/** Each holds a connection, of which there are 10,000. */
const WAITING_REQUESTS = 1_000;

export interface Service {
  readonly app: Express;
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly deliveries: Deliveries;
  readonly reading: FeedReading;
  /** Listens, and starts what runs in the background. @returns the address it listens on */
  start(): Promise<{ readonly host: string; readonly port: number; readonly publicUrl: string }>;
  /** Finishes the requests that were accepted, then releases everything. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** Milliseconds since the epoch, for tests of what takes days. */
  readonly now?: () => number;
  /** Milliseconds of a clock that never goes back; what is kept for days is kept by it. */
  readonly monotonicNow?: () => number;
  /** For tests of slow clients. */
  readonly limits?: Partial<ListenerLimits>;
  /** For tests of clients that do not read. */
  readonly backlogLimits?: Partial<BacklogLimits>;
  /** Whether the process is this service's own: metrics describe it, and it starts what it will need. */
  readonly describesProcess?: boolean;
}

/** Opens the database, migrating it if needed, and wires the service. It does not listen yet. */
export async function createService(
  config: Config,
  log: Log,
  {
    now = Date.now,
    monotonicNow = () => performance.now(),
    limits = {},
    backlogLimits = {},
    describesProcess = false,
  }: ServiceOptions = {},
): Promise<Service> {
  let port = config.port;
  const publicUrl = () => publicUrlOf(config, port);
  const metrics = new Metrics(readVersion());
  if (describesProcess) metrics.describeProcess();
  if (config.production) await requireDatabase(config.database);
  const database = await openDatabase(config.database, {
    readerThreads: config.sqliteReaderThreads,
    startsReadersEarly: describesProcess,
    onGroupCommit: changes => metrics.countGroupCommit(changes),
    onWork: (accountId, work) => limited.onWork(accountId, work),
    onNewEpoch: ({ cause, epoch, positionsLost }) =>
      log.error('the feed has a new epoch: its readers must read all members again', {
        cause,
        epoch,
        positionsLost,
      }),
  });
  const events = new EventLog(database, publicUrl);
  events.onWrite(type => metrics.countEvent(type));
  // Instances that share a database measure leases with its clock, unless a test moves this one.
  const datesByDatabase = database.dialect === 'postgres' && now === Date.now;
  const uptime = createUptime({ config, database, log, datesByDatabase, wallNow: now, monotonicNow });
  const clock = uptime.now;
  const limited = createLimits({ config, database, log });
  events.onWork(limited.onWork);
  const addressOf = addressReader(config.trustedProxies.map(AddressRange.parse));
  const provisioning = createProvisioningLog({
    config,
    database,
    log,
    now: clock,
    monotonicNow,
    age: uptime,
    addressOf,
  });
  const memberUseCases = createMembers(
    database,
    events,
    () => provisioning.exchanges.flush(),
    limited.payAhead,
  );
  const { members } = memberUseCases;
  const connections = createConnections({ config, database, events, members, log, now: clock, age: uptime });
  const { accounts, tokenUse } = connections;
  const authenticator = new Authenticator(connections.signer, connections.store, clock);

  const observe = deliveryCounter(metrics);
  const deliveries = createDeliveries({
    config,
    database,
    events,
    log,
    now: clock,
    leaseClock: datesByDatabase ? undefined : clock,
    uptime,
    observe,
  });
  const runBatch = async () => {
    const given = await sequenceBatch(database);
    if (given !== undefined && given > 0) reading.watch.wake();
    return given;
  };
  const sequencing =
    database.dialect === 'postgres'
      ? new Sequencing({ run: runBatch, size: SEQUENCE_BATCH }, log)
      : undefined;
  const reading = createFeedReading({ config, database, settle: async () => sequencing?.settle(), log });
  events.onCommit(() => (sequencing ? sequencing.wake() : reading.watch.wake()));
  reading.watch.onChange(() => deliveries.wake());
  const snapshots = new Snapshots({ store: new SqlSnapshotStore(database), limits: SNAPSHOT_LIMITS, log });

  const listenerLimits = { ...LISTENER_LIMITS, ...limits };
  const backlog = new ResponseBacklog({ ...BACKLOG_LIMITS, ...backlogLimits });
  const operations = createOperations({
    config,
    database,
    metrics,
    authenticator,
    log,
    now: clock,
    limits: listenerLimits,
    connections: () => listener.connections(),
    streams: () => reading.slots.taken,
    snapshots: () => snapshots.open,
    logEntriesDropped: () => provisioning.exchanges.missing,
    responseBacklogBytes: () => backlog.bytes,
    responsesCutOff: () => backlog.cutOff,
    logQueueBytes: () => provisioning.exchanges.waitingBytes,
  });
  const app = createServer({
    scim: scimHandler({
      authenticator,
      users: new UserRequests({ members, now: clock, newId: uuidv7, onWork: limited.onWork }),
      addressOf,
      tokenUse,
      limits: limited.requests,
      backlog,
      recorder: provisioning.recorder,
      publicUrl,
      log,
    }),
    control: controlRouter({
      authenticator,
      backlog,
      limits: limited.control,
      ...reading,
      accounts,
      offboarding: connections.offboarding,
      ...memberUseCases,
      exchanges: provisioning.store,
      timelines: provisioning.timelines,
      flushLog: provisioning.settle,
      now: clock,
      newId: uuidv7,
      snapshots,
      shares: new TokenShares({
        streams: config.sseConnections,
        waits: WAITING_REQUESTS,
        snapshots: SNAPSHOT_LIMITS.atOnce,
        imports: MOST_IMPORTS,
      }),
      endpoints: deliveries.endpoints,
      publicUrl,
    }),
    schemas: schemaRoutes(publicUrl),
    metrics: operations.metrics,
    health: operations.health,
    describe: describeRequest,
    observe: operations.observe,
    misdirected: misdirectedRequests({ authenticator, recorder: provisioning.recorder, publicUrl }),
    log,
    now: clock,
    monotonicNow: () => performance.now(),
    newId: randomUUID,
  });
  const listener = new Listener(app, listenerLimits, backlog, request => {
    const requestId = provisioning.recorder.unreadable(request);
    const { method, url, status, fault } = request;
    log.info('a request could not be read', { requestId, method, path: shapeOf(url), status, fault });
  });

  const stop = async (): Promise<void> => {
    operations.beginStop();
    await reading.stop();
    await listener.close();
    await provisioning.stop();
    await connections.stop();
    await sequencing?.stop();
    await deliveries.stop();
    await operations.stop();
    await limited.stop();
    await uptime.stop();
    await database.close();
  };

  return {
    app,
    accounts,
    connections,
    deliveries,
    reading,
    start: async () => {
      try {
        await requireSamePublicUrl(config, database);
        await deliveries.check();
        await uptime.start();
        await announceSigningKeys(database, config.signingKeys);
        await reportUserNameClashes(database, log);
        await operations.start();
        limited.start();
        port = await listener.listen(config.port, config.host);
        await storePublicUrl(database, publicUrl(), log);
        sequencing?.start();
        reading.start();
        await deliveries.start();
        connections.start();
        provisioning.start();
      } catch (error) {
        // Half a service must not go on: it would accept what it never delivers.
        await stop();
        throw error;
      }
      return { host: config.host, port, publicUrl: publicUrl() };
    },
    stop,
  };
}

/** Claims the database for one serving process before anything else touches it. */
export { claimForServing };

/** Ids and states for the access log: never a value that a client sent. */
function describeRequest(locals: Record<string, unknown>): LogFields {
  const context = locals['context'] as ScimContext | undefined; // put there by the SCIM surface
  const caller = locals['caller'] as ServiceCaller | undefined; // put there by the control API
  const failure = context?.failure ?? locals['failure'];
  return {
    accountId: context?.account.id,
    tokenId:
      context?.tokenId ??
      caller?.tokenId ??
      (failure instanceof CredentialError ? failure.tokenId : undefined),
    ignored: context?.ignored.names.join() || undefined,
    unknownAttributes: context?.ignored.unknownCount || undefined,
    error: failure instanceof Error && 'code' in failure ? String(failure.code) : undefined,
    credentialFault: failure instanceof CredentialError ? failure.fault : undefined,
    connectionFault: failure instanceof ConnectionRefusal ? failure.fault : undefined,
  };
}

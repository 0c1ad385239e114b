/** The composition root: configuration → store → use cases → http and delivery. Nothing else constructs them. */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { Accounts } from './accounts/accounts.ts';
import { Authenticator, CredentialError, type ServiceCaller } from './accounts/authenticate.ts';
import { ConnectionRefusal } from './accounts/connection-refusal.ts';
import type { Leaving } from './accounts/leaving.ts';
import { AddressRange } from './address-range.ts';
import type { Config } from './config.ts';
import type { Endpoints } from './delivery/endpoints.ts';
import { Sequencing } from './delivery/sequencing.ts';
import { SNAPSHOT_LIMITS, Snapshots } from './delivery/snapshots.ts';
import { addressReader } from './http/client-address.ts';
import { createServer } from './http/server.ts';
import { answerUnreadable } from './http/unreadable-request.ts';
import { createLog, type Log, type LogFields } from './log.ts';
import { Members } from './members/members.ts';
import { controlRouter } from './operator/control-router.ts';
import { schemaRoutes } from './operator/schema-routes.ts';
import { scimRouter } from './scim/router.ts';
import type { ScimExchange } from './scim/scim-exchange.ts';
import { UserRequests } from './scim/user-requests.ts';
import { type Connections, createConnections } from './service-connections.ts';
import { createDeliveries, type Deliveries, openEndpoints } from './service-deliveries.ts';
import { createFeedReading, type FeedReading } from './service-feed.ts';
import { createLimits } from './service-limits.ts';
import { createMembers, type MemberUseCases } from './service-members.ts';
import { EventLog } from './store/event-log.ts';
import { SqlMemberStore } from './store/member-store.ts';
import { claimForServing, openDatabase } from './store/open-database.ts';
import { SEQUENCE_BATCH, sequenceBatch } from './store/sequencer.ts';
import { SqlSnapshotStore } from './store/snapshot-store.ts';

export interface Service {
  readonly app: Express;
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly deliveries: Deliveries;
  readonly reading: FeedReading;
  /** Listens, and starts what runs in the background. @returns the address it listens on */
  start(): Promise<{ readonly host: string; readonly port: number; readonly publicUrl: string }>;
  /** Finishes the requests that were accepted, then lets go of everything. */
  stop(): Promise<void>;
}

interface ServiceOptions {
  /** Milliseconds since the epoch, for tests of what takes days. */
  readonly now?: () => number;
}

const KEEP_ALIVE_MS = 65_000;
/** Request line and headers; a filter of the greatest length fits, percent-encoded. */
const LARGEST_HEAD_BYTES = 65_536;
const SHUTDOWN_GRACE_MS = 10_000;
const IDLE_SWEEP_MS = 20;

/** The use cases on accounts alone, for the command line: works beside a running service. */
export async function openAccounts(
  config: Config,
): Promise<{ accounts: Accounts; leaving: Leaving; publicUrl: string; close(): Promise<void> }> {
  const publicUrl = publicUrlOf(config, config.port);
  const database = await openDatabase(config.database);
  const events = new EventLog(database, () => publicUrl);
  const members = new Members(new SqlMemberStore(database, events));
  const log = createLog('silent');
  const { accounts, leaving, stop } = createConnections({
    config,
    database,
    events,
    members,
    log,
    now: Date.now,
  });
  return { accounts, leaving, publicUrl, close: () => stop().then(() => database.close()) };
}

/** The use cases on members alone, for the command line: works beside a running service. */
export async function openMembers(
  config: Config,
): Promise<MemberUseCases & { readonly accounts: Accounts; close(): Promise<void> }> {
  const publicUrl = publicUrlOf(config, config.port);
  const database = await openDatabase(config.database);
  const events = new EventLog(database, () => publicUrl);
  const useCases = createMembers(database, events, async () => undefined);
  const log = createLog('silent');
  const { members } = useCases;
  const { accounts, stop } = createConnections({ config, database, events, members, log, now: Date.now });
  return { ...useCases, accounts, close: () => stop().then(() => database.close()) };
}

/** The use cases on webhook endpoints alone, for the command line: a running service does the delivering. */
export async function openWebhooks(
  config: Config,
): Promise<{ endpoints: Endpoints; close(): Promise<void> }> {
  const database = await openDatabase(config.database);
  try {
    const events = new EventLog(database, () => publicUrlOf(config, config.port));
    const { endpoints, close } = await openEndpoints({ config, database, events });
    return { endpoints, close: () => close().then(() => database.close()) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the database, migrating it if needed, and wires the service. It does not listen yet. */
export async function createService(
  config: Config,
  log: Log,
  { now }: ServiceOptions = {},
): Promise<Service> {
  let port = config.port;
  const publicUrl = () => publicUrlOf(config, port);
  const database = await openDatabase(config.database);
  const events = new EventLog(database, publicUrl);
  const memberUseCases = createMembers(database, events, async () => undefined);
  const { members } = memberUseCases;
  const clock = now ?? Date.now;
  const connections = createConnections({ config, database, events, members, log, now: clock });
  const { accounts, tokenUse } = connections;
  const authenticator = new Authenticator(connections.signer, connections.store, clock);
  const addressOf = addressReader(config.trustedProxies.map(AddressRange.parse));

  const deliveries = createDeliveries({ config, database, events, log, now });
  const runBatch = async () => {
    const given = await sequenceBatch(database);
    if (given !== undefined && given > 0) reading.watch.notice();
    return given;
  };
  const sequencing =
    database.dialect === 'postgres'
      ? new Sequencing({ run: runBatch, size: SEQUENCE_BATCH }, log)
      : undefined;
  const reading = createFeedReading({ config, events, settle: async () => sequencing?.settle(), log });
  events.onCommit(() => (sequencing ? sequencing.poke() : reading.watch.notice()));
  reading.watch.onChange(() => deliveries.wake());
  const snapshots = new Snapshots({ store: new SqlSnapshotStore(database), limits: SNAPSHOT_LIMITS, log });

  const app = createServer({
    scim: scimRouter({
      authenticator,
      users: new UserRequests(members, Date.now, uuidv7),
      addressOf,
      tokenUse,
      limits: createLimits(config, database),
      publicUrl,
      log,
    }),
    control: controlRouter({
      authenticator,
      ...reading,
      accounts,
      leaving: connections.leaving,
      ...memberUseCases,
      now: clock,
      newId: uuidv7,
      snapshots,
      endpoints: deliveries.endpoints,
      publicUrl,
    }),
    schemas: schemaRoutes(publicUrl),
    checkHealth: async () => void (await database.all('SELECT 1 AS one', [])),
    describe: describeRequest,
    publicUrl,
    log,
    now: Date.now,
    newId: randomUUID,
  });
  const server = createHttpServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: LARGEST_HEAD_BYTES },
    app,
  );
  server.on('clientError', answerUnreadable);

  const stop = async (): Promise<void> => {
    await reading.stop();
    await close(server);
    await connections.stop();
    await sequencing?.stop();
    await deliveries.stop();
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
        await deliveries.check();
        await listen(server, config.port, config.host);
        port = (server.address() as AddressInfo).port; // a TCP server has a TCP address
        sequencing?.start();
        reading.start();
        await deliveries.start();
        connections.start();
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

function publicUrlOf(config: Config, port: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const anyAddress = config.host === '0.0.0.0' || config.host === '::';
  const host = anyAddress ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}

/** Ids and states for the access log: never a value that a client sent. */
function describeRequest(locals: Record<string, unknown>): LogFields {
  const exchange = locals['exchange'] as ScimExchange | undefined; // put there by the SCIM surface
  const caller = locals['caller'] as ServiceCaller | undefined; // put there by the control API
  const failure = exchange?.failure ?? locals['failure'];
  return {
    accountId: exchange?.account.id,
    tokenId:
      exchange?.tokenId ??
      caller?.tokenId ??
      (failure instanceof CredentialError ? failure.tokenId : undefined),
    ignored: exchange?.ignored.names.join() || undefined,
    unknownAttributes: exchange?.ignored.unknownCount || undefined,
    error: failure instanceof Error && 'code' in failure ? String(failure.code) : undefined,
    credentialFault: failure instanceof CredentialError ? failure.fault : undefined,
    connectionFault: failure instanceof ConnectionRefusal ? failure.fault : undefined,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const grace = setTimeout(() => server.closeAllConnections(), SHUTDOWN_GRACE_MS);
    // A connection that was busy is not closed by itself when its answer is out.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    server.close(() => {
      clearTimeout(grace);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

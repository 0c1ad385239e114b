/** The composition root: configuration → store → use cases → http and delivery. Nothing else constructs them. */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { Accounts } from './accounts/accounts.ts';
import { Authenticator, CredentialError, type ServiceCaller } from './accounts/authenticate.ts';
import { TokenSigner } from './accounts/token.ts';
import type { Config } from './config.ts';
import { Sequencing } from './delivery/sequencing.ts';
import { SNAPSHOT_LIMITS, Snapshots } from './delivery/snapshots.ts';
import { createServer } from './http/server.ts';
import { answerUnreadable } from './http/unreadable-request.ts';
import type { Log, LogFields } from './log.ts';
import { Members } from './members/members.ts';
import { controlRouter } from './operator/control-router.ts';
import { schemaRoutes } from './operator/schema-routes.ts';
import { scimRouter } from './scim/router.ts';
import type { ScimExchange } from './scim/scim-exchange.ts';
import { UserRequests } from './scim/user-requests.ts';
import { createDeliveries, type Deliveries } from './service-deliveries.ts';
import { createFeedReading, type FeedReading } from './service-feed.ts';
import { SqlAccountStore } from './store/account-store.ts';
import { EventLog } from './store/event-log.ts';
import { SqlMemberStore } from './store/member-store.ts';
import { claimForServing, openDatabase } from './store/open-database.ts';
import { sequenceBatch } from './store/sequencer.ts';
import { SqlSnapshotStore } from './store/snapshot-store.ts';

export interface Service {
  readonly app: Express;
  readonly accounts: Accounts;
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
): Promise<{ accounts: Accounts; publicUrl: string; close(): Promise<void> }> {
  const publicUrl = publicUrlOf(config, config.port);
  const database = await openDatabase(config.database);
  const store = new SqlAccountStore(database, new EventLog(database, () => publicUrl));
  return { accounts: createAccounts(config, store), publicUrl, close: () => database.close() };
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
  const accountStore = new SqlAccountStore(database, events);
  const authenticator = new Authenticator(
    new TokenSigner(config.signingKeys, Date.now),
    accountStore,
    Date.now,
  );
  const members = new Members(new SqlMemberStore(database, events));

  const deliveries = createDeliveries({ config, database, events, log, now });
  const sequence = async () => {
    const given = await sequenceBatch(database);
    if (given !== undefined && given > 0) reading.watch.notice();
    return given;
  };
  const sequencing = database.dialect === 'postgres' ? new Sequencing(sequence, log) : undefined;
  const reading = createFeedReading({ config, events, settle: async () => sequencing?.settle(), log });
  events.onCommit(() => (sequencing ? sequencing.poke() : reading.watch.notice()));
  reading.watch.onChange(() => deliveries.wake());
  const snapshots = new Snapshots({ store: new SqlSnapshotStore(database), limits: SNAPSHOT_LIMITS, log });

  const app = createServer({
    scim: scimRouter({ authenticator, users: new UserRequests(members, Date.now, uuidv7), publicUrl, log }),
    control: controlRouter({
      authenticator,
      ...reading,
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

  return {
    app,
    accounts: createAccounts(config, accountStore),
    deliveries,
    reading,
    start: async () => {
      await listen(server, config.port, config.host);
      port = (server.address() as AddressInfo).port; // a TCP server has a TCP address
      sequencing?.start();
      reading.start();
      await deliveries.start();
      return { host: config.host, port, publicUrl: publicUrl() };
    },
    stop: async () => {
      await reading.stop();
      await close(server);
      await sequencing?.stop();
      await deliveries.stop();
      await database.close();
    },
  };
}

/** Claims the database for one serving process before anything else touches it. */
export { claimForServing };

function createAccounts(config: Config, store: SqlAccountStore): Accounts {
  return new Accounts({
    store,
    signer: new TokenSigner(config.signingKeys, Date.now),
    now: Date.now,
    newId: uuidv7,
    requireSamlSso: config.requireSamlSso,
  });
}

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

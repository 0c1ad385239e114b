/** The part of the composition root that answers requests: the surfaces, the server and its listener. */
import { randomUUID } from 'node:crypto';
import type { Express, RequestHandler, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { ConnectionRefusal } from '../accounts/connection/refusal.ts';
import { Authenticator, CredentialError } from '../accounts/tokens/authenticate.ts';
import { controlRouter } from '../api/control-router.ts';
import { schemaRoutes } from '../api/events/schema-routes.ts';
import { TokenShares } from '../api/request/token-shares.ts';
import { ROUTE_WORDS } from '../api/routes.ts';
import type { Part } from '../base/lifecycle.ts';
import type { LogFields } from '../base/log.ts';
import { pathShape } from '../http/access-log.ts';
import { LISTENER_LIMITS, Listener } from '../http/listener.ts';
import type { Locals } from '../http/locals.ts';
import { BACKLOG_LIMITS, ResponseBacklog } from '../http/response-backlog.ts';
import { createServer } from '../http/server.ts';
import { MOST_IMPORTS } from '../members/import/import.ts';
import { SNAPSHOT_LIMITS, Snapshots } from '../members/snapshots.ts';
import { misdirectedRequests } from '../scim/http/misdirected-requests.ts';
import { scimHandler } from '../scim/http/router.ts';
import { UserRequests } from '../scim/users/requests.ts';
import { SqlSnapshotStore } from '../store/members/snapshot-store.ts';
import type { Foundation, ServiceOptions } from './foundation.ts';
import { storePublicUrl } from './installation.ts';
import { createOperations, type Operations } from './operations.ts';
import { createPages } from './pages.ts';
import type { UseCases } from './use-cases/use-cases.ts';

/** Each holds a connection, of which there are 10,000. */
const WAITING_REQUESTS = 1_000;

const PER_REQUEST = { monotonicNow: () => performance.now(), newId: randomUUID };

interface Shared {
  readonly authenticator: Authenticator;
  readonly snapshots: Snapshots;
  readonly backlog: ResponseBacklog;
}

export interface Http {
  readonly app: Express;
  readonly operations: Operations;
  /** Listens when it is started. */
  readonly listening: Part;
  /** When it is stopped, open pages are no longer kept up to date. */
  readonly pages: Part;
  /** When it is stopped, requests that were accepted are finished, and no more are. */
  readonly requests: Part;
}

export function createHttp(
  foundation: Foundation,
  useCases: UseCases,
  { limits = {}, backlogLimits = {} }: ServiceOptions,
): Http {
  const { config, database, log, now, publicUrl, setPort } = foundation;
  const { provisioning, connections, reading } = useCases;
  const authenticator = new Authenticator(connections.signer, connections.store, now);
  const snapshots = new Snapshots({ store: new SqlSnapshotStore(database), limits: SNAPSHOT_LIMITS, log });
  const listenerLimits = { ...LISTENER_LIMITS, ...limits };
  const backlog = new ResponseBacklog({ ...BACKLOG_LIMITS, ...backlogLimits });
  const operations = createOperations(foundation, {
    authenticator,
    limits: listenerLimits,
    sources: {
      connections: () => listener.connections(),
      streams: () => reading.slots.taken,
      snapshots: () => snapshots.open,
      logEntriesDropped: () => provisioning.writer.missing,
      responseBacklogBytes: () => backlog.bytes,
      responsesCutOff: () => backlog.cutOff,
      logQueueBytes: () => provisioning.writer.waitingBytes,
    },
  });
  const shared = { authenticator, snapshots, backlog };
  const shapeOf = pathShape(ROUTE_WORDS);
  const pages = createPages(foundation, useCases, authenticator);
  const app = createServer({
    scim: createScim(foundation, useCases, shared),
    control: createControl(foundation, useCases, shared),
    schemas: schemaRoutes(publicUrl),
    metrics: operations.metrics,
    pages: pages.router,
    health: operations.health,
    describe: describeRequest,
    shapeOf,
    observe: operations.observe,
    misdirected: misdirectedRequests({ authenticator, recorder: provisioning.recorder, publicUrl }),
    log,
    now,
    ...PER_REQUEST,
  });
  const listener = new Listener(app, listenerLimits, backlog, request => {
    const requestId = provisioning.recorder.unreadable(request);
    const { method, url, status, fault } = request;
    log.info('a request could not be read', { requestId, method, path: shapeOf(url), status, fault });
  });
  return {
    app,
    operations,
    listening: {
      start: async () => {
        setPort(await listener.listen(config.port, config.host));
        await storePublicUrl(database, publicUrl(), log);
      },
    },
    pages,
    requests: { stop: () => listener.close() },
  };
}

function createScim(
  { addressOf, limits, log, now, publicUrl }: Foundation,
  { connections, memberUseCases, provisioning }: UseCases,
  { authenticator, backlog }: Shared,
): RequestHandler {
  const { members } = memberUseCases;
  return scimHandler({
    authenticator,
    users: new UserRequests({ members, now, newId: uuidv7, onWork: limits.onWork }),
    addressOf,
    tokenUse: connections.tokenUse,
    limits: limits.requests,
    backlog,
    recorder: provisioning.recorder,
    publicUrl,
    log,
  });
}

function createControl(
  { config, limits, now, publicUrl }: Foundation,
  { connections, connectionStatuses, deliveries, memberUseCases, provisioning, reading, selfTests }: UseCases,
  { authenticator, backlog, snapshots }: Shared,
): Router {
  return controlRouter({
    authenticator,
    backlog,
    limits: limits.control,
    ...reading,
    accounts: connections.accounts,
    setupLinks: connections.setupLinks,
    returnOrigins: config.pages.returnOrigins,
    connectionStatuses,
    validTokens: connections.store,
    offboarding: connections.offboarding,
    ...memberUseCases,
    logReader: provisioning.store,
    timelines: provisioning.timelines,
    flushLog: provisioning.flushIfPossible,
    now,
    newId: uuidv7,
    selfTests,
    snapshots,
    shares: new TokenShares({
      streams: config.sseConnections,
      waits: WAITING_REQUESTS,
      snapshots: SNAPSHOT_LIMITS.concurrent,
      imports: MOST_IMPORTS,
    }),
    endpoints: deliveries.endpoints,
    publicUrl,
  });
}

/** Ids and states for the access log: never a value that a client sent. */
function describeRequest({ caller, context, ...locals }: Locals): LogFields {
  const failure = context?.failure ?? locals.failure;
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

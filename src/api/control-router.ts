/** The control API under /v1, for the main app and operators: service tokens, scopes, problem+json. */
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Accounts } from '../accounts/accounts.ts';
import type { Authenticator } from '../accounts/tokens/authenticate.ts';
import { type ControlLimits, limitControl } from '../http/request/limits.ts';
import type { ResponseBacklog } from '../http/response-backlog.ts';
import type { Snapshots } from '../members/snapshots.ts';
import { connectionRoutes } from './accounts/connection-routes.ts';
import { type AccountRouteDependencies, accountRoutes } from './accounts/routes.ts';
import { type TokenRouteDependencies, tokenRoutes } from './accounts/token-routes.ts';
import { callerOf } from './control-request.ts';
import { type EventRouteDependencies, eventRoutes } from './events/routes.ts';
import { type EventStreamRouteDependencies, eventStreamRoutes } from './events/stream-routes.ts';
import { type MemberImportRouteDependencies, memberImportRoutes } from './members/import-routes.ts';
import { type MemberRouteDependencies, memberRoutes } from './members/routes.ts';
import { snapshotRoutes } from './members/snapshot-routes.ts';
import {
  type ConnectionHealthRouteDependencies,
  connectionHealthRoutes,
} from './provisioning-log/connection-health-routes.ts';
import { type LogRouteDependencies, logRoutes } from './provisioning-log/routes.ts';
import { type TimelineRouteDependencies, timelineRoutes } from './provisioning-log/timeline-routes.ts';
import { knownParameters } from './query-parameters.ts';
import { webhookDeliveryRoutes } from './webhooks/delivery-routes.ts';
import { type WebhookRouteDependencies, webhookRoutes } from './webhooks/routes.ts';

export interface ControlDependencies
  extends AccountRouteDependencies,
    TokenRouteDependencies,
    EventRouteDependencies,
    EventStreamRouteDependencies,
    LogRouteDependencies,
    ConnectionHealthRouteDependencies,
    MemberImportRouteDependencies,
    MemberRouteDependencies,
    TimelineRouteDependencies,
    WebhookRouteDependencies {
  readonly accounts: Accounts;
  readonly authenticator: Authenticator;
  readonly snapshots: Snapshots;
  readonly backlog: Pick<ResponseBacklog, 'admit' | 'reserve'>;
  readonly limits: ControlLimits;
}

export function controlRouter(dependencies: ControlDependencies): Router {
  const { authenticator, backlog, limits, snapshots } = dependencies;
  const router = express.Router();

  const authenticate: RequestHandler = async (request, response, next) => {
    const check = () => authenticator.serviceCaller(request.headers.authorization);
    const caller = await check();
    response.locals['caller'] = caller;
    response.locals['recheckCaller'] = check;
    response.locals['reserve'] = (bytes: number) => backlog.reserve(response, bytes);
    backlog.admit(response, `token ${caller.tokenId}`);
    next();
  };

  router.use(authenticate);
  router.use(limitControl(limits, countsAgainst, isLasting));
  router.use(knownParameters());
  router.use(accountRoutes(dependencies));
  router.use(connectionRoutes(dependencies));
  router.use(tokenRoutes(dependencies));
  router.use(connectionHealthRoutes(dependencies));
  router.use(logRoutes(dependencies));
  router.use(timelineRoutes(dependencies));
  // The stream first: its address looks like that of an event.
  router.use(eventStreamRoutes(dependencies));
  router.use(eventRoutes(dependencies));
  // The import first: its address looks like that of a member.
  router.use(memberImportRoutes(dependencies));
  router.use(memberRoutes(dependencies));
  router.use(snapshotRoutes(snapshots, dependencies.shares));
  router.use(webhookRoutes(dependencies));
  router.use(webhookDeliveryRoutes(dependencies.endpoints));
  return router;
}

/** The account that is named, if the caller reaches it, else the service token: no token spends what is another's. */
function countsAgainst(path: string, response: Response): string {
  const [, accountId] = /^\/accounts\/([^/]+)/i.exec(path) ?? [];
  const { accounts, tokenId } = callerOf(response);
  const isReached = accountId !== undefined && (accounts === null || accounts.includes(accountId));
  return isReached ? `account ${accountId}` : `token ${tokenId}`;
}

/** Streams, snapshots, imports and requests that wait for events: each token has its share of them (token-shares.ts). */
const isLasting = (path: string, { wait }: Readonly<Record<string, unknown>>): boolean =>
  wait !== undefined || /\/(?:stream|snapshot|import)\/?$/i.test(path);

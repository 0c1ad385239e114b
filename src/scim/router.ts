/**
 * The SCIM surface, as one list of steps in the order in which requests are judged:
 * 401, 403, Groups 501, route 404/405, 413/415, 400, then the member itself.
 *
 * scimmy-routers' routes serve Users; the steps before them do what it cannot (docs/adr/0002).
 */
import { createHash } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { answersGroupList } from '../accounts/account.ts';
import { type Authenticator, CredentialError } from '../accounts/authenticate.ts';
import { RollcallError, toRollcallError } from '../errors.ts';
import { bodyCollector, checkMediaType, parseJson } from '../http/request-body.ts';
import { describeFailure, type Log } from '../log.ts';
import { BulkRunner } from './bulk.ts';
import {
  answerDiscovery,
  DISCOVERY_CACHE_CONTROL,
  type DiscoveryDocuments,
  describeService,
  LARGEST_BODY_BYTES,
} from './discovery.ts';
import { IgnoredAttributes } from './ignored-attributes.ts';
import { readParameters } from './list-query.ts';
import { renderList } from './representation.ts';
import { findRoute, groupsRefused, isGroups, type Route, tidyPath } from './routes.ts';
import { renderScimError, SCIM_MEDIA_TYPE } from './scim-error.ts';
import { exchangeOf, type ScimExchange, type ScimRequest } from './scim-exchange.ts';
import { readSearchRequest } from './search-request.ts';
import type { UserRequests } from './user-requests.ts';
import { userRoutes } from './user-routes.ts';

export interface ScimDependencies {
  readonly authenticator: Authenticator;
  readonly users: UserRequests;
  /** The public URL without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

/** Some clients do not name one. */
const BODY_MEDIA_TYPES = [SCIM_MEDIA_TYPE, 'application/json', ''];
const collectBody = bodyCollector(LARGEST_BODY_BYTES);

/** What the server put on the request before it came here. */
interface Tracked {
  readonly requestId: string;
  readonly traceparent: string | undefined;
}

/** `answered` ends the request; nothing lets the next step have it; throwing refuses it. */
type Step = (request: Request, response: Response) => Outcome | Promise<Outcome>;
type Outcome = 'answered' | undefined;

export function scimRouter(dependencies: ScimDependencies): Router {
  const { authenticator, users, log } = dependencies;
  const baseUrl = () => `${dependencies.publicUrl()}/scim/v2`;
  let documents: DiscoveryDocuments | undefined;

  const prepare: Step = (request, response) => {
    sendExactMediaType(response);
    const at = request.url.indexOf('?');
    const path = at < 0 ? request.url : request.url.slice(0, at);
    request.url = tidyPath(path) + (at < 0 ? '' : request.url.slice(at));
    return undefined;
  };

  const authenticate: Step = async (request, response) => {
    const { account, tokenId } = await authenticator.scimCaller(request.headers.authorization);
    const { requestId, traceparent } = response.locals as unknown as Tracked; // put there by the server's first step
    const exchange: ScimExchange = {
      account,
      tokenId,
      requestId,
      traceparent,
      method: request.method,
      preconditions: {
        ifMatch: request.headers['if-match'],
        ifNoneMatch: request.headers['if-none-match'],
      },
      baseUrl: baseUrl(),
      parameters: readParameters(request.url),
      bulkIndex: null,
      ignored: new IgnoredAttributes(account.policies.authority),
      failure: undefined,
    };
    (request as ScimRequest).scim = exchange;
    response.locals['exchange'] = exchange;
    if (account.connection !== 'enabled') throw connectionClosed(account.connection);
    return undefined;
  };

  const answerGroups: Step = (request, response) => {
    if (!isGroups(request.path)) return undefined;
    const isList =
      /^\/groups$/i.test(request.path) && (request.method === 'GET' || request.method === 'HEAD');
    if (!isList || !answersGroupList(exchangeOf(request).account)) throw groupsRefused();
    response.send(renderList({ total: 0, members: [] }, { startIndex: 1 }, baseUrl()));
    return 'answered';
  };

  const guardRoute: Step = (request, response) => {
    const route = findRoute(request.path);
    response.locals['route'] = route;
    // The routes below match the text of the path, so it is spelled as they do.
    if (route.endpoint === 'Users')
      request.url = route.id === undefined ? '/Users' : `/Users/${encodeURIComponent(route.id)}`;
    if (!route.methods.includes(request.method)) {
      response.set('Allow', route.methods.join(', '));
      throw new RollcallError(
        'methodNotAllowed',
        `${request.method} is not possible here; use ${route.methods.join(', ')}.`,
      );
    }
    if (route.endpoint === 'Me') {
      throw new RollcallError(
        'notImplemented',
        '/Me is not supported: a token stands for an account, not for a person.',
      );
    }
    return undefined;
  };

  const takeBody: Step = async (request, response) => {
    if (!['POST', 'PUT', 'PATCH'].includes(request.method)) return undefined;
    checkMediaType(request, BODY_MEDIA_TYPES);
    request.body = parseJson(await collectBody(request, response));
    return undefined;
  };

  const answerOwnEndpoints: Step = async (request, response) => {
    const { endpoint, id } = routeOf(response);
    const exchange = exchangeOf(request);
    switch (endpoint) {
      case 'Users':
        return undefined;
      case '.search':
        response.send(await users.list(exchange, readSearchRequest(request.body)));
        return 'answered';
      case 'Bulk': {
        const runner = new BulkRunner(users, exchange, failure => logFailure(log, failure, response));
        response.send(await runner.run(request.body));
        return 'answered';
      }
      default: {
        documents ??= describeService(baseUrl());
        const json = answerDiscovery(documents, endpoint, id, exchange.parameters.filter !== undefined);
        response.set('Cache-Control', DISCOVERY_CACHE_CONTROL);
        response.set('ETag', `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`);
        response.send(json);
        return 'answered';
      }
    }
  };

  const steps = [prepare, authenticate, answerGroups, guardRoute, takeBody, answerOwnEndpoints];
  const router = express.Router();
  router.use(async (request, response, next) => {
    for (const step of steps) {
      if ((await step(request, response)) === 'answered') return;
    }
    next();
  });
  router.use('/Users', userRoutes(users));
  router.use(answerError(log));
  return router;
}

/** The last step: whatever went wrong becomes a SCIM Error, and what was ours is logged. */
function answerError(log: Log): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => {
    const { exchange } = response.locals as { exchange?: ScimExchange };
    const error = toRollcallError(thrown);
    if (exchange) exchange.failure = error;
    else response.locals['failure'] = error;
    logFailure(log, error, response);
    if (response.headersSent) return;
    sendExactMediaType(response);
    if (error instanceof CredentialError) response.set('WWW-Authenticate', 'Bearer realm="SCIM"');
    if (error.status === 413) response.set('Connection', 'close');
    response.status(error.status).send(renderScimError(error));
  };
}

/** Logs what is ours to mend; a refusal is the access log's to tell. */
function logFailure(log: Log, error: RollcallError, response: Response): void {
  if (error.status < 500 || error.code === 'notImplemented') return;
  const { requestId, exchange } = response.locals as unknown as Tracked & { exchange?: ScimExchange }; // put there by earlier steps
  log.error('a SCIM request failed', {
    requestId,
    accountId: exchange?.account.id,
    ...describeFailure(error.cause ?? error),
  });
}

/**
 * Express adds a charset to texts; SCIM's media type has none. Texts are sent as they are, in one write with the head,
 * unless Express has to see whether the client has this version already (304) or wants no body (HEAD).
 */
function sendExactMediaType(response: Response): void {
  if (response.locals['exact']) return;
  response.locals['exact'] = true;
  response.setHeader('Content-Type', SCIM_MEDIA_TYPE);
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body !== 'string') return send(body);
    if (response.req.method === 'HEAD' || response.req.headers['if-none-match'])
      return send(Buffer.from(body));
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(body);
    return response;
  };
}

const routeOf = (response: Response): Route => response.locals['route'] as Route; // set by guardRoute, which runs before

function connectionClosed(state: 'suspended' | 'disabled'): RollcallError {
  return new RollcallError(
    'forbidden',
    state === 'suspended'
      ? 'SCIM is suspended for this account; an administrator of the application must resume it.'
      : 'SCIM is switched off for this account; an administrator of the application must enable it.',
  );
}

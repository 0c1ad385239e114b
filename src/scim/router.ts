/**
 * The SCIM surface, as one list of steps in the order in which requests are judged:
 * 401, 403, Groups 501, route 404/405, 413/415, 400, then the member itself.
 *
 * scimmy-routers does the routing of Users; the steps before it do what it cannot (docs/adr/0002).
 */
import { createHash } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import SCIMMYRouters from 'scimmy-routers';
import { answersGroupList } from '../accounts/account.ts';
import { type Authenticator, CredentialError } from '../accounts/authenticate.ts';
import { RollcallError, toRollcallError } from '../errors.ts';
import { describeFailure, type Log } from '../log.ts';
import { BulkRunner } from './bulk.ts';
import {
  answerDiscovery,
  DISCOVERY_CACHE_CONTROL,
  type DiscoveryDocuments,
  describeService,
} from './discovery.ts';
import { IgnoredAttributes } from './ignored-attributes.ts';
import { readParameters } from './list-query.ts';
import { renderList } from './representation.ts';
import { bodyError, checkMediaType, collectBody, parseBody } from './request-body.ts';
import { findRoute, groupsRefused, isGroups, type Route, tidyPath } from './routes.ts';
import { renderScimError, SCIM_MEDIA_TYPE } from './scim-error.ts';
import { exchangeOf, type ScimExchange, type ScimRequest } from './scim-exchange.ts';
import { readSearchRequest } from './search-request.ts';
import type { UserContext } from './user-resource.ts';
import './user-resource.ts';
import type { UserRequests } from './user-requests.ts';

export interface ScimDependencies {
  readonly authenticator: Authenticator;
  readonly users: UserRequests;
  /** The public URL without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

/** What the server put on the request before it came here. */
interface Tracked {
  readonly requestId: string;
  readonly traceparent: string | undefined;
}

export function scimRouter(dependencies: ScimDependencies): Router {
  const { authenticator, users, log } = dependencies;
  const baseUrl = () => `${dependencies.publicUrl()}/scim/v2`;
  let documents: DiscoveryDocuments | undefined;

  const prepare: RequestHandler = (request, response, next) => {
    sendExactMediaType(response);
    const [path = '', query] = request.url.split(/\?(.*)/s);
    request.url = tidyPath(path) + (query === undefined ? '' : `?${query}`);
    next();
  };

  const authenticate: RequestHandler = async (request, response, next) => {
    const { account, tokenId } = await authenticator.scimCaller(request.headers.authorization);
    const { requestId, traceparent } = response.locals as unknown as Tracked; // put there by the server's first step
    const exchange: ScimExchange = {
      account,
      tokenId,
      requestId,
      traceparent,
      method: request.method,
      preconditions: { ifMatch: request.headers['if-match'], ifNoneMatch: request.headers['if-none-match'] },
      baseUrl: baseUrl(),
      parameters: readParameters(request.url),
      bulkIndex: null,
      ignored: new IgnoredAttributes(account.policies.authority),
      failure: undefined,
    };
    (request as ScimRequest).scim = exchange;
    response.locals['exchange'] = exchange;
    if (account.connection !== 'enabled') throw connectionClosed(account.connection);
    next();
  };

  const groups: RequestHandler = (request, response, next) => {
    if (!isGroups(request.path)) return next();
    const isList =
      /^\/groups$/i.test(request.path) && (request.method === 'GET' || request.method === 'HEAD');
    if (!isList || !answersGroupList(exchangeOf(request).account)) throw groupsRefused();
    response.send(renderList({ total: 0, members: [] }, { startIndex: 1 }, baseUrl()));
  };

  const guardRoute: RequestHandler = (request, response, next) => {
    const route = findRoute(request.path);
    response.locals['route'] = route;
    if (route.methods.includes(request.method)) return next();
    response.set('Allow', route.methods.join(', '));
    throw new RollcallError(
      'methodNotAllowed',
      `${request.method} is not possible here; use ${route.methods.join(', ')}.`,
    );
  };

  const refuseUnsupported: RequestHandler = (_request, response, next) => {
    const { endpoint } = routeOf(response);
    if (endpoint === 'Me')
      throw new RollcallError(
        'notImplemented',
        '/Me is not supported: a token stands for an account, not for a person.',
      );
    next();
  };

  const takeBody: RequestHandler = async (request, response, next) => {
    if (!['POST', 'PUT', 'PATCH'].includes(request.method)) return next();
    checkMediaType(request);
    await collectBody(request, response);
    request.body = parseBody(request.body);
    next();
  };

  const discover: RequestHandler = (request, response, next) => {
    const { endpoint, id } = routeOf(response);
    if (!['ServiceProviderConfig', 'ResourceTypes', 'Schemas'].includes(endpoint)) return next();
    documents ??= describeService(baseUrl());
    const json = answerDiscovery(
      documents,
      endpoint,
      id,
      exchangeOf(request).parameters.filter !== undefined,
    );
    response.set('Cache-Control', DISCOVERY_CACHE_CONTROL);
    response.set('ETag', `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`);
    response.send(json);
  };

  const search: RequestHandler = async (request, response, next) => {
    if (routeOf(response).endpoint !== '.search') return next();
    response.send(await users.list(exchangeOf(request), readSearchRequest(request.body)));
  };

  const bulk: RequestHandler = async (request, response, next) => {
    if (routeOf(response).endpoint !== 'Bulk') return next();
    const runner = new BulkRunner(users, exchangeOf(request), failure => logFailure(log, failure, response));
    response.send(await runner.run(request.body));
  };

  /** scimmy-routers would parse the query again; the exchange has it, and Express 5 makes `req.query` a getter. */
  const hideQuery: RequestHandler = (request, _response, next) => {
    Object.defineProperty(request, 'query', { value: {}, writable: true, configurable: true });
    next();
  };

  const scimmyRouter = new SCIMMYRouters({
    type: 'bearer',
    handler: () => 'authenticated before',
    context: (request: Request): UserContext => ({
      exchange: exchangeOf(request),
      users,
      response: request.res as Response, // Express sets it on every request
    }),
  });

  const router = express.Router();
  router.use(
    prepare,
    authenticate,
    groups,
    guardRoute,
    refuseUnsupported,
    takeBody,
    discover,
    search,
    bulk,
    hideQuery,
  );
  router.use(scimmyRouter);
  router.use(answerError(log));
  return router;
}

/** The last step: whatever went wrong becomes a SCIM Error, and what was ours is logged. */
function answerError(log: Log): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => {
    const { exchange } = response.locals as { exchange?: ScimExchange };
    const cause = exchange?.failure ?? thrown;
    const error =
      cause instanceof RollcallError
        ? cause
        : (bodyError(cause) ?? urlError(cause) ?? toRollcallError(cause));
    if (exchange) exchange.failure ??= error;
    else response.locals['failure'] = error;
    logFailure(log, error, response);
    // scimmy-routers passes 5xx on after it has answered; passing them further would tear down the connection.
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

/** Express's own refusal of a URL it cannot decode. */
function urlError(thrown: unknown): RollcallError | undefined {
  return thrown instanceof URIError
    ? new RollcallError('invalidSyntax', 'The path holds percent-encoding that cannot be decoded.', {
        cause: thrown,
      })
    : undefined;
}

/** Express adds a charset to texts; SCIM's media type has none, and a buffer keeps it exact. */
function sendExactMediaType(response: Response): void {
  if (response.locals['exact']) return;
  response.locals['exact'] = true;
  response.setHeader('Content-Type', SCIM_MEDIA_TYPE);
  const send = response.send.bind(response);
  response.send = (body: unknown) => send(typeof body === 'string' ? Buffer.from(body) : body);
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

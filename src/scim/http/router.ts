/**
 * The SCIM surface, as one list of steps in the order in which requests are judged:
 * 401, 403, 429, Groups 501, route 404/405, 413/415, 400, then the member itself.
 *
 * scimmy-routers' handlers serve Users; the steps before them do what it cannot (docs/adr/0002).
 */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { answersGroupList } from '../../accounts/account.ts';
import { requireEnabled } from '../../accounts/connection-refusal.ts';
import { type Authenticator, carriesToken } from '../../accounts/tokens/authenticate.ts';
import type { TokenUse } from '../../accounts/tokens/use.ts';
import { RollcallError, toRollcallError } from '../../errors.ts';
import { challengeOf } from '../../http/problem.ts';
import { bodyCollector, checkMediaType, parseBody } from '../../http/request/body.ts';
import type { AddressOf } from '../../http/request/client-address.ts';
import type { RequestLimits } from '../../http/request/limits.ts';
import { requireUnambiguous } from '../../http/request/target.ts';
import type { ResponseBacklog } from '../../http/response-backlog.ts';
import { describeFailure, type Log } from '../../log.ts';
import { BulkRunner } from '../bulk/bulk.ts';
import { readSearchRequest } from '../filter/search-request.ts';
import type { LogRecorder } from '../log/recorder.ts';
import {
  answerDiscovery,
  DISCOVERY_CACHE_CONTROL,
  type DiscoveryDocuments,
  describeService,
  LARGEST_BODY_BYTES,
} from '../schema/discovery.ts';
import { userHandlers } from '../users/handlers.ts';
import { renderList } from '../users/representation.ts';
import type { UserRequests } from '../users/requests.ts';
import { renderScimError, SCIM_MEDIA_TYPE } from './error.ts';
import { isKnown } from './precondition.ts';
import { contextOf, openContext, type ScimContext } from './request-context.ts';
import {
  findRoute,
  groupsRefused,
  isGroups,
  isServiceProviderConfig,
  type Route,
  tidyPath,
} from './routes.ts';

export interface ScimDependencies {
  readonly authenticator: Authenticator;
  readonly users: UserRequests;
  readonly addressOf: AddressOf;
  readonly tokenUse: Pick<TokenUse, 'note'>;
  readonly limits: RequestLimits;
  readonly backlog: Pick<ResponseBacklog, 'admit' | 'reserve'>;
  readonly recorder: LogRecorder;
  /** The public URL without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

/** Some clients do not name one. */
const BODY_MEDIA_TYPES = [SCIM_MEDIA_TYPE, 'application/json', ''];
const collectBody = bodyCollector(LARGEST_BODY_BYTES);
/** Node keeps three bytes for each character of a text that waits to be sent; a buffer has as many as it needs. */
const LONG_TEXT = 16_384;

/** What the server put on the request before it came here. */
interface Tracked {
  readonly requestId: string;
  readonly traceparent: string | undefined;
}

/** What `takeBody` leaves for the request's turn. */
interface UnparsedBody {
  readonly bytes: Buffer;
  readonly charset: string | undefined;
}

/** `answered` ends the request; nothing lets the next step have it; throwing refuses it. */
type Step = (request: Request, response: Response) => Outcome | Promise<Outcome>;
type Outcome = 'answered' | undefined;

export function scimHandler(dependencies: ScimDependencies): RequestHandler {
  const { authenticator, users, addressOf, tokenUse, limits, backlog, recorder, log } = dependencies;
  const baseUrl = () => `${dependencies.publicUrl()}/scim/v2`;
  let documents: DiscoveryDocuments | undefined;
  const describe = (): DiscoveryDocuments => {
    documents ??= describeService(baseUrl());
    return documents;
  };

  const prepare: Step = (request, response) => {
    sendExactMediaType(response, dependencies);
    requireUnambiguous(request);
    const at = request.url.indexOf('?');
    const path = at < 0 ? request.url : request.url.slice(0, at);
    request.url = tidyPath(path) + (at < 0 ? '' : request.url.slice(at));
    return undefined;
  };

  const sendDiscovery = (response: Response, json: string): Outcome => {
    response.set('Cache-Control', DISCOVERY_CACHE_CONTROL);
    // The configuration is not the same for every account.
    response.set('Vary', 'Authorization');
    response.set('ETag', `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`);
    response.send(json);
    return 'answered';
  };

  /** Clients read it before they have a token (RFC 7643 §5), and nothing in it belongs to an account. */
  const answerStrangers: Step = (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || !isServiceProviderConfig(request.path)) return undefined;
    if (carriesToken(request.headers.authorization)) return undefined;
    return sendDiscovery(response, describe().serviceProviderConfig(undefined));
  };

  const authenticate: Step = async (request, response) => {
    const caller = await authenticator.scimCaller(request.headers.authorization);
    openContext(request, response, caller, baseUrl(), bytes => backlog.reserve(response, bytes));
    const address = addressOf(request);
    authenticator.requireAddress(caller, address);
    tokenUse.note(caller.tokenId, address);
    requireEnabled(caller.account);
    return undefined;
  };

  const countAnswer: Step = (request, response) => {
    backlog.admit(response, `account ${contextOf(request).account.id}`);
    return undefined;
  };

  const answerGroups: Step = (request, response) => {
    if (!isGroups(request.path)) return undefined;
    const isList =
      /^\/groups$/i.test(request.path) && (request.method === 'GET' || request.method === 'HEAD');
    if (!isList || !answersGroupList(contextOf(request).account)) throw groupsRefused();
    response.send(renderList(0, [], { startIndex: 1 }));
    return 'answered';
  };

  const guardRoute: Step = (request, response) => {
    const route = findRoute(request.path);
    response.locals['route'] = route;
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
        { topic: 'me_unsupported' },
      );
    }
    return undefined;
  };

  const takeBody: Step = async (request, response) => {
    if (!['POST', 'PUT', 'PATCH'].includes(request.method)) return undefined;
    const charset = checkMediaType(request, BODY_MEDIA_TYPES);
    const bytes = await collectBody(request, response);
    limits.charge(contextOf(request).account.id, { parsedBytes: bytes.length });
    response.locals['body'] = { bytes, charset } satisfies UnparsedBody;
    return undefined;
  };

  const answerOwnEndpoints: Step = async (request, response) => {
    const { endpoint, id } = routeOf(response);
    const context = contextOf(request);
    switch (endpoint) {
      case 'Users':
        return undefined;
      case '.search':
        response.send(await users.list(context, readSearchRequest(request.body)));
        return 'answered';
      case 'Bulk': {
        const report = (failure: RollcallError): void => logFailure(log, failure, response);
        const inTurn = limits.operations(context.account.id);
        const runner = new BulkRunner(users, context, recorder, report, inTurn);
        response.send(await runner.run(request.body));
        return 'answered';
      }
      default: {
        const { account, parameters } = context;
        const wanted = { endpoint, id, isFiltered: parameters.filter !== undefined };
        return sendDiscovery(response, answerDiscovery(describe(), wanted, account.identityProvider));
      }
    }
  };

  const handlerOf = userHandlers(users);
  const perform = async (request: Request, response: Response): Promise<void> => {
    if ((await answerOwnEndpoints(request, response)) === 'answered') return;
    await handlerOf(request.method, routeOf(response).id)(request, response, (thrown: unknown) =>
      answerError(thrown, response, dependencies),
    );
  };

  /** The operations of a bulk request take places of their own. */
  const performInTurn = async (request: Request, response: Response): Promise<void> => {
    const { account } = contextOf(request);
    const isBulk = routeOf(response).endpoint === 'Bulk';
    const { body } = response.locals as { body?: UnparsedBody };
    const work = async (): Promise<void> => {
      if (body) request.body = await parseBody(body.bytes, body);
      if (!isBulk) await perform(request, response);
    };
    if (!(await limits.work(account.id, response, body?.bytes.length ?? 0, work)))
      goneBeforeItsTurn(request, response, recorder);
    else if (isBulk) await perform(request, response);
  };

  const serve = async (request: Request, response: Response): Promise<void> => {
    const steps = [countAnswer, answerGroups, guardRoute, takeBody];
    if (await passes(steps, request, response)) await performInTurn(request, response);
  };

  return async (request, response) => {
    try {
      if (!(await passes([prepare, answerStrangers, authenticate], request, response))) return;
      const { account } = contextOf(request);
      const isThere = await limits.admit(account.id, response, () => serve(request, response));
      if (!isThere) goneBeforeItsTurn(request, response, recorder);
    } catch (thrown) {
      answerError(thrown, response, dependencies);
    }
  };
}

/** @returns whether the request is still to be answered */
async function passes(steps: readonly Step[], request: Request, response: Response): Promise<boolean> {
  for (const step of steps) {
    const outcome = step(request, response);
    if ((outcome instanceof Promise ? await outcome : outcome) === 'answered') return false;
  }
  return true;
}

function goneBeforeItsTurn(request: Request, response: Response, recorder: LogRecorder): void {
  contextOf(request).failure = new RollcallError(
    'unavailable',
    'The client went away before its turn came.',
    { topic: 'client_gone' },
  );
  recorder.answered(request, response);
}

/** Whatever went wrong becomes a SCIM Error, and what was ours is logged. */
function answerError(
  thrown: unknown,
  response: Response,
  { log, recorder, limits }: Pick<ScimDependencies, 'log' | 'recorder' | 'limits'>,
): void {
  const { context } = response.locals as { context?: ScimContext };
  const error = toRollcallError(thrown);
  if (context) context.failure = error;
  else response.locals['failure'] = error;
  logFailure(log, error, response);
  if (response.headersSent) return;
  sendExactMediaType(response, { recorder, limits });
  if (error.code === 'unauthorized') response.set('WWW-Authenticate', challengeOf(error, 'SCIM'));
  if (error.status === 413) response.set('Connection', 'close');
  if (error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds));
  response.status(error.status).send(renderScimError(error));
}

/** Logs our own failures; the access log has the refusals. */
function logFailure(log: Log, error: RollcallError, response: Response): void {
  if (error.status < 500 || error.code === 'notImplemented' || error.topic === 'client_gone') return;
  const { requestId, context } = response.locals as unknown as Tracked & { context?: ScimContext }; // put there by earlier steps
  log.error('a SCIM request failed', {
    requestId,
    accountId: context?.account.id,
    ...describeFailure(error.cause ?? error),
  });
}

/**
 * Express adds a charset to texts; SCIM's media type has none. Texts are sent as they are, in one write with the head
 * (Node leaves the body out for HEAD), or as 304 when the client has them. What was sent goes to the provisioning log.
 */
function sendExactMediaType(
  response: Response,
  { recorder, limits }: Pick<ScimDependencies, 'recorder' | 'limits'>,
): void {
  if (response.locals['exact']) return;
  response.locals['exact'] = true;
  response.setHeader('Content-Type', SCIM_MEDIA_TYPE);
  const { req: request } = response;
  recorder.begin(response);
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body !== 'string') send(body);
    else if (isUnchanged(request, response)) {
      response.statusCode = 304;
      response.removeHeader('Content-Type');
      response.end();
    } else {
      const sent = body.length < LONG_TEXT ? body : Buffer.from(body);
      const sentBytes = Buffer.byteLength(sent);
      const { context } = response.locals as { context?: ScimContext };
      if (context) limits.charge(context.account.id, { sentBytes });
      response.setHeader('Content-Length', sentBytes);
      response.end(sent);
    }
    recorder.answered(request, response);
    return response;
  };
}

/** A precondition counts where the answer would be a success (RFC 9110 §13.2.1). */
function isUnchanged(request: Request, response: Response): boolean {
  const { method, headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || response.statusCode !== 200) return false;
  return isKnown(headers['if-none-match'], response.getHeader('ETag') as string | undefined); // we set it ourselves
}

const routeOf = (response: Response): Route => response.locals['route'] as Route; // set by guardRoute, which runs before

/** The control API under /v1, for the main app and operators: service tokens, scopes, problem+json. */
import express, { type Request, type RequestHandler, type Router } from 'express';
import type { Authenticator, ServiceCaller } from '../accounts/authenticate.ts';
import type { Feed } from '../delivery/feed.ts';
import { RollcallError } from '../errors.ts';

export interface ControlDependencies {
  readonly authenticator: Authenticator;
  readonly feed: Feed;
}

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1_000;

export function controlRouter({ authenticator, feed }: ControlDependencies): Router {
  const router = express.Router();

  const authenticate: RequestHandler = async (request, response, next) => {
    response.locals['caller'] = await authenticator.serviceCaller(request.headers.authorization);
    next();
  };

  router.use(authenticate);
  router
    .route('/events')
    .get(async (request, response) => {
      const caller = callerOf(response.locals);
      requireScope(caller, 'events:read');
      if (request.query['cursor'] !== undefined) {
        throw new RollcallError('badRequest', 'The cursor of a page goes into the parameter "after".');
      }
      const page = await feed.page({
        after: readText(request, 'after'),
        limit: readLimit(request),
        accounts: readAccounts(request, caller),
      });
      const { bodies, next, hasMore, head } = page;
      response.set('Content-Type', 'application/json; charset=utf-8');
      // The bodies are sent as they are stored: what was signed or hashed stays the same bytes.
      const envelope = `"next":${JSON.stringify(next)},"has_more":${hasMore},"head":${JSON.stringify(head)}`;
      response.send(Buffer.from(`{"data":[${bodies.join()}],${envelope}}`));
    })
    .all((_request, response) => {
      response.set('Allow', 'GET, HEAD');
      throw new RollcallError('methodNotAllowed', 'Events are read with GET.');
    });
  return router;
}

const callerOf = (locals: Record<string, unknown>): ServiceCaller => locals['caller'] as ServiceCaller; // set by authenticate, which runs before

function requireScope(caller: ServiceCaller, scope: string): void {
  if (caller.scopes.includes('*') || caller.scopes.includes(scope)) return;
  throw new RollcallError('forbidden', `This service token lacks the scope ${scope}.`);
}

/** The accounts to read: those asked for, within those the token may see. `null`: all. */
function readAccounts(request: Request, caller: ServiceCaller): readonly string[] | null {
  const account = readText(request, 'account');
  if (account === undefined) return caller.accounts;
  if (caller.accounts !== null && !caller.accounts.includes(account)) {
    throw new RollcallError('forbidden', 'This service token does not reach that account.');
  }
  return [account];
}

function readLimit(request: Request): number {
  const text = readText(request, 'limit');
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new RollcallError('badRequest', `"limit" must be a whole number from 1 to ${LARGEST_LIMIT}.`);
}

function readText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new RollcallError('badRequest', `"${name}" may be given once.`);
}

/** Reading events: the feed, page by page. */
import express, { type Request, type Router } from 'express';
import type { ServiceCaller } from '../accounts/authenticate.ts';
import type { Feed } from '../delivery/feed.ts';
import { RollcallError } from '../errors.ts';
import { callerOf, onlyMethods, readLimit, readText, requireReach, requireScope } from './control-request.ts';

export function eventRoutes(feed: Feed): Router {
  const router = express.Router();
  router
    .route('/events')
    .get(async (request, response) => {
      const caller = callerOf(response);
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
    .all(onlyMethods('GET, HEAD', 'Events are read with GET.'));
  return router;
}

/** The accounts to read: those asked for, within those the token may see. `null`: all. */
function readAccounts(request: Request, caller: ServiceCaller): readonly string[] | null {
  const account = readText(request, 'account');
  if (account === undefined) return caller.accounts;
  requireReach(caller, account);
  return [account];
}

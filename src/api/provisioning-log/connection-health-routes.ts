/** How the connection of an account is doing: its state, its tokens, what was last heard of the identity provider. */
import express, { type Router } from 'express';
import type { Accounts } from '../../accounts/accounts.ts';
import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import { accessibleAccount, READ } from '../accounts/request.ts';
import { callerOf, onlyMethods, requireScope } from '../control-request.ts';
import { renderConnection } from './answers.ts';
import { LOG } from './routes.ts';

export interface ConnectionHealthRouteDependencies {
  readonly accounts: Accounts;
  readonly exchanges: LogReader;
  /** Writes what waits, so that a reader finds what just happened. */
  readonly flushLog: () => Promise<void>;
  readonly publicUrl: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function connectionHealthRoutes(dependencies: ConnectionHealthRouteDependencies): Router {
  const { accounts, exchanges, flushLog, publicUrl, now } = dependencies;
  const router = express.Router();
  router
    .route('/accounts/:id/connection')
    .get(async (request, response) => {
      const caller = callerOf(response);
      if (!caller.scopes.includes(LOG)) requireScope(caller, READ);
      const account = await accessibleAccount(accounts, response, request.params.id);
      await flushLog();
      const health = await exchanges.findHealth(account.id);
      const tokens = await accounts.listTokens(account.id);
      response.json(renderConnection(account, health, tokens, `${publicUrl()}/scim/v2`, now()));
    })
    .all(onlyMethods('GET, HEAD', 'The state of a connection is read with GET.'));
  return router;
}

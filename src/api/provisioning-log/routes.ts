/** The provisioning log: what identity providers asked, and what became of it. */
import express, { type Request, type Router } from 'express';
import type { Accounts } from '../../accounts/accounts.ts';
import { RollcallError } from '../../errors.ts';
import { clientGoneSignal } from '../../http/request/client-gone.ts';
import { NO_ACCOUNT } from '../../provisioning-log/entry.ts';
import type { LogQuery, LogReader } from '../../provisioning-log/entry-reading.ts';
import { accessibleAccount } from '../accounts/request.ts';
import {
  callerOf,
  onlyMethods,
  readLimit,
  readText,
  requireScope,
  sendJsonPage,
} from '../control-request.ts';
import { readAfterId } from '../webhooks/request.ts';
import { renderEntriesText } from './answers.ts';
import { parseLogFilter } from './query.ts';

export const LOG = 'log:read';
const ONLY_READ = onlyMethods('GET, HEAD', 'The provisioning log is read with GET.');

export interface LogRouteDependencies {
  readonly accounts: Accounts;
  readonly exchanges: LogReader;
  /** Writes what waits, so that a reader finds what just happened. */
  readonly flushLog: () => Promise<void>;
  readonly publicUrl: () => string;
}

export function logRoutes({ accounts, exchanges, flushLog, publicUrl }: LogRouteDependencies): Router {
  const router = express.Router();
  const baseUrl = () => `${publicUrl()}/scim/v2`;

  router
    .route('/accounts/:id/exchanges')
    .get(async (request, response) => {
      requireScope(callerOf(response), LOG);
      const query = readQuery(request);
      const { id, identityProvider } = await accessibleAccount(accounts, response, request.params.id);
      await flushLog();
      const page = await exchanges.listEntries({ ...query, accountId: id }, clientGoneSignal(response));
      sendJsonPage(response, await renderEntriesText(page, { identityProvider, baseUrl: baseUrl() }));
    })
    .all(ONLY_READ);

  router
    .route('/exchanges')
    .get(async (request, response) => {
      const caller = callerOf(response);
      requireScope(caller, LOG);
      if (caller.accounts !== null) {
        throw new RollcallError(
          'forbidden',
          'These requests belong to no account, so only a service token without a limit to accounts sees them; /v1/accounts/{id}/exchanges has those of an account.',
        );
      }
      const query = readQuery(request);
      await flushLog();
      const page = await exchanges.listEntries(
        { ...query, accountId: NO_ACCOUNT },
        clientGoneSignal(response),
      );
      sendJsonPage(
        response,
        await renderEntriesText(page, { identityProvider: 'other', baseUrl: baseUrl() }),
      );
    })
    .all(ONLY_READ);
  return router;
}

/** @throws RollcallError `badRequest` */
const readQuery = (request: Request): Omit<LogQuery, 'accountId'> => ({
  ...parseLogFilter(name => readText(request, name)),
  after: readAfterId(request),
  limit: readLimit(request),
});

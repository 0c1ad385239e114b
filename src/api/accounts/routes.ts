/** Accounts: opened, read, changed, closed. */
import express, { type Router } from 'express';
import { parseAccountId } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { OffboardingJob } from '../../accounts/offboarding-job.ts';
import {
  callerOf,
  onlyMethods,
  readLimit,
  readText,
  requireAccountAccess,
  requireScope,
} from '../control-request.ts';
import { readJsonObject } from '../json-body.ts';
import { renderPage } from '../webhooks/answers.ts';
import { parseNothing } from '../webhooks/body.ts';
import { renderAccount } from './answers.ts';
import { parseAccountSettings } from './body.ts';
import { accountHandlers, READ, requesterOf, WRITE } from './request.ts';

export interface AccountRouteDependencies {
  readonly accounts: Accounts;
  readonly offboarding: Pick<OffboardingJob, 'wake'>;
  readonly publicUrl: () => string;
}

export function accountRoutes({ accounts, offboarding, publicUrl }: AccountRouteDependencies): Router {
  const router = express.Router();
  const handle = accountHandlers(accounts);

  router
    .route('/accounts')
    .get(async (request, response) => {
      const caller = callerOf(response);
      requireScope(caller, READ);
      const limit = readLimit(request);
      const after = readText(request, 'after');
      const found = await accounts.list({
        after: after === undefined ? undefined : parseAccountId(after),
        limit: limit + 1,
        accountIds: caller.accounts,
      });
      response.json(renderPage(found, limit, renderAccount, ({ id }) => id));
    })
    .all(onlyMethods('GET, HEAD', 'Accounts are listed with GET, and made with PUT /v1/accounts/{id}.'));

  router
    .route('/accounts/:id')
    .get(handle.read(async account => renderAccount(account)))
    .put(async (request, response) => {
      const caller = callerOf(response);
      requireScope(caller, WRITE);
      const id = parseAccountId(request.params.id);
      const settings = parseAccountSettings(await readJsonObject(request, response));
      requireAccountAccess(caller, id);
      const { account, isNew } = await accounts.put(id, settings, requesterOf(response));
      if (isNew) response.status(201).set('Location', `${publicUrl()}/v1/accounts/${id}`);
      response.json(renderAccount(account));
    })
    .delete(
      handle.write(parseNothing, async ({ id }, _, by, { response }) => {
        const closed = await accounts.close(id, by);
        if (closed.offboarding) offboarding.wake(id);
        response.status(202);
        return renderAccount(closed);
      }),
    )
    .all(
      onlyMethods(
        'GET, HEAD, PUT, DELETE',
        'An account is read with GET, made or changed with PUT and closed with DELETE.',
      ),
    );
  return router;
}

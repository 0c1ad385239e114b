/** Accounts: opened, read, changed, closed. */
import { parseAccountId } from '../../accounts/account.ts';
import { parsed } from '../../base/schema.ts';
import { created, json } from '../answer.ts';
import { limit, renderPage } from '../paging.ts';
import { accessibleAccounts, account, accountId } from '../request/access.ts';
import { jsonBody, nothing } from '../request/body.ts';
import { neverEmpty, plainText } from '../request/query.ts';
import { route } from '../route.ts';
import { renderAccount } from './answers.ts';
import { ACCOUNT_SETTINGS } from './body.ts';

export const ACCOUNT_ROUTES = [
  route({
    operation: 'listAccounts',
    method: 'get',
    path: '/accounts',
    scopes: ['accounts:read'],
    query: { after: neverEmpty(parsed(plainText, parseAccountId)), limit },
    access: accessibleAccounts,
    handle: async ({ query: { after, limit }, subject: accountIds }, { accounts }) => {
      const found = await accounts.list({ after, limit: limit + 1, accountIds });
      return json(renderPage(found, limit, renderAccount, ({ id }) => id));
    },
  }),
  route({
    operation: 'readAccount',
    method: 'get',
    path: '/accounts/{id}',
    scopes: ['accounts:read'],
    access: account,
    handle: async ({ subject }) => json(renderAccount(subject)),
  }),
  route({
    operation: 'putAccount',
    method: 'put',
    path: '/accounts/{id}',
    scopes: ['accounts:write'],
    body: jsonBody(ACCOUNT_SETTINGS),
    access: accountId,
    handle: async ({ body, by, subject: id }, { accounts, publicUrl }) => {
      const { account, isNew } = await accounts.put(id, body, by);
      return isNew
        ? created(renderAccount(account), `${publicUrl()}/v1/accounts/${id}`)
        : json(renderAccount(account));
    },
  }),
  route({
    operation: 'closeAccount',
    method: 'delete',
    path: '/accounts/{id}',
    scopes: ['accounts:write'],
    body: nothing,
    access: account,
    handle: async ({ by, subject: { id } }, { accounts, offboarding }) => {
      const closed = await accounts.close(id, by);
      if (closed.offboarding) offboarding.wake(id);
      return json(renderAccount(closed), { status: 202 });
    },
  }),
];

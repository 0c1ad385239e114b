/** The tokens of an account: issued, listed, rotated, revoked. */
import type { Issue } from '../../accounts/accounts.ts';
import { noSuchToken } from '../../accounts/tokens/change.ts';
import { requireId } from '../../base/ids.ts';
import { json, secret } from '../answer.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { PAGE, renderPage } from '../paging.ts';
import { accessibleAccounts, account } from '../request/access.ts';
import { jsonBody, nothing } from '../request/body.ts';
import { OVERLAP } from '../request/overlap.ts';
import { instant, parameter } from '../request/query.ts';
import { type Answer, route } from '../route.ts';
import { renderIssue, renderToken } from './answers.ts';
import { TOKEN_SETTINGS } from './body.ts';

export const TOKEN_ROUTES = [
  route({
    operation: 'listValidTokens',
    method: 'get',
    path: '/tokens',
    scopes: ['accounts:read'],
    query: { expires_before: parameter(instant()), ...PAGE },
    access: accessibleAccounts,
    handle: async ({ query, subject: accountIds }, { validTokens, now }) => {
      const { expires_before: expiresBefore, after, limit } = query;
      const at = now();
      const asked = { now: at, expiresBefore, accountIds, after, limit: limit + 1 };
      const found = await validTokens.listValidTokens(asked);
      return json(
        renderPage(
          found,
          limit,
          ({ accountId, token }) => ({ account: accountId, ...renderToken(token, at) }),
          ({ token }) => token.id,
        ),
      );
    },
  }),
  route({
    operation: 'listTokens',
    method: 'get',
    path: '/accounts/{id}/tokens',
    scopes: ['accounts:read'],
    query: PAGE,
    access: account,
    handle: async ({ query: { after, limit }, subject: { id } }, { accounts, now }) => {
      const found = await accounts.listTokens(id, { after, limit: limit + 1 });
      return json(
        renderPage(
          found,
          limit,
          token => renderToken(token, now()),
          token => token.id,
        ),
      );
    },
  }),
  route({
    operation: 'issueToken',
    method: 'post',
    path: '/accounts/{id}/tokens',
    scopes: ['accounts:write'],
    body: jsonBody(TOKEN_SETTINGS),
    access: account,
    handle: async ({ body, by, subject: { id } }, dependencies) => {
      const { label = 'token', expiresAt = null, allowedAddresses = null } = body;
      const options = { allowedAddresses, by };
      return issued(await dependencies.accounts.issueToken(id, label, expiresAt, options), dependencies);
    },
  }),
  route({
    operation: 'readToken',
    method: 'get',
    path: '/accounts/{id}/tokens/{tokenId}',
    scopes: ['accounts:read'],
    access: account,
    handle: ({ params, subject: { id } }, dependencies) => token(id, params.tokenId, dependencies),
  }),
  route({
    operation: 'rotateToken',
    method: 'post',
    path: '/accounts/{id}/tokens/{tokenId}/rotate',
    scopes: ['accounts:write'],
    body: jsonBody(OVERLAP),
    access: account,
    handle: async ({ body: overlapMs, by, params, subject: { id } }, dependencies) => {
      const tokenId = requireId(params.tokenId, noSuchToken);
      return issued(await dependencies.accounts.rotateToken(id, tokenId, overlapMs, by), dependencies);
    },
  }),
  route({
    operation: 'revokeToken',
    method: 'post',
    path: '/accounts/{id}/tokens/{tokenId}/revoke',
    scopes: ['accounts:write'],
    body: nothing,
    access: account,
    handle: async ({ by, params, subject: { id } }, dependencies) => {
      const tokenId = requireId(params.tokenId, noSuchToken);
      await dependencies.accounts.revokeToken(id, tokenId, by);
      return token(id, tokenId, dependencies);
    },
  }),
];

async function token(
  accountId: string,
  tokenId: string,
  { accounts, now }: ApiDependencies,
): Promise<Answer> {
  const found = await accounts.getToken(accountId, requireId(tokenId, noSuchToken));
  return json(renderToken(found, now()));
}

function issued(issue: Issue, { now, publicUrl }: ApiDependencies): Answer {
  const Location = `${publicUrl()}/v1/accounts/${issue.account.id}/tokens/${issue.tokenId}`;
  return secret(renderIssue(issue, now()), { status: 201, headers: { Location } });
}

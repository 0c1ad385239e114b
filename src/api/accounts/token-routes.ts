/** The tokens of an account: issued, listed, rotated, revoked. */
import express, { type Request, type Router } from 'express';
import type { Accounts, Issue } from '../../accounts/accounts.ts';
import { noSuchToken } from '../../accounts/tokens/change.ts';
import { onlyMethods, readLimit } from '../control-request.ts';
import { renderPage } from '../webhooks/answers.ts';
import { parseNothing, parseOverlapMs } from '../webhooks/body.ts';
import { isId, readAfterId } from '../webhooks/request.ts';
import { renderIssue, renderToken } from './answers.ts';
import { parseTokenSettings } from './body.ts';
import { accountHandlers } from './request.ts';

export interface TokenRouteDependencies {
  readonly accounts: Accounts;
  readonly publicUrl: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function tokenRoutes({ accounts, publicUrl, now }: TokenRouteDependencies): Router {
  const router = express.Router();
  const handle = accountHandlers(accounts);
  const show = async (accountId: string, tokenId: string): Promise<object> =>
    renderToken(await accounts.getToken(accountId, tokenId), now());
  const showIssue = (issue: Issue, response: express.Response): object => {
    response.status(201).set('Cache-Control', 'no-store');
    response.set('Location', `${publicUrl()}/v1/accounts/${issue.account.id}/tokens/${issue.tokenId}`);
    return renderIssue(issue, now());
  };

  router
    .route('/accounts/:id/tokens')
    .get(
      handle.read(async ({ id }, request) => {
        const limit = readLimit(request);
        const found = await accounts.listTokens(id, { after: readAfterId(request), limit: limit + 1 });
        return renderPage(
          found,
          limit,
          token => renderToken(token, now()),
          token => token.id,
        );
      }),
    )
    .post(
      handle.write(parseTokenSettings, async ({ id }, token, by, { response }) => {
        const { label = 'token', expiresAt = null, allowedAddresses = null } = token;
        return showIssue(await accounts.issueToken(id, label, expiresAt, { allowedAddresses, by }), response);
      }),
    )
    .all(onlyMethods('GET, HEAD, POST', 'Tokens are listed with GET and issued with POST.'));

  router
    .route('/accounts/:id/tokens/:tokenId')
    .get(handle.read(({ id }, request) => show(id, tokenIdOf(request))))
    .all(onlyMethods('GET, HEAD', 'A token is read with GET; it ends with POST …/revoke.'));

  router
    .route('/accounts/:id/tokens/:tokenId/rotate')
    .post(
      handle.write(parseOverlapMs, async ({ id }, overlapMs, by, { request, response }) =>
        showIssue(await accounts.rotateToken(id, tokenIdOf(request), overlapMs, by), response),
      ),
    )
    .all(onlyMethods('POST', 'This is done with POST.'));

  router
    .route('/accounts/:id/tokens/:tokenId/revoke')
    .post(
      handle.write(parseNothing, async ({ id }, _, by, { request }) => {
        const tokenId = tokenIdOf(request);
        await accounts.revokeToken(id, tokenId, by);
        return show(id, tokenId);
      }),
    )
    .all(onlyMethods('POST', 'This is done with POST.'));
  return router;
}

/** Ids are ours: whatever is not one of them cannot exist. @throws RollcallError `notFound` */
function tokenIdOf(request: Request): string {
  const id = String(request.params['tokenId']);
  if (isId(id)) return id;
  throw noSuchToken(id);
}

/** The story of one person, in one call. */
import express, { type Router } from 'express';
import type { Accounts } from '../../accounts/accounts.ts';
import { RollcallError } from '../../errors.ts';
import { clientGoneSignal } from '../../http/request/client-gone.ts';
import { readTimeline, type TimelineStore } from '../../provisioning-log/timeline.ts';
import { accessibleAccount } from '../accounts/request.ts';
import { callerOf, onlyMethods, readLimit, requireScope, sendJsonPage } from '../control-request.ts';
import { isId, readAfterId } from '../webhooks/request.ts';
import { renderTimelineText } from './answers.ts';
import { LOG } from './routes.ts';

export interface TimelineRouteDependencies {
  readonly accounts: Accounts;
  readonly timelines: TimelineStore;
  /** Writes what waits, so that a reader finds what just happened. */
  readonly flushLog: () => Promise<void>;
  readonly publicUrl: () => string;
}

export function timelineRoutes({
  accounts,
  timelines,
  flushLog,
  publicUrl,
}: TimelineRouteDependencies): Router {
  const router = express.Router();
  router
    .route('/accounts/:id/members/:memberId/timeline')
    .get(async (request, response) => {
      requireScope(callerOf(response), LOG);
      const range = { before: readAfterId(request), limit: readLimit(request) };
      const { id, identityProvider } = await accessibleAccount(accounts, response, request.params.id);
      const { memberId } = request.params;
      if (!isId(memberId)) {
        throw new RollcallError('notFound', 'Nothing is known of a member with this id in this account.');
      }
      await flushLog();
      const scope = { accountId: id, signal: clientGoneSignal(response) };
      const timeline = await readTimeline(timelines, scope, memberId, range);
      const audience = { identityProvider, baseUrl: `${publicUrl()}/scim/v2` };
      sendJsonPage(response, await renderTimelineText(timeline, audience));
    })
    .all(onlyMethods('GET, HEAD', 'A timeline is read with GET.'));
  return router;
}

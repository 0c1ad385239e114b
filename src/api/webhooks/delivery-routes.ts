/** Deliveries to a webhook endpoint: listed, retried, replayed. */

import { requireId } from '../../base/ids.ts';
import { noSuchDeadLetter } from '../../webhooks/endpoints.ts';
import { json } from '../answer.ts';
import { LANE_PAGE, PAGE, positionOfLane, renderPage } from '../paging.ts';
import { endpoint } from '../request/access.ts';
import { jsonBody, nothing } from '../request/body.ts';
import { accountId, choice, parameter } from '../request/query.ts';
import { route } from '../route.ts';
import { renderAttempt, renderDeadLetter, renderLane, renderReplay, renderStartedReplay } from './answers.ts';
import { REPLAY_ORDER } from './body.ts';

export const DELIVERY_ROUTES = [
  route({
    operation: 'listDeliveryAttempts',
    method: 'get',
    path: '/webhook-endpoints/{id}/attempts',
    scopes: ['webhooks:write'],
    query: { status: parameter(choice('delivered', 'failed')), account: parameter(accountId), ...PAGE },
    access: endpoint,
    handle: async ({ caller, query, subject: { id } }, { endpoints }) => {
      const { after, limit, status: outcome, account } = query;
      const filter = { after, outcome, accountId: account, accountIds: caller.accounts };
      const found = await endpoints.attempts(id, { ...filter, limit: limit + 1 });
      return json(renderPage(found, limit, renderAttempt, attempt => attempt.id));
    },
  }),
  route({
    operation: 'listLanes',
    method: 'get',
    path: '/webhook-endpoints/{id}/lanes',
    scopes: ['webhooks:write'],
    query: { state: parameter(choice('waiting', 'blocked')), ...LANE_PAGE },
    access: endpoint,
    handle: async ({ caller, query: { limit, ...filter }, subject: { id } }, { endpoints }) => {
      const found = await endpoints.lanes(id, { ...filter, accountIds: caller.accounts, limit: limit + 1 });
      return json(renderPage(found, limit, renderLane, positionOfLane));
    },
  }),
  route({
    operation: 'listDeadLetters',
    method: 'get',
    path: '/webhook-endpoints/{id}/dead-letters',
    scopes: ['webhooks:write'],
    query: { state: parameter(choice('open', 'resolved')), ...PAGE },
    access: endpoint,
    handle: async ({ caller, query: { after, limit, state }, subject: { id } }, { endpoints }) => {
      const isOpen = state === undefined ? undefined : state === 'open';
      const filter = { after, isOpen, accountIds: caller.accounts };
      const found = await endpoints.deadLetters(id, { ...filter, limit: limit + 1 });
      return json(renderPage(found, limit, renderDeadLetter, letter => letter.id));
    },
  }),
  route({
    operation: 'listReplays',
    method: 'get',
    path: '/webhook-endpoints/{id}/replays',
    scopes: ['webhooks:write'],
    query: PAGE,
    access: endpoint,
    handle: async ({ query: { after, limit }, subject: { id } }, { endpoints }) => {
      const found = await endpoints.replays(id, { after, limit: limit + 1 });
      return json(renderPage(found, limit, renderReplay, replay => replay.id));
    },
  }),
  route({
    operation: 'replayEvents',
    method: 'post',
    path: '/webhook-endpoints/{id}/replay',
    scopes: ['webhooks:write'],
    body: jsonBody(REPLAY_ORDER),
    access: endpoint,
    handle: async ({ body: { range, onlyFailed }, subject: { id } }, { endpoints }) =>
      json(renderStartedReplay(await endpoints.replay(id, range, onlyFailed)), { status: 202 }),
  }),
  route({
    operation: 'retryDeadLetter',
    method: 'post',
    path: '/webhook-endpoints/{id}/dead-letters/{letterId}/retry',
    scopes: ['webhooks:write'],
    body: nothing,
    access: endpoint,
    handle: async ({ caller, params, subject: { id } }, { endpoints }) => {
      const letterId = requireId(params.letterId, noSuchDeadLetter);
      const replay = await endpoints.retry(id, letterId, { accountIds: caller.accounts });
      return json(renderStartedReplay(replay), { status: 202 });
    },
  }),
  route({
    operation: 'resolveDeadLetter',
    method: 'post',
    path: '/webhook-endpoints/{id}/dead-letters/{letterId}/resolve',
    scopes: ['webhooks:write'],
    body: nothing,
    access: endpoint,
    handle: async ({ caller, params, subject: { id } }, { endpoints }) => {
      const letterId = requireId(params.letterId, noSuchDeadLetter);
      return json(renderDeadLetter(await endpoints.resolve(id, letterId, { accountIds: caller.accounts })));
    },
  }),
];

/** What became of deliveries to a webhook endpoint: looked at, retried, replayed. */
import express, { type Request, type Response, type Router } from 'express';
import { parseAccountId } from '../../accounts/account.ts';
import { RollcallError } from '../../errors.ts';
import { type Endpoints, noSuchDeadLetter } from '../../webhooks/endpoints.ts';
import { callerOf, onlyMethods, readLimit, readText } from '../control-request.ts';
import { readJsonObject } from '../json-body.ts';
import { parseLanePosition, positionOfLane } from '../list-place.ts';
import {
  renderAttempt,
  renderDeadLetter,
  renderLane,
  renderPage,
  renderReplay,
  renderStartedReplay,
} from './answers.ts';
import { parseNothing, parseReplayOrder } from './body.ts';
import { body, endpointHandlers, isId, readAfterId } from './request.ts';

export function webhookDeliveryRoutes(endpoints: Endpoints): Router {
  const router = express.Router();
  const handle = endpointHandlers(endpoints);

  const lists = {
    attempts: handle(readAttemptFilter, async ({ id }, { limit, ...filter }, response) => {
      const found = await endpoints.attempts(id, { ...filter, ...accessOf(response), limit: limit + 1 });
      return renderPage(found, limit, renderAttempt, attempt => attempt.id);
    }),
    lanes: handle(readLaneFilter, async ({ id }, { limit, ...filter }, response) => {
      const found = await endpoints.lanes(id, { ...filter, ...accessOf(response), limit: limit + 1 });
      return renderPage(found, limit, renderLane, positionOfLane);
    }),
    'dead-letters': handle(readDeadLetterFilter, async ({ id }, { limit, ...filter }, response) => {
      const found = await endpoints.deadLetters(id, { ...filter, ...accessOf(response), limit: limit + 1 });
      return renderPage(found, limit, renderDeadLetter, letter => letter.id);
    }),
    replays: handle(readList, async ({ id }, { limit, after }) => {
      const found = await endpoints.replays(id, { after, limit: limit + 1 });
      return renderPage(found, limit, renderReplay, replay => replay.id);
    }),
  };
  for (const [name, list] of Object.entries(lists)) {
    router
      .route(`/webhook-endpoints/:id/${name}`)
      .get(list)
      .all(onlyMethods('GET, HEAD', 'This list is read with GET.'));
  }

  const actions = {
    replay: handle(body(parseReplayOrder), async ({ id }, { range, onlyFailed }, response) => {
      const replay = await endpoints.replay(id, range, onlyFailed);
      response.status(202);
      return renderStartedReplay(replay);
    }),
    'dead-letters/:letterId/retry': handle(readLetterId, async ({ id }, letterId, response) => {
      const replay = await endpoints.retry(id, letterId, accessOf(response));
      response.status(202);
      return renderStartedReplay(replay);
    }),
    'dead-letters/:letterId/resolve': handle(readLetterId, async ({ id }, letterId, response) =>
      renderDeadLetter(await endpoints.resolve(id, letterId, accessOf(response))),
    ),
  };
  for (const [name, act] of Object.entries(actions)) {
    router
      .route(`/webhook-endpoints/:id/${name}`)
      .post(act)
      .all(onlyMethods('POST', 'This is done with POST.'));
  }
  return router;
}

const accessOf = (response: Response) => ({ accountIds: callerOf(response).accounts });

const readList = (request: Request) => ({ after: readAfterId(request), limit: readLimit(request) });

function readAttemptFilter(request: Request) {
  const account = readText(request, 'account');
  return {
    ...readList(request),
    outcome: readChoice(request, 'status', ['delivered', 'failed']),
    accountId: account === undefined ? undefined : parseAccountId(account),
  };
}

function readDeadLetterFilter(request: Request) {
  const state = readChoice(request, 'state', ['open', 'resolved']);
  return { ...readList(request), isOpen: state === undefined ? undefined : state === 'open' };
}

function readLaneFilter(request: Request) {
  const after = readText(request, 'after');
  return {
    after: after === undefined ? undefined : parseLanePosition(after),
    limit: readLimit(request),
    state: readChoice(request, 'state', ['waiting', 'blocked']),
  };
}

function readChoice<const Value extends string>(
  request: Request,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = readText(request, name);
  const found = values.find(value => value === text);
  if (found !== undefined || text === undefined) return found;
  throw new RollcallError('badRequest', `"${name}" must be one of ${values.join(', ')}.`);
}

async function readLetterId(request: Request, response: Response): Promise<string> {
  parseNothing(await readJsonObject(request, response));
  const letterId = String(request.params['letterId']);
  if (isId(letterId)) return letterId;
  throw noSuchDeadLetter();
}

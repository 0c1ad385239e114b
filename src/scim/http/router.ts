/**
 * The SCIM surface, as one list of steps in the order in which requests are judged:
 * 401, 403, 429, Groups 501, route 404/405, 413/415, 400, then the member itself.
 *
 * scimmy-routers' handlers serve Users; the steps before them do what it cannot (docs/adr/0002).
 */
import type { Request, RequestHandler, Response } from 'express';
import { RollcallError } from '../../base/errors.ts';
import { type DiscoveryDocuments, describeService } from '../schema/discovery.ts';
import { usersServer } from '../users/handlers.ts';
import { contextOf } from './request-context.ts';
import { respondError } from './respond.ts';
import { routeOf } from './routes.ts';
import { authenticate, countAnswer } from './steps/authenticate.ts';
import { parseTaken, takeBody } from './steps/body.ts';
import { answerStrangers } from './steps/discovery.ts';
import { perform } from './steps/perform.ts';
import { prepare } from './steps/prepare.ts';
import { answerGroups, guardRoute } from './steps/route.ts';
import { passes, type ScimDependencies, type ScimSurface } from './steps/step.ts';

const ARRIVING = [prepare, answerStrangers, authenticate];
const ADMITTED = [countAnswer, answerGroups, guardRoute, takeBody];

export function scimHandler(dependencies: ScimDependencies): RequestHandler {
  const baseUrl = () => `${dependencies.publicUrl()}/scim/v2`;
  let documents: DiscoveryDocuments | undefined;
  const discovery = (): DiscoveryDocuments => {
    documents ??= describeService(baseUrl());
    return documents;
  };
  const surface: ScimSurface = { ...dependencies, baseUrl, discovery, serveUsers: usersServer() };
  const { limits, recorder } = surface;
  return async (request, response) => {
    recorder.begin(response);
    try {
      if (!(await passes(ARRIVING, request, response, surface))) return;
      const { account } = contextOf(request);
      if (!(await limits.admit(account.id, response, () => serve(request, response, surface))))
        noteGone(request);
    } catch (thrown) {
      respondError(response, surface, thrown);
    } finally {
      recorder.answered(request, response);
    }
  };
}

async function serve(request: Request, response: Response, surface: ScimSurface): Promise<void> {
  if (await passes(ADMITTED, request, response, surface)) await performInTurn(request, response, surface);
}

/** The operations of a bulk request take places of their own. */
async function performInTurn(request: Request, response: Response, surface: ScimSurface): Promise<void> {
  const isBulk = routeOf(response).endpoint === 'Bulk';
  const bodyBytes = response.locals.body?.bytes.length ?? 0;
  const isThere = await surface.limits.work(contextOf(request).account.id, response, bodyBytes, async () => {
    await parseTaken(request, response);
    if (!isBulk) await perform(request, response, surface);
  });
  if (!isThere) noteGone(request);
  else if (isBulk) await perform(request, response, surface);
}

/** Nothing can be answered. */
function noteGone(request: Request): void {
  contextOf(request).failure = new RollcallError(
    'unavailable',
    'The client went away before its turn came.',
    { topic: 'client_gone' },
  );
}

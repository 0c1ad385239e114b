import type { Request, Response } from 'express';
import type { RollcallError } from '../../../base/errors.ts';
import { BulkRunner } from '../../bulk/bulk.ts';
import { readSearchRequest } from '../../filter/search-request.ts';
import { logFailure } from '../failure-log.ts';
import { contextOf } from '../request-context.ts';
import { respond } from '../respond.ts';
import { routeOf } from '../routes.ts';
import { answerDocuments } from './discovery.ts';
import type { Outcome, ScimSurface, Step } from './step.ts';

/** Does what the request asks for, and answers it. */
export const perform: Step = async (request, response, surface) => {
  const context = contextOf(request);
  switch (routeOf(response).endpoint) {
    case 'Users':
      return performOnUsers(request, response, surface);
    case '.search':
      respond(response, surface, await surface.users.list(context, readSearchRequest(request.body)));
      return 'answered';
    case 'Bulk':
      respond(response, surface, await runBulk(request, response, surface));
      return 'answered';
    default:
      return answerDocuments(request, response, surface);
  }
};

async function performOnUsers(request: Request, response: Response, surface: ScimSurface): Promise<Outcome> {
  const { method, body } = request;
  const { id } = routeOf(response);
  const { users } = surface;
  const answer = await surface.serveUsers({
    method,
    id,
    body,
    given: { context: contextOf(request), users, response },
  });
  respond(response, surface, answer.text, answer.status);
  return 'answered';
}

function runBulk(
  request: Request,
  response: Response,
  { limits, log, recorder, users }: ScimSurface,
): Promise<string> {
  const context = contextOf(request);
  const report = (failure: RollcallError): void => logFailure(log, failure, response);
  const runner = new BulkRunner(users, context, recorder, report, limits.operations(context.account.id));
  return runner.run(request.body);
}

import { answersGroupList } from '../../../accounts/account.ts';
import { RollcallError } from '../../../base/errors.ts';
import { renderList } from '../../users/representation.ts';
import { contextOf } from '../request-context.ts';
import { respond } from '../respond.ts';
import { findRoute, groupsRefused, isGroups } from '../routes.ts';
import type { Step } from './step.ts';

/** 501, or the empty list that the connection test of some identity providers asks for. */
export const answerGroups: Step = (request, response, surface) => {
  if (!isGroups(request.path)) return undefined;
  const isList = /^\/groups$/i.test(request.path) && (request.method === 'GET' || request.method === 'HEAD');
  if (!isList || !answersGroupList(contextOf(request).account)) throw groupsRefused();
  respond(response, surface, renderList(0, [], { startIndex: 1 }));
  return 'answered';
};

/** 404, 405, and 501 for /Me. */
export const guardRoute: Step = (request, response) => {
  const route = findRoute(request.path);
  response.locals.route = route;
  if (!route.methods.includes(request.method)) {
    response.set('Allow', route.methods.join(', '));
    throw new RollcallError(
      'methodNotAllowed',
      `${request.method} is not possible here; use ${route.methods.join(', ')}.`,
    );
  }
  if (route.endpoint === 'Me') {
    throw new RollcallError(
      'notImplemented',
      '/Me is not supported: a token stands for an account, not for a person.',
      { topic: 'me_unsupported' },
    );
  }
  return undefined;
};

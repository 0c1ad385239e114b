import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { carriesToken } from '../../../accounts/tokens/authenticate.ts';
import { answerDiscovery, DISCOVERY_CACHE_CONTROL } from '../../schema/discovery.ts';
import { contextOf } from '../request-context.ts';
import { respond } from '../respond.ts';
import { isServiceProviderConfig, routeOf } from '../routes.ts';
import type { Outcome, ScimSurface, Step } from './step.ts';

/** Clients read it before they have a token (RFC 7643 §5), and nothing in it belongs to an account. */
export const answerStrangers: Step = (request, response, surface) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || !isServiceProviderConfig(request.path)) return undefined;
  if (carriesToken(request.headers.authorization)) return undefined;
  return sendDiscovery(response, surface, surface.discovery().serviceProviderConfig(undefined));
};

/** ServiceProviderConfig, ResourceTypes and Schemas, as they are for the account. */
export const answerDocuments: Step = (request, response, surface) => {
  const { endpoint, id } = routeOf(response);
  const { account, parameters } = contextOf(request);
  const wanted = { endpoint, id, isFiltered: parameters.filter !== undefined };
  return sendDiscovery(
    response,
    surface,
    answerDiscovery(surface.discovery(), wanted, account.identityProvider),
  );
};

function sendDiscovery(response: Response, surface: ScimSurface, json: string): Outcome {
  response.set('Cache-Control', DISCOVERY_CACHE_CONTROL);
  // The configuration is not the same for every account.
  response.set('Vary', 'Authorization');
  response.set('ETag', `W/"${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`);
  respond(response, surface, json);
  return 'answered';
}

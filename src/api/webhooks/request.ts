/** How requests about one webhook endpoint are judged: the scope (403), what was sent (4xx), whether it is there (404). */
import type { Request, RequestHandler, Response } from 'express';
import type { ServiceCaller } from '../../accounts/tokens/authenticate.ts';
import { RollcallError } from '../../errors.ts';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import { type Endpoints, noSuchEndpoint } from '../../webhooks/endpoints.ts';
import { callerOf, readText, requireScope } from '../control-request.ts';
import { type JsonObject, readJsonObject } from '../json-body.ts';
import { foreignPosition } from '../list-place.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => ID.test(text);

/** @throws RollcallError `forbidden` */
export function webhookCaller(response: Response): ServiceCaller {
  const caller = callerOf(response);
  requireScope(caller, 'webhooks:write');
  return caller;
}

/** A token that is limited to accounts reaches the endpoints that listen to no other. */
export const isWithinAccess = ({ accounts }: ServiceCaller, endpoint: Pick<Endpoint, 'accounts'>): boolean =>
  accounts === null || (endpoint.accounts?.every(id => accounts.includes(id)) ?? false);

/** @throws RollcallError `forbidden` when the caller must not make an endpoint listen to these accounts */
export function requireAccountAccessOf(caller: ServiceCaller, accounts: readonly string[] | null): void {
  if (isWithinAccess(caller, { accounts })) return;
  throw new RollcallError(
    'forbidden',
    accounts === null
      ? 'This service token is limited to some accounts: name in "accounts" those the endpoint listens to.'
      : 'This service token does not reach every account in "accounts".',
  );
}

/** What a handler answers with; `undefined`: there is nothing to say. */
type Answer = object | undefined;
export type HandleEndpoint = <Wanted>(
  read: (request: Request, response: Response) => Wanted | Promise<Wanted>,
  answer: (endpoint: Endpoint, wanted: Wanted, response: Response) => Answer | Promise<Answer>,
) => RequestHandler;

/** Makes handlers for the addresses below `/webhook-endpoints/:id`. An endpoint out of reach looks like none. */
export function endpointHandlers(endpoints: Pick<Endpoints, 'get'>): HandleEndpoint {
  return (read, answer) => async (request, response) => {
    const caller = webhookCaller(response);
    const wanted = await read(request, response);
    const id = String(request.params['id']);
    const endpoint = isId(id) ? await endpoints.get(id) : undefined;
    if (!endpoint || !isWithinAccess(caller, endpoint)) throw noSuchEndpoint(id);
    const answered = await answer(endpoint, wanted, response);
    if (answered === undefined) response.status(204).end();
    else response.json(answered);
  };
}

/** Reads the body with a parser. */
export const body =
  <Wanted>(parse: (given: JsonObject) => Wanted) =>
  async (request: Request, response: Response): Promise<Wanted> =>
    parse(await readJsonObject(request, response));

/** The id to go on behind in a list. @throws RollcallError `badRequest` */
export function readAfterId(request: Request): string | undefined {
  const after = readText(request, 'after');
  if (after === undefined || isId(after)) return after;
  throw foreignPosition();
}

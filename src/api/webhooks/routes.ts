/** Webhook endpoints: made, changed, looked at, tried and stopped. */
import express, { type Response, type Router } from 'express';
import type { Endpoint } from '../../webhooks/endpoint.ts';
import type { Endpoints, IssuedEndpoint } from '../../webhooks/endpoints.ts';
import { callerOf, onlyMethods, readLimit } from '../control-request.ts';
import { readJsonObject } from '../json-body.ts';
import { renderAttempt, renderEndpoint, renderIssued, renderPage } from './answers.ts';
import { parseEndpointChange, parseNewEndpoint, parseNothing, parseOverlapMs, parseResume } from './body.ts';
import {
  body,
  endpointHandlers,
  isWithinAccess,
  readAfterId,
  requireAccountAccessOf,
  webhookCaller,
} from './request.ts';

export interface WebhookRouteDependencies {
  readonly endpoints: Endpoints;
  readonly publicUrl: () => string;
}

export function webhookRoutes({ endpoints, publicUrl }: WebhookRouteDependencies): Router {
  const router = express.Router();
  const handle = endpointHandlers(endpoints);
  const show = async (endpoint: Endpoint): Promise<object> =>
    renderEndpoint(endpoint, await endpoints.secrets(endpoint.id));
  const answerIssued = async (issued: IssuedEndpoint, response: Response): Promise<object> => {
    response.set('Cache-Control', 'no-store');
    return renderIssued(issued, await endpoints.secrets(issued.endpoint.id));
  };

  router
    .route('/webhook-endpoints')
    .get(async (request, response) => {
      const caller = webhookCaller(response);
      const limit = readLimit(request);
      const after = readAfterId(request);
      const found = (await endpoints.list())
        .filter(endpoint => isWithinAccess(caller, endpoint))
        .filter(({ id }) => after === undefined || id < after)
        .toReversed()
        .slice(0, limit + 1);
      const shown = await Promise.all(
        found.map(async endpoint => ({ ...(await show(endpoint)), id: endpoint.id })),
      );
      response.json(
        renderPage(
          shown,
          limit,
          each => each,
          ({ id }) => id,
        ),
      );
    })
    .post(async (request, response) => {
      const caller = webhookCaller(response);
      const wanted = parseNewEndpoint(await readJsonObject(request, response));
      requireAccountAccessOf(caller, wanted.accounts);
      const issued = await endpoints.add(wanted);
      response.status(201).set('Location', `${publicUrl()}/v1/webhook-endpoints/${issued.endpoint.id}`);
      response.json(await answerIssued(issued, response));
    })
    .all(onlyMethods('GET, HEAD, POST', 'Endpoints are listed with GET and made with POST.'));

  router
    .route('/webhook-endpoints/:id')
    .get(handle(() => undefined, show))
    .patch(
      handle(body(parseEndpointChange), async ({ id }, change, response) => {
        if (change.accounts !== undefined) requireAccountAccessOf(callerOf(response), change.accounts);
        return show(await endpoints.update(id, change));
      }),
    )
    .delete(
      handle(
        () => undefined,
        async ({ id }) => {
          await endpoints.remove(id);
          return undefined;
        },
      ),
    )
    .all(
      onlyMethods(
        'GET, HEAD, PATCH, DELETE',
        'An endpoint is read with GET, changed with PATCH and removed with DELETE.',
      ),
    );

  const actions = {
    ping: handle(body(parseNothing), async ({ id }) => renderAttempt(await endpoints.ping(id))),
    'rotate-secret': handle(body(parseOverlapMs), async ({ id }, overlapMs, response) =>
      answerIssued(await endpoints.rotateSecret(id, overlapMs), response),
    ),
    enable: handle(body(parseResume), async ({ id }, resume) => show(await endpoints.enable(id, resume))),
    disable: handle(body(parseNothing), async ({ id }) => show(await endpoints.disable(id))),
  };
  for (const [name, act] of Object.entries(actions)) {
    router
      .route(`/webhook-endpoints/:id/${name}`)
      .post(act)
      .all(onlyMethods('POST', 'This is done with POST.'));
  }
  return router;
}

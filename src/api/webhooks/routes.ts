/** Webhook endpoints: made, changed, looked at, tried and stopped. */
import type { Endpoint } from '../../webhooks/endpoint.ts';
import type { IssuedEndpoint } from '../../webhooks/endpoints.ts';
import { json, noContent, secret } from '../answer.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { PAGE, renderPage } from '../paging.ts';
import { accessibleEndpoints, endpoint, endpointToChange, listenedAccounts } from '../request/access.ts';
import { jsonBody, nothing } from '../request/body.ts';
import { OVERLAP } from '../request/overlap.ts';
import { type Answer, route } from '../route.ts';
import { renderAttempt, renderEndpoint, renderIssued } from './answers.ts';
import { ENDPOINT_CHANGE, NEW_ENDPOINT, RESUME } from './body.ts';

export const WEBHOOK_ROUTES = [
  route({
    operation: 'listWebhookEndpoints',
    method: 'get',
    path: '/webhook-endpoints',
    scopes: ['webhooks:write'],
    query: PAGE,
    access: accessibleEndpoints,
    handle: async ({ query: { after, limit }, subject: isReached }, { endpoints }) => {
      const found = (await endpoints.list())
        .filter(each => isReached(each) && (after === undefined || each.id < after))
        .toReversed()
        .slice(0, limit + 1);
      const shown = await Promise.all(found.map(each => describe(each, endpoints)));
      return json(
        renderPage(
          shown,
          limit,
          ({ rendered }) => rendered,
          ({ id }) => id,
        ),
      );
    },
  }),
  route({
    operation: 'addWebhookEndpoint',
    method: 'post',
    path: '/webhook-endpoints',
    scopes: ['webhooks:write'],
    body: jsonBody(NEW_ENDPOINT),
    access: listenedAccounts,
    handle: async ({ body }, { endpoints, publicUrl }) => {
      const added = await endpoints.add(body);
      const Location = `${publicUrl()}/v1/webhook-endpoints/${added.endpoint.id}`;
      return issued(added, endpoints, { status: 201, headers: { Location } });
    },
  }),
  route({
    operation: 'readWebhookEndpoint',
    method: 'get',
    path: '/webhook-endpoints/{id}',
    scopes: ['webhooks:write'],
    access: endpoint,
    handle: ({ subject }, { endpoints }) => show(subject, endpoints),
  }),
  route({
    operation: 'changeWebhookEndpoint',
    method: 'patch',
    path: '/webhook-endpoints/{id}',
    scopes: ['webhooks:write'],
    body: jsonBody(ENDPOINT_CHANGE),
    access: endpointToChange,
    handle: async ({ body, subject: { id } }, { endpoints }) =>
      show(await endpoints.update(id, body), endpoints),
  }),
  route({
    operation: 'removeWebhookEndpoint',
    method: 'delete',
    path: '/webhook-endpoints/{id}',
    scopes: ['webhooks:write'],
    access: endpoint,
    handle: async ({ subject: { id } }, { endpoints }) => {
      await endpoints.remove(id);
      return noContent;
    },
  }),
  route({
    operation: 'pingWebhookEndpoint',
    method: 'post',
    path: '/webhook-endpoints/{id}/ping',
    scopes: ['webhooks:write'],
    body: nothing,
    access: endpoint,
    handle: async ({ subject: { id } }, { endpoints }) => json(renderAttempt(await endpoints.ping(id))),
  }),
  route({
    operation: 'rotateWebhookSecret',
    method: 'post',
    path: '/webhook-endpoints/{id}/rotate-secret',
    scopes: ['webhooks:write'],
    body: jsonBody(OVERLAP),
    access: endpoint,
    handle: async ({ body: overlapMs, subject: { id } }, { endpoints }) =>
      issued(await endpoints.rotateSecret(id, overlapMs), endpoints),
  }),
  route({
    operation: 'enableWebhookEndpoint',
    method: 'post',
    path: '/webhook-endpoints/{id}/enable',
    scopes: ['webhooks:write'],
    body: jsonBody(RESUME),
    access: endpoint,
    handle: async ({ body: { resume = 'backlog' }, subject: { id } }, { endpoints }) =>
      show(await endpoints.enable(id, resume), endpoints),
  }),
  route({
    operation: 'disableWebhookEndpoint',
    method: 'post',
    path: '/webhook-endpoints/{id}/disable',
    scopes: ['webhooks:write'],
    body: nothing,
    access: endpoint,
    handle: async ({ subject: { id } }, { endpoints }) => show(await endpoints.disable(id), endpoints),
  }),
];

type Endpoints = ApiDependencies['endpoints'];

const show = async (shown: Endpoint, endpoints: Endpoints): Promise<Answer> =>
  json(renderEndpoint(shown, await endpoints.secrets(shown.id)));

async function describe(endpoint: Endpoint, endpoints: Endpoints) {
  return { id: endpoint.id, rendered: renderEndpoint(endpoint, await endpoints.secrets(endpoint.id)) };
}

async function issued(
  added: IssuedEndpoint,
  endpoints: Endpoints,
  details?: Parameters<typeof secret>[1],
): Promise<Answer> {
  return secret(renderIssued(added, await endpoints.secrets(added.endpoint.id)), details);
}

/** The main app's own HTTP interface, and the address for Rollcall's webhooks. */
import express from 'express';
import { verifyWebhook, WebhookError } from 'rollcall-client';

export function createWeb({ store, connection, webhookSecret, onWebhook }) {
  const web = express();

  web.get('/teams/:account', (request, response) => {
    response.json(store.team(request.params.account));
  });

  // The settings page of a team: a real app lets only the team's owner in here.
  web
    .route('/teams/:account/connection')
    .get(async (request, response) => {
      response.json(await connection.state(request.params.account));
    })
    .put(express.json(), async (request, response) => {
      const { name, identityProvider } = request.body ?? {};
      response.status(201).json(await connection.switchOn(request.params.account, name, identityProvider));
    })
    .delete(async (request, response) => {
      await connection.switchOff(request.params.account);
      response.sendStatus(204);
    });

  web.put('/teams/:account/:member/role', express.json(), (request, response) => {
    const { account, member } = request.params;
    const { role } = request.body ?? {};
    if (typeof role !== 'string') response.sendStatus(400);
    else response.sendStatus(store.setRole(account, member, role) ? 204 : 404);
  });

  web.post('/teams/:account/:member/sessions', (request, response) => {
    const session = store.signIn(request.params.account, request.params.member);
    if (session) response.status(201).json({ session });
    else response.sendStatus(403);
  });

  web.get('/sessions/:session', (request, response) => {
    response.sendStatus(store.isSignedIn(request.params.session) ? 200 : 401);
  });

  if (webhookSecret) {
    // The signature covers the bytes as they came, so they are not parsed here.
    web.post('/hooks/rollcall', express.raw({ type: () => true, limit: '16mb' }), (request, response) => {
      try {
        verifyWebhook({ secret: webhookSecret, headers: request.headers, body: request.body });
      } catch (error) {
        if (!(error instanceof WebhookError)) throw error;
        response.status(400).send(error.message);
        return;
      }
      // A poke and no more: what happened is read from the feed, in order, by the one reader there is.
      onWebhook();
      response.sendStatus(204);
    });
  }
  // What Rollcall refused, it refused in words for people.
  web.use((error, _request, response, _next) => {
    response.status(error.status ?? 500).json({ error: error.message });
  });
  return web;
}

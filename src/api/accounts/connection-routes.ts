/** The connection of an account: SCIM enabled, suspended, resumed, disabled. */
import express, { type Router } from 'express';
import { onlyMethods } from '../control-request.ts';
import { parseNothing } from '../webhooks/body.ts';
import { renderAccount, renderEnabling, renderGuide } from './answers.ts';
import { parseDisabling, parseSuspension, parseTokenSettings } from './body.ts';
import { accountHandlers } from './request.ts';
import type { AccountRouteDependencies } from './routes.ts';

export function connectionRoutes({ accounts, offboarding, publicUrl }: AccountRouteDependencies): Router {
  const router = express.Router();
  const handle = accountHandlers(accounts);
  const actions = {
    enable: handle.write(parseTokenSettings, async ({ id }, token, by, { response }) => {
      const issue = await accounts.enable(id, token, by);
      response.set('Cache-Control', 'no-store');
      return renderEnabling(issue, publicUrl());
    }),
    suspend: handle.write(parseSuspension, async ({ id }, reason, by) =>
      renderAccount(await accounts.suspend(id, reason, by)),
    ),
    resume: handle.write(parseNothing, async ({ id }, _, by) => renderAccount(await accounts.resume(id, by))),
    disable: handle.write(parseDisabling, async ({ id }, members, by) => {
      const disabled = await accounts.disable(id, members, by);
      if (disabled.offboarding) offboarding.wake(id);
      return renderAccount(disabled);
    }),
  };
  for (const [name, act] of Object.entries(actions)) {
    router.route(`/accounts/:id/scim/${name}`).post(act).all(onlyMethods('POST', 'This is done with POST.'));
  }
  router
    .route('/accounts/:id/scim/guide')
    .get(handle.read(async account => renderGuide(account, publicUrl())))
    .all(onlyMethods('GET, HEAD', 'The guide of an account is read with GET.'));
  return router;
}

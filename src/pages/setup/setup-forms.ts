/** What the forms of the setup page do: provider, switching on, tokens, leaving. */
import type { RequestHandler, Response, Router } from 'express';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../accounts/identity-provider.ts';
import type { Requester } from '../../accounts/requester.ts';
import type { SetupSession } from '../../accounts/setup-links/setup-links.ts';
import { RollcallError } from '../../base/errors.ts';
import { fields, oneOf, text } from '../../base/schema.ts';
import { parseForm } from '../form.ts';
import { OVERLAPS, type SetupNotice } from './panels/credential-panel.ts';
import { samlPage, signsInWithSaml } from './saml-page.ts';
import { donePage, providerPage } from './setup-page.ts';
import type { SetupDependencies, SetupRoom } from './setup-room.ts';

const PROVIDER_FORM = fields({
  identityProvider: oneOf(...(Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[])), // Object.keys forgets the literal type
});
const ISSUED = text(9);
const ENABLE_FORM = fields({ issued: ISSUED });
const TOKEN_FORM = fields({
  issued: ISSUED,
  overlap_seconds: oneOf(...OVERLAPS.map(([value]) => value)).exactOptional(),
});
const END_FORM = fields({ token: text(40) });
const DEFAULT_OVERLAP_SECONDS = '86400';
const LABEL = 'setup page';

export function addForms(router: Router, room: SetupRoom): void {
  router.get('/provider', chooseProvider(room));
  router.post('/provider', changeProvider(room));
  router.post('/enable', enable(room));
  router.post('/token', issueToken(room));
  router.post('/token/end', endToken(room));
  router.get(
    '/self-test',
    room.handle('self_test', async ({ response }) => again(response)),
  );
  router.post('/self-test', runSelfTest(room));
  router.post('/leave', leave(room));
}

const again = (response: Response): void => response.redirect(303, '/setup');

const chooseProvider = ({ handle, layout }: SetupRoom): RequestHandler =>
  handle('provider', async ({ session: { account }, response }) => {
    layout.send(response, providerPage(account.identityProvider, layout.brand));
  });

const changeProvider = ({ handle, accounts }: SetupRoom): RequestHandler =>
  handle('provider', async ({ session: { account }, by, request, response }) => {
    const { identityProvider } = parseForm(PROVIDER_FORM, request);
    await accounts.set(account.id, { identityProvider }, by);
    response.redirect(303, '/setup?provider=chosen');
  });

// The answer of these two shows a token, so it is not redirected; a form that is sent again makes no other one.

const enable = ({ handle, accounts, layout, show, sessionOf }: SetupRoom): RequestHandler =>
  handle('enable', async ({ session, by, request, response }) => {
    const { id, sso } = session.account;
    const { issued } = parseForm(ENABLE_FORM, request);
    const notice = await once(accounts, session, issued, async () => ({
      token: (await accounts.enable(id, { label: LABEL }, by)).token,
    })).catch((error: unknown) => {
      const isForSso = error instanceof RollcallError && error.code === 'conflict' && !signsInWithSaml(sso);
      if (!isForSso) throw error;
      return undefined;
    });
    if (!notice) return layout.send(response, samlPage(session, layout.brand), 409);
    await show(response, await sessionOf(request), notice);
  });

const issueToken = (room: SetupRoom): RequestHandler =>
  room.handle('tokens', async ({ session, by, request, response }) => {
    const { issued, overlap_seconds = DEFAULT_OVERLAP_SECONDS } = parseForm(TOKEN_FORM, request);
    const overlapMs = Number(overlap_seconds) * 1_000;
    const notice = await once(room.accounts, session, issued, () =>
      replaceToken(room, session, overlapMs, by),
    );
    await room.show(response, session, notice);
  });

const endToken = ({ handle, accounts }: SetupRoom): RequestHandler =>
  handle('tokens', async ({ session: { account }, by, request, response }) => {
    await accounts.revokeToken(account.id, parseForm(END_FORM, request).token, by);
    again(response);
  });

/** The result is kept nowhere, so the answer is not redirected either. */
const runSelfTest = ({ handle, selfTests, answersOutside, show }: SetupRoom): RequestHandler =>
  handle('self_test', async ({ session, response }) => {
    const { account, link } = session;
    const [report, answers] = await Promise.all([selfTests.run(account, link.id), answersOutside()]);
    await show(response, session, { selfTest: { report, answersOutside: answers } });
  });

const leave = ({ handle, links, layout, cookie }: SetupRoom): RequestHandler =>
  handle(undefined, async ({ session, by, response }) => {
    await links.complete(session, by.requestId);
    cookie.clear(response);
    layout.send(response, donePage(session.link.returnUrl, layout.brand));
  });

/** @param issued how many tokens there were when the form was shown */
async function once(
  accounts: SetupDependencies['accounts'],
  { account }: SetupSession,
  issued: string,
  make: () => Promise<SetupNotice>,
): Promise<SetupNotice> {
  const known = await accounts.listTokens(account.id);
  return known.length === Number(issued) ? make() : { isRepeated: true };
}

/** Of the newest token that still lives, the successor; without one, a first token. */
async function replaceToken(
  { accounts, now }: SetupRoom,
  { account }: SetupSession,
  overlapMs: number,
  by: Requester,
): Promise<SetupNotice> {
  const at = now();
  const living = (await accounts.listTokens(account.id)).filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && expiresAt === null,
  );
  const newest = living.at(-1);
  if (!newest) return { token: (await accounts.issueToken(account.id, LABEL, null, { by })).token };
  const { token } = await accounts.rotateToken(account.id, newest.id, overlapMs, by);
  return { token, oldEndsAt: at + overlapMs };
}

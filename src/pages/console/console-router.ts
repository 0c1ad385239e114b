/** The addresses of the console: signing in with a service token, and the screens that it opens. */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { CredentialError, type ServiceCaller } from '../../accounts/tokens/authenticate.ts';
import { type ConsoleSessions, LONGEST_SESSION_MS } from '../../accounts/tokens/console-sessions.ts';
import { requireAnyScope } from '../../accounts/tokens/scopes.ts';
import { fields, text } from '../../base/schema.ts';
import type { AddressOf } from '../../http/request/client-address.ts';
import type { AttemptLimit } from '../attempt-limit.ts';
import { parseForm, readForms, requireSameOrigin } from '../form.ts';
import type { PageLayout } from '../page.ts';
import { PageCookie } from '../page-cookie.ts';
import { pageHeaders } from '../page-headers.ts';
import { ACCOUNT_SCREENS } from './account-screens.ts';
import { LOG_SCREENS } from './log-screens.ts';
import { MEMBER_SCREENS } from './member-screens.ts';
import type { ConsoleDependencies, Screen } from './screen.ts';
import { signInPage } from './sign-in-page.ts';
import { WEBHOOK_SCREENS } from './webhook-screens.ts';

/** Of two that fit an address, the first counts. */
export const SCREENS: readonly Screen[] = [
  ...ACCOUNT_SCREENS,
  ...MEMBER_SCREENS,
  ...LOG_SCREENS,
  ...WEBHOOK_SCREENS,
];

export interface ConsoleRouterDependencies extends ConsoleDependencies {
  readonly sessions: ConsoleSessions;
  readonly layout: PageLayout;
  readonly tries: AttemptLimit;
  readonly addressOf: AddressOf;
}

const SIGN_IN_FORM = fields({ token: text(4_000), to: text(2_000).exactOptional() });
const START = '/console';

export function consoleRouter(dependencies: ConsoleRouterDependencies): Router {
  const { sessions, layout, publicUrl } = dependencies;
  const isHttps = publicUrl().startsWith('https:');
  const cookie = new PageCookie('console', { isHttps, sameSite: 'strict' });
  const router = express.Router();
  router.use(
    ...pageHeaders({ isHttps, frameAncestors: [], referrer: 'same-origin' }),
    requireSameOrigin(publicUrl),
    readForms,
  );
  router.get('/sign-in', ({ query }, response) =>
    layout.send(response, signInPage(ownAddress(query['to']), false)),
  );
  router.post('/sign-in', signIn(dependencies, cookie));
  router.post('/sign-out', async (request, response) => {
    const value = cookie.read(request);
    if (value !== undefined) await sessions.close(value);
    cookie.clear(response);
    response.redirect(303, '/console/sign-in');
  });
  for (const screen of SCREENS) router.get(screen.path, show(screen, dependencies, cookie));
  return router;
}

const signIn =
  (
    { sessions, layout, tries, addressOf, now }: ConsoleRouterDependencies,
    cookie: PageCookie,
  ): RequestHandler =>
  async (request, response) => {
    const { token, to } = parseForm(SIGN_IN_FORM, request);
    const address = addressOf(request) ?? 'unknown';
    tries.admit(address);
    try {
      cookie.set(response, await sessions.open(token.trim()), now() + LONGEST_SESSION_MS);
      response.redirect(303, ownAddress(to));
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error;
      response.locals.failure = error;
      tries.noteFailure(address);
      layout.send(response, signInPage(ownAddress(to), true), 401);
    }
  };

const show =
  (screen: Screen, dependencies: ConsoleRouterDependencies, cookie: PageCookie): RequestHandler =>
  async (request, response) => {
    const caller = await callerOf(dependencies, cookie, request);
    if (!caller) return toSignIn(request, response, cookie);
    response.locals.caller = caller;
    requireAnyScope(caller, screen.scopes);
    const params = request.params as Readonly<Record<string, string>>; // the names of the screen's own path
    const query = textsOf(request.query);
    const page = await screen.show({ ...dependencies, caller, params, query, request });
    dependencies.layout.send(response, page);
  };

/** A token that has ended ends its sessions. */
async function callerOf(
  { sessions }: ConsoleRouterDependencies,
  cookie: PageCookie,
  request: Request,
): Promise<ServiceCaller | undefined> {
  try {
    return await sessions.caller(cookie.read(request));
  } catch (error) {
    if (error instanceof CredentialError) return undefined;
    throw error;
  }
}

function toSignIn(request: Request, response: Response, cookie: PageCookie): void {
  cookie.clear(response);
  response.redirect(303, `/console/sign-in?to=${encodeURIComponent(request.originalUrl)}`);
}

/** An address within the console, and none that leads elsewhere. */
const ownAddress = (to: unknown): string =>
  typeof to === 'string' && /^\/console(?:[/?]|$)/.test(to) && !/[\\\s]/.test(to) ? to : START;

/** A parameter that is given twice counts as not given. */
const textsOf = (query: Request['query']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

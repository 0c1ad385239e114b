/** The addresses of the setup page: the door for who has a link, and the rest for the browser that opened it. */
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { SetupLinkRefusal } from '../../accounts/setup-links/setup-link.ts';
import { fields, text } from '../../base/schema.ts';
import { parseForm, readForms, requireSameOrigin } from '../form.ts';
import { PageCookie } from '../page-cookie.ts';
import { pageHeaders } from '../page-headers.ts';
import { browserName } from './browser-name.ts';
import { closedPage, doorPage } from './door.ts';
import { openSetupFeed } from './setup-feed.ts';
import { addForms } from './setup-forms.ts';
import { createSetupRoom, type SetupDependencies, type SetupRoom } from './setup-room.ts';
import { readSetupView } from './setup-view.ts';

const SECRET_FORM = fields({ secret: text(200) });

export function setupRouter(dependencies: SetupDependencies): Router {
  const { layout, frameAncestors, publicUrl } = dependencies;
  const isHttps = publicUrl().startsWith('https:');
  const room = createSetupRoom(
    dependencies,
    new PageCookie('setup', { isHttps, sameSite: frameAncestors.length > 0 ? 'none' : 'lax' }),
  );
  const headers = { isHttps, frameAncestors };
  const router = express.Router();
  // The address of a link is its secret; the form of the door carries it, which no other site can know.
  addDoor(router, pageHeaders({ ...headers, referrer: 'no-referrer' }), room);
  router.use(
    ...pageHeaders({ ...headers, referrer: 'same-origin' }),
    requireSameOrigin(publicUrl),
    readForms,
  );
  router.get('/', showPage(room));
  router.get('/live', streamNews(room));
  addForms(router, room);
  const answerRefusals: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (!(error instanceof SetupLinkRefusal)) return next(error);
    response.locals.failure = error;
    layout.send(response, closedPage(error, layout.brand), error.status);
  };
  return router.use(answerRefusals);
}

function addDoor(
  router: Router,
  headers: readonly RequestHandler[],
  { links, layout, tries, addressOf, cookie }: SetupRoom,
): void {
  const limited =
    (serve: (request: Request, response: Response) => Promise<void>): RequestHandler =>
    async (request, response) => {
      const address = addressOf(request) ?? 'unknown';
      tries.admit(address);
      try {
        await serve(request, response);
      } catch (error) {
        if (error instanceof SetupLinkRefusal && error.reason === 'unknown') tries.noteFailure(address);
        throw error;
      }
    };
  const open = async (secret: string, request: Request, response: Response): Promise<void> => {
    const known = cookie.read(request);
    const { session, link } = await links.open(secret, known, browserName(request.headers['user-agent']));
    cookie.set(response, session, link.expiresAt);
    response.redirect(303, '/setup');
  };
  router.get(
    /^\/(rcs_[\w-]+)\/?$/,
    ...headers,
    limited(async (request, response) => {
      const secret = String(request.params[0]);
      const link = await links.look(secret, cookie.read(request));
      const isFollowed = ['document', 'iframe'].includes(String(request.headers['sec-fetch-dest']));
      if (link.mode === 'redirect' && isFollowed) return open(secret, request, response);
      layout.send(response, doorPage(layout.brand, secret, link.expiresAt));
    }),
  );
  router.post(
    '/open',
    ...headers,
    readForms,
    limited((request, response) => open(parseForm(SECRET_FORM, request).secret, request, response)),
  );
}

const showPage = ({ handle, show }: SetupRoom): RequestHandler =>
  handle(undefined, async ({ session, request, response }) => {
    const { account, link } = session;
    const isUnknown = account.identityProvider === 'other' && account.connection.state === 'disabled';
    if (isUnknown && link.may.includes('provider') && request.query['provider'] === undefined) {
      return response.redirect(303, '/setup/provider');
    }
    await show(response, session);
  });

const streamNews = (room: SetupRoom): RequestHandler =>
  room.handle('log', async ({ session: { account, link }, request, response }) => {
    const { accounts, layout, live, logReader, logWatch, sessionOf } = room;
    const readView = async () =>
      readSetupView(room, { link, account: await accounts.get(account.id) }, layout.brand.productName);
    const topic = {
      name: `setup ${account.id}`,
      open: () => openSetupFeed({ ...room, reader: logReader, accountId: account.id, readView }),
      watch: (listener: () => void) => logWatch.watch(account.id, listener),
    };
    await live.stream(response, topic, { session: link.id, recheck: () => sessionOf(request) });
  });

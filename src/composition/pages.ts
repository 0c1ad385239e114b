/** The part of the composition root that shows pages. */
import express, { type Router } from 'express';
import type { Authenticator } from '../accounts/tokens/authenticate.ts';
import { ConsoleSessions } from '../accounts/tokens/console-sessions.ts';
import { Assets } from '../pages/assets.ts';
import { AttemptLimit } from '../pages/attempt-limit.ts';
import { createBrand } from '../pages/brand.ts';
import { consoleRouter } from '../pages/console/console-router.ts';
import { LiveChannel } from '../pages/live-channel.ts';
import { PageLayout } from '../pages/page.ts';
import { answerPageProblems } from '../pages/page-problem.ts';
import { setupRouter } from '../pages/setup/setup-router.ts';

import { askPublicUrl } from '../self-test/public-url-answer.ts';

import { SqlConsoleSessionStore } from '../store/accounts/console-session-store.ts';

import type { Foundation } from './foundation.ts';
import type { UseCases } from './use-cases/use-cases.ts';

/** A page waits for it. */
const OUTSIDE_PATIENCE_MS = 2_000;
/** At the door, in a minute. */
const TRIES = { each: 10, all: 100 };

export interface Pages {
  readonly router: Router;
  /** Ends the streams of open pages. */
  stop(): void;
}

export function createPages(
  { config, database, log, now, monotonicNow, publicUrl, addressOf }: Foundation,
  { connections, connectionStatuses, deliveries, memberUseCases, provisioning, selfTests }: UseCases,
  authenticator: Authenticator,
): Pages {
  const brand = createBrand(config.pages, sentence => log.warn(sentence));
  const assets = new Assets(brand);
  const layout = new PageLayout(assets, brand);
  const live = new LiveChannel({ most: config.pages.pageStreams });
  const router = express.Router();
  const pages = express.Router();
  pages.use('/pages', assets.routes());
  // What the setup page and the console show, and how.
  const shared = {
    accounts: connections.accounts,
    connectionStatuses,
    members: memberUseCases.members,
    logReader: provisioning.store,
    flushLog: provisioning.flushIfPossible,
    layout,
    addressOf,
    now,
    publicUrl,
  };
  if (config.pages.isSetupShown) {
    const setup = setupRouter({
      ...shared,
      links: connections.setupLinks,
      logWatch: provisioning.watch,
      selfTests,
      answersOutside: async () => (await askPublicUrl(publicUrl(), fetch, OUTSIDE_PATIENCE_MS)).isServing,
      live,
      tries: new AttemptLimit(TRIES, monotonicNow),
      frameAncestors: config.pages.frameAncestors,
    });
    pages.use('/setup', setup);
  }
  if (config.pages.isConsoleShown) {
    const operatorsConsole = consoleRouter({
      ...shared,
      sessions: new ConsoleSessions({ store: new SqlConsoleSessionStore(database), authenticator, now }),
      timelines: provisioning.timelines,
      endpoints: deliveries.endpoints,
      tries: new AttemptLimit(TRIES, monotonicNow),
    });
    pages.use('/console', operatorsConsole);
  }
  pages.use(answerPageProblems(layout, log));
  router.use(/^\/(pages|setup|console)(?=\/|$)/, (request, response, next) => {
    response.locals.surface = 'pages';
    request.url = request.originalUrl;
    pages(request, response, next);
  });
  return { router, stop: () => live.stop() };
}

/** The part of the composition root that shows pages. */
import express, { type Router } from 'express';
import { Assets } from '../pages/assets.ts';
import { AttemptLimit } from '../pages/attempt-limit.ts';
import { createBrand } from '../pages/brand.ts';
import { LiveChannel } from '../pages/live-channel.ts';
import { PageLayout } from '../pages/page.ts';
import { answerPageProblems } from '../pages/page-problem.ts';
import { setupRouter } from '../pages/setup/setup-router.ts';
import { askPublicUrl } from '../self-test/public-url-answer.ts';
import type { Foundation } from './foundation.ts';
import type { UseCases } from './use-cases.ts';

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
  { config, log, now, monotonicNow, publicUrl, addressOf }: Foundation,
  { connections, connectionStatuses, memberUseCases, provisioning, selfTests }: UseCases,
): Pages {
  const brand = createBrand(config.pages, sentence => log.warn(sentence));
  const assets = new Assets(brand);
  const layout = new PageLayout(assets, brand);
  const live = new LiveChannel({ most: config.pages.pageStreams });
  const router = express.Router();
  const pages = express.Router();
  pages.use('/pages', assets.routes());
  if (config.pages.isSetupShown) {
    pages.use(
      '/setup',
      setupRouter({
        links: connections.setupLinks,
        accounts: connections.accounts,
        connectionStatuses,
        members: memberUseCases.members,
        logReader: provisioning.store,
        logWatch: provisioning.watch,
        flushLog: provisioning.flushIfPossible,
        selfTests,
        answersOutside: async () => (await askPublicUrl(publicUrl(), fetch, OUTSIDE_PATIENCE_MS)).isServing,
        layout,
        live,
        tries: new AttemptLimit(TRIES, monotonicNow),
        addressOf,
        frameAncestors: config.pages.frameAncestors,
        now,
        publicUrl,
      }),
    );
  }
  pages.use(answerPageProblems(layout, log));
  router.use(/^\/(pages|setup)(?=\/|$)/, (request, response, next) => {
    response.locals.surface = 'pages';
    request.url = request.originalUrl;
    pages(request, response, next);
  });
  return { router, stop: () => live.stop() };
}

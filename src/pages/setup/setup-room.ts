/** What the addresses of the setup page have in common: the browser's session, its rights, and the page itself. */
import type { Request, RequestHandler, Response } from 'express';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Requester } from '../../accounts/requester.ts';
import type { SetupRight } from '../../accounts/setup-links/setup-link.ts';
import {
  requesterOf,
  requireRight,
  type SetupLinks,
  type SetupSession,
} from '../../accounts/setup-links/setup-links.ts';
import type { AddressOf } from '../../http/request/client-address.ts';
import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import type { LogWatch } from '../../provisioning-log/log-watch.ts';
import type { SelfTests } from '../../self-test/self-tests.ts';
import type { AttemptLimit } from '../attempt-limit.ts';
import type { LiveChannel } from '../live-channel.ts';
import type { PageLayout } from '../page.ts';
import type { PageCookie } from '../page-cookie.ts';
import type { SetupNotice } from './panels/credential-panel.ts';
import { countPeople } from './panels/people.ts';
import { setupPage } from './setup-page.ts';
import { readSetupView, type SetupViewDependencies } from './setup-view.ts';

export interface SetupDependencies extends Omit<SetupViewDependencies, 'logReader'> {
  readonly links: SetupLinks;
  readonly accounts: Pick<
    Accounts,
    'get' | 'listTokens' | 'set' | 'enable' | 'issueToken' | 'rotateToken' | 'revokeToken'
  >;
  readonly logReader: LogReader;
  readonly logWatch: Pick<LogWatch, 'watch'>;
  readonly selfTests: Pick<SelfTests, 'run'>;
  /** Whether the service answers at its own public address. */
  readonly answersOutside: () => Promise<boolean>;
  readonly layout: PageLayout;
  readonly live: LiveChannel;
  readonly tries: AttemptLimit;
  readonly addressOf: AddressOf;
  /** Origins that may show the page in a frame. */
  readonly frameAncestors: readonly string[];
}

/** A request of the browser that opened a link. */
interface SetupCall {
  readonly session: SetupSession;
  readonly by: Requester;
  readonly request: Request;
  readonly response: Response;
}

export interface SetupRoom extends SetupDependencies {
  readonly cookie: PageCookie;
  /** @throws SetupLinkRefusal */
  readonly sessionOf: (request: Request) => Promise<SetupSession>;
  /** @param right without which the link does not lead here */
  readonly handle: (
    right: SetupRight | undefined,
    serve: (call: SetupCall) => Promise<void>,
  ) => RequestHandler;
  readonly show: (response: Response, session: SetupSession, notice?: SetupNotice) => Promise<void>;
}

export function createSetupRoom(dependencies: SetupDependencies, cookie: PageCookie): SetupRoom {
  const { layout, links, members, publicUrl } = dependencies;
  const sessionOf = (request: Request): Promise<SetupSession> => links.session(cookie.read(request));
  return {
    ...dependencies,
    cookie,
    sessionOf,
    handle: (right, serve) => async (request, response) => {
      const session = await sessionOf(request);
      if (right !== undefined) requireRight(session, right);
      const { requestId, traceparent } = response.locals;
      const by = { ...requesterOf(session.link), requestId, traceparent };
      await serve({ session, by, request, response });
    },
    show: async (response, session, notice) => {
      const view = await readSetupView(dependencies, session, layout.brand.productName);
      const isShown = view.evidence.has('first_person') && session.link.may.includes('people');
      const people = isShown ? await countPeople(members, session.account.id) : undefined;
      layout.send(response, setupPage(view, layout.brand, publicUrl(), { ...notice, people }));
    },
  };
}

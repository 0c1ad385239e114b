/** The use cases on setup links: made and revoked by the main app, opened by one browser, used until they end. */
import { RollcallError } from '../../base/errors.ts';
import type { EventDraft } from '../../events/envelope.ts';
import { requireCredential } from '../../members/account-gate.ts';
import type { Account } from '../account.ts';
import type { ListRequest } from '../accounts.ts';
import { requireOpen } from '../change.ts';
import { connectionEvent } from '../connection/event.ts';
import type { Requester } from '../requester.ts';
import type { AccountGuard } from '../state.ts';
import {
  hashOf,
  newSecret,
  newSetupLink,
  openedBy,
  requireAlive,
  type SetupLink,
  SetupLinkRefusal,
  type SetupLinkSettings,
  type SetupRight,
} from './setup-link.ts';

export interface SetupLinkChange {
  readonly link: SetupLink;
  readonly events: readonly EventDraft[];
}

export interface SetupLinkStore {
  listSetupLinks(accountId: string, list: ListRequest): Promise<readonly SetupLink[]>;
  findBySecret(secretHash: string): Promise<SetupLink | undefined>;
  findBySession(sessionHash: string): Promise<SetupLink | undefined>;
  /** Adds it under the account's lock. @param revokeOthers ends the earlier ones of the account as well */
  addSetupLink(
    link: SetupLink,
    revokeOthers: boolean,
    guard: AccountGuard & { readonly accept: (account: Account) => void },
  ): Promise<void>;
  /**
   * Reads a link under its account's lock, lets `decide` choose, and commits the outcome with its events.
   * @returns `undefined` when the account has no such link
   */
  changeSetupLink(
    accountId: string,
    linkId: string,
    decide: (current: SetupLink) => SetupLinkChange,
    guard?: AccountGuard,
  ): Promise<SetupLink | undefined>;
}

export interface NewSetupLink extends SetupLinkSettings {
  readonly revokeOthers: boolean;
}

/** A link with the secret of its address, shown this once. */
export interface IssuedSetupLink {
  readonly link: SetupLink;
  readonly secret: string;
}

/** The browser that has opened a link. */
export interface SetupSession {
  readonly link: SetupLink;
  readonly account: Account;
}

interface Dependencies {
  readonly store: SetupLinkStore;
  readonly accounts: { get(id: string): Promise<Account> };
  readonly now: () => number;
  readonly newId: () => string;
}

/** What was seen of a browser is written at most so often. */
const SEEN_EVERY_MS = 60_000;

export class SetupLinks {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws RollcallError `notFound`, `conflict` for a closed account */
  async create(
    accountId: string,
    { revokeOthers, ...settings }: NewSetupLink,
    by: Requester,
  ): Promise<IssuedSetupLink> {
    const { store, now, newId } = this.#dependencies;
    const secret = newSecret();
    const link = newSetupLink({ id: newId(), accountId, now: now(), by: by.actor, secret }, settings);
    await store.addSetupLink(link, revokeOthers, { ...this.#guard(by), accept: requireOpen });
    return { link, secret };
  }

  list(accountId: string, list: ListRequest): Promise<readonly SetupLink[]> {
    return this.#dependencies.store.listSetupLinks(accountId, list);
  }

  /** Its browser is signed out; revoking it again changes nothing. @throws RollcallError `notFound` */
  async revoke(accountId: string, linkId: string, by: Requester): Promise<SetupLink> {
    const { store, now } = this.#dependencies;
    const revoke = (link: SetupLink): SetupLinkChange => ({
      link: { ...link, revokedAt: link.revokedAt ?? now() },
      events: [],
    });
    const revoked = await store.changeSetupLink(accountId, linkId, revoke, this.#guard(by));
    if (!revoked) throw noSuchSetupLink();
    return revoked;
  }

  /** What the secret opens; nothing is spent. @throws SetupLinkRefusal */
  async look(secret: string, session: string | undefined): Promise<SetupLink> {
    const { store, now } = this.#dependencies;
    const link = await store.findBySecret(hashOf(secret));
    if (!link) throw new SetupLinkRefusal('unknown');
    requireAlive(link, now());
    await this.#requireOpenAccount(link);
    if (link.sessionHash !== null && !isSessionOf(link, session)) {
      await this.#noteOtherBrowser(link);
      throw new SetupLinkRefusal('elsewhere', link);
    }
    return link;
  }

  /**
   * Binds the link to the browser that asks, and lets the main app know that its customer has begun.
   * @param session the browser's cookie, if it has one
   * @param openedIn the kind of browser, in words
   * @returns the cookie to set
   * @throws SetupLinkRefusal
   */
  async open(
    secret: string,
    session: string | undefined,
    openedIn: string,
  ): Promise<{ readonly session: string; readonly link: SetupLink }> {
    const { store, now, newId } = this.#dependencies;
    const { id, accountId } = await this.look(secret, session);
    const fresh = newSecret();
    let isOpened = false;
    const link = await store.changeSetupLink(accountId, id, current => {
      requireAlive(current, now());
      // Another browser may have been faster since it was looked at.
      if (current.sessionHash !== null && !isSessionOf(current, session))
        throw new SetupLinkRefusal('elsewhere', current);
      isOpened = current.sessionHash === null;
      if (!isOpened) return { link: { ...current, lastSeenAt: now() }, events: [] };
      const opened = openedBy(current, fresh, openedIn, now());
      return {
        link: opened,
        events: [
          connectionEvent(
            { by: requesterOf(opened), now: now(), newId },
            accountId,
            'connection.setup_opened',
            {},
          ),
        ],
      };
    });
    if (!link) throw new SetupLinkRefusal('unknown');
    return { session: isOpened ? fresh : (session ?? ''), link };
  }

  /** @throws SetupLinkRefusal when the cookie is none of ours, or when its link or its account has ended */
  async session(session: string | undefined): Promise<SetupSession> {
    const { store, now } = this.#dependencies;
    const link = session === undefined ? undefined : await store.findBySession(hashOf(session));
    if (!link) throw new SetupLinkRefusal('signed_out');
    requireAlive(link, now());
    const account = await this.#requireOpenAccount(link);
    if (now() - (link.lastSeenAt ?? 0) >= SEEN_EVERY_MS) {
      await store.changeSetupLink(link.accountId, link.id, current => ({
        link: { ...current, lastSeenAt: now() },
        events: [],
      }));
    }
    return { link, account };
  }

  /** The admin says that the set-up is done; the main app hears of it once. */
  async complete({ link: { id, accountId } }: SetupSession, requestId: string | undefined): Promise<void> {
    const { store, now, newId } = this.#dependencies;
    await store.changeSetupLink(accountId, id, current => {
      if (current.completedAt !== null) return { link: current, events: [] };
      const by = { ...requesterOf(current), requestId };
      return {
        link: { ...current, completedAt: now() },
        events: [connectionEvent({ by, now: now(), newId }, accountId, 'connection.setup_completed', {})],
      };
    });
  }

  /** A guard of what an admin asks for: the link is the credential. */
  #guard(by: Requester): AccountGuard {
    const { now } = this.#dependencies;
    return { actor: by.actor, check: credential => requireCredential(by.actor, credential, now()) };
  }

  async #requireOpenAccount(link: SetupLink): Promise<Account> {
    const account = await this.#dependencies.accounts.get(link.accountId);
    if (account.closedAt !== null) throw new SetupLinkRefusal('account_closed', link);
    return account;
  }

  async #noteOtherBrowser({ id, accountId }: SetupLink): Promise<void> {
    const { store, now } = this.#dependencies;
    await store.changeSetupLink(accountId, id, current => ({
      link: { ...current, otherBrowsers: current.otherBrowsers + 1, otherBrowserAt: now() },
      events: [],
    }));
  }
}

export const noSuchSetupLink = (): RollcallError =>
  new RollcallError('notFound', 'This account has no such setup link.');

const isSessionOf = ({ sessionHash }: SetupLink, session: string | undefined): boolean =>
  session !== undefined && hashOf(session) === sessionHash;

/** The admin behind a link, as the actor of what they do. */
export const requesterOf = ({ id, admin }: SetupLink): Requester => ({
  actor: { kind: 'admin', setupLinkId: id, ...(admin.id === null ? {} : { adminId: admin.id }) },
  requestId: undefined,
  traceparent: undefined,
});

/** @throws RollcallError `forbidden` */
export function requireRight({ link }: SetupSession, right: SetupRight): void {
  if (link.may.includes(right)) return;
  throw new RollcallError(
    'forbidden',
    'This setup link does not allow that; ask the product that sent it to you.',
  );
}

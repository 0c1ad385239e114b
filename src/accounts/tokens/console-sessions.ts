/** Sessions of the console: a browser that showed a service token once, and may do what that token may. */
import { createHash, randomBytes } from 'node:crypto';
import type { Authenticator, ServiceCaller } from './authenticate.ts';

export interface ConsoleSession {
  /** SHA-256 of the browser's cookie. */
  readonly hash: string;
  readonly tokenId: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly seenAt: number;
}

export interface ConsoleSessionStore {
  addSession(session: ConsoleSession): Promise<void>;
  findSession(hash: string): Promise<ConsoleSession | undefined>;
  noteSeen(hash: string, at: number): Promise<void>;
  removeSession(hash: string): Promise<void>;
  /** Of a token, all of them; and those of every token that were opened before `openedBefore`. */
  removeSessions(tokenId: string | undefined, openedBefore: number): Promise<void>;
}

interface Dependencies {
  readonly store: ConsoleSessionStore;
  readonly authenticator: Pick<Authenticator, 'serviceCaller' | 'serviceCallerOf'>;
  readonly now: () => number;
}

const MINUTE_MS = 60_000;
const IDLE_MS = 30 * MINUTE_MS;
export const LONGEST_SESSION_MS = 480 * MINUTE_MS;
const SEEN_EVERY_MS = MINUTE_MS;
const COOKIE_BYTES = 32;

const hashOf = (cookie: string): string => createHash('sha256').update(cookie).digest('hex');

export class ConsoleSessions {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @returns the cookie to set @throws CredentialError */
  async open(token: string): Promise<string> {
    const { store, authenticator, now } = this.#dependencies;
    const { tokenId } = await authenticator.serviceCaller(`Bearer ${token}`);
    const cookie = randomBytes(COOKIE_BYTES).toString('base64url');
    const at = now();
    await store.removeSessions(undefined, at - LONGEST_SESSION_MS);
    await store.addSession({ hash: hashOf(cookie), tokenId, openedAt: at, seenAt: at });
    return cookie;
  }

  /**
   * Who is behind a cookie. The token is looked up each time, so revoking it ends its sessions with the next click.
   * @returns `undefined` when there is no session, or when it has ended
   * @throws CredentialError when its token has ended
   */
  async caller(cookie: string | undefined): Promise<ServiceCaller | undefined> {
    if (cookie === undefined) return undefined;
    const { store, authenticator, now } = this.#dependencies;
    const hash = hashOf(cookie);
    const session = await store.findSession(hash);
    const at = now();
    if (!session || at - session.seenAt >= IDLE_MS || at - session.openedAt >= LONGEST_SESSION_MS)
      return undefined;
    const caller = await authenticator.serviceCallerOf(session.tokenId);
    if (at - session.seenAt >= SEEN_EVERY_MS) await store.noteSeen(hash, at);
    return caller;
  }

  close(cookie: string): Promise<void> {
    return this.#dependencies.store.removeSession(hashOf(cookie));
  }

  /** Ends every session that was opened with this token, in every browser. */
  closeAll(tokenId: string): Promise<void> {
    return this.#dependencies.store.removeSessions(tokenId, 0);
  }
}

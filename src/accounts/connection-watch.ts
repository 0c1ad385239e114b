/** Looks after connections while nobody asks: tells of tokens that will expire, and of identity providers that fell silent. */
import { describeFailure, type Log } from '../log.ts';
import type { EventDraft } from '../members/member-event.ts';
import type { AccountStore } from './accounts.ts';
import { connectionEvent } from './connection-event.ts';
import { EXPIRY_NOTICES_MS, tellExpiries } from './token-change.ts';

const FIRST_AFTER_MS = 10_000;
const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;

export interface ConnectionWatchStore {
  /**
   * Accounts with a token that is still to be told of; where SCIM is switched off, nobody needs to know.
   * @param noticesMs how long before its expiry a token is told of, each time once
   */
  accountsWithExpiringTokens(now: number, noticesMs: readonly number[]): Promise<readonly string[]>;
  /** Accounts whose connection is enabled, and silent since before `before`, and not yet told of. */
  silentAccounts(before: number): Promise<readonly string[]>;
  /**
   * Writes the event that an account is silent, if it still is.
   * @param makeEvent takes the time of the last request, `null` when there was none
   */
  tellSilence(
    accountId: string,
    before: number,
    now: number,
    makeEvent: (lastRequestAt: number | null) => EventDraft,
  ): Promise<void>;
}

interface Dependencies {
  readonly store: ConnectionWatchStore;
  readonly accounts: Pick<AccountStore, 'changeAccount'>;
  readonly silentAfterDays: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
}

export class ConnectionWatch {
  readonly #dependencies: Dependencies;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopping = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  start(): void {
    this.#plan(FIRST_AFTER_MS);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Tells whatever is to be told now. */
  async run(): Promise<void> {
    await this.#tellExpiries();
    await this.#tellSilence();
  }

  async #tellExpiries(): Promise<void> {
    const { store, accounts, now, newId } = this.#dependencies;
    const moment = { now: now(), newId };
    for (const id of await store.accountsWithExpiringTokens(moment.now, EXPIRY_NOTICES_MS)) {
      if (this.#isStopping) return;
      await accounts.changeAccount(id, current => {
        if (!current) throw new Error('the row of an account stays for ever');
        return tellExpiries(moment, current);
      });
    }
  }

  async #tellSilence(): Promise<void> {
    const { store, silentAfterDays, now, newId } = this.#dependencies;
    const moment = { now: now(), newId, by: undefined };
    const before = moment.now - silentAfterDays * DAY_MS;
    for (const id of await store.silentAccounts(before)) {
      if (this.#isStopping) return;
      await store.tellSilence(id, before, moment.now, lastRequestAt =>
        connectionEvent(moment, id, 'connection.silent', {
          lastRequest: lastRequestAt === null ? null : new Date(lastRequestAt).toISOString(),
          days: silentAfterDays,
        }),
      );
    }
  }

  #plan(delayMs: number): void {
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#running = this.run()
        .catch((error: unknown) => {
          this.#dependencies.log.warn('connections could not be looked after', describeFailure(error));
        })
        .finally(() => this.#plan(EVERY_MS));
    }, delayMs);
    // Nothing waits for news that are days old.
    this.#timer.unref();
  }
}

/** Watches connections over time: notifies of tokens that will expire and of identity providers that fell silent. */

import type { BackgroundLoop, BackgroundLoops } from '../../base/background-loop.ts';
import { DAY_MS, HOUR_MS } from '../../base/clock.ts';
import type { AgeJudge, ClockRange } from '../../base/uptime.ts';
import type { EventDraft } from '../../events/envelope.ts';
import type { AccountStore } from '../accounts.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { EXPIRY_NOTICES_MS, notifyExpiring } from '../tokens/change.ts';
import { connectionEvent } from './event.ts';
import { cadenceOf, REGULAR_PROVIDERS } from './provider-cadence.ts';

const EVERY_MS = 600_000;

/** Whose silence is looked for. */
export interface Silence {
  readonly shown: ClockRange;
  /** Of this identity provider, once it has sent a request; `null`: all others, and those that never sent one. */
  readonly regular: IdentityProvider | null;
}

export interface ConnectionWatchStore {
  /**
   * Accounts with a token whose expiry notice is due; not where SCIM is switched off.
   * @param noticesMs how long before its expiry a token is notified of, once for each
   */
  accountsWithExpiringTokens(now: number, noticesMs: readonly number[]): Promise<readonly string[]>;
  /** Accounts whose connection is enabled, and had no request while the clock showed these dates, and no notification since. */
  silentAccounts(which: Silence, now: number): Promise<readonly string[]>;
  /**
   * Writes the event that an account is silent, if it still is.
   * @param makeEvent takes the time of the last request, `null` when there was none
   */
  notifySilent(
    accountId: string,
    which: Silence,
    now: number,
    makeEvent: (lastRequestAt: number | null) => EventDraft,
  ): Promise<void>;
}

interface Dependencies {
  readonly store: ConnectionWatchStore;
  readonly accounts: Pick<AccountStore, 'changeAccount'>;
  readonly silentAfterDays: number;
  readonly age: AgeJudge;
  readonly now: () => number;
  readonly newId: () => string;
  readonly loops: BackgroundLoops;
}

export class ConnectionWatch {
  readonly #dependencies: Dependencies;
  readonly #loop: BackgroundLoop;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#loop = dependencies.loops.add({
      name: 'connection_watch',
      run: () => this.run(),
      everyMs: EVERY_MS,
      whenItFails: 'connections could not be looked after, and will be again',
    });
  }

  /** Sends the notifications that are due. */
  async run(): Promise<void> {
    await this.#notifyExpiring();
    const { silentAfterDays } = this.#dependencies;
    for (const idp of REGULAR_PROVIDERS) {
      await this.#notifySilent(cadenceOf(idp, silentAfterDays).silentAfterMs, idp);
    }
    await this.#notifySilent(silentAfterDays * DAY_MS, null);
  }

  async #notifyExpiring(): Promise<void> {
    const { store, accounts, now, newId } = this.#dependencies;
    const moment = { now: now(), newId };
    for (const id of await store.accountsWithExpiringTokens(moment.now, EXPIRY_NOTICES_MS)) {
      if (this.#loop.isStopping) return;
      await accounts.changeAccount(id, current => {
        if (!current) throw new Error('the row of an account stays for ever');
        return notifyExpiring(moment, current);
      });
    }
  }

  /** @param regular as in Silence */
  async #notifySilent(afterMs: number, regular: IdentityProvider | null): Promise<void> {
    const { store, age, now, newId } = this.#dependencies;
    const since = await age.within(afterMs);
    if (!since) return;
    const silence = { shown: since.clock, regular };
    const moment = { now: now(), newId, by: undefined };
    for (const id of await store.silentAccounts(silence, moment.now)) {
      if (this.#loop.isStopping) return;
      await store.notifySilent(id, silence, moment.now, lastRequestAt =>
        connectionEvent(moment, id, 'connection.silent', {
          lastRequest: lastRequestAt === null ? null : new Date(lastRequestAt).toISOString(),
          days: Math.floor(afterMs / DAY_MS),
          hours: afterMs / HOUR_MS,
        }),
      );
    }
  }
}

/** Puts together how a connection is doing: from its account, its tokens, its people and its log. */
import type { Account } from '../../accounts/account.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import { MINUTE_MS } from '../../base/clock.ts';
import type { LogReader } from '../entry-reading.ts';
import type { ConnectionHealth } from './connection-health.ts';
import { type People, type Progress, progressOf } from './connection-progress.ts';

export interface PeopleStore {
  /** Members of the account whom the identity provider manages. @param recentFrom milliseconds since the epoch */
  countPeople(accountId: string, recentFrom: number): Promise<People>;
}

interface Dependencies {
  readonly tokens: { listTokens(accountId: string): Promise<readonly TokenRecord[]> };
  readonly people: PeopleStore;
  readonly log: Pick<LogReader, 'findHealth' | 'listEntries'>;
  readonly silentAfterDays: number;
  /** The name of the main app. */
  readonly product: string | undefined;
  /** The address of the service, without a trailing slash. */
  readonly publicUrl: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ConnectionStatus {
  readonly health: ConnectionHealth | undefined;
  readonly tokens: readonly TokenRecord[];
  readonly progress: Progress;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
  /** When all of this was so; milliseconds since the epoch. */
  readonly at: number;
}

export class ConnectionStatuses {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** As far as the log is written. */
  async read(account: Account): Promise<ConnectionStatus> {
    const {
      product,
      log,
      tokens: tokenStore,
      people: peopleStore,
      silentAfterDays,
      now,
      publicUrl,
    } = this.#dependencies;
    const at = now();
    const health = await log.findHealth(account.id);
    const tokens = await tokenStore.listTokens(account.id);
    const people = await peopleStore.countPeople(account.id, at - MINUTE_MS);
    const baseUrl = `${publicUrl()}/scim/v2`;
    const facts = {
      account,
      activeTokens: tokens.filter(token => tokenState(token, at) === 'active').length,
      health,
      people,
      testUserName: await this.#userNameOf(account.id, health?.milestones.testPerson?.memberId),
      baseUrl,
      silentAfterDays,
      product,
    };
    return { health, tokens, progress: progressOf(facts, at), baseUrl, at };
  }

  /** A member who is gone is known by the log alone, until it is erased there as well. */
  async #userNameOf(accountId: string, memberId: string | undefined): Promise<string | null> {
    if (memberId === undefined) return null;
    const { entries } = await this.#dependencies.log.listEntries({
      accountId,
      memberId,
      from: undefined,
      to: undefined,
      outcomes: undefined,
      text: undefined,
      after: undefined,
      limit: 1,
    });
    return entries[0]?.userName ?? null;
  }
}

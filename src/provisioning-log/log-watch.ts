/**
 * Wakes those who show the provisioning log of an account while it is written.
 *
 * Entries of this process are announced when they are written. Those of other instances are found by counting twice a
 * second, in one query for all watched accounts. Nothing runs while no account is watched.
 */
import type { BackgroundLoop, BackgroundLoops } from '../base/background-loop.ts';
import { MINUTE_MS } from '../base/clock.ts';
import { type LogEntry, NO_ACCOUNT } from './entry.ts';
import { LONGEST_REQUEST_MS } from './follower.ts';

export interface EntryCounts {
  /** How many entries each of these accounts has whose requests began at that time (milliseconds since the epoch) or later. */
  countEntries(accountIds: readonly string[], from: number): Promise<ReadonlyMap<string, number>>;
}

interface OtherInstances {
  readonly counts: EntryCounts;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly loops: BackgroundLoops;
}

interface WatchedAccount {
  readonly listeners: Set<() => void>;
  /** From when on entries were counted, and how many there were. */
  counted: string | undefined;
}

const POLL_MS = 500;

export class LogWatch {
  /** `undefined` where no other instance writes to the same database. */
  readonly #loop: BackgroundLoop | undefined;
  readonly #watched = new Map<string, WatchedAccount>();

  /** @param others how entries of other instances are found, where there may be some */
  constructor(others: OtherInstances | undefined) {
    this.#loop = others?.loops.add({
      name: 'log_watch',
      run: () => this.#count(others),
      everyMs: POLL_MS,
      hasWork: () => this.#watched.size > 0,
      whenItFails: 'the provisioning log could not be watched and will be counted again',
    });
  }

  /** How many accounts are watched. */
  get watched(): number {
    return this.#watched.size;
  }

  /**
   * Calls `listener` whenever entries of the account may have been written; the LogFollower says which.
   * @param accountId NO_ACCOUNT for requests that belong to none
   * @returns what ends that
   */
  watch(accountId: string, listener: () => void): () => void {
    const account = this.#watched.get(accountId) ?? { listeners: new Set(), counted: undefined };
    // The same function may be given twice.
    const own = (): void => listener();
    account.listeners.add(own);
    this.#watched.set(accountId, account);
    this.#loop?.wake();
    return () => {
      account.listeners.delete(own);
      if (account.listeners.size === 0 && this.#watched.get(accountId) === account) {
        this.#watched.delete(accountId);
        this.#loop?.rest();
      }
    };
  }

  /** To be called with entries that were written. */
  announce(entries: readonly LogEntry[]): void {
    if (this.#watched.size === 0) return;
    // What is unproven belongs to no account when the token claimed one that is not there.
    const ids = entries.flatMap(each => (each.isUnproven ? [each.accountId, NO_ACCOUNT] : [each.accountId]));
    for (const id of new Set(ids)) this.#wake(id);
  }

  async #count({ counts, now }: OtherInstances): Promise<void> {
    const before = new Map(this.#watched);
    if (before.size === 0) return;
    // A beginning that moves with each count would let an old entry that leaves hide a new one.
    const from = Math.floor(now() / MINUTE_MS) * MINUTE_MS - LONGEST_REQUEST_MS;
    const found = await counts.countEntries([...before.keys()], from);
    for (const [id, account] of before) {
      const counted = `${from} ${found.get(id) ?? 0}`;
      if (account.counted === counted) continue;
      account.counted = counted;
      this.#wake(id);
    }
  }

  #wake(accountId: string): void {
    for (const listener of this.#watched.get(accountId)?.listeners ?? []) listener();
  }
}

/** Entries of the provisioning log that wait to be written: bounded in bytes for each account and in all. */

export interface QueueLimits {
  readonly accountBytes: number;
  readonly totalBytes: number;
}

export const QUEUE_LIMITS: QueueLimits = { accountBytes: 8_388_608, totalBytes: 33_554_432 };

/** What is known of an entry without wording it. */
export interface EntryMeasure {
  readonly accountId: string;
  /** When its request came in: milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: number;
}

export type EntryKind = 'reads' | 'changes';

interface AccountQueue<Entry> {
  readonly reads: Waiting<Entry>[];
  readonly changes: Waiting<Entry>[];
  bytes: number;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
}

export class EntryQueue<Entry> {
  readonly #limits: QueueLimits;
  readonly #onDropped: (entries: number) => void;
  /** The account whose turn comes next is first. */
  readonly #accounts = new Map<string, AccountQueue<Entry>>();
  readonly #counts = { reads: 0, changes: 0 };
  #bytes = 0;

  /** @param onDropped called with entries that are dropped because the queue is full */
  constructor(limits: QueueLimits, onDropped: (entries: number) => void) {
    this.#limits = limits;
    this.#onDropped = onDropped;
  }

  get bytes(): number {
    return this.#bytes;
  }

  count(kind: EntryKind): number {
    return this.#counts[kind];
  }

  /** Beyond the limits the oldest reads give way, and changes only where no reads are left. */
  add(kind: EntryKind, entry: Entry, { accountId, bytes }: Pick<EntryMeasure, 'accountId' | 'bytes'>): void {
    const account: AccountQueue<Entry> = this.#accounts.get(accountId) ?? {
      reads: [],
      changes: [],
      bytes: 0,
    };
    this.#accounts.set(accountId, account);
    account[kind].push({ entry, bytes });
    account.bytes += bytes;
    this.#counts[kind] += 1;
    this.#bytes += bytes;
    while (account.bytes > this.#limits.accountBytes) this.#dropOldest(account);
    while (this.#bytes > this.#limits.totalBytes) this.#dropOldest(this.#largest());
    if (account.bytes === 0) this.#accounts.delete(accountId);
  }

  /** Takes up to `most`, oldest first, and as many of each account as of another. */
  take(kind: EntryKind, most: number): Entry[] {
    const taken: Entry[] = [];
    for (let left = Math.min(most, this.#counts[kind]); left > 0; left = most - taken.length) {
      const turns = [...this.#accounts].filter(([, account]) => account[kind].length > 0);
      if (turns.length === 0) return taken;
      const share = Math.max(1, Math.floor(left / turns.length));
      for (const [accountId, account] of turns.slice(0, left)) {
        const entries = this.#remove(account, kind, share);
        taken.push(...entries.map(({ entry }) => entry));
        this.#accounts.delete(accountId);
        if (account.reads.length + account.changes.length > 0) this.#accounts.set(accountId, account);
      }
    }
    return taken;
  }

  #dropOldest(account: AccountQueue<Entry>): void {
    const kind = account.reads.length > 0 ? 'reads' : 'changes';
    // Half of them, so that a queue that is full does not move with each entry.
    const dropped = this.#remove(account, kind, Math.ceil(account[kind].length / 2));
    this.#onDropped(dropped.length);
  }

  /** Of the accounts that have reads, if any has. */
  #largest(): AccountQueue<Entry> {
    const all = [...this.#accounts.values()];
    const withReads = all.filter(({ reads }) => reads.length > 0);
    const [first, ...others] = withReads.length > 0 ? withReads : all;
    if (!first) throw new Error('a queue that holds bytes has an account');
    return others.reduce((largest, other) => (other.bytes > largest.bytes ? other : largest), first);
  }

  #remove(account: AccountQueue<Entry>, kind: EntryKind, count: number): Waiting<Entry>[] {
    const removed = account[kind].splice(0, count);
    for (const { bytes } of removed) {
      account.bytes -= bytes;
      this.#bytes -= bytes;
    }
    this.#counts[kind] -= removed.length;
    return removed;
  }
}

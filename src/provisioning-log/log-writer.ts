/**
 * Takes entries from the requests and writes them behind the answers, a batch at a time.
 *
 * Taking one costs a request next to nothing: it is put on a list, and worded when its batch is written. Nothing
 * ever waits for this log. What changed something is always written; reads are written as far as there is time for
 * them, and of more than can wait the oldest are given up and counted. A flood of refusals is counted as well.
 */

import type { BackgroundLoop, BackgroundLoops } from '../base/background-loop.ts';
import { MINUTE_MS } from '../base/clock.ts';
import { describeFailure, type Log } from '../base/log.ts';
import { type HealthUpdate, noteHealth } from './connection/connection-health.ts';
import { type LogEntry, type LogRecord, NO_ACCOUNT } from './entry.ts';
import {
  type EntryKind,
  type EntryMeasure,
  EntryQueue,
  QUEUE_LIMITS,
  type QueueLimits,
} from './entry-queue.ts';

export interface LogStore {
  /** Writes all of it in one transaction. */
  writeEntries(entries: readonly LogEntry[], health: readonly HealthUpdate[]): Promise<void>;
}

/** Where requests leave their entries. */
export interface LogSink<Entry> {
  recordRead(entry: Entry): void;
  recordChange(entry: Entry): void;
  /** A request that was turned away at the door. @param kind of which so many a minute are written */
  recordRefusal(entry: Entry, kind: string): void;
}

interface Dependencies<Entry> {
  readonly store: LogStore;
  readonly describe: (entry: Entry) => LogRecord;
  readonly measure: (entry: Entry) => EntryMeasure;
  /** Called when entries can be read. */
  readonly onWritten: (entries: readonly LogEntry[]) => void;
  /** Of what waits. */
  readonly limits?: QueueLimits;
  /** An id that sorts by the time it is given, and for the same time in the order in which it was asked for. */
  readonly newId: (at: number) => string;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Begins to watch how busy this process is. @returns a function for the share of time it was, from 0 to 1 */
  readonly watchBusyness: () => () => number;
  readonly loops: BackgroundLoops;
  readonly log: Log;
}

const EVERY_MS = 200;
/** More would keep other requests waiting for longer than a few milliseconds. */
const ROWS_A_TRANSACTION = 200;
/** Reads that are written each time while the process is busy: 300 a second cost it three hundredths of its time. */
const READS_WHEN_BUSY = 60;
const READS_WITH_TIME = 1_000;
const BUSY = 0.5;
const MOST_COUNTED = 1_000;
const MOST_REFUSALS_A_MINUTE = 100;
const HEALTH_EVERY_MS = 1_000;
/** What the database does not take for so long is given up. */
const LONGEST_HELD_MS = 60_000;

/** Its id is its place in the log, and reads are written later than changes: it has one from the moment it waits. */
interface WaitingEntry<Entry> {
  readonly id: string;
  readonly entry: Entry;
}

/** The refusals of one kind within a minute. */
interface Refusals<Entry> {
  written: number;
  /** Those that are only counted. */
  more: number;
  last: Entry;
}

interface Batch {
  readonly entries: readonly LogEntry[];
  readonly health: readonly HealthUpdate[];
}

export class LogWriter<Entry> implements LogSink<Entry> {
  readonly #dependencies: Dependencies<Entry>;
  readonly #loop: BackgroundLoop;
  readonly #queue: EntryQueue<WaitingEntry<Entry>>;
  /** What stands for many. */
  #counted: { readonly entry: Entry; readonly more: number }[] = [];
  readonly #health = new Map<string, HealthUpdate>();
  readonly #suppressed = new Map<string, Refusals<Entry>>();
  #minuteEndsAt = 0;
  #healthDueAt = 0;
  /** What could not be written, and is tried again before anything else. */
  #held: Batch | undefined;
  #heldSince = 0;
  #missing = 0;
  /** The log warns of missing entries once a minute. */
  #silentUntil = 0;
  #writesAll = false;
  #busyShare: () => number;

  constructor(dependencies: Dependencies<Entry>) {
    this.#dependencies = dependencies;
    const { limits = QUEUE_LIMITS } = dependencies;
    this.#queue = new EntryQueue(limits, entries => this.#noteDropped(entries));
    this.#busyShare = dependencies.watchBusyness();
    this.#loop = dependencies.loops.add({
      name: 'provisioning_log',
      run: () => this.#run(),
      everyMs: EVERY_MS,
      runsAtStop: true,
      whenItFails: 'the provisioning log waits for its database',
    });
  }

  /** How many entries were given up since the start. */
  get missing(): number {
    return this.#missing;
  }

  /** How many entries wait to be written. */
  get waiting(): number {
    return this.#queue.count('reads') + this.#queue.count('changes') + (this.#held?.entries.length ?? 0);
  }

  /** Bytes of those that are not worded yet. */
  get waitingBytes(): number {
    return this.#queue.bytes;
  }

  recordRead(entry: Entry): void {
    this.#add('reads', entry);
  }

  recordChange(entry: Entry): void {
    this.#add('changes', entry);
  }

  recordRefusal(entry: Entry, kind: string): void {
    const now = this.#dependencies.now();
    if (now >= this.#minuteEndsAt) this.#countSuppressed(now);
    const refusals = this.#suppressed.get(kind);
    if (!refusals) this.#suppressed.set(kind, { written: 1, more: 0, last: entry });
    else if (refusals.written < MOST_REFUSALS_A_MINUTE) refusals.written += 1;
    else {
      refusals.more += 1;
      refusals.last = entry;
      return;
    }
    this.recordChange(entry);
  }

  /** Writes whatever waits now. @throws when the database does not take it; then it goes on waiting */
  async flush(): Promise<void> {
    this.#writesAll = true;
    await this.#loop.runAfresh();
  }

  #add(kind: EntryKind, entry: Entry): void {
    const measure = this.#dependencies.measure(entry);
    this.#queue.add(kind, { id: this.#dependencies.newId(measure.at), entry }, measure);
  }

  async #run(): Promise<void> {
    const now = this.#dependencies.now();
    // No more come when the service stops.
    const isLast = this.#loop.isStopping;
    if (isLast || now >= this.#minuteEndsAt) this.#countSuppressed(now);
    const writesAll = isLast || this.#writesAll;
    this.#writesAll = false;
    try {
      if (writesAll) await this.#writeAll();
      else await this.#write(this.#busyShare() < BUSY ? READS_WITH_TIME : READS_WHEN_BUSY);
    } catch (error) {
      if (isLast) this.#noteLost(this.waiting);
      else this.#giveUpHeld();
      throw error;
    } finally {
      this.#busyShare = this.#dependencies.watchBusyness();
    }
  }

  async #writeAll(): Promise<void> {
    await this.#write(this.#queue.count('reads'));
    if (this.#health.size > 0) await this.#commit({ entries: [], health: this.#takeHealth() });
  }

  /** Writes what could not be written before, all changes that wait, and so many reads, oldest first. */
  async #write(reads: number): Promise<void> {
    if (this.#held) await this.#commit(this.#held);
    let changes = this.#queue.count('changes');
    let left = Math.min(reads, this.#queue.count('reads'));
    while (changes + left > 0) {
      const fromOthers = Math.min(changes, ROWS_A_TRANSACTION);
      const fromReads = Math.min(left, ROWS_A_TRANSACTION - fromOthers);
      changes -= fromOthers;
      left -= fromReads;
      const rows = [...this.#queue.take('changes', fromOthers), ...this.#queue.take('reads', fromReads)];
      const entries = rows.flatMap(({ id, entry }) => this.#describe(entry, id));
      await this.#commit({ entries, health: this.#dueHealth() });
    }
    const sums = this.#counted.splice(0).flatMap(({ entry, more }) => this.#describeCounted(entry, more));
    const health = this.#dueHealth();
    if (sums.length + health.length > 0) await this.#commit({ entries: sums, health });
  }

  async #commit(batch: Batch): Promise<void> {
    if (batch !== this.#held) this.#heldSince = this.#dependencies.now();
    this.#held = batch;
    await this.#dependencies.store.writeEntries(batch.entries, batch.health);
    this.#held = undefined;
    if (batch.entries.length > 0) this.#dependencies.onWritten(batch.entries);
  }

  #describe(entry: Entry, id: string): readonly LogEntry[] {
    const { describe, log } = this.#dependencies;
    try {
      const record = describe(entry);
      if (record.accountId !== NO_ACCOUNT && record.bulkIndex === null) {
        this.#health.set(record.accountId, noteHealth(this.#health.get(record.accountId), record));
      }
      return [{ id, ...record }];
    } catch (error) {
      this.#missing += 1;
      log.error('an entry could not be described', describeFailure(error));
      return [];
    }
  }

  /** @param more how many others it stands for */
  #describeCounted(entry: Entry, more: number): readonly LogEntry[] {
    const { measure, newId } = this.#dependencies;
    const others = more === 0 ? '' : ` (and ${more} more requests like it within a minute)`;
    return this.#describe(entry, newId(measure(entry).at)).map(described => ({
      ...described,
      meaning: `${described.meaning}${others}`,
    }));
  }

  #dueHealth(): readonly HealthUpdate[] {
    const now = this.#dependencies.now();
    if (this.#health.size === 0 || now < this.#healthDueAt) return [];
    this.#healthDueAt = now + HEALTH_EVERY_MS;
    return this.#takeHealth();
  }

  #takeHealth(): readonly HealthUpdate[] {
    const health = [...this.#health.values()];
    this.#health.clear();
    return health;
  }

  /** The last of those that were only counted stands for them all. */
  #countSuppressed(now: number): void {
    for (const { more, last } of this.#suppressed.values()) {
      if (more > 0) this.#counted.push({ entry: last, more: more - 1 });
    }
    // While the database is away there are more of them every minute.
    const given = this.#counted.splice(0, this.#counted.length - MOST_COUNTED).length;
    if (given > 0) this.#noteDropped(given);
    this.#suppressed.clear();
    this.#minuteEndsAt = now + MINUTE_MS;
  }

  #noteDropped(entries: number): void {
    const now = this.#dependencies.now();
    if (now >= this.#silentUntil) {
      this.#silentUntil = now + MINUTE_MS;
      this.#dependencies.log.warn('the provisioning log cannot keep up: its oldest entries are given up', {
        entries,
      });
    }
    this.#missing += entries;
  }

  /** A batch that the database never takes must not hold up the others. */
  #giveUpHeld(): void {
    if (!this.#held || this.#dependencies.now() - this.#heldSince < LONGEST_HELD_MS) return;
    this.#noteLost(this.#held.entries.length);
    this.#held = undefined;
  }

  #noteLost(entries: number): void {
    this.#missing += entries;
    this.#dependencies.log.error('entries of the provisioning log are lost', { entries });
  }
}

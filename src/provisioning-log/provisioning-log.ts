/**
 * Takes entries from the requests and writes them behind the answers, a batch at a time.
 *
 * Taking one costs a request next to nothing: it is put on a list, and worded when its batch is written. Nothing
 * ever waits for this log. What changed something is always written; reads are written as far as there is time for
 * them, and of more than can wait the oldest are given up and counted. A flood of refusals is counted as well.
 */
import { describeFailure, type Log } from '../log.ts';
import { type HealthUpdate, noteHealth } from './connection-health.ts';
import { type LogEntry, type LogRecord, NO_ACCOUNT } from './entry.ts';
import { type EntryMeasure, EntryQueue, QUEUE_LIMITS, type QueueLimits } from './entry-queue.ts';

export interface LogStore {
  /** Writes all of it in one transaction. */
  writeEntries(entries: readonly LogEntry[], health: readonly HealthUpdate[]): Promise<void>;
}

/** Where requests leave their entries. */
export interface LogSink<Entry> {
  read(entry: Entry): void;
  change(entry: Entry): void;
  /** A request that was turned away at the door. @param kind of which so many a minute are written */
  refusal(entry: Entry, kind: string): void;
}

interface Dependencies<Entry> {
  readonly store: LogStore;
  readonly describe: (entry: Entry) => LogRecord;
  readonly measure: (entry: Entry) => EntryMeasure;
  /** Of what waits. */
  readonly limits?: QueueLimits;
  /** An id that sorts by the time it is given, and for the same time in the order in which it was asked for. */
  readonly newId: (at: number) => string;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Begins to watch how busy this process is. @returns a function for the share of time it was, from 0 to 1 */
  readonly watchBusyness: () => () => number;
  readonly log: Log;
}

const EVERY_MS = 200;
const AFTER_FAILURE_MS = 2_000;
/** More would keep other requests waiting for longer than a few milliseconds. */
const ROWS_A_TRANSACTION = 200;
/** Reads that are written each time while the process is busy: 300 a second cost it three hundredths of its time. */
const READS_WHEN_BUSY = 60;
const READS_WITH_TIME = 1_000;
const BUSY = 0.5;
const MOST_COUNTED = 1_000;
const MOST_REFUSALS_A_MINUTE = 100;
const MINUTE_MS = 60_000;
const HEALTH_EVERY_MS = 1_000;
const MOST_FAILURES = 30;

/** The refusals of one kind within a minute. */
interface Flood<Entry> {
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
  readonly #queue: EntryQueue<Entry>;
  /** What stands for many. */
  #counted: { readonly entry: Entry; readonly more: number }[] = [];
  readonly #health = new Map<string, HealthUpdate>();
  readonly #floods = new Map<string, Flood<Entry>>();
  #floodsUntil = 0;
  #healthDueAt = 0;
  /** What could not be written, and is tried again before anything else. */
  #held: Batch | undefined;
  #failures = 0;
  #missing = 0;
  /** The log warns of missing entries once a minute. */
  #silentUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(dependencies: Dependencies<Entry>) {
    this.#dependencies = dependencies;
    const { measure, limits = QUEUE_LIMITS } = dependencies;
    this.#queue = new EntryQueue(limits, measure, entries => this.#noteDropped(entries));
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

  read(entry: Entry): void {
    this.#queue.add('reads', entry);
    this.#timer ??= this.#plan(EVERY_MS);
  }

  change(entry: Entry): void {
    this.#queue.add('changes', entry);
    this.#timer ??= this.#plan(EVERY_MS);
  }

  refusal(entry: Entry, kind: string): void {
    const now = this.#dependencies.now();
    if (now >= this.#floodsUntil) this.#endFloods(now);
    const flood = this.#floods.get(kind);
    if (!flood) this.#floods.set(kind, { written: 1, more: 0, last: entry });
    else if (flood.written < MOST_REFUSALS_A_MINUTE) flood.written += 1;
    else {
      flood.more += 1;
      flood.last = entry;
      this.#timer ??= this.#plan(EVERY_MS);
      return;
    }
    this.change(entry);
  }

  /** Writes whatever waits now. @throws when the database does not take it; then it goes on waiting */
  async flush(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#writeAll());
    await this.#writing;
  }

  /** Writes whatever is left. No more may come. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endFloods(this.#dependencies.now());
    try {
      await this.flush();
    } catch (error) {
      this.#dependencies.log.error('entries of the provisioning log are lost', {
        ...describeFailure(error),
        entries: this.waiting,
      });
    } finally {
      clearTimeout(this.#timer);
    }
  }

  #plan(delayMs: number): NodeJS.Timeout {
    const busyShare = this.#dependencies.watchBusyness();
    const timer = setTimeout(() => void this.#tick(busyShare()), delayMs);
    // What waits is written when the service stops; the log alone keeps no process alive.
    timer.unref();
    return timer;
  }

  async #tick(busyShare: number): Promise<void> {
    let delayMs = EVERY_MS;
    if (this.#dependencies.now() >= this.#floodsUntil) this.#endFloods(this.#dependencies.now());
    const reads = busyShare < BUSY ? READS_WITH_TIME : READS_WHEN_BUSY;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write(reads));
    try {
      await this.#writing;
    } catch (error) {
      delayMs = AFTER_FAILURE_MS;
      this.#giveUpAfterMany(error);
    }
    this.#timer = this.#hasWork() && !this.#isStopped ? this.#plan(delayMs) : undefined;
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
      const entries = rows.flatMap(entry => this.#describe(entry, 0));
      await this.#commit({ entries, health: this.#dueHealth() });
    }
    const sums = this.#counted.splice(0).flatMap(({ entry, more }) => this.#describe(entry, more));
    const health = this.#dueHealth();
    if (sums.length + health.length > 0) await this.#commit({ entries: sums, health });
  }

  async #commit(batch: Batch): Promise<void> {
    this.#held = batch;
    await this.#dependencies.store.writeEntries(batch.entries, batch.health);
    this.#held = undefined;
    this.#failures = 0;
  }

  /** @param more how many others it stands for */
  #describe(entry: Entry, more: number): readonly LogEntry[] {
    const { describe, newId, log } = this.#dependencies;
    try {
      const record = describe(entry);
      if (record.accountId !== NO_ACCOUNT && record.bulkIndex === null) {
        this.#health.set(record.accountId, noteHealth(this.#health.get(record.accountId), record));
      }
      const id = newId(record.at);
      if (more === 0) return [{ id, ...record }];
      return [
        { id, ...record, meaning: `${record.meaning} (and ${more} more requests like it within a minute)` },
      ];
    } catch (error) {
      this.#missing += 1;
      log.error('an entry could not be described', describeFailure(error));
      return [];
    }
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

  #hasWork(): boolean {
    const hasFlood = [...this.#floods.values()].some(({ more }) => more > 0);
    return hasFlood || this.#counted.length > 0 || this.#health.size > 0 || this.waiting > 0;
  }

  /** The last of those that were only counted stands for them all. */
  #endFloods(now: number): void {
    for (const { more, last } of this.#floods.values()) {
      if (more > 0) this.#counted.push({ entry: last, more: more - 1 });
    }
    // While the database is away there are more of them every minute.
    const given = this.#counted.splice(0, this.#counted.length - MOST_COUNTED).length;
    if (given > 0) this.#noteDropped(given);
    this.#floods.clear();
    this.#floodsUntil = now + MINUTE_MS;
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

  #giveUpAfterMany(error: unknown): void {
    const { log } = this.#dependencies;
    this.#failures += 1;
    if (this.#failures < MOST_FAILURES) {
      if (this.#failures === 1)
        log.warn('the provisioning log waits for its database', describeFailure(error));
      return;
    }
    const entries = this.#held?.entries.length ?? 0;
    this.#missing += entries;
    this.#held = undefined;
    this.#failures = 0;
    log.error('entries of the provisioning log are lost', { ...describeFailure(error), entries });
  }
}

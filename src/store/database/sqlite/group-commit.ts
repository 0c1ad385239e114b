/**
 * Group commit: changes that wait share one transaction and so one flush to disk; each has a SAVEPOINT of its own, so
 * that a change that fails is undone alone. There is no artificial delay: a batch forms while the previous one is
 * being flushed. A batch is limited in number, time and length, because all of its work is done in the serving
 * thread; the accounts' changes are taken in turn, so that a bulk of one does not push the others out.
 */
import type BetterSqlite from 'better-sqlite3';
import type { Transaction } from '../database.ts';
import { TurnQueue } from '../reading/turn-queue.ts';
import type { Sql } from '../sql.ts';
import { toWriteFailure } from '../write-failure.ts';
import type { StatementCache } from './connection.ts';

/** A batch takes no further change beyond any of these; the first change is always taken. */
interface BatchLimits {
  readonly changes: number;
  /** Of work, as the processor counts it: a machine that is busy with other things makes no smaller batches. */
  readonly cpuMs: number;
  /** Of the texts that are bound to statements. */
  readonly characters: number;
}

const BATCH_LIMITS: BatchLimits = { changes: 64, cpuMs: 8, characters: 1_048_576 };

interface Unit {
  run(): Promise<void>;
  settle(failure?: unknown): void;
}

export interface CommittedBatch {
  readonly changes: number;
  /** How many of the changes waited for the disk. */
  readonly durable: number;
  /** Of the texts that were bound to statements. */
  readonly characters: number;
}

interface Dependencies {
  readonly connection: BetterSqlite.Database;
  readonly statements: StatementCache;
  readonly limits?: BatchLimits;
  /** Called before each batch; what it throws refuses the batch. */
  readonly beforeBatch?: (() => void) | undefined;
  /** Called after each commit, before its changes are answered. */
  readonly onCommit?: ((batch: CommittedBatch) => void) | undefined;
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

export class GroupCommit {
  readonly #connection: BetterSqlite.Database;
  readonly #limits: BatchLimits;
  readonly #beforeBatch: (() => void) | undefined;
  readonly #onCommit: ((batch: CommittedBatch) => void) | undefined;
  readonly #trx: Transaction;
  readonly #durable = new TurnQueue<Unit>();
  readonly #relaxed = new TurnQueue<Unit>();
  #boundCharacters = 0;
  #draining: Promise<void> | undefined;

  constructor({ connection, statements, limits = BATCH_LIMITS, beforeBatch, onCommit }: Dependencies) {
    this.#connection = connection;
    this.#limits = limits;
    this.#beforeBatch = beforeBatch;
    this.#onCommit = onCommit;
    this.#trx = {
      all: async <Row>(query: Sql): Promise<Row[]> => {
        for (const value of query.bindings)
          if (typeof value === 'string') this.#boundCharacters += value.length;
        return statements.all<Row>(query);
      },
    };
  }

  /**
   * Resolves after the commit.
   * @param isRelaxed whether the commit need not wait for the disk
   */
  add<T>(accountId: string, isRelaxed: boolean, work: (trx: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let outcome: T;
      const queue = isRelaxed ? this.#relaxed : this.#durable;
      queue.add(accountId, {
        run: async () => {
          outcome = await work(this.#trx);
        },
        settle: failure => {
          if (failure === undefined) resolve(outcome);
          else reject(toWriteFailure(failure));
        },
      });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // Let the requests that arrived in this turn of the event loop join the first batch.
    await new Promise(resolve => setImmediate(resolve));
    while (this.#durable.size + this.#relaxed.size > 0) {
      if (this.#durable.size > 0) await this.#commitBatch('durable');
      else await this.#commitRelaxed();
      // Answer, and take in what arrived meanwhile, before the next flush.
      await new Promise(resolve => setImmediate(resolve));
    }
    this.#draining = undefined;
  }

  /** Without waiting for the disk: 5 to 20 ms in which no request would be answered. The next durable commit flushes it. */
  async #commitRelaxed(): Promise<void> {
    this.#connection.pragma('synchronous = NORMAL');
    try {
      await this.#commitBatch('relaxed');
    } finally {
      this.#connection.pragma('synchronous = FULL');
    }
  }

  /** A durable batch takes changes of both kinds, so that neither waits for the other. */
  async #commitBatch(kind: 'durable' | 'relaxed'): Promise<void> {
    const batch: Unit[] = [];
    const failures = new Map<Unit, unknown>();
    let durable = 0;
    const take = (): Unit | undefined => {
      const queues = batch.length % 2 === 0 ? [this.#durable, this.#relaxed] : [this.#relaxed, this.#durable];
      for (const queue of kind === 'durable' ? queues : [this.#relaxed]) {
        const unit = queue.take()?.item;
        if (!unit) continue;
        batch.push(unit);
        if (queue === this.#durable) durable += 1;
        return unit;
      }
      return undefined;
    };
    try {
      this.#beforeBatch?.();
      this.#connection.exec('BEGIN IMMEDIATE');
      await this.#runUnits(take, failures);
      this.#connection.exec('COMMIT');
    } catch (failure) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      // Where nothing could begin, trying the next one alone is no better: a whole batch is refused.
      if (batch.length === 0) while (batch.length < this.#limits.changes && take());
      for (const unit of batch) unit.settle(failures.get(unit) ?? failure);
      return;
    }
    this.#onCommit?.({ changes: batch.length, durable, characters: this.#boundCharacters });
    for (const unit of batch) unit.settle(failures.get(unit));
  }

  async #runUnits(take: () => Unit | undefined, failures: Map<Unit, unknown>): Promise<void> {
    const until = threadCpuMs() + this.#limits.cpuMs;
    this.#boundCharacters = 0;
    for (let taken = 0; taken < this.#limits.changes; taken += 1) {
      const hasRoom = this.#boundCharacters < this.#limits.characters && threadCpuMs() < until;
      const unit = taken === 0 || hasRoom ? take() : undefined;
      if (!unit) return;
      this.#connection.exec('SAVEPOINT unit');
      try {
        await unit.run();
        this.#connection.exec('RELEASE unit');
      } catch (failure) {
        failures.set(unit, failure ?? new Error('a unit of work failed without a reason'));
        // A full disk or an I/O error has already rolled everything back; then nothing may be committed, and it is the
        // reason for all of them.
        if (!this.#connection.inTransaction) throw failure;
        this.#connection.exec('ROLLBACK TO unit; RELEASE unit');
      }
    }
  }
}

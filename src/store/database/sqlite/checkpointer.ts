/**
 * Checkpoints the write-ahead log in a thread with a connection of its own. SQLite would do it within the commit that
 * fills the log, in the serving thread: copying and two flushes, measured up to 150 ms.
 */
import { Worker } from 'node:worker_threads';
import type BetterSqlite from 'better-sqlite3';
import type { CommittedBatch } from './group-commit.ts';

/** SQLite's own default, which holds where no thread does it. */
const PAGES_OF_A_CHECKPOINT = 1_000;
/** 64 MB of log: what the thread did not manage by then is done within a commit, so that the log cannot grow for ever. */
const BACKSTOP_PAGES = 16_000;
const PAGE_BYTES = 4_096;
/** A row, its event and the pages of their indexes. */
const PAGES_OF_A_CHANGE = 12;
const BYTES_OF_A_CHARACTER = 2;

export const CHECKPOINTED = 'checkpointed';

export class Checkpointer {
  readonly #path: string;
  readonly #writer: BetterSqlite.Database;
  #worker: Worker | undefined;
  #isRunning = false;
  #pages = 0;

  constructor(path: string, writer: BetterSqlite.Database) {
    this.#path = path;
    this.#writer = writer;
  }

  /** Begins a checkpoint when about as much was written as SQLite would wait for. */
  noteCommit({ changes, characters }: CommittedBatch): void {
    this.#pages += changes * PAGES_OF_A_CHANGE + (characters * BYTES_OF_A_CHARACTER) / PAGE_BYTES;
    if (this.#pages < PAGES_OF_A_CHECKPOINT || this.#isRunning) return;
    this.#pages = 0;
    this.#isRunning = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage(undefined);
  }

  /** Ends the thread; closing the last connection checkpoints what is left. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: this.#path,
      name: 'rollcall-checkpoints',
    });
    worker.unref();
    worker.on('message', () => {
      this.#isRunning = false;
      this.#leaveToCommits(BACKSTOP_PAGES);
    });
    worker.on('error', () => undefined); // "exit" follows
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#isRunning = false;
      this.#leaveToCommits(PAGES_OF_A_CHECKPOINT);
    });
    return worker;
  }

  #leaveToCommits(pages: number): void {
    if (this.#writer.open) this.#writer.pragma(`wal_autocheckpoint = ${pages}`);
  }
}

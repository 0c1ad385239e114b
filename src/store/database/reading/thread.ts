/** One reader thread as the serving thread sees it. */
import { Worker } from 'node:worker_threads';
import { RollcallError } from '../../../base/errors.ts';
import type { Sql } from '../sql.ts';
import { READY, type ReaderAnswer, type ReaderRequest, type ReaderSettings } from './protocol.ts';
import { clientGone, type ReadWork, searchTooLong } from './search.ts';

/** How long after its time is up, or after its client left, a statement may take to notice. */
const GRACE_MS = 2_000;
const RETRY_AFTER_SECONDS = 1;
/** V8 would let it grow to 96 MB in each thread, and keeps what it once took. */
const YOUNG_GENERATION_MB = 8;

interface Job {
  readonly id: number;
  readonly startedAt: number;
  readonly onWork: (work: ReadWork) => void;
  resolve(rows: unknown[]): void;
  reject(failure: unknown): void;
}

export interface ReadOptions {
  /** Milliseconds that are left for the statement; `undefined`: as long as it takes. */
  readonly limitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onWork?: (work: ReadWork) => void;
}

export class ReaderThread {
  /** Resolves when the thread takes statements, or has ended: starting is not part of a search's time. */
  readonly started: Promise<void>;
  /** Resolves when the thread is gone. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #stopFlag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #job: Job | undefined;
  #jobs = 0;
  #isUsable = true;

  constructor(path: string) {
    const workerData: ReaderSettings = { path, stopFlag: this.#stopFlag };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      name: 'rollcall-reader',
    });
    this.#worker.on('error', failure => this.#die(failure));
    this.ended = new Promise(resolve => {
      this.#worker.on('exit', code => {
        this.#die(new Error(`a reader thread ended with exit code ${code}`));
        resolve();
      });
    });
    const isReady = new Promise<void>(resolve => {
      this.#worker.on('message', (answer: ReaderAnswer | typeof READY) => {
        if (answer === READY) resolve();
        else this.#finish(answer);
      });
    });
    this.started = Promise.race([isReady, this.ended]);
    // An idle thread keeps no process alive; one that is waited for does.
    void this.started.then(() => this.#worker.unref());
  }

  /** False once the thread has ended, or does not come back from a statement. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** From now on, until `end`, what is read is one committed state. */
  begin(): void {
    this.#send({ kind: 'begin' });
  }

  end(): void {
    if (this.#isUsable) this.#send({ kind: 'end' });
  }

  /**
   * Runs one statement; the caller waits for its end before the next.
   * @throws RollcallError `tooMany` after the limit, `unavailable` when the client left or the thread ended
   */
  async read<Row>({ marked: sql, bindings }: Sql, options: ReadOptions = {}): Promise<Row[]> {
    const { limitMs, signal, onWork = () => undefined } = options;
    if (signal?.aborted) throw clientGone();
    if (limitMs !== undefined && limitMs <= 0) throw searchTooLong();
    if (!this.#isUsable) throw threadEnded(undefined);
    if (this.#job) throw new Error('a reader thread runs one statement at a time');
    this.#jobs += 1;
    const id = this.#jobs;
    let overdue: NodeJS.Timeout | undefined;
    const replaceSoon = (delayMs: number, failure: RollcallError): void => {
      clearTimeout(overdue);
      overdue = setTimeout(() => this.#abandon(failure), delayMs);
    };
    const stop = (): void => {
      Atomics.store(this.#stopFlag, 0, id);
      replaceSoon(GRACE_MS, clientGone());
    };
    const answered = new Promise<unknown[]>((resolve, reject) => {
      this.#job = { id, startedAt: performance.now(), onWork, resolve, reject };
    });
    if (limitMs !== undefined) replaceSoon(limitMs + GRACE_MS, searchTooLong());
    signal?.addEventListener('abort', stop, { once: true });
    this.#worker.ref();
    this.#send({ kind: 'read', job: id, sql, bindings, limitMs: limitMs ?? null });
    try {
      return (await answered) as Row[]; // the caller names the columns it selected
    } finally {
      clearTimeout(overdue);
      signal?.removeEventListener('abort', stop);
      this.#worker.unref();
    }
  }

  /** Ends the thread; a statement that runs is not waited for. */
  async close(): Promise<void> {
    this.#isUsable = false;
    await this.#worker.terminate();
  }

  #send(request: ReaderRequest): void {
    this.#worker.postMessage(request);
  }

  #finish({ job: id, outcome, ms, textLength }: ReaderAnswer): void {
    const job = this.#job;
    if (job?.id !== id) return;
    this.#job = undefined;
    const rows = outcome.kind === 'rows' ? outcome.rows.length : 0;
    job.onWork({ readerMs: ms, rows, bytes: textLength });
    switch (outcome.kind) {
      case 'rows':
        job.resolve([...outcome.rows]);
        return;
      case 'late':
        job.reject(searchTooLong());
        return;
      case 'stopped':
        job.reject(clientGone());
        return;
      case 'failed': {
        const failure = new Error(outcome.message);
        job.reject(outcome.code === undefined ? failure : Object.assign(failure, { code: outcome.code }));
      }
    }
  }

  /** The thread is left to itself: it ends as soon as it comes back from the statement. */
  #abandon(failure: RollcallError): void {
    this.#die(failure);
    void this.#worker.terminate();
  }

  #die(failure: unknown): void {
    this.#isUsable = false;
    const job = this.#job;
    if (!job) return;
    this.#job = undefined;
    job.onWork({ readerMs: performance.now() - job.startedAt, rows: 0, bytes: 0 });
    job.reject(failure instanceof RollcallError ? failure : threadEnded(failure));
  }
}

const threadEnded = (cause: unknown): RollcallError =>
  new RollcallError('unavailable', 'The search was interrupted by a failure of the service; try it again.', {
    cause,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

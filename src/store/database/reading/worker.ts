/** A reader thread: runs statements on a read-only connection of its own, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { errorCodeOf } from '../../../base/errors.ts';
import { openReadOnlyConnection, StatementCache } from '../sqlite/connection.ts';
import { GO_ON, READY, type ReaderAnswer, type ReaderRequest, type ReaderSettings } from './protocol.ts';
import { textLength } from './search.ts';

class Interruption extends Error {
  readonly kind: 'late' | 'stopped';

  constructor(kind: 'late' | 'stopped') {
    super(`the search is ${kind}`);
    this.kind = kind;
  }
}

/** better-sqlite3 cannot interrupt a statement, so the statement asks whether it is to go on: 0.6 µs a row. */
function startReader({ path, stopFlag }: ReaderSettings, answer: (answer: ReaderAnswer) => void) {
  const connection = openReadOnlyConnection(path);
  const statements = new StatementCache(connection);
  const running = { job: 0, until: Number.POSITIVE_INFINITY };
  connection.function(GO_ON, { deterministic: false }, () => {
    if (Atomics.load(stopFlag, 0) === running.job) throw new Interruption('stopped');
    if (performance.now() > running.until) throw new Interruption('late');
    return 1;
  });
  const read = ({ sql, bindings }: Extract<ReaderRequest, { kind: 'read' }>): ReaderAnswer['outcome'] => {
    try {
      return { kind: 'rows', rows: statements.run(sql, bindings) };
    } catch (error) {
      if (error instanceof Interruption) return { kind: error.kind };
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', message, code: errorCodeOf(error) };
    }
  };
  return (request: ReaderRequest): void => {
    switch (request.kind) {
      case 'begin':
        connection.exec('BEGIN');
        return;
      case 'end':
        connection.exec('COMMIT');
        return;
      case 'read': {
        const startedAt = performance.now();
        running.job = request.job;
        running.until = request.limitMs === null ? Number.POSITIVE_INFINITY : startedAt + request.limitMs;
        const outcome = read(request);
        answer({
          job: request.job,
          outcome,
          ms: performance.now() - startedAt,
          textLength: outcome.kind === 'rows' ? textLength(outcome.rows) : 0,
        });
      }
    }
  };
}

/** What is handed over instead of copied. Bytes are read as one row. */
function bytesIn({ outcome }: ReaderAnswer): ArrayBuffer[] {
  const [row] = outcome.kind === 'rows' && outcome.rows.length === 1 ? outcome.rows : [];
  return Object.values(row ?? {}).flatMap(value =>
    value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [],
  );
}

if (!parentPort) throw new Error('a reader is a worker thread');
const port = parentPort;
const settings = workerData as ReaderSettings; // put there by ReaderThread
port.on(
  'message',
  startReader(settings, answer => port.postMessage(answer, bytesIn(answer))),
);
port.postMessage(READY);

/** Snapshots: an account's members and the place in its events they stand for, as one JSON document. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { noSuchAccount, RollcallError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { sequenceText } from '../events/envelope.ts';
import { formatCursor } from '../events/feed/cursor.ts';
import { escapeLineSeparators } from '../events/line-separators.ts';
import { parseMember, type StoredMember } from './member.ts';
import { describeMember } from './member-event.ts';

/** An account in one committed state. */
export interface AccountSnapshot {
  /** The number of its last event. */
  readonly lastSequence: number;
  /** Of the feed, as in `FeedState`. */
  readonly epoch: string;
  readonly head: number;
  /** All of them by id, page by page. */
  readonly members: AsyncIterable<readonly StoredMember[]>;
}

export interface SnapshotStore {
  /** Hands out one state for as long as `use` takes; `undefined` when there is no such account. */
  withState<T>(accountId: string, use: (state: AccountSnapshot | undefined) => Promise<T>): Promise<T>;
}

/** Each snapshot keeps a read transaction open, so there are few, and none for ever. */
export interface SnapshotLimits {
  /** How many at a time. */
  readonly concurrent: number;
  /** How long a reader may take nothing. */
  readonly stallMs: number;
  /** How long a whole snapshot may take. */
  readonly wholeMs: number;
}

export const SNAPSHOT_LIMITS: SnapshotLimits = { concurrent: 4, stallMs: 60_000, wholeMs: 600_000 };
const RETRY_SECONDS = 5;

/** Takes the document piece by piece, and stops when `tooSlow` is aborted. */
export type SnapshotReader = (document: AsyncIterable<string>, tooSlow: AbortSignal) => Promise<void>;

interface Dependencies {
  readonly store: SnapshotStore;
  readonly limits: SnapshotLimits;
  readonly log: Log;
}

const PIECE_LENGTH = 65_536;

export class Snapshots {
  readonly #dependencies: Dependencies;
  #open = 0;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** How many are being read now. */
  get open(): number {
    return this.#open;
  }

  /**
   * Hands the snapshot of an account to `reader`, from one read transaction that ends with it.
   * @throws RollcallError `notFound`, `tooManyRequests`; whatever `reader` throws, unless it was too slow
   */
  async read(accountId: string, reader: SnapshotReader): Promise<void> {
    const { store, limits } = this.#dependencies;
    if (this.#open >= limits.concurrent) {
      throw new RollcallError(
        'tooManyRequests',
        `${limits.concurrent} snapshots are being read, and no more are made at a time. Read one after another, and try again in ${RETRY_SECONDS} seconds.`,
        { retryAfterSeconds: RETRY_SECONDS },
      );
    }
    this.#open += 1;
    try {
      await store.withState(accountId, state => {
        if (state) return this.#hand(accountId, state, reader);
        throw noSuchAccount();
      });
    } finally {
      this.#open -= 1;
    }
  }

  async #hand(accountId: string, state: AccountSnapshot, reader: SnapshotReader): Promise<void> {
    const { limits, log } = this.#dependencies;
    const limit = new AbortController();
    const stall = setTimeout(() => limit.abort(), limits.stallMs);
    const whole = setTimeout(() => limit.abort(), limits.wholeMs);
    try {
      await reader(
        render(accountId, state, () => stall.refresh()),
        limit.signal,
      );
    } catch (failure) {
      if (!limit.signal.aborted) throw failure;
      log.warn('a snapshot was cut off: its reader was too slow', { accountId });
    } finally {
      clearTimeout(stall);
      clearTimeout(whole);
    }
  }
}

/**
 * The document, each member on a line of its own, so that a reader can take it line by line.
 * @param onTaken called whenever the reader has taken a piece and asks for the next
 */
async function* render(
  accountId: string,
  state: AccountSnapshot,
  onTaken: () => void,
): AsyncGenerator<string> {
  const asOfSequence = sequenceText(state.lastSequence);
  const cursor = formatCursor({ epoch: state.epoch, position: state.head });
  const head = { account: accountId, asOfSequence, cursor };
  let piece = `${JSON.stringify(head).slice(0, -1)},"members":[`;
  let separator = '\n';
  for await (const page of state.members) {
    for (const member of page) {
      piece += separator + escapeLineSeparators(JSON.stringify(describeMember(parseMember(member))));
      separator = ',\n';
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      onTaken();
      piece = '';
      // The socket may take it without waiting: other requests get their turn.
      await nextTurn();
    }
  }
  yield `${piece}\n]}\n`;
}

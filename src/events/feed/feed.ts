/** The feed: every event in one order, read piece by piece from a place that a cursor names. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RollcallError } from '../../base/errors.ts';
import type { EventType } from '../catalogue/catalogue.ts';
import { type CursorPosition, formatCursor, parseCursor } from './cursor.ts';

export interface FeedState {
  /** Changes when positions may be reused, after a restored backup. */
  readonly epoch: string;
  /** The last position given out. */
  readonly head: number;
  /** The last position that was deleted. */
  readonly floor: number;
}

export interface EventFilter {
  /** `null`: every account, and the events about the delivery itself, which belong to none. */
  readonly accounts: readonly string[] | null;
  /** `null`: every type. */
  readonly types: readonly EventType[] | null;
}

export interface FeedEvent {
  readonly position: number;
  readonly type: string;
  /** The stored JSON, byte for byte. */
  readonly body: string;
}

/** How much is read: whichever is reached first, but one event at least. */
export interface ReadLimits {
  readonly events: number;
  /** Of their bodies. */
  readonly bytes: number;
  /** Aborted when nothing waits for them any more. */
  readonly signal?: AbortSignal;
}

/** What a look at a part of the feed found. */
interface Found {
  readonly state: FeedState;
  readonly count: number;
  /** The position of the last event; `undefined` when there is none. */
  readonly last: number | undefined;
  /** Whether these are all that fit the filter; otherwise a limit was reached. */
  readonly isWhole: boolean;
}

export interface FeedPiece extends Found {
  readonly events: readonly FeedEvent[];
}

export interface FeedText extends Found {
  /** The stored JSON of the events, byte for byte, with commas between them. */
  readonly bodies: Buffer;
}

export interface EventStore {
  state(): Promise<FeedState>;
  /**
   * Events with `after < position <= upTo` that fit the filter, in order, and the state of the feed, as of one
   * moment: what a concurrent clean-up deletes is either still there, or below the floor that comes along.
   * Bodies beyond the limits are not loaded.
   */
  read(after: number, upTo: number, filter: EventFilter, limits: ReadLimits): Promise<FeedPiece>;
  /** The same events as one text, which costs the serving thread a fraction of what it takes to make objects of them. */
  readText(after: number, upTo: number, filter: EventFilter, limits: ReadLimits): Promise<FeedText>;
  /** The lowest position of an event that was decided at `time` (milliseconds since the epoch) or later. */
  firstPositionSince(time: number, signal?: AbortSignal): Promise<number | undefined>;
  find(eventId: string): Promise<{ readonly accountId: string; readonly body: string } | undefined>;
}

/** Where to begin: behind a cursor, at a time, or, without either, with the oldest event that is kept. */
export type FeedStart =
  | { readonly cursor: string; readonly carrier: string }
  | { readonly time: number }
  | undefined;

/** Behind which event to go on. Without an epoch no cursor has promised anything about the events before. */
export interface FeedPosition {
  readonly epoch: string | undefined;
  readonly position: number;
}

/** How far a piece of the feed goes. */
interface FeedAccess {
  /** Where to go on: always moves to what was looked at, also when nothing fitted. */
  readonly reached: CursorPosition;
  readonly head: CursorPosition;
  /** Whether the feed went on beyond `reached`. */
  readonly hasMore: boolean;
}

export type FeedScan = FeedPiece & FeedAccess;
export type FeedPage = FeedText & FeedAccess;

/** Of the bodies in a page: some hundred events of usual size, and a few milliseconds of the serving thread. */
export const PAGE_BYTES = 1_048_576;
/** A filter may pass over everything: a look at so many events takes SQLite 4 ms, and nothing else runs meanwhile. */
const LOOK = 10_000;
const LOOKS_A_SCAN = 20;

const EVENT_ID = /^[\w-]{1,64}$/;

export class Feed {
  readonly #store: EventStore;
  readonly #catchUp: () => Promise<void>;
  #lastTurn: Promise<void> = Promise.resolve();

  /** @param catchUp gives this instance's own commits their positions, so that a writer can read what it wrote */
  constructor(store: EventStore, catchUp: () => Promise<void>) {
    this.#store = store;
    this.#catchUp = catchUp;
  }

  /** @throws RollcallError `badRequest` for a cursor that is not ours */
  async positionOf(start: FeedStart, signal?: AbortSignal): Promise<FeedPosition> {
    if (start === undefined) return { epoch: undefined, position: 0 };
    if ('cursor' in start) return parseCursor(start.cursor, start.carrier);
    // The head first: what is added after this read comes behind it, whenever it was decided.
    const { head } = await this.#store.state();
    const first = await this.#store.firstPositionSince(start.time, signal);
    return { epoch: undefined, position: first === undefined ? head : first - 1 };
  }

  /**
   * As many events as the limits allow; fewer, or none, when the feed ends or a filter matches little; `hasMore` says which.
   * @throws RollcallError `gone` for a place that has expired
   */
  scan(place: FeedPosition, filter: EventFilter, limits: ReadLimits): Promise<FeedScan> {
    return this.#look(place, filter, (after, upTo) => this.#store.read(after, upTo, filter, limits));
  }

  /**
   * The same as text.
   * @throws RollcallError `gone` for a place that has expired
   */
  page(place: FeedPosition, filter: EventFilter, limits: ReadLimits): Promise<FeedPage> {
    return this.#look(place, filter, (after, upTo) => this.#store.readText(after, upTo, filter, limits));
  }

  async #look<Piece extends Found>(
    place: FeedPosition,
    filter: EventFilter,
    read: (after: number, upTo: number) => Promise<Piece>,
  ): Promise<Piece & FeedAccess> {
    await this.#catchUp();
    // One account's events have an index of their own.
    const span = filter.accounts?.length === 1 && filter.types === null ? Number.MAX_SAFE_INTEGER : LOOK;
    let { position } = place;
    for (let looks = 1; ; looks += 1) {
      const upTo = Math.min(position + span, Number.MAX_SAFE_INTEGER);
      await this.#turn();
      const piece = await read(position, upTo);
      const { state, count } = piece;
      const begin = beginOf({ epoch: place.epoch, position }, state);
      if (begin > position) {
        position = begin;
      } else if (count > 0 || upTo >= state.head || looks >= LOOKS_A_SCAN) {
        return { ...piece, ...accessOf(piece, Math.min(upTo, state.head)) };
      } else {
        position = upTo;
      }
    }
  }

  /** One look a turn of the thread: concurrent requests for large pages leave the turns between them to others. */
  #turn(): Promise<void> {
    this.#lastTurn = this.#lastTurn.then(() => nextTurn());
    return this.#lastTurn;
  }

  /**
   * The stored body of one event.
   * @param accounts those the caller may see; `null`: all
   * @throws RollcallError `notFound`, whether it is not there or out of reach
   */
  async find(eventId: string, accounts: readonly string[] | null): Promise<string> {
    const event = EVENT_ID.test(eventId) ? await this.#store.find(eventId) : undefined;
    if (event && (accounts === null || accounts.includes(event.accountId))) return event.body;
    throw new RollcallError(
      'notFound',
      'There is no event with this id, or it is no longer kept, or this service token does not reach its account.',
    );
  }
}

/** Where reading begins: the place itself; the oldest event when nothing was promised about those before it. */
function beginOf({ epoch, position }: FeedPosition, state: FeedState): number {
  if (epoch === undefined) return Math.max(position, state.floor);
  if (epoch !== state.epoch || position > state.head) {
    throw goneError(
      'feed-reset',
      'The feed was reset since this cursor was given out. Read all members again, then read the feed without a cursor.',
      state,
    );
  }
  if (position < state.floor) {
    throw goneError(
      'cursor-expired',
      'This cursor has expired: the events after it are no longer kept. Read all members again, then read the feed without a cursor.',
      state,
    );
  }
  return position;
}

const goneError = (problem: 'feed-reset' | 'cursor-expired', detail: string, state: FeedState) =>
  new RollcallError('gone', detail, {
    extensions: {
      type: `urn:rollcall:problem:${problem}`,
      oldest: formatCursor({ epoch: state.epoch, position: state.floor }),
      snapshot: '/v1/accounts/{id}/snapshot',
    },
  });

function accessOf({ state, last, isWhole }: Found, looked: number): FeedAccess {
  const { epoch, head } = state;
  const reached = isWhole ? looked : (last ?? looked);
  return {
    reached: { epoch, position: reached },
    head: { epoch, position: head },
    hasMore: reached < head,
  };
}

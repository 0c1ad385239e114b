/** The feed: every event in one order, read page by page with an opaque cursor. */
import { RollcallError } from '../errors.ts';
import { type CursorPosition, formatCursor, parseCursor } from './cursor.ts';

export interface FeedState {
  /** Changes when positions may be reused, after a restored backup. */
  readonly epoch: string;
  /** The last position given out. */
  readonly head: number;
  /** The last position that was deleted. */
  readonly floor: number;
}

/** `body` is the stored JSON of the event, byte for byte. */
export type EventPage = readonly { readonly position: number; readonly body: string }[];

export interface EventStore {
  state(): Promise<FeedState>;
  /** Events with `after < position <= upTo`, in order. `accounts` null: of all. */
  read(after: number, upTo: number, accounts: readonly string[] | null, limit: number): Promise<EventPage>;
}

export interface FeedRequest {
  /** A cursor from an earlier page; `undefined`: from the oldest event that is kept. */
  readonly after: string | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** `null`: every account. */
  readonly accounts: readonly string[] | null;
}

export interface FeedPage {
  /** Stored bodies, in order. */
  readonly bodies: readonly string[];
  /** Where to go on: always moves to what was scanned, even when nothing matched. */
  readonly next: string;
  readonly hasMore: boolean;
  readonly head: string;
}

const LARGEST_PAGE_BYTES = 8_388_608;

export class Feed {
  readonly #store: EventStore;
  readonly #settle: () => Promise<void>;

  /** @param settle gives this instance's own commits their positions, so that a writer can read what it wrote */
  constructor(store: EventStore, settle: () => Promise<void>) {
    this.#store = store;
    this.#settle = settle;
  }

  /** @throws RollcallError `badRequest` for a cursor that is not ours, `gone` for one that has expired */
  async page(request: FeedRequest): Promise<FeedPage> {
    await this.#settle();
    // The head first: whatever commits between the two reads belongs to the next page.
    const state = await this.#store.state();
    const after = request.after === undefined ? state.floor : startOf(parseCursor(request.after), state);
    const found = await this.#store.read(after, state.head, request.accounts, request.limit + 1);
    const page = withinBytes(found.slice(0, request.limit));
    const hasMore = found.length > page.length;
    const scanned = hasMore ? (page.at(-1)?.position ?? after) : state.head;
    return {
      bodies: page.map(({ body }) => body),
      next: formatCursor({ epoch: state.epoch, position: Math.max(scanned, after) }),
      hasMore,
      head: formatCursor({ epoch: state.epoch, position: state.head }),
    };
  }
}

/** A page may be shorter than asked for, but moves on by one event at least. */
function withinBytes(page: EventPage): EventPage {
  let length = 0;
  const end = page.findIndex(({ body }, index) => {
    length += body.length;
    return index > 0 && length > LARGEST_PAGE_BYTES;
  });
  return end < 0 ? page : page.slice(0, end);
}

function startOf(cursor: CursorPosition, state: FeedState): number {
  if (cursor.epoch !== state.epoch || cursor.position > state.head) {
    throw new RollcallError(
      'gone',
      'The feed was reset since this cursor was given out. Read the members anew, then read the feed without a cursor.',
    );
  }
  if (cursor.position < state.floor) {
    throw new RollcallError(
      'gone',
      'This cursor has expired: the events after it are no longer kept. Read the members anew, then read the feed without a cursor.',
    );
  }
  return cursor.position;
}

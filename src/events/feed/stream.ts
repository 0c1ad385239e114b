/** One reader's stream of events as Server-Sent Events (WHATWG HTML §9.2): frames, heartbeats, back-pressure, an end. */
import type { Clock } from '../../base/clock.ts';
import { formatCursor } from './cursor.ts';
import type { EventFilter, Feed, FeedEvent, FeedPosition, FeedScan, ReadLimits } from './feed.ts';
import type { FeedWatch } from './watch.ts';

/** Where a stream goes. */
export interface StreamQueue {
  /** @returns whether there is room for more */
  write(text: string): boolean;
  /** @returns whether there is room now; `false` when the time is over or the reader has gone */
  drained(timeoutMs: number): Promise<boolean>;
}

export interface StreamDependencies {
  readonly feed: Feed;
  readonly watch: FeedWatch;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export interface StreamRequest {
  readonly place: FeedPosition;
  readonly filter: EventFilter;
  readonly queue: StreamQueue;
  /** Rejects when the reader may read no longer. */
  readonly checkAccess: () => Promise<void>;
  /** Aborted when the reader has gone, or the service stops. */
  readonly signal: AbortSignal;
}

/** What is in memory for one reader at most; a single event may be larger. */
export const STREAM_PIECE: ReadLimits = { events: 100, bytes: 262_144 };
const RECONNECT_MS = 2_000;
const BEAT_MS = 15_000;
/** A stream ends now and then, so that balancers can move it; not all at one time. */
const LIFETIME_MS = 300_000;
const LIFETIME_SPREAD_MS = 30_000;

/** The last frame of a stream that failed. @param problem JSON in one line */
export const errorFrame = (problem: string): string => `event: error\ndata: ${problem}\n\n`;

export class EventStream {
  readonly #dependencies: StreamDependencies;
  readonly #request: StreamRequest;
  readonly #endsAt: number;
  #beatAt: number;

  constructor(dependencies: StreamDependencies, request: StreamRequest) {
    this.#dependencies = dependencies;
    this.#request = request;
    const now = dependencies.clock.now();
    this.#beatAt = now + BEAT_MS;
    this.#endsAt = now + LIFETIME_MS + (2 * dependencies.random() - 1) * LIFETIME_SPREAD_MS;
  }

  /**
   * Sends `first` and what follows it, until the reader goes, its time is over, or the service stops.
   * @throws whatever the feed or `checkAccess` throws
   */
  async run(first: FeedScan): Promise<void> {
    const { feed, watch } = this.#dependencies;
    const { filter, signal } = this.#request;
    // No blank line before there is data: some readers take each for an event, though it has none (httpx-sse).
    await this.#send(`retry: ${RECONNECT_MS}\n: connected\n`);
    for (let scan = first; ; ) {
      await this.#sendEvents(scan);
      if (this.#untilBeat() <= 0) await this.#beat(scan.reached);
      if (!scan.hasMore) {
        const timeoutMs = Math.min(this.#untilBeat(), this.#untilEnd());
        await watch.wait(scan.reached.position, filter, { timeoutMs, signal });
      }
      if (this.#isOver()) return;
      scan = await feed.scan(scan.reached, filter, STREAM_PIECE);
    }
  }

  async #sendEvents({ events, reached: { epoch } }: FeedScan): Promise<void> {
    if (events.length === 0) return;
    await this.#send(events.map(event => eventFrame(event, epoch)).join(''));
  }

  async #beat(reached: FeedScan['reached']): Promise<void> {
    await this.#checkAccess();
    await this.#send(`: heartbeat\nevent: offset-only\nid: ${formatCursor(reached)}\ndata: {}\n\n`);
  }

  /** Resolves when there is room for more: the feed is not read ahead of a reader who does not read. */
  async #send(text: string): Promise<void> {
    if (this.#request.queue.write(text)) return;
    while (!this.#isOver()) {
      const timeoutMs = Math.min(this.#untilBeat(), this.#untilEnd());
      if (await this.#request.queue.drained(timeoutMs)) return;
      if (this.#untilBeat() <= 0) await this.#checkAccess();
    }
  }

  async #checkAccess(): Promise<void> {
    this.#beatAt = this.#dependencies.clock.now() + BEAT_MS;
    await this.#request.checkAccess();
  }

  #untilBeat(): number {
    return this.#beatAt - this.#dependencies.clock.now();
  }

  #untilEnd(): number {
    return this.#endsAt - this.#dependencies.clock.now();
  }

  #isOver(): boolean {
    return this.#request.signal.aborted || this.#untilEnd() <= 0;
  }
}

/** A stored event is JSON without line breaks, so that one data line holds it. */
const eventFrame = ({ position, type, body }: FeedEvent, epoch: string): string =>
  `id: ${formatCursor({ epoch, position })}\nevent: ${type}\ndata: ${body}\n\n`;

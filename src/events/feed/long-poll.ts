/** A page of the feed, held back until there is something in it. */
import type { Clock } from '../../base/clock.ts';
import { type EventFilter, type Feed, type FeedPage, type FeedPosition, PAGE_BYTES } from './feed.ts';
import type { FeedWatch, WaitLimits } from './watch.ts';

export interface PageRequest {
  readonly place: FeedPosition;
  readonly filter: EventFilter;
  /** 1 to 1,000. */
  readonly limit: number;
}

export class LongPoll {
  readonly #feed: Feed;
  readonly #watch: FeedWatch;
  readonly #clock: Clock;

  constructor(feed: Feed, watch: FeedWatch, clock: Clock) {
    this.#feed = feed;
    this.#watch = watch;
    this.#clock = clock;
  }

  /**
   * A piece that holds an event, as soon as there is one; when the time is over an empty one, which has moved on to
   * what was looked at.
   * @throws RollcallError `gone`
   */
  async page({ place, filter, limit }: PageRequest, { timeoutMs, signal }: WaitLimits): Promise<FeedPage> {
    const deadline = this.#clock.now() + timeoutMs;
    let isOver = timeoutMs <= 0;
    for (let at = place; ; ) {
      const page = await this.#feed.page(at, filter, { events: limit, bytes: PAGE_BYTES, signal });
      if (page.count > 0 || isOver || signal.aborted) return page;
      const leftMs = deadline - this.#clock.now();
      isOver = page.hasMore
        ? leftMs <= 0
        : !(await this.#watch.wait(page.reached.position, filter, { timeoutMs: leftMs, signal }));
      at = page.reached;
    }
  }
}

/** The part of the composition root that reads the feed, and wakes those who wait for it. */

import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { Feed } from '../events/feed/feed.ts';
import { LongPoll } from '../events/feed/long-poll.ts';
import type { StreamDependencies } from '../events/feed/stream.ts';
import { StreamSlots } from '../events/feed/stream-slots.ts';
import { FeedWatch } from '../events/feed/watch.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database/database.ts';
import { PostgresListener } from '../store/database/postgres/listener.ts';
import { SqlFeedStore } from '../store/events/feed-store.ts';
import { FEED_CHANNEL } from '../store/events/sequencer.ts';

export interface FeedReading extends StreamDependencies {
  readonly longPoll: LongPoll;
  readonly slots: StreamSlots;
  start(): void;
  /** Ends the streams and answers who waits; to be called before the server stops listening. */
  stop(): Promise<void>;
}

interface Dependencies {
  readonly config: Config;
  readonly database: Database;
  /** Resolves when what this instance committed has its positions. */
  readonly settle: () => Promise<void>;
  readonly log: Log;
}

export function createFeedReading({ config, database, settle, log }: Dependencies): FeedReading {
  const store = new SqlFeedStore(database);
  const feed = new Feed(store, settle);
  const watch = new FeedWatch(store, systemClock, log);
  const slots = new StreamSlots(config.sseConnections);
  const listener =
    config.database.dialect === 'postgres'
      ? new PostgresListener(config.database.url, FEED_CHANNEL, () => watch.wake(), log)
      : undefined;
  return {
    feed,
    watch,
    slots,
    longPoll: new LongPoll(feed, watch, systemClock),
    clock: systemClock,
    random: Math.random,
    start: () => listener?.start(),
    stop: async () => {
      slots.stop();
      await watch.stop();
      await listener?.stop();
    },
  };
}

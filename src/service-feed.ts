/** The part of the composition root that reads the feed, and wakes those who wait for it. */
import type { Config } from './config.ts';
import { systemClock } from './delivery/clock.ts';
import type { StreamDependencies } from './delivery/event-stream.ts';
import { Feed } from './delivery/feed.ts';
import { FeedWatch } from './delivery/feed-watch.ts';
import { LongPoll } from './delivery/long-poll.ts';
import { StreamSlots } from './delivery/stream-slots.ts';
import type { Log } from './log.ts';
import type { EventLog } from './store/event-log.ts';
import { PostgresListener } from './store/postgres-listener.ts';
import { FEED_CHANNEL } from './store/sequencer.ts';

export interface FeedReading extends StreamDependencies {
  readonly longPoll: LongPoll;
  readonly slots: StreamSlots;
  start(): void;
  /** Ends the streams and answers who waits; to be called before the server stops listening. */
  stop(): Promise<void>;
}

interface Dependencies {
  readonly config: Config;
  readonly events: EventLog;
  /** Resolves when what this instance committed has its positions. */
  readonly settle: () => Promise<void>;
  readonly log: Log;
}

export function createFeedReading({ config, events, settle, log }: Dependencies): FeedReading {
  const feed = new Feed(events, settle);
  const watch = new FeedWatch(events, systemClock, log);
  const slots = new StreamSlots(config.sseConnections);
  const listener =
    config.database.dialect === 'postgres'
      ? new PostgresListener(config.database.url, FEED_CHANNEL, () => watch.notice(), log)
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

/** The part of the composition root that reads the feed, and wakes those who wait for it. */
import { systemClock } from '../../base/clock.ts';
import type { Part } from '../../base/lifecycle.ts';
import { Feed } from '../../events/feed/feed.ts';
import { LongPoll } from '../../events/feed/long-poll.ts';
import { Sequencing } from '../../events/feed/sequencing.ts';
import type { StreamDependencies } from '../../events/feed/stream.ts';
import { StreamSlots } from '../../events/feed/stream-slots.ts';
import { FeedWatch } from '../../events/feed/watch.ts';
import { PostgresListener } from '../../store/database/postgres/listener.ts';
import { SqlFeedStore } from '../../store/events/feed-store.ts';
import { FEED_CHANNEL, SEQUENCE_BATCH, sequenceBatch } from '../../store/events/sequencer.ts';
import type { Foundation } from '../foundation.ts';

export interface FeedReading extends StreamDependencies {
  readonly longPoll: LongPoll;
  readonly slots: StreamSlots;
  /** Ends the streams and answers who waits; to be stopped before the server stops listening. */
  readonly readers: Part;
  /** To be stopped when the loops are. */
  readonly notifications: Part;
}

/** @param onChange called when events were committed and can be read */
export function createFeedReading(
  { config, database, events, loops }: Foundation,
  onChange: () => void,
): FeedReading {
  const store = new SqlFeedStore(database);
  const watch = new FeedWatch(store, systemClock, loops);
  watch.onChange(onChange);
  const sequencing = database.dialect === 'postgres' ? createSequencing() : undefined;
  const feed = new Feed(store, async () => sequencing?.catchUp());
  const slots = new StreamSlots(config.sseConnections);
  const listener =
    config.database.dialect === 'postgres'
      ? new PostgresListener(config.database.url, FEED_CHANNEL, () => watch.wake(), loops)
      : undefined;
  events.onCommit(() => (sequencing ?? watch).wake());

  function createSequencing(): Sequencing {
    const run = async () => {
      const given = await sequenceBatch(database);
      if (given !== undefined && given > 0) watch.wake();
      return given;
    };
    return new Sequencing({ run, size: SEQUENCE_BATCH }, loops);
  }

  return {
    feed,
    watch,
    slots,
    longPoll: new LongPoll(feed, watch, systemClock),
    clock: systemClock,
    random: Math.random,
    readers: {
      stop: () => {
        slots.stop();
        watch.stop();
      },
    },
    notifications: { stop: async () => listener?.close() },
  };
}

/** Waiting for the feed: no reader misses an event, and nothing is read when no reader waits. */

import type { Log } from '../../../src/base/log.ts';
import type { EventFilter } from '../../../src/events/feed/feed.ts';
import { type EventHeader, FeedWatch } from '../../../src/events/feed/watch.ts';
import { backgroundLoops } from '../../support/background-loops.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { waitUntil } from '../../support/wait-until.ts';

const EVERYTHING: EventFilter = { accounts: null, types: null };
const POLL_MS = 500;
const LONG_MS = 30_000;

/** A feed in memory; every read of it can be held back. */
class HeaderList {
  readonly all: EventHeader[] = [];
  reads = 0;
  failure: Error | undefined;
  #held: Promise<void> | undefined;
  #release: (() => void) | undefined;

  add(accountId: string, type = 'team_member.updated'): void {
    this.all.push({ position: this.all.length + 1, accountId, type });
  }

  hold(): void {
    this.#held = new Promise(resolve => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#held = undefined;
    this.#release?.();
  }

  async headers(after: number, limit: number): Promise<readonly EventHeader[]> {
    this.reads += 1;
    const found = this.all.filter(({ position }) => position > after).slice(0, limit);
    await this.#held;
    if (this.failure) throw this.failure;
    return found;
  }
}

describe('a watch over the feed', () => {
  let feed: HeaderList;
  let clock: FakeClock;
  let watch: FeedWatch;
  let warnings: string[];

  beforeEach(() => {
    feed = new HeaderList();
    clock = new FakeClock();
    warnings = [];
    const ignore = (): void => undefined;
    const log: Log = {
      error: ignore,
      info: ignore,
      debug: ignore,
      warn: message => void warnings.push(message),
    };
    const loops = backgroundLoops({ clock, log });
    watch = new FeedWatch(feed, clock, loops);
    loops.start();
  });

  afterEach(() => watch.stop());

  const wait = (filter = EVERYTHING, position = feed.all.length, signal = new AbortController().signal) =>
    watch.wait(position, filter, { timeoutMs: LONG_MS, signal });

  /** Whether the promise is settled after everything that can happen now has happened. */
  async function isSettled(promise: Promise<unknown>): Promise<boolean> {
    let settled = false;
    void promise.then(() => {
      settled = true;
    });
    await calm();
    return settled;
  }

  const calm = () => new Promise(resolve => setImmediate(resolve));

  test('wakes those who wait as soon as it is woken', async () => {
    const waiting = wait();
    await calm();
    feed.add('acme');
    watch.wake();
    expect(await waiting).toBe(true);
  });

  test('wakes for what was added between the reading of the feed and the waiting', async () => {
    const readUpTo = feed.all.length;
    feed.add('acme');
    watch.wake();
    expect(await wait(EVERYTHING, readUpTo)).toBe(true);
  });

  test('wakes who came while it was looking', async () => {
    const filter = { accounts: ['birch'], types: null };
    feed.add('acme');
    feed.hold();
    const early = wait(EVERYTHING, 0);
    await calm();
    feed.add('birch');
    const late = wait(filter, 1);
    feed.release();
    expect(await Promise.all([early, late])).toEqual([true, true]);
  });

  test('wakes for what was added while it was looking', async () => {
    const waiting = wait();
    await calm();
    feed.hold();
    watch.wake();
    await calm();
    feed.add('acme');
    watch.wake();
    feed.release();
    expect(await waiting).toBe(true);
  });

  test('wakes only who waits for that account and that type', async () => {
    const acme = wait({ accounts: ['acme'], types: null });
    const deleted = wait({ accounts: null, types: ['team_member.deleted'] });
    const both = wait({ accounts: ['acme', 'birch'], types: ['team_member.deleted'] });
    feed.add('birch');
    watch.wake();
    expect(await Promise.all([acme, deleted, both].map(isSettled))).toEqual([false, false, false]);
    feed.add('birch', 'team_member.deleted');
    watch.wake();
    expect(await Promise.all([deleted, both])).toEqual([true, true]);
    expect(await isSettled(acme)).toBe(false);
    feed.add('acme');
    watch.wake();
    expect(await acme).toBe(true);
  });

  test('looks once for all who wait, however much was added', async () => {
    const fitting = Array.from({ length: 50 }, () => wait({ accounts: ['acme'], types: null }));
    await calm();
    for (let added = 0; added < 2_500; added += 1) feed.add('birch');
    feed.add('acme');
    feed.reads = 0;
    watch.wake();
    expect(await Promise.all(fitting)).toEqual(Array(50).fill(true));
    expect(feed.reads).toBe(3);
  });

  test('polls twice a second while a reader waits, and not at all without one', async () => {
    watch.wake();
    await calm();
    expect({ reads: feed.reads, scheduled: clock.scheduled }).toEqual({ reads: 0, scheduled: 0 });
    const waiting = wait();
    await calm();
    expect(feed.reads).toBe(1);
    clock.advance(POLL_MS);
    await calm();
    expect(feed.reads).toBe(2);
    feed.add('acme');
    clock.advance(POLL_MS);
    expect(await waiting).toBe(true);
    expect({ waiting: watch.waiting, scheduled: clock.scheduled }).toEqual({ waiting: 0, scheduled: 0 });
  });

  test('ends a wait when its time is over, when its reader has gone, and when it is stopped', async () => {
    const timely = wait();
    clock.advance(LONG_MS);
    expect(await timely).toBe(false);
    const leaving = new AbortController();
    const left = wait(EVERYTHING, 0, leaving.signal);
    leaving.abort();
    expect(await left).toBe(false);
    expect(await wait(EVERYTHING, 0, leaving.signal)).toBe(false);
    const stopped = wait();
    watch.stop();
    expect(await stopped).toBe(false);
    expect(await wait()).toBe(false);
    expect({ waiting: watch.waiting, scheduled: clock.scheduled }).toEqual({ waiting: 0, scheduled: 0 });
  });

  test('goes on after the store failed, which it says once', async () => {
    const waiting = wait();
    await calm();
    feed.failure = new Error('no database');
    for (let polls = 0; polls < 3; polls += 1) {
      clock.advance(POLL_MS);
      await calm();
    }
    expect(warnings).toHaveLength(1);
    feed.failure = undefined;
    feed.add('acme');
    clock.advance(POLL_MS);
    expect(await waiting).toBe(true);
  });

  test('calls its listeners each time it is woken, until they unsubscribe', () => {
    let changes = 0;
    const leave = watch.onChange(() => {
      changes += 1;
    });
    watch.wake();
    watch.wake();
    leave();
    watch.wake();
    expect(changes).toBe(2);
  });

  test('a thousand waits at random moments miss nothing', async () => {
    const waits = Array.from({ length: 1_000 }, async (_, index) => {
      for (let turns = index % 7; turns > 0; turns -= 1) await calm();
      return wait({ accounts: [`account-${index}`], types: null }, feed.all.length);
    });
    await waitUntil('all to wait', 5_000, () => watch.waiting === 1_000);
    for (let index = 0; index < 1_000; index += 1) {
      feed.add(`account-${index}`);
      watch.wake();
      if (index % 50 === 0) await calm();
    }
    expect(new Set(await Promise.all(waits))).toEqual(new Set([true]));
  });
});

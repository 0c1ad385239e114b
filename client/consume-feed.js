/** Follows the feed: page by page, each applied once, by the caller and in the caller's own transaction. */
import { setTimeout as delay } from 'node:timers/promises';
import { FeedError, FeedRequests } from './feed-requests.js';
import {
  accountOf,
  before,
  decide,
  KEY_OF_OPERATIONS,
  keyOfAccount,
  NO_SEQUENCE,
  sequenceKey,
} from './sequence.js';

export { FeedError };

const BEGINNING = '';
const REPAIR_LIMIT = 1_000;
/** An empty page that came sooner was not held back by the service. */
const HELD_BACK_MS = 500;

const REQUIRED = ['url', 'token', 'readCursor', 'readSequence', 'apply'];

/** @see rollcall-client.d.ts */
export function consumeFeed(options) {
  const missing = REQUIRED.filter(name => options[name] === undefined);
  if (missing.length > 0) throw new TypeError(`consumeFeed needs ${missing.join(', ')}.`);
  if (!URL.canParse(String(options.url))) throw new TypeError('consumeFeed: "url" is not an address.');
  const consumer = new FeedConsumer(options);
  const finished = consumer.run();
  return {
    finished,
    poke: () => consumer.poke(),
    stop: () => {
      consumer.stop();
      return finished;
    },
  };
}

class FeedConsumer {
  #options;
  #requests;
  #stopping = new AbortController();
  #resting = new AbortController();
  #hasCaughtUp = false;
  /** What `apply` was last given, and whether it took it: to notice a caller who does not store it. */
  #handed;

  constructor(options) {
    this.#options = {
      limit: 500,
      waitSeconds: 10,
      pollSeconds: 1,
      startWith: 'events',
      fetch: globalThis.fetch,
      sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
      onRetry: warn,
      onCaughtUp: () => undefined,
      ...options,
    };
    this.#requests = new FeedRequests({ ...this.#options, signal: this.#stopping.signal });
  }

  async run() {
    const { signal } = this.#options;
    const stop = () => this.stop();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      for (;;) await this.#requests.retry(() => this.#turn());
    } catch (error) {
      if (!this.#stopping.signal.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  stop() {
    this.#stopping.abort();
    this.#resting.abort();
  }

  /** Ends the rest between two pages. */
  poke() {
    this.#resting.abort();
  }

  /** One page: read, sifted, applied; or what has to be done before that is possible. */
  async #turn() {
    const { limit, waitSeconds, account, types, startWith, onCaughtUp } = this.#options;
    const cursor = await this.#cursor();
    if (cursor === BEGINNING && startWith === 'snapshots') return await this.#reload(cursor);
    this.#resting = new AbortController();
    if (this.#stopping.signal.aborted) return;
    const startedAt = Date.now();
    // An app that has just begun wants to know at once whether there is anything to read.
    const wait = this.#hasCaughtUp ? waitSeconds : 0;
    const page = await this.#page(cursor, { limit, wait, account, types });
    if (!page) return await this.#reload(cursor);

    // With a filter by type the numbers have holes that mean nothing.
    const { events, sequences, gap } = await this.#sift(page.data, { seesGaps: types === undefined });
    if (gap) return await this.#repair(gap, cursor);
    if (events.length > 0 || page.next !== cursor) {
      await this.#apply({ events, cursor: page.next, previousCursor: cursor, sequences });
    }
    if (page.has_more) return;
    const isEmpty = page.data.length === 0;
    const tookMs = Date.now() - startedAt;
    // An empty page that was held back to the end was empty at the end: Rollcall looks once more before it answers.
    const heldMs = isEmpty && tookMs >= wait * 1_000 ? wait * 1_000 : 0;
    await onCaughtUp(startedAt + heldMs);
    this.#hasCaughtUp = true;
    if (waitSeconds === 0 || (wait > 0 && isEmpty && tookMs < HELD_BACK_MS)) await this.#rest();
  }

  async #cursor() {
    const cursor = (await this.#options.readCursor()) ?? BEGINNING;
    const handed = this.#handed;
    this.#handed = undefined;
    if (cursor !== handed?.previousCursor) return cursor;
    if (!handed.isTaken) {
      throw new Error('"apply" returned false, yet the cursor is where it was: is there a row for it?');
    }
    if (cursor === handed.cursor) return cursor;
    throw new FeedError('misuse', '"apply" must store the cursor it is given, or throw, or return false.');
  }

  /** @returns `undefined` when the cursor leads nowhere any more */
  async #page(after, query) {
    try {
      return await this.#requests.page({ after, ...query });
    } catch (error) {
      if (error instanceof FeedError && error.code === 'gone' && this.#options.applySnapshot)
        return undefined;
      throw error;
    }
  }

  /** The events that are new to the caller, up to the first that is not the next of its account. */
  async #sift(page, { seesGaps }) {
    const known = new Map();
    const sequences = new Map();
    const events = [];
    for (const event of page) {
      const key = sequenceKey(event);
      if (!known.has(key)) known.set(key, await this.#options.readSequence(key));
      const verdict = decide(event.sequence, known.get(key));
      if (verdict === 'ignore') continue;
      if (verdict === 'gap' && seesGaps && accountOf(key) !== undefined) {
        return { events, sequences, gap: { key, sequence: event.sequence } };
      }
      events.push(event);
      known.set(key, event.sequence);
      sequences.set(key, event.sequence);
    }
    return { events, sequences, gap: undefined };
  }

  async #apply(step) {
    this.#handed = { ...step, isTaken: (await this.#options.apply(step)) !== false };
  }

  /** Fills a gap: from the account's own events as far as they are kept, else from a snapshot. The cursor stays. */
  async #repair({ key, sequence }, cursor) {
    const account = accountOf(key);
    for (let after = BEGINNING, hasMore = true; hasMore; ) {
      const page = await this.#requests.page({ after, limit: REPAIR_LIMIT, wait: 0, account });
      const { events, sequences, gap } = await this.#sift(page.data, { seesGaps: true });
      if (events.length > 0) await this.#apply({ events, cursor, previousCursor: cursor, sequences });
      if (gap) break;
      [after, hasMore] = [page.next, page.has_more];
    }
    if (decide(sequence, await this.#options.readSequence(key)) !== 'gap') return;
    if (!this.#options.applySnapshot) {
      throw new FeedError(
        'gap',
        `The events of ${account} before number ${Number(sequence)} are no longer kept; give "applySnapshot" to begin with the members instead.`,
      );
    }
    const outcome = await this.#applySnapshotOf(account, cursor);
    if (outcome === 'unknown') {
      // The account is closed: there is nothing to be missed but what is yet to be read.
      const sequences = new Map([[key, before(sequence)]]);
      await this.#apply({ events: [], cursor, previousCursor: cursor, sequences });
    }
    if (outcome !== 'outrun' && decide(sequence, await this.#options.readSequence(key)) === 'gap') {
      throw new FeedError('misuse', '"apply" and "applySnapshot" must store the sequences they are given.');
    }
  }

  /** Everything from snapshots: the cursor leads nowhere, or there was none. */
  async #reload(previousCursor) {
    const { listAccounts, account } = this.#options;
    const accounts = listAccounts ? await listAccounts() : account && [account];
    if (!accounts) throw new FeedError('misuse', 'Give "listAccounts", so that all can be read again.');
    // The place first: whatever comes behind it is read again, and passed over where a snapshot has it.
    const { head } = await this.#requests.page({ after: BEGINNING, limit: 1, wait: 0 });
    const sequences = new Map([[KEY_OF_OPERATIONS, NO_SEQUENCE]]);
    for (const id of accounts) {
      const outcome = await this.#applySnapshotOf(id, previousCursor);
      if (outcome === 'outrun') return;
      // One that is not there now will begin with its first event.
      if (outcome === 'unknown') sequences.set(keyOfAccount(id), NO_SEQUENCE);
    }
    await this.#apply({ events: [], cursor: head, previousCursor, sequences });
  }

  /** @returns `unknown` when Rollcall has no such account, `outrun` when another consumer moved the cursor meanwhile */
  async #applySnapshotOf(account, cursor) {
    const snapshot = await this.#requests.snapshot(account);
    if (!snapshot) return 'unknown';
    const { asOfSequence, members } = snapshot;
    const sequences = new Map([[keyOfAccount(account), asOfSequence]]);
    const step = { account, members, cursor, previousCursor: cursor, sequences };
    return (await this.#options.applySnapshot(step)) === false ? 'outrun' : 'applied';
  }

  async #rest() {
    await this.#options.sleep(this.#options.pollSeconds * 1_000, this.#resting.signal);
  }
}

function warn({ error, delayMs }) {
  // biome-ignore lint/suspicious/noConsole: an outage must not be silent; onRetry replaces this
  console.warn(`The feed of Rollcall cannot be followed, next try in ${delayMs} ms:`, error);
}

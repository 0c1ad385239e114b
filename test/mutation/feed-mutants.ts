import { mutantsOf } from './mutant.ts';

const STOPPING = ['test/webhooks/stopping.test.ts'];
const FEED = ['test/events/feed/reading.test.ts'];
const FEED_PAGES = ['test/events/feed/feed.test.ts'];
const WATCH = ['test/events/feed/watch.test.ts'];
const STREAM_LIFE = ['test/events/feed/stream-life.test.ts'];
const LOOPS = ['test/base/background-loops.test.ts'];
const SEQUENCING = ['test/events/feed/sequencing.test.ts'];
const SNAPSHOTS = ['test/members/snapshots.test.ts'];

export const FEED_MUTANTS = [
  ...mutantsOf('src/events/feed/stream-slots.ts', STOPPING, [
    ['a stream is opened while the service stops', 'if (this.#isStopped) {', 'if (false) {'],
    ['open streams go on while the service stops', 'for (const slot of this.#taken) slot.abort();', ''],
    ['there is one stream too many', 'this.#taken.size >= this.#limit', 'this.#taken.size > this.#limit'],
    ['a stream that ended keeps its slot', 'this.#taken.delete(slot);', ''],
  ]),
  ...mutantsOf('src/events/feed/feed.ts', FEED, [
    [
      'a filtered scan skips what it never looked at',
      'accessOf(piece, Math.min(upTo, state.head))',
      'accessOf(piece, state.head)',
    ],
    ['a filtered scan goes on behind the page it looked at', 'position = upTo;\n', 'position = upTo + 1;\n'],
    [
      'an event of another account is found by its id',
      '(accounts === null || accounts.includes(event.accountId))',
      '(accounts === null || accounts.length > 0)',
    ],
    [
      'a time that nothing has reached begins at the beginning',
      'first === undefined ? head : first - 1',
      'first === undefined ? 0 : first - 1',
    ],
    ['the first event of a time is passed over', 'first === undefined ? head : first - 1', 'first ?? head'],
    [
      'a cursor of a feed that was reset works',
      'if (epoch !== state.epoch || position > state.head) {',
      'if (position > state.head) {',
    ],
    [
      'what did not fit a page is passed over',
      'const reached = isWhole ? looked : (last ?? looked);',
      'const reached = looked;',
    ],
    ['a feed never ends', 'hasMore: reached < head,', 'hasMore: reached <= head,'],
  ]),
  ...mutantsOf('src/events/feed/feed.ts', FEED_PAGES, [
    [
      'a cursor beyond the head works',
      'if (epoch !== state.epoch || position > state.head) {',
      'if (epoch !== state.epoch) {',
    ],
    ['a cursor that has expired works', 'if (position < state.floor) {', 'if (position < 0) {'],
  ]),
  ...mutantsOf('src/events/feed/cursor.ts', FEED_PAGES, [
    ['a cursor that is not ours is taken', '/^([0-9a-f]{1,32})\\.(\\d{1,15})$/', '/^([0-9a-z]*)\\.(\\d+)/'],
  ]),
  ...mutantsOf('src/events/feed/watch.ts', WATCH, [
    [
      'who comes late waits for the next event',
      'this.#loop.wake();\n    });\n  }\n\n  /** Ends',
      '});\n  }\n\n  /** Ends',
    ],
    [
      'who waits for one account is woken by another',
      '(accounts === null || accounts.includes(accountId)) &&',
      '',
    ],
    [
      'who waits for one type is woken by another',
      '(types === null || types.some(wanted => wanted === type))',
      'true',
    ],
    ['a wait that is over keeps its timer', 'cancelTimeout();\n        signal', 'signal'],
    [
      'no reader is woken when the service stops',
      'for (const waiter of this.#waiters) waiter.end(false);',
      '',
    ],
    ['what others commit is not seen', 'hasWork: () => this.#waiters.size > 0,', 'hasWork: () => false,'],
    [
      'an event at the place itself wakes',
      'header => header.position > waiter.position && fits',
      'header => fits',
    ],
  ]),
  ...mutantsOf('src/events/feed/stream.ts', STREAM_LIFE, [
    ['a revoked token reads on', 'await this.#request.checkAccess();', ''],
    [
      'a stream never ends',
      'return this.#request.signal.aborted || this.#untilEnd() <= 0;',
      'return this.#request.signal.aborted;',
    ],
    [
      'a reader that does not read fills the memory',
      'if (this.#request.queue.write(text)) return;',
      'this.#request.queue.write(text);\n    if (text) return;',
    ],
  ]),
  ...mutantsOf('src/base/background-loop.ts', LOOPS, [
    [
      'what wakes a loop during a run is missed',
      'if (this.#running) this.#wasWoken = true;',
      'if (this.#running) return;',
    ],
    ['stopping does not wait', 'await this.#running?.catch(() => undefined);\n    if', 'if'],
    ['a loop that fails does not back off', '* 2 ** (this.#failures - 1)', ''],
  ]),
  ...mutantsOf('src/events/feed/sequencing.ts', SEQUENCING, [
    [
      'a commit during a batch counts as numbered',
      'this.#caughtUp = committed;',
      'this.#caughtUp = this.#committed;',
    ],
    ['more than one batch is left', 'given < this.#batch.size', 'given >= 0'],
    ['what others commit is not numbered', 'everyMs: POLL_MS,', 'everyMs: 1_000 * POLL_MS,'],
    [
      'catching up waits for steady writers',
      'while (this.#caughtUp < committed && (await',
      'while (this.#caughtUp < this.#committed && (await',
    ],
  ]),
  ...mutantsOf('src/members/snapshots.ts', SNAPSHOTS, [
    ['there is no limit on snapshots', 'if (this.#open >= limits.concurrent) {', 'if (false) {'],
    ['a snapshot that ended keeps its place', 'this.#open -= 1;', ''],
    [
      'a reader that takes nothing is waited for',
      'const stall = setTimeout(() => limit.abort(), limits.stallMs);',
      'const stall = setTimeout(() => undefined, limits.stallMs);',
    ],
    [
      'a reader that trickles is waited for',
      'const whole = setTimeout(() => limit.abort(), limits.wholeMs);',
      'const whole = setTimeout(() => undefined, limits.wholeMs);',
    ],
  ]),
  ...mutantsOf('src/events/feed/event-type-filter.ts', FEED, [
    [
      'a pattern stands for types that only begin alike',
      'type.startsWith(pattern.slice(0, -1))',
      'type.startsWith(pattern.slice(0, 3))',
    ],
  ]),
  ...mutantsOf(
    'src/webhooks/replay-range.ts',
    ['test/api/webhooks/deliveries.test.ts'],
    [
      [
        'a sequence is taken for one account or another',
        "if (accountId === undefined) {\n    throw new RollcallError('badRequest', 'A sequence",
        "if (false) {\n    throw new RollcallError('badRequest', 'A sequence",
      ],
    ],
  ),
  ...mutantsOf(
    'src/base/instant.ts',
    ['test/events/feed/reading.test.ts', 'test/api/accounts/tokens.test.ts'],
    [
      ['the "+" of a zone that was not encoded is lost', ".replace(' ', '+')", ''],
      [
        'a day that there is not is one of the next month',
        ' && new Date(midnight).toISOString().startsWith(day)',
        '',
      ],
    ],
  ),
];

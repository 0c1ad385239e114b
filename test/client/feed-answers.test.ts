/** `consumeFeed` against answers that a real service seldom gives, and callbacks that do not do what they must. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  consumeFeed,
  FeedError,
  type FeedOptions,
  type RollcallEvent,
} from '../../client/rollcall-client.js';

type Reply = () => Response | Promise<Response>;

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    Response.json(body, { status, headers });

const number = (value: number): string => String(value).padStart(20, '0');
const eventOf = (sequence: number, account = 'acme'): RollcallEvent =>
  ({
    id: `${account}-${sequence}`,
    source: `https://scim.example.com/accounts/${account}`,
    type: 'team_member.updated',
    sequence: number(sequence),
    partitionkey: account,
  }) as RollcallEvent; // the parts that are looked at
const page = (next: string, ...data: RollcallEvent[]): Reply =>
  json({ data, next, has_more: false, head: next });
const failing: Reply = () => Promise.reject(new TypeError('fetch failed'));

interface Run {
  readonly asked: readonly string[];
  readonly applied: readonly string[];
  readonly slept: readonly number[];
  readonly retried: readonly unknown[];
  readonly failure: unknown;
}

/** Gives these answers one after another, and stops when there are no more. */
async function run(replies: readonly Reply[], options: Partial<FeedOptions> = {}): Promise<Run> {
  const asked: string[] = [];
  const applied: string[] = [];
  const slept: number[] = [];
  const retried: unknown[] = [];
  const sequences = new Map<string, string>();
  let cursor = '';
  const done = new AbortController();
  const left = [...replies];
  const consumption = consumeFeed({
    url: 'https://scim.example.com/',
    token: 'secret-token',
    readCursor: () => cursor,
    readSequence: key => sequences.get(key),
    apply: step => {
      cursor = step.cursor;
      for (const [key, sequence] of step.sequences) sequences.set(key, sequence);
      applied.push(...step.events.map(({ id }) => id));
    },
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      asked.push(String(url));
      const reply = left.shift();
      if (reply) return reply();
      done.abort();
      throw init?.signal?.reason ?? new Error('stopped');
    },
    sleep: (ms, signal) => {
      slept.push(ms);
      return signal.aborted ? Promise.resolve() : new Promise(resolve => setImmediate(resolve));
    },
    onRetry: retry => retried.push(retry),
    signal: done.signal,
    ...options,
  });
  const failure = await consumption.finished.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { asked, applied, slept, retried, failure };
}

const queryOf = (url: string | undefined): Record<string, string> =>
  Object.fromEntries(new URL(String(url)).searchParams);

test('pages are asked for with what was chosen, and from where the last one ended', async () => {
  const { asked, failure } = await run([page('c1', eventOf(1)), page('c2', eventOf(2))], {
    account: 'acme',
    types: ['team_member.*', 'connection.enabled'],
    limit: 7,
    waitSeconds: 9,
  });
  expect(failure).toBeUndefined();
  expect(asked.map(url => url.split('?')[0])).toEqual(Array(3).fill('https://scim.example.com/v1/events'));
  const chosen = { limit: '7', account: 'acme', type: 'team_member.*,connection.enabled' };
  // The first is not held back, so that an app knows soon where it stands.
  expect(asked.map(queryOf)).toEqual([
    { wait: '0', ...chosen },
    { after: 'c1', wait: '9', ...chosen },
    { after: 'c2', wait: '9', ...chosen },
  ]);
});

test('a failure is retried with a growing delay, within bounds, and a success resets it', async () => {
  const { slept, retried, applied } = await run([
    ...Array<Reply>(9).fill(failing),
    page('c1', eventOf(1)),
    failing,
    page('c2', eventOf(2)),
  ]);
  const expected = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 500];
  expect(slept).toHaveLength(expected.length);
  for (const [index, ms] of expected.entries()) {
    expect(slept[index]).toBeGreaterThanOrEqual(ms * 0.8);
    expect(slept[index]).toBeLessThanOrEqual(ms * 1.2);
  }
  expect(retried[0]).toMatchObject({ attempt: 1, delayMs: slept[0], error: { message: 'fetch failed' } });
  expect(retried.map(retry => (retry as { attempt: number }).attempt)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 1,
  ]);
  expect(applied).toEqual(['acme-1', 'acme-2']);
});

test('Retry-After is honoured, in seconds or as a date', async () => {
  const date = new Date(Date.now() + 120_000).toUTCString();
  // "Sun, 06 Nov 1994 08:49:37 GMT" as asctime writes it.
  const [day, dayOfMonth, month, year, time] = date.split(/,? /);
  const asctime = `${day} ${month} ${dayOfMonth} ${time} ${year}`;
  const { slept, applied } = await run([
    json({ detail: 'slowly' }, 429, { 'retry-after': '45' }),
    json({}, 503, { 'retry-after': date }),
    json({}, 503, { 'retry-after': asctime }),
    json({}, 503, { 'retry-after': 'soon' }),
    page('c1', eventOf(1)),
  ]);
  expect(slept[0]).toBe(45_000);
  for (const wait of slept.slice(1, 3)) {
    expect(wait).toBeGreaterThan(110_000);
    expect(wait).toBeLessThanOrEqual(120_000);
  }
  expect(slept[3]).toBeLessThan(5_000);
  expect(applied).toEqual(['acme-1']);
});

test.each<[string, Reply]>([
  ['a page of a proxy', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ['an answer of something else', json({ hello: 'world' })],
  ['an answer that is cut off', () => new Response('{"data":[')],
  ['500', json({}, 500)],
  ['502 without a body', () => new Response(null, { status: 502 })],
  ['408', json({}, 408)],
])('%s is taken for an outage', async (_what, reply) => {
  const { retried, applied } = await run([reply, page('c1', eventOf(1))]);
  expect(retried).toHaveLength(1);
  expect(applied).toEqual(['acme-1']);
});

test.each([301, 302, 400, 401, 403, 404, 405])('%i ends it, with the words of the answer', async status => {
  const { failure, retried } = await run([
    json({ detail: 'This is why.' }, status, { location: 'https://x' }),
  ]);
  expect(failure).toBeInstanceOf(FeedError);
  expect(failure).toMatchObject({
    code: 'refused',
    status,
    message: `Rollcall answered ${status}: This is why.`,
  });
  expect(retried).toEqual([]);
  expect(String((failure as FeedError).stack)).not.toContain('secret-token');
});

test('repeated events are passed over, and the place moves all the same', async () => {
  const { applied, asked } = await run([
    page('c1', eventOf(1), eventOf(2)),
    page('c2', eventOf(1), eventOf(2), eventOf(1, 'birch')),
    page('c3', eventOf(2)),
  ]);
  expect(applied).toEqual(['acme-1', 'acme-2', 'birch-1']);
  expect(asked.map(url => queryOf(url)['after'])).toEqual([undefined, 'c1', 'c2', 'c3']);
});

test('a failing callback is given the same page again', async () => {
  let fails = 2;
  const applied: string[] = [];
  let cursor = '';
  const { retried } = await run(
    [1, 2, 3].map(() => page('c1', eventOf(1))),
    {
      readCursor: () => cursor,
      apply: step => {
        fails -= 1;
        if (fails >= 0) throw new Error('the database is away');
        cursor = step.cursor;
        applied.push(...step.events.map(({ id }) => id));
      },
    },
  );
  expect(retried).toHaveLength(2);
  expect(applied).toEqual(['acme-1']);
});

test('a callback that stores nothing is noticed, instead of working on the same page for ever', async () => {
  const pages = Array<Reply>(3).fill(page('c1', eventOf(1)));
  const { failure } = await run(pages, { apply: () => undefined });
  expect(failure).toMatchObject({
    code: 'misuse',
    message: expect.stringContaining('must store the cursor'),
  });
});

test('sequences that are not stored are noticed when a gap must be filled', async () => {
  const { failure } = await run(
    [
      page('c1', eventOf(5)),
      page('r', eventOf(5)),
      json({ account: 'acme', asOfSequence: number(5), cursor: 'c', members: [] }),
    ],
    { applySnapshot: () => undefined },
  );
  expect(failure).toMatchObject({
    code: 'misuse',
    message: expect.stringContaining('must store the sequences'),
  });
});

test('a cursor without a row is noticed, and tried again', async () => {
  const pages = Array<Reply>(2).fill(page('c1', eventOf(1)));
  const { retried } = await run(pages, { apply: () => false });
  expect(retried[0]).toMatchObject({ error: { message: expect.stringContaining('is there a row for it?') } });
});

test('an account that was closed meanwhile leaves a gap that nothing can fill, and nothing is lost by it', async () => {
  const { applied } = await run(
    [
      page('c1', eventOf(5)),
      page('r', eventOf(5)),
      json({ detail: 'no such account' }, 404),
      page('c1', eventOf(5)),
    ],
    { applySnapshot: () => undefined },
  );
  expect(applied).toEqual(['acme-5']);
});

test('it rests after an empty page that came at once, not after one that was held back, and a poke ends the rest', async () => {
  const withEmptyPages = await run([page('c1', eventOf(1)), page('c1'), page('c1')], { pollSeconds: 3 });
  expect(withEmptyPages.slept).toEqual([3_000, 3_000]);
  const polling = await run([page('c1', eventOf(1)), page('c1')], { waitSeconds: 0, pollSeconds: 60 });
  expect(polling.slept).toEqual([60_000, 60_000]);

  let cursor = '';
  const sleeping = new Set<AbortSignal>();
  let pages = 0;
  const consumption = consumeFeed({
    url: 'https://scim.example.com',
    token: 't',
    waitSeconds: 0,
    readCursor: () => cursor,
    readSequence: () => undefined,
    apply: step => {
      cursor = step.cursor;
    },
    fetch: async () => {
      pages += 1;
      return page('c1')();
    },
    sleep: (_ms, signal) =>
      new Promise<void>(resolve => {
        sleeping.add(signal);
        signal.addEventListener('abort', () => resolve());
      }),
  });
  const restAfter = async (count: number): Promise<void> => {
    while (sleeping.size < count) await new Promise(resolve => setImmediate(resolve));
  };
  await restAfter(1);
  consumption.poke();
  await restAfter(2);
  expect(pages).toBe(2);
  await consumption.stop();
});

test('what is missing from the options is said at once', () => {
  expect(() => consumeFeed({ url: 'x', token: 't' } as FeedOptions)).toThrow(
    /readCursor, readSequence, apply/,
  );
  const callbacks = { readCursor: () => '', readSequence: () => '', apply: () => undefined };
  expect(() => consumeFeed({ url: 'scim.example.com', token: 't', ...callbacks })).toThrow(/"url"/);
});

test('a redirect is not followed, so that no other address gets the token', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has a TCP address
  const { failure } = await run([], { url: `http://127.0.0.1:${port}`, fetch: globalThis.fetch });
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  expect(failure).toMatchObject({ code: 'refused', status: 307 });
  expect(asked).toHaveLength(1);
});

test('everything was read up to the beginning of a page with events, and up to the end of an empty one', async () => {
  const realNow = Date.now;
  let now = 1_000_000;
  const caughtUp: number[] = [];
  const after =
    (ms: number, reply: Reply): Reply =>
    () => {
      now += ms;
      return reply();
    };
  Date.now = () => now;
  try {
    await run(
      [
        after(0, page('c0')),
        after(7_000, page('c1', eventOf(1))),
        after(10_000, page('c2', eventOf(2))),
        after(10_000, page('c2')),
      ],
      { waitSeconds: 10, onCaughtUp: at => caughtUp.push(at) },
    );
  } finally {
    Date.now = realNow;
  }
  expect(caughtUp).toEqual([1_000_000, 1_000_000, 1_007_000, 1_027_000]);
});

const snapshotOf = (account: string): Reply =>
  json({ account, asOfSequence: number(9), cursor: 'c9', members: [] });
const gone = json({ detail: 'reset' }, 410);

test('a consumer that was outrun while it reads everything again leaves the place to the other one', async () => {
  const applied: unknown[] = [];
  const { asked } = await run([gone, page('head'), snapshotOf('acme'), page('c7')], {
    readCursor: () => (applied.length === 0 ? 'old' : 'place-of-the-other'),
    listAccounts: () => ['acme', 'birch'],
    applySnapshot: ({ account }) => {
      applied.push(account);
      return false;
    },
    apply: step => {
      applied.push(step.cursor);
    },
    readSequence: () => undefined,
  });
  // Neither the snapshot of birch is read, nor is the place moved to the head.
  expect(asked.filter(url => url.includes('snapshot'))).toHaveLength(1);
  expect(queryOf(asked[3])).toMatchObject({ after: 'place-of-the-other' });
  expect(applied[0]).toBe('acme');
  expect(applied).not.toContain('head');
});

test('a consumer that was outrun while it fills a gap goes on at the place of the other one', async () => {
  let cursor = 'old';
  const { asked, failure } = await run(
    [page('c1', eventOf(5)), page('r', eventOf(5)), snapshotOf('acme'), page('c7')],
    {
      readCursor: () => cursor,
      readSequence: () => number(1),
      apply: step => {
        cursor = step.cursor;
      },
      applySnapshot: () => {
        cursor = 'place-of-the-other';
        return false;
      },
    },
  );
  expect(failure).toBeUndefined();
  expect(queryOf(asked[3])).toMatchObject({ after: 'place-of-the-other' });
});

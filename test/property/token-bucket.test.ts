/** The token bucket with debt, over random sequences of demands and pauses. */
import fc from 'fast-check';
import { LocalBuckets, RateLimiter } from '../../src/accounts/limits/rate-limiter.ts';
import { type Bucket, consume } from '../../src/accounts/limits/token-bucket.ts';

const rates = fc.record({
  perSecond: fc.integer({ min: 1, max: 200 }),
  burst: fc.integer({ min: 1, max: 400 }),
});
const steps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 3_000 }),
    wanted: fc.integer({ min: 0, max: 20 }),
    owed: fc.double({ min: 0, max: 150, noNaN: true }),
  }),
  { maxLength: 60 },
);
const TOLERANCE = 1e-6;

test('a token bucket grants no more in any window than its burst and what has flowed in, less what was owed', () => {
  fc.assert(
    fc.property(rates, steps, (rate, sequence) => {
      let bucket: Bucket = { level: rate.burst, at: 0 };
      const taken: { at: number; granted: number; owed: number }[] = [];
      let now = 0;
      for (const { afterMs, wanted, owed } of sequence) {
        now += afterMs;
        const { consumed, left } = consume(bucket, now, { wanted, owed }, rate);
        bucket = left;
        taken.push({ at: now, granted: consumed.granted, owed });
      }
      for (let from = 0; from < taken.length; from += 1) {
        let granted = 0;
        for (const { at, granted: more } of taken.slice(from)) {
          granted += more;
          const flowedIn = ((at - (taken[from]?.at ?? 0)) / 1_000) * rate.perSecond;
          expect(granted).toBeLessThanOrEqual(rate.burst + flowedIn + TOLERANCE);
        }
      }
      const paid = taken.reduce((sum, { granted, owed }) => sum + granted + owed, 0);
      const debt = Math.max(0, -bucket.level);
      expect(paid - debt).toBeLessThanOrEqual(rate.burst + (now / 1_000) * rate.perSecond + TOLERANCE);
    }),
  );
});

test('a token bucket says honestly when it holds a token again', () => {
  fc.assert(
    fc.property(rates, steps, (rate, sequence) => {
      let bucket: Bucket = { level: rate.burst, at: 0 };
      let now = 0;
      for (const { afterMs, wanted, owed } of sequence) {
        now += afterMs;
        const { consumed, left } = consume(bucket, now, { wanted, owed }, rate);
        bucket = left;
        const again = consume(bucket, now + consumed.nextInMs + TOLERANCE, { wanted: 1, owed: 0 }, rate);
        expect(again.consumed.granted).toBe(1);
      }
    }),
  );
});

/** A clock whose pauses take longer than asked for, as when others block the thread. */
function blockedClock(blockedMs: number) {
  let now = 0;
  return {
    now: () => now,
    pause: (delayMs: number) => {
      now += delayMs + blockedMs;
      return Promise.resolve();
    },
    advance: (ms: number) => {
      now += ms;
    },
  };
}

test('an account within its rate is never refused for time in which others blocked the thread', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 20, max: 5_000 }), { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 0, max: 10_000 }),
      async (gaps, blockedMs) => {
        const clock = blockedClock(blockedMs);
        const limiter = new RateLimiter(new LocalBuckets({ perSecond: 50, burst: 1 }, clock.now), clock);
        for (const gap of gaps) {
          await limiter.consume('innocent');
          clock.advance(gap);
        }
      },
    ),
  );
});

test('work is charged to the requests that follow it, and only what theirs did not include', async () => {
  const clock = blockedClock(0);
  const limiter = new RateLimiter(new LocalBuckets({ perSecond: 50, burst: 100 }, clock.now), clock);
  // An ordinary request includes its work.
  for (let index = 0; index < 500; index += 1) {
    await limiter.consume('ordinary');
    limiter.charge('ordinary', { readerMs: 2, rows: 1, bytes: 2_000, writtenBytes: 4_000 });
    clock.advance(20);
  }
  expect(await limiter.consume('ordinary')).toBe(0);
  limiter.charge('ordinary', { writtenBytes: 100 * 1_048_576 });
  await expect(limiter.consume('ordinary')).rejects.toMatchObject({
    code: 'tooManyRequests',
    retryAfterSeconds: expect.any(Number),
  });
  expect(await limiter.consume('another')).toBe(0);
});

test('a clock that goes back takes no token out of a bucket, and none that flows in twice', () => {
  const rate = { perSecond: 10, burst: 10 };
  const { consumed, left } = consume({ level: 5, at: 60_000 }, 0, { wanted: 2, owed: 0 }, rate);
  expect(consumed.granted).toBe(2);
  expect(left).toEqual({ level: 3, at: 60_000 });
});

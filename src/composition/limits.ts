/** The part of the composition root that keeps one account from slowing another. */
import { setTimeout as pause } from 'node:timers/promises';
import { BlockedTime } from '../accounts/limits/blocked-time.ts';
import { ConcurrencyLimiter } from '../accounts/limits/concurrency-limiter.ts';
import { LocalBuckets, RateLimiter } from '../accounts/limits/rate-limiter.ts';
import type { Work } from '../accounts/limits/token-bucket.ts';
import type { BackgroundLoops } from '../base/background-loop.ts';
import type { Config } from '../config/config.ts';
import { type ControlLimits, RequestLimits } from '../http/request/limits.ts';
import { SharedBuckets } from '../store/accounts/shared-buckets.ts';
import type { Database } from '../store/database/database.ts';

/** Other instances see what is owed within about a second. */
const SETTLE_EVERY_MS = 500;

/** Two accounts at a time: what a third one sends waits for a step of each at most. */
const LARGE_BODIES = { perAccount: 1, total: 2 };
/** As many at a time as the readers of SQLite and the connections of PostgreSQL serve beside everything else. */
const LISTS = { perAccount: 1, total: 4 };

const now = (): number => performance.now();

export interface Limits {
  readonly requests: RequestLimits;
  readonly control: ControlLimits;
  /** Charges an account for the work of its requests. */
  readonly onWork: (accountId: string, work: Work) => void;
  /** Has an account pay for work before it is done, waiting as long as that takes. */
  readonly payAhead: (accountId: string, work: Work) => Promise<void>;
  start(): void;
  stop(): void;
}

interface Dependencies {
  readonly config: Pick<Config, 'rateLimit' | 'maxConcurrentRequests' | 'maxConcurrentRequestsTotal'>;
  readonly database: Database;
  readonly loops: BackgroundLoops;
}

export function createLimits({ config, database, loops }: Dependencies): Limits {
  const { rateLimit, maxConcurrentRequests: perAccount, maxConcurrentRequestsTotal } = config;
  const blocked = new BlockedTime(now);
  const blockedMs = () => blocked.recentMs();
  const clock = { now, pause: (delayMs: number) => pause(delayMs) };
  const isShared = database.dialect === 'postgres';
  const local = rateLimit && new LocalBuckets(rateLimit, now, blockedMs);
  // One process serves a SQLite file, so it can keep the buckets itself.
  const buckets = rateLimit && isShared ? new SharedBuckets(database, rateLimit, blockedMs) : local;
  const rate = buckets && new RateLimiter(buckets, clock);
  const limiter = (total: number) => new ConcurrencyLimiter({ perAccount, total });
  if (isShared && rate)
    loops.add({
      name: 'rate_limits',
      run: () => rate.takeOwed(),
      everyMs: SETTLE_EVERY_MS,
      whenItFails: 'the work of accounts could not be charged yet',
    });
  return {
    requests: new RequestLimits({
      rate,
      open: limiter(Number.POSITIVE_INFINITY),
      working: limiter(maxConcurrentRequestsTotal),
      workingOnLarge: new ConcurrencyLimiter(LARGE_BODIES),
    }),
    // Each process counts for itself: these clients are the product's own, and a write for each request is spared.
    control: {
      rate: rateLimit && new RateLimiter(new LocalBuckets(rateLimit, now, blockedMs), clock),
      working: limiter(maxConcurrentRequestsTotal),
      listing: new ConcurrencyLimiter(LISTS),
    },
    onWork: (accountId, work) => rate?.charge(accountId, work),
    payAhead: async (accountId, work) => rate?.payAhead(accountId, work),
    start: () => blocked.start(),
    stop: () => blocked.stop(),
  };
}

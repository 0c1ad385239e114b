/** The part of the composition root that keeps one account from slowing another. */
import { setTimeout as pause } from 'node:timers/promises';
import { ConcurrencyLimiter } from './accounts/concurrency-limiter.ts';
import { LocalBuckets, RateLimiter } from './accounts/rate-limiter.ts';
import type { Work } from './accounts/token-bucket.ts';
import type { Config } from './config.ts';
import { RequestLimits } from './http/request-limits.ts';
import type { Database } from './store/database.ts';
import { SharedBuckets } from './store/shared-buckets.ts';

const now = (): number => performance.now();

export interface Limits {
  readonly requests: RequestLimits;
  /** Charges an account for the work of its requests. */
  readonly onWork: (accountId: string, work: Work) => void;
}

type Settings = Pick<Config, 'rateLimit' | 'maxConcurrentRequests' | 'maxConcurrentRequestsTotal'>;

export function createLimits(
  { rateLimit, maxConcurrentRequests, maxConcurrentRequestsTotal }: Settings,
  database: Database,
): Limits {
  // One process serves a SQLite file, so it can keep the buckets itself.
  const buckets =
    rateLimit &&
    (database.dialect === 'postgres'
      ? new SharedBuckets(database, rateLimit)
      : new LocalBuckets(rateLimit, now));
  const clock = { now, pause: (delayMs: number) => pause(delayMs) };
  const rate = buckets && new RateLimiter(buckets, clock);
  const limiter = (total: number) => new ConcurrencyLimiter({ perAccount: maxConcurrentRequests, total });
  return {
    requests: new RequestLimits({
      rate,
      open: limiter(Number.POSITIVE_INFINITY),
      working: limiter(maxConcurrentRequestsTotal),
    }),
    onWork: (accountId, work) => rate?.charge(accountId, work),
  };
}

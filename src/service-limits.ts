/** The part of the composition root that keeps one account from slowing another. */
import { setTimeout as pause } from 'node:timers/promises';
import { LocalBudgets, RequestBudget } from './accounts/request-budget.ts';
import { Turnstile } from './accounts/turnstile.ts';
import type { Config } from './config.ts';
import { RequestLimits } from './http/request-limits.ts';
import { SharedBudgets } from './store/budget-store.ts';
import type { Database } from './store/database.ts';

const now = (): number => performance.now();

export function createLimits(
  { rateLimit, requestsAtOnce }: Pick<Config, 'rateLimit' | 'requestsAtOnce'>,
  database: Database,
): RequestLimits {
  // One process serves a SQLite file, so it can keep the budgets itself.
  const budgets =
    rateLimit &&
    (database.dialect === 'postgres'
      ? new SharedBudgets(database, rateLimit)
      : new LocalBudgets(rateLimit, now));
  const clock = { now, pause: (delayMs: number) => pause(delayMs) };
  return new RequestLimits(budgets && new RequestBudget(budgets, clock), new Turnstile(requestsAtOnce));
}

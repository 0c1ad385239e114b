/** What a request passes before it is worked on: the rate limit of its account, its place there, and one in the process. */
import type { Response } from 'express';
import type { ConcurrencyLimiter } from '../accounts/concurrency-limiter.ts';
import type { RateLimiter } from '../accounts/rate-limiter.ts';

/** A bulk request waits so long in all for its operations to be paid for; the operations behind are answered 429. */
const BULK_PATIENCE_MS = 30_000;

interface Dependencies {
  /** `undefined`: requests are not counted */
  readonly rate: RateLimiter | undefined;
  /** Requests of an account that are not answered, or whose answers are not taken. */
  readonly open: ConcurrencyLimiter;
  /** Requests that are worked on; a slow client holds none of these places. */
  readonly working: ConcurrencyLimiter;
}

export class RequestLimits {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Resolves when the request may be read; its place is free again when the response is over.
   * @returns whether the client is still there
   * @throws RollcallError `tooManyRequests`, `unavailable`
   */
  async admit(accountId: string, response: Response): Promise<boolean> {
    const { rate, open } = this.#dependencies;
    if (rate) await rate.consume(accountId);
    return acquireFor(response, open, accountId, ['close']);
  }

  /**
   * Resolves when a request that was read may be worked on; its place is free again when the answer is handed over.
   * @returns whether the client is still there
   * @throws RollcallError `tooManyRequests`, `unavailable`
   */
  work(accountId: string, response: Response): Promise<boolean> {
    return acquireFor(response, this.#dependencies.working, accountId, ['prefinish', 'close']);
  }

  /**
   * Runs the operations of a bulk request like requests of their own: each pays for itself, the first with the
   * request, and takes a place for as long as it runs.
   */
  operations(accountId: string): RunOperation {
    const { rate, working } = this.#dependencies;
    let patienceMs = BULK_PATIENCE_MS;
    let isFirst = true;
    return async run => {
      if (rate && !isFirst) patienceMs -= await rate.consume(accountId, patienceMs);
      isFirst = false;
      // An operation that waits is never given up: what was sent is done, also when the client is gone.
      await working.acquire(accountId, new AbortController().signal);
      try {
        return await run();
      } finally {
        working.release(accountId);
      }
    };
  }
}

/** @throws RollcallError `tooManyRequests`, `unavailable`, or what `run` throws */
export type RunOperation = <T>(run: () => Promise<T>) => Promise<T>;

async function acquireFor(
  response: Response,
  limiter: ConcurrencyLimiter,
  key: string,
  releasedBy: readonly ('prefinish' | 'close')[],
): Promise<boolean> {
  if (response.destroyed) return false;
  let hasPlace = limiter.tryAcquire(key);
  const gone = new AbortController();
  const over = (): void => {
    gone.abort();
    if (hasPlace) limiter.release(key);
    hasPlace = false;
  };
  for (const event of releasedBy) response.once(event, over);
  if (hasPlace) return true;
  const acquired = await limiter.acquire(key, gone.signal);
  // The client may have gone between the place and this line.
  if (acquired && gone.signal.aborted) limiter.release(key);
  else hasPlace = acquired;
  return hasPlace;
}

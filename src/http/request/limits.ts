/** What a request passes before it is worked on: the rate limit of its account, its place there, and one in the process. */
import type { Request, RequestHandler, Response } from 'express';
import type { ConcurrencyLimiter } from '../../accounts/limits/concurrency-limiter.ts';
import type { RateLimiter } from '../../accounts/limits/rate-limiter.ts';
import type { Work } from '../../accounts/limits/token-bucket.ts';

/** A bulk request waits so long in all for its operations to be paid for; the operations behind are answered 429. */
const BULK_PATIENCE_MS = 30_000;

interface Dependencies {
  /** `undefined`: requests are not counted */
  readonly rate: RateLimiter | undefined;
  /** Requests of an account that are not answered, or whose answers are not taken. */
  readonly open: ConcurrencyLimiter;
  /** Requests that are worked on; a slow client holds none of these places. */
  readonly working: ConcurrencyLimiter;
  /**
   * Requests with a large body, instead: each step of one keeps the thread for up to 20 ms, so an account has one of
   * them worked on at a time, and what others send is answered between its steps.
   */
  readonly workingOnLarge: ConcurrencyLimiter;
}

/** A body of more bytes is large. */
const LARGE_BODY = 16_384;

export class RequestLimits {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Runs `serve` when the request may be read; its place is free again when both its work and its response are over, so
   * that a client which goes away and comes back does not have more worked on than one that waits.
   * @returns whether the client was still there when its turn came
   * @throws RollcallError `tooManyRequests`, `unavailable`; what `serve` throws
   */
  async admit(accountId: string, response: Response, serve: () => Promise<void>): Promise<boolean> {
    const { rate, open } = this.#dependencies;
    if (rate) await rate.admit(accountId);
    if (!(await acquireFor(response, open, accountId))) return false;
    try {
      await serve();
    } finally {
      if (response.closed) open.release(accountId);
      else response.once('close', () => open.release(accountId));
    }
    return true;
  }

  /**
   * Runs `work` for a request that was read, in its turn; its place is free again when the work is over.
   * @param bodyBytes length of the request's body
   * @returns whether the client was still there when its turn came
   * @throws RollcallError `tooManyRequests`, `unavailable`; what `work` throws
   */
  async work(
    accountId: string,
    response: Response,
    bodyBytes: number,
    work: () => Promise<void>,
  ): Promise<boolean> {
    const { working, workingOnLarge } = this.#dependencies;
    const limiter = bodyBytes > LARGE_BODY ? workingOnLarge : working;
    if (!(await acquireFor(response, limiter, accountId))) return false;
    try {
      await work();
    } finally {
      limiter.release(accountId);
    }
    return true;
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

  /** Charges the account for work in the serving thread. */
  charge(accountId: string, work: Work): void {
    this.#dependencies.rate?.charge(accountId, work);
  }
}

/** @throws RollcallError `tooManyRequests`, `unavailable`, or what `run` throws */
export type RunOperation = <T>(run: () => Promise<T>) => Promise<T>;

/** @returns whether there is a place, which the caller releases; there is none once the client is gone */
async function acquireFor(response: Response, limiter: ConcurrencyLimiter, key: string): Promise<boolean> {
  if (response.closed || response.destroyed) return false;
  if (limiter.tryAcquire(key)) return true;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  try {
    const acquired = await limiter.acquire(key, gone.signal);
    // The client may have gone between the place and this line.
    if (acquired && gone.signal.aborted) limiter.release(key);
    return acquired && !gone.signal.aborted;
  } finally {
    response.off('close', leave);
  }
}

/** Requests of the control API wait a little longer for tokens than SCIM's: they are few, and their clients are programs. */
const CONTROL_PATIENCE_MS = 1_000;

/** What it takes to limit the control API: buckets and places of its own, so that SCIM never starves operators. */
export interface ControlLimits {
  /** `undefined`: requests are not counted */
  readonly rate: RateLimiter | undefined;
  readonly working: ConcurrencyLimiter;
  /**
   * Requests for a page of a list, instead: making one keeps the thread for up to 20 ms, so an account has one of them
   * made at a time.
   */
  readonly listing: ConcurrencyLimiter;
}

/**
 * What a request of the control API is to its limits. Lasting is what is meant to last, such as a stream: it has limits
 * of its own, and holds no place.
 */
export type ControlKind = 'lasting' | 'list' | 'other';

/**
 * Lets requests of the control API pass in their turn.
 * @param keyOf the account or service token that a request counts against
 */
export function limitControl(
  { rate, working, listing }: ControlLimits,
  keyOf: (request: Request, response: Response) => string,
  kindOf: (request: Request) => ControlKind,
): RequestHandler {
  return async (request, response, next) => {
    const key = keyOf(request, response);
    if (rate) await rate.admit(key, CONTROL_PATIENCE_MS);
    const kind = kindOf(request);
    if (kind === 'lasting') {
      next();
      return;
    }
    const limiter = kind === 'list' ? listing : working;
    if (!(await acquireFor(response, limiter, key))) return;
    let isOver = false;
    const release = (): void => {
      if (!isOver) limiter.release(key);
      isOver = true;
    };
    response.once('prefinish', release);
    response.once('close', release);
    next();
  };
}

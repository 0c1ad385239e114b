/** Requests to Rollcall that are repeated until they are answered: outages and refusals for now are waited out. */

const RETRIED_STATUSES = [408, 425, 429];
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const JITTER = 0.2;
/** What a page may take beyond the time it asked to wait. */
const REQUEST_LIMIT_MS = 60_000;
/** As long as Rollcall lets a snapshot take. */
const SNAPSHOT_LIMIT_MS = 600_000;

export class FeedError extends Error {
  constructor(code, message, { status, retryAfterMs } = {}) {
    super(message);
    this.name = 'FeedError';
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** `unavailable`: worth another try. `gone`: for the caller to act on. All else a person must mend. */
const isPassing = error => !(error instanceof FeedError) || error.code === 'unavailable';

export class FeedRequests {
  #url;
  #token;
  #fetch;
  #sleep;
  #onRetry;
  #signal;

  constructor({ url, token, fetch, sleep, onRetry, signal }) {
    this.#url = String(url).replace(/\/+$/, '');
    this.#token = token;
    this.#fetch = fetch;
    this.#sleep = sleep;
    this.#onRetry = onRetry;
    this.#signal = signal;
  }

  /**
   * Does `work` until it succeeds.
   * @throws the reason of the signal when it is aborted; a FeedError that no repetition mends
   */
  async retry(work) {
    for (let attempt = 1; ; attempt += 1) {
      this.#signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!isPassing(error)) throw error;
        const delayMs = Math.round(Math.max(backoffMs(attempt), error?.retryAfterMs ?? 0));
        this.#onRetry({ error, attempt, delayMs });
        await this.#sleep(delayMs, this.#signal);
      }
    }
  }

  /** A page of the feed. @throws FeedError `gone` */
  page({ after, limit, wait, account, types }) {
    const query = new URLSearchParams({ limit: String(limit), wait: String(wait) });
    // The feed begins without it; an empty one is refused, for it would be a lost cursor.
    if (after !== '') query.set('after', after);
    if (account) query.set('account', account);
    if (types) query.set('type', types.join());
    return this.retry(async () => {
      const page = await this.#get(`/v1/events?${query}`, wait * 1_000 + REQUEST_LIMIT_MS);
      if (Array.isArray(page?.data) && typeof page.next === 'string') return page;
      throw new FeedError(
        'unavailable',
        'What came is not a page of events: is "url" the address of Rollcall?',
      );
    });
  }

  /** The members of an account; `undefined` when Rollcall does not know it. */
  async snapshot(account) {
    try {
      const path = `/v1/accounts/${encodeURIComponent(account)}/snapshot`;
      return await this.retry(() => this.#get(path, SNAPSHOT_LIMIT_MS));
    } catch (error) {
      if (error instanceof FeedError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #get(path, limitMs) {
    const token = typeof this.#token === 'function' ? await this.#token() : this.#token;
    const limit = timeLimit(this.#signal, limitMs);
    const fetch = this.#fetch;
    try {
      const response = await fetch(this.#url + path, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        // Who answers with a redirect is not Rollcall, and shall not get the token.
        redirect: 'manual',
        signal: limit.signal,
      });
      if (response.ok) return await response.json();
      throw await refusal(response);
    } finally {
      limit.release();
    }
  }
}

/** Aborted with `parent` or when the time is over; remove the listener, because `parent` lives as long as the process. */
function timeLimit(parent, ms) {
  const own = new AbortController();
  const follow = () => own.abort(parent.reason);
  const timer = setTimeout(() => own.abort(new Error(`there was no answer within ${ms / 1_000} s`)), ms);
  parent.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    release: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', follow);
    },
  };
}

async function refusal(response) {
  const { status, headers } = response;
  const { detail } = await response.json().catch(() => ({}));
  const message = `Rollcall answered ${status}${detail ? `: ${detail}` : '.'}`;
  if (status === 410) return new FeedError('gone', message, { status });
  if (status < 500 && !RETRIED_STATUSES.includes(status))
    return new FeedError('refused', message, { status });
  return new FeedError('unavailable', message, { status, retryAfterMs: retryAfterMs(headers) });
}

/** Seconds, or a date (RFC 9110 §10.2.3); the form of asctime names no zone, and means GMT as the others do. */
function retryAfterMs(headers) {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const date = text.endsWith('GMT') ? text : `${text} GMT`;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(date) - Date.now();
  return ms > 0 ? ms : undefined;
}

function backoffMs(attempt) {
  const ms = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return ms * (1 + (2 * Math.random() - 1) * JITTER);
}

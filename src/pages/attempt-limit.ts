/** How often a stranger may fail at a door; a person with the right key is never held up by it. */
import { LocalBuckets } from '../accounts/limits/rate-limiter.ts';
import { RollcallError } from '../base/errors.ts';

const MINUTE_SECONDS = 60;
const ALL = 'all';
const NOTHING = { wanted: 0, owed: 0 };
const ONE = { wanted: 1, owed: 0 };

export class AttemptLimit {
  readonly #each: LocalBuckets;
  readonly #all: LocalBuckets;

  /**
   * @param perMinute failures of one address, and of all together
   * @param now milliseconds of a clock that never goes back
   */
  constructor(perMinute: { readonly each: number; readonly all: number }, now: () => number) {
    const rate = (most: number) => ({ perSecond: most / MINUTE_SECONDS, burst: most });
    this.#each = new LocalBuckets(rate(perMinute.each), now);
    this.#all = new LocalBuckets(rate(perMinute.all), now);
  }

  /** @throws RollcallError `tooManyRequests` after too many failures */
  admit(address: string): void {
    const waits = [this.#each.consume(address, NOTHING), this.#all.consume(ALL, NOTHING)].map(
      ({ nextInMs }) => nextInMs,
    );
    const seconds = Math.ceil(Math.max(...waits) / 1_000);
    if (seconds === 0) return;
    throw new RollcallError('tooManyRequests', `Too many tries. Try again in ${seconds} seconds.`, {
      retryAfterSeconds: seconds,
    });
  }

  noteFailure(address: string): void {
    this.#each.consume(address, ONE);
    this.#all.consume(ALL, ONE);
  }
}

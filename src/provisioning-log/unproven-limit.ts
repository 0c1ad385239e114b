/**
 * How many refused requests are shown under an account that their tokens only claim: a stranger who knows its id must
 * not flood its log. Those beyond the limit are counted among the requests that belong to no account.
 */
import { MINUTE_MS } from '../base/clock.ts';

const MOST_AN_ADDRESS = 5;
const MOST_AN_ACCOUNT = 20;
const MOST_IN_ALL = 200;

export class UnprovenLimit {
  readonly #now: () => number;
  /** By account, and by account and address, within this minute; at most twice as many as are shown. */
  readonly #shown = new Map<string, number>();
  #inAll = 0;
  #until = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether one more may be shown; then it is counted. @param address from which the request comes */
  admits(accountId: string, address: string | undefined): boolean {
    const now = this.#now();
    if (now >= this.#until) {
      this.#until = now + MINUTE_MS;
      this.#shown.clear();
      this.#inAll = 0;
    }
    const pair = `${accountId} ${address ?? ''}`;
    const ofAccount = this.#shown.get(accountId) ?? 0;
    const ofAddress = this.#shown.get(pair) ?? 0;
    if (this.#inAll >= MOST_IN_ALL || ofAccount >= MOST_AN_ACCOUNT || ofAddress >= MOST_AN_ADDRESS)
      return false;
    this.#shown.set(accountId, ofAccount + 1);
    this.#shown.set(pair, ofAddress + 1);
    this.#inAll += 1;
    return true;
  }
}

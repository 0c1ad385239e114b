/** What every request of an account passes before it is worked on: its budget, and its place at the turnstile. */
import type { Response } from 'express';
import type { RequestBudget } from '../accounts/request-budget.ts';
import type { Turnstile } from '../accounts/turnstile.ts';

export class RequestLimits {
  readonly #budget: RequestBudget | undefined;
  readonly #turnstile: Turnstile;

  /** @param budget `undefined`: requests are not counted */
  constructor(budget: RequestBudget | undefined, turnstile: Turnstile) {
    this.#budget = budget;
    this.#turnstile = turnstile;
  }

  /**
   * Resolves when the request may be worked on; its place is free again when the response is over.
   * @returns whether the client is still there
   * @throws RollcallError `tooManyRequests`
   */
  async admit(accountId: string, response: Response): Promise<boolean> {
    if (this.#budget) await this.#budget.spend(accountId);
    if (response.destroyed) return false;
    if (this.#turnstile.enterAtOnce(accountId)) {
      response.once('close', () => this.#turnstile.leave(accountId));
      return true;
    }
    return this.#waitForPlace(accountId, response);
  }

  async #waitForPlace(accountId: string, response: Response): Promise<boolean> {
    const gone = new AbortController();
    let hasPlace = false;
    response.once('close', () => {
      if (hasPlace) this.#turnstile.leave(accountId);
      else gone.abort();
    });
    hasPlace = await this.#turnstile.wait(accountId, gone.signal);
    // The client may have gone between the place and this line.
    if (hasPlace && response.destroyed && response.closed) {
      this.#turnstile.leave(accountId);
      return false;
    }
    return hasPlace;
  }
}

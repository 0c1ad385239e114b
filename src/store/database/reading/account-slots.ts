/**
 * How many pieces of work, such as searches, run at a time, in all and of one account; the others wait, and the accounts
 * are served in turn.
 */
import { RollcallError } from '../../../base/errors.ts';
import { clientGone } from './search.ts';
import { TurnQueue } from './turn-queue.ts';

export interface SlotLimits {
  readonly total: number;
  /** Less than `total`, so that one account never has all of them. */
  readonly perAccount: number;
  /** How many of one account may wait. */
  readonly waiting: number;
}

export const WAITING_PER_ACCOUNT = 100;
const RETRY_AFTER_SECONDS = 1;

export class AccountSlots {
  readonly #limits: SlotLimits;
  readonly #running = new Map<string, number>();
  readonly #queue = new TurnQueue<() => void>();
  #taken = 0;

  constructor(limits: SlotLimits) {
    this.#limits = limits;
  }

  /**
   * Runs `work` when its account's turn has come.
   * @param signal ends the waiting, not the work
   * @throws RollcallError `tooManyRequests` when too many of the account wait; `unavailable` when the client left
   */
  async run<T>(accountId: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (signal?.aborted) throw clientGone();
    if (this.#hasRoomFor(accountId)) this.#occupy(accountId);
    else await this.#wait(accountId, signal);
    try {
      return await work();
    } finally {
      this.#release(accountId);
    }
  }

  #wait(accountId: string, signal: AbortSignal | undefined): Promise<void> {
    if (this.#queue.sizeOf(accountId) >= this.#limits.waiting) {
      throw new RollcallError(
        'tooManyRequests',
        'Too many searches of this account wait for their turn; send fewer at a time.',
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#queue.remove(accountId, enter);
        reject(clientGone());
      };
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#queue.add(accountId, enter);
    });
  }

  #hasRoomFor(accountId: string): boolean {
    const { total, perAccount } = this.#limits;
    return this.#taken < total && (this.#running.get(accountId) ?? 0) < perAccount;
  }

  #occupy(accountId: string): void {
    this.#taken += 1;
    this.#running.set(accountId, (this.#running.get(accountId) ?? 0) + 1);
  }

  #release(accountId: string): void {
    this.#taken -= 1;
    const left = (this.#running.get(accountId) ?? 0) - 1;
    if (left > 0) this.#running.set(accountId, left);
    else this.#running.delete(accountId);
    const next = this.#queue.take(waiting => this.#hasRoomFor(waiting));
    if (!next) return;
    this.#occupy(next.accountId);
    next.item();
  }
}

/** How many streams are open: each holds a connection, so there is a limit; and all end when the service stops. */
import { RollcallError } from '../../base/errors.ts';

const RETRY_SECONDS = 10;

export class StreamSlots {
  readonly #limit: number;
  readonly #taken = new Set<AbortController>();
  #isStopped = false;

  /** @param limit streams at a time in this process */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get taken(): number {
    return this.#taken.size;
  }

  /**
   * Takes a slot; to be given back with `leave`.
   * @returns what ends the stream, aborted when the service stops
   * @throws RollcallError `tooManyRequests`; `unavailable` while the service stops
   */
  enter(): AbortController {
    if (this.#isStopped) {
      throw new RollcallError('unavailable', 'The service is stopping. Connect again in a moment.', {
        retryAfterSeconds: 1,
      });
    }
    if (this.#taken.size >= this.#limit) {
      throw new RollcallError(
        'tooManyRequests',
        `All ${this.#limit} streams of this service are in use. Read pages with "wait" instead, or try again in ${RETRY_SECONDS} seconds.`,
        { retryAfterSeconds: RETRY_SECONDS },
      );
    }
    const slot = new AbortController();
    this.#taken.add(slot);
    return slot;
  }

  leave(slot: AbortController): void {
    this.#taken.delete(slot);
  }

  stop(): void {
    this.#isStopped = true;
    for (const slot of this.#taken) slot.abort();
  }
}

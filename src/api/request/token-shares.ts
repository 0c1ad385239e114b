/** What lasts and holds something scarce: a service token may hold half of it, so that no token holds all. */
import { RollcallError } from '../../base/errors.ts';

type SharedKind = 'streams' | 'waits' | 'snapshots' | 'imports';

const NAMES: Readonly<Record<SharedKind, string>> = {
  streams: 'streams of events',
  waits: 'requests that wait for events',
  snapshots: 'snapshots',
  imports: 'imports',
};
const RETRY_AFTER_SECONDS = 10;

export class TokenShares {
  readonly #limits: Readonly<Record<SharedKind, number>>;
  readonly #held = new Map<string, number>();

  /** @param totals how many there may be of each kind in this process */
  constructor(totals: Readonly<Record<SharedKind, number>>) {
    const half = (kind: SharedKind): number => Math.ceil(totals[kind] / 2);
    this.#limits = {
      streams: half('streams'),
      waits: half('waits'),
      snapshots: half('snapshots'),
      imports: half('imports'),
    };
  }

  /**
   * Runs `work` as one of those that the token may have at a time.
   * @throws RollcallError `tooManyRequests` when it has its share; what `work` throws
   */
  async within<T>(kind: SharedKind, tokenId: string, work: () => Promise<T>): Promise<T> {
    const key = `${kind} ${tokenId}`;
    const held = this.#held.get(key) ?? 0;
    const limit = this.#limits[kind];
    if (held >= limit) {
      throw new RollcallError(
        'tooManyRequests',
        `This service token has ${limit} ${NAMES[kind]} at a time, which is its share. End one of them, or try again in ${RETRY_AFTER_SECONDS} seconds.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    this.#held.set(key, held + 1);
    try {
      return await work();
    } finally {
      const left = (this.#held.get(key) ?? 1) - 1;
      if (left > 0) this.#held.set(key, left);
      else this.#held.delete(key);
    }
  }
}

/** When and from where each token was used last: kept in memory, and written in batches off the path of the requests. */
import type { BackgroundLoop, BackgroundLoops } from '../../base/background-loop.ts';

export interface TokenUseRecord {
  readonly tokenId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `null` when it is unknown. */
  readonly from: string | null;
}

export interface TokenUseStore {
  /** Keeps a later use that is known already. */
  recordUses(uses: readonly TokenUseRecord[]): Promise<void>;
}

const FLUSH_EVERY_MS = 1_000;
/** A directory uses its token thousands of times a minute. */
const ONCE_IN_MS = 60_000;

interface Dependencies {
  readonly store: TokenUseStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  readonly loops: BackgroundLoops;
}

export class TokenUse {
  readonly #dependencies: Dependencies;
  readonly #loop: BackgroundLoop;
  /** Uses that are not written yet. */
  readonly #waiting = new Map<string, TokenUseRecord>();
  /** When each token was written, for a minute. */
  readonly #written = new Map<string, number>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#loop = dependencies.loops.add({
      name: 'token_use',
      run: () => this.#flush(),
      everyMs: FLUSH_EVERY_MS,
      runsAtStop: true,
      whenItFails: 'the use of tokens could not be written and will be tried again',
    });
  }

  /** Costs no I/O. */
  note(tokenId: string, from: string | undefined): void {
    this.#waiting.set(tokenId, { tokenId, at: this.#dependencies.now(), from: from ?? null });
  }

  #due(): readonly TokenUseRecord[] {
    const now = this.#dependencies.monotonicNow();
    for (const [tokenId, at] of this.#written) {
      if (now - at >= ONCE_IN_MS) this.#written.delete(tokenId);
    }
    const waiting = [...this.#waiting.values()];
    return this.#loop.isStopping ? waiting : waiting.filter(({ tokenId }) => !this.#written.has(tokenId));
  }

  async #flush(): Promise<void> {
    const uses = this.#due();
    if (uses.length > 0) await this.#dependencies.store.recordUses(uses);
    for (const use of uses) {
      this.#written.set(use.tokenId, this.#dependencies.monotonicNow());
      // A use that was noted meanwhile waits for its turn.
      if (this.#waiting.get(use.tokenId) === use) this.#waiting.delete(use.tokenId);
    }
  }
}

/** When and from where each token was used last: kept in memory, and written in batches off the path of the requests. */
import { describeFailure, type Log } from '../../log.ts';

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

const FLUSH_AFTER_MS = 1_000;
/** A directory uses its token thousands of times a minute. */
const ONCE_IN_MS = 60_000;

interface Dependencies {
  readonly store: TokenUseStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  /** Runs a task once, later. @returns what calls it off */
  readonly schedule: (task: () => void, delayMs: number) => () => void;
  readonly log: Log;
}

export class TokenUse {
  readonly #dependencies: Dependencies;
  /** Uses that are not written yet. */
  readonly #waiting = new Map<string, TokenUseRecord>();
  /** When each token was written, for a minute. */
  readonly #written = new Map<string, number>();
  #callOff: (() => void) | undefined;
  #flushing: Promise<void> | undefined;
  #isStopping = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Costs no I/O. */
  note(tokenId: string, from: string | undefined): void {
    this.#waiting.set(tokenId, { tokenId, at: this.#dependencies.now(), from: from ?? null });
    this.#plan();
  }

  /** Writes what is still waiting. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#callOff?.();
    await this.#flushing;
    await this.#flush([...this.#waiting.values()]);
  }

  #plan(): void {
    if (this.#callOff || this.#isStopping) return;
    this.#callOff = this.#dependencies.schedule(() => {
      this.#callOff = undefined;
      this.#flushing = this.#flush(this.#due());
    }, FLUSH_AFTER_MS);
  }

  #due(): readonly TokenUseRecord[] {
    const now = this.#dependencies.monotonicNow();
    for (const [tokenId, at] of this.#written) {
      if (now - at >= ONCE_IN_MS) this.#written.delete(tokenId);
    }
    return [...this.#waiting.values()].filter(({ tokenId }) => !this.#written.has(tokenId));
  }

  async #flush(uses: readonly TokenUseRecord[]): Promise<void> {
    try {
      if (uses.length > 0) await this.#dependencies.store.recordUses(uses);
      for (const use of uses) {
        this.#written.set(use.tokenId, this.#dependencies.monotonicNow());
        // A use that was noted meanwhile waits for its turn.
        if (this.#waiting.get(use.tokenId) === use) this.#waiting.delete(use.tokenId);
      }
    } catch (error) {
      this.#dependencies.log.warn(
        'the use of tokens could not be written and will be tried again',
        describeFailure(error),
      );
    }
    if (this.#waiting.size > 0) this.#plan();
  }
}

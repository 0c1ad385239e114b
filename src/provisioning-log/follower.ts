/**
 * Follows the provisioning log of an account. An entry has its place by when its request began, and is written when it
 * ends: a request that took long comes behind others that began later, so the last id does not say what is new.
 */
import type { LogEntry } from './entry.ts';
import type { LogReader } from './entry-reading.ts';

/** No request takes longer: a body of 1 MiB may come in 64 KiB every 45 seconds. */
export const LONGEST_REQUEST_MS = 900_000;
const AT_ONCE = 1_000;

interface Dependencies {
  readonly reader: Pick<LogReader, 'entryIds' | 'entriesWith'>;
  readonly accountId: string;
  /** How long a request may take and still be found. */
  readonly longestMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class LogFollower {
  readonly #dependencies: Dependencies;
  #seen: ReadonlySet<string> = new Set();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** What is there already is not new; call it before the log is shown. */
  async begin(): Promise<void> {
    this.#seen = new Set(await this.#ids());
  }

  /** What is shown already is not new either. */
  pass(ids: readonly string[]): void {
    this.#seen = new Set([...this.#seen, ...ids]);
  }

  /** Entries that were written since the last call, at most 1,000, in the order in which their requests began. */
  async next(): Promise<readonly LogEntry[]> {
    const { reader, accountId } = this.#dependencies;
    const ids = await this.#ids();
    const written = ids.filter(id => !this.#seen.has(id)).slice(0, AT_ONCE);
    const known = this.#seen;
    this.#seen = new Set([...ids.filter(id => known.has(id)), ...written]);
    return written.length === 0 ? [] : reader.entriesWith(accountId, written);
  }

  #ids(): Promise<readonly string[]> {
    const { reader, accountId, longestMs, now } = this.#dependencies;
    return reader.entryIds(accountId, now() - longestMs);
  }
}

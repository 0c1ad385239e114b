/** Takes up the lanes of instances that are gone, long before their leases end. */

interface TakeoverStore {
  /** Owners that hold leases and show no sign of life. */
  absentOwners(): Promise<readonly string[]>;
  /** Ends the leases of an owner. */
  endLeasesOf(owner: string): Promise<void>;
}

interface Dependencies {
  readonly store: TakeoverStore;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicNow: () => number;
  /** Called when there are lanes to take. */
  readonly wake: () => void;
}

/** How long an owner must be absent: one whose connection broke is back by then. */
const GRACE_MS = 1_800;

export class Takeover {
  readonly #dependencies: Dependencies;
  /** When each owner was first found absent. */
  #absentSince = new Map<string, number>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Looks once; to be called about once a second. */
  async run(): Promise<void> {
    const { store, monotonicNow, wake } = this.#dependencies;
    const before = this.#absentSince;
    const absent = await store.absentOwners();
    const now = monotonicNow();
    this.#absentSince = new Map(absent.map(owner => [owner, before.get(owner) ?? now]));
    const gone = absent.filter(owner => now - (this.#absentSince.get(owner) ?? now) >= GRACE_MS);
    for (const owner of gone) await store.endLeasesOf(owner);
    if (gone.length > 0) wake();
  }
}

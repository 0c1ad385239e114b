/** A clock that stands still until the test moves it. */
import type { Clock } from '../../src/base/clock.ts';

interface Task {
  readonly at: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  readonly #tasks = new Set<Task>();
  #now = 1_000;

  now(): number {
    return this.#now;
  }

  schedule(run: () => void, delayMs: number): () => void {
    const task = { at: this.#now + delayMs, run };
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  }

  /** How many tasks are still to run. */
  get scheduled(): number {
    return this.#tasks.size;
  }

  /** When the next task is due, from now; `undefined` when there is none. */
  get nextInMs(): number | undefined {
    const next = Math.min(...[...this.#tasks].map(({ at }) => at));
    return Number.isFinite(next) ? next - this.#now : undefined;
  }

  /** Moves on, and runs what falls due on the way in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#tasks].filter(({ at }) => at <= end).sort((left, right) => left.at - right.at);
      if (!next) break;
      this.#tasks.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}

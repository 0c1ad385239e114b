/** Values that occur nowhere else, so that finding one anywhere means that a hidden attribute got there. */
import { randomInt } from 'node:crypto';

const LONGEST_EXCERPT = 200;

export class Markers {
  /** Digits alone, so that no change of case hides them; no time in milliseconds begins with 8. */
  readonly #digits = `8${randomInt(10 ** 10)}`.padEnd(11, '5');
  #made = 0;

  text(): string {
    return `m${this.number()}k`;
  }

  /** Fifteen digits: still an exact number. */
  number(): number {
    this.#made = (this.#made + 1) % 10_000;
    return Number(this.#digits) * 10_000 + this.#made;
  }

  /** What surrounds the first marker; `undefined` without one. */
  find(searched: string | Buffer): string | undefined {
    const at = searched.indexOf(this.#digits);
    if (at < 0) return undefined;
    const from = Math.max(0, at - LONGEST_EXCERPT / 2);
    const until = from + LONGEST_EXCERPT;
    return typeof searched === 'string'
      ? searched.slice(from, until)
      : searched.toString('latin1', from, until);
  }
}

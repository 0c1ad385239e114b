/** Values that occur nowhere else, so that finding one anywhere means that a hidden attribute got there. */
import { randomBytes, randomInt } from 'node:crypto';

export class Markers {
  readonly #word = `mark${randomBytes(8).toString('hex')}`;
  readonly #digits = randomInt(100_000_000, 999_999_999);
  #made = 0;

  text(): string {
    this.#made += 1;
    return `${this.#word}x${this.#made.toString(36)}`;
  }

  /** Fifteen digits: an exact number, and longer than a time in milliseconds. */
  number(): number {
    this.#made += 1;
    return this.#digits * 1_000_000 + this.#made;
  }

  /** What surrounds the first marker in a text, in whatever case it stands there; `undefined` without one. */
  find(text: string): string | undefined {
    const lower = text.toLowerCase();
    const at = [this.#word, String(this.#digits)].map(part => lower.indexOf(part)).find(index => index >= 0);
    return at === undefined ? undefined : text.slice(Math.max(0, at - 120), at + 80);
  }
}

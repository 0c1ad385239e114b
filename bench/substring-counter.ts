/** Counts how often a text occurs in what arrives in pieces, without parsing it: parsing would cost more than sending. */
export class SubstringCounter {
  count = 0;
  readonly #needle: string;
  #tail = '';

  constructor(needle: string) {
    this.#needle = needle;
  }

  /** @param piece what follows on the pieces before */
  add(piece: string): void {
    const text = this.#tail + piece;
    for (let at = text.indexOf(this.#needle); at >= 0; at = text.indexOf(this.#needle, at + 1))
      this.count += 1;
    this.#tail = text.slice(Math.max(0, text.length - this.#needle.length + 1));
  }
}

/** With which every event begins, wherever it stands. */
export const EVENT_START = '{"specversion":';

/** How many events are in a text that is complete. */
export function countEvents(text: string): number {
  const counter = new SubstringCounter(EVENT_START);
  counter.add(text);
  return counter.count;
}

/**
 * Runs of combining marks. Normalising orders the marks of a run among each other, which takes quadratic time, so
 * Unicode limits runs to 30 in its Stream-Safe Text Format (UAX #15 §13); no language needs more than a few.
 */

export const LONGEST_MARK_RUN = 30;

const MARK = /\p{M}/u;
/** The voiced sound marks of half-width Katakana: combining marks once their width is mapped (RFC 7613 §3.2.2). */
const HALF_WIDTH_MARKS = [0xff9e, 0xff9f];
const FIRST_MARK = 0x300;
/** Ideographs, Hangul and private use are half of the plane and hold no marks: they are left out to start sooner. */
const WITHOUT_MARKS: readonly (readonly [first: number, last: number])[] = [
  [0x3100, 0xa66e],
  [0xac00, 0xfb1d],
];

/** Whether a UTF-16 code unit is a mark: a table, because every unit of every body is looked up in it. */
const MARKS_BY_UNIT = markTable();

function markTable(): Uint8Array {
  const table = new Uint8Array(0x1_0000);
  for (let unit = FIRST_MARK; unit < table.length; unit += 1) {
    const gap = WITHOUT_MARKS.find(([first]) => first === unit);
    if (gap) unit = gap[1];
    else if (MARK.test(String.fromCharCode(unit))) table[unit] = 1;
  }
  for (const unit of HALF_WIDTH_MARKS) table[unit] = 1;
  return table;
}

/** Counts the marks of a text that is fed to it unit by unit, in constant time for each. */
export class MarkRun {
  #length = 0;
  #high = 0;

  /** Forgets the run: another text begins. */
  reset(): void {
    this.#length = 0;
    this.#high = 0;
  }

  /** @returns whether the run is now longer than the limit */
  add(unit: number): boolean {
    if (unit < FIRST_MARK) {
      this.#length = 0;
      return false;
    }
    if (unit >= 0xd800 && unit < 0xdc00) {
      this.#high = unit;
      return false;
    }
    const isMark =
      unit >= 0xdc00 && unit < 0xe000
        ? MARK.test(String.fromCharCode(this.#high, unit))
        : MARKS_BY_UNIT[unit] === 1;
    this.#length = isMark ? this.#length + 1 : 0;
    return this.#length > LONGEST_MARK_RUN;
  }
}

/** Whether a text holds more marks in a row than the limit; linear in its length. */
export function hasLongMarkRun(text: string): boolean {
  const run = new MarkRun();
  for (let at = 0; at < text.length; at += 1) if (run.add(text.charCodeAt(at))) return true;
  return false;
}

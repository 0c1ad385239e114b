/**
 * What a PATCH may cost. It is decided in one piece, on the thread that answers everyone and under the account's lock,
 * so whatever grows with the number or the length of values is paid for here, where it happens.
 */
import { RollcallError } from '../../base/errors.ts';
import { fold } from '../../members/member.ts';

/** About 15 ns each: passing an element by costs one. */
const MOST_UNITS = 1_000_000;

/** Seeing whether an element has a value, and one that is no text. */
export const LOOK = 2;
/** Holding two short values against each other. */
export const COMPARISON = 20;
/** Rebuilding an element. */
export const CHANGE = 15;
/** Finding out what an element is identified by. */
export const IDENTIFICATION = 8;
/** Characters of two texts that are compared in a unit's time. */
const CHARACTERS_A_UNIT = 64;
/** The same for a search: at worst every character of a long text is held against every one of a long needle. */
const PAIRS_A_UNIT = 128;

export class PatchEffort {
  #spent = 0;
  /** Each text is folded once in a request. */
  readonly #folded = new Map<string, string>();

  /** @throws RollcallError `tooMany` */
  spend(units: number): void {
    this.#spent += units;
    if (this.#spent <= MOST_UNITS) return;
    throw new RollcallError(
      'tooMany',
      'This PATCH compares too many values, or too long ones, with each other; send its operations in several requests.',
    );
  }

  /** Pays for holding two texts against each other. @param isSearch looks for `right` anywhere in `left` */
  spendOnTexts(left: string, right: string, isSearch: boolean): void {
    const length = left.length + right.length;
    if (length < CHARACTERS_A_UNIT && !isSearch) return;
    this.spend(length / CHARACTERS_A_UNIT + (isSearch ? (left.length * right.length) / PAIRS_A_UNIT : 0));
  }

  /** The text as it is compared. */
  fold(text: string): string {
    const known = this.#folded.get(text);
    if (known !== undefined) return known;
    this.spend(1 + text.length / CHARACTERS_A_UNIT);
    const folded = fold(text);
    this.#folded.set(text, folded);
    return folded;
  }
}

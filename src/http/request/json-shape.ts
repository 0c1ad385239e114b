/**
 * Judges the text of a JSON body before anything is built from it, in one pass over its characters: nesting, how many
 * names and list items it has, and runs of combining marks in its texts, escaped or not.
 */

import { RollcallError } from '../../base/errors.ts';
import { LONGEST_MARK_RUN, MarkRun } from './combining-marks.ts';

/** As deep as a bulk request with a PATCH of an extension inside, several times over. */
const DEEPEST_NESTING = 32;
/** Names and list items together: sixty for each operation of the longest bulk request. */
const MOST_VALUES = 60_000;
/** Building an object takes longest where its names are new; a User has about eighty. */
const MOST_NAMES = 1_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const LETTER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * What is no JSON may pass: the parser finds it.
 * @param what is judged, for messages
 * @throws RollcallError `invalidSyntax` for nesting, `payloadTooLarge` for too many values or names, and for combining marks
 *   `invalidPath` or `invalidFilter` where the text is a path or a filter, `invalidValue` elsewhere
 */
export function checkJsonShape(text: string, what: string): void {
  const texts = new TextScan(text, what);
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = texts.pass(at);
        break;
      case COLON:
        texts.name();
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        depth += 1;
        if (depth > DEEPEST_NESTING) {
          throw new RollcallError(
            'invalidSyntax',
            `${what} is nested deeper than ${DEEPEST_NESTING} levels.`,
          );
        }
        values += 1;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        break;
    }
    if (values > MOST_VALUES) {
      throw new RollcallError(
        'payloadTooLarge',
        `${what} has more than ${MOST_VALUES.toLocaleString('en')} names and list items; send it in several requests.`,
      );
    }
  }
}

/** Passes over the texts of a body, and knows under which name the present one stands. */
class TextScan {
  readonly #text: string;
  readonly #what: string;
  readonly #run = new MarkRun();
  #from = 0;
  #to = 0;
  #nameFrom = 0;
  #nameTo = 0;
  readonly #names = new Set<string>();

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  /** The last text was the name of what follows. @throws RollcallError `payloadTooLarge` for too many names */
  name(): void {
    this.#nameFrom = this.#from;
    this.#nameTo = this.#to;
    this.#names.add(this.#text.slice(this.#from, this.#to));
    if (this.#names.size > MOST_NAMES) {
      throw new RollcallError(
        'payloadTooLarge',
        `${this.#what} has more than ${MOST_NAMES.toLocaleString('en')} different names; a User has fewer than a hundred.`,
      );
    }
  }

  /** @returns the place of the quotation mark that ends the text which begins at `start` */
  pass(start: number): number {
    const text = this.#text;
    const run = this.#run;
    run.reset();
    this.#from = start + 1;
    let at = start + 1;
    for (; at < text.length; at += 1) {
      let unit = text.charCodeAt(at);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) {
        at += 1;
        if (text.charCodeAt(at) === LETTER_U) {
          unit = Number.parseInt(text.slice(at + 1, at + 5), 16) || 0;
          at += 4;
        }
      }
      if (run.add(unit)) throw this.#longRun();
    }
    this.#to = at;
    return at;
  }

  #longRun(): RollcallError {
    const name = this.#text.slice(this.#nameFrom, this.#nameTo).toLowerCase();
    const code = name === 'path' ? 'invalidPath' : name === 'filter' ? 'invalidFilter' : 'invalidValue';
    return new RollcallError(
      code,
      `${this.#what} holds a text with more than ${LONGEST_MARK_RUN} combining marks in a row, which no language needs; remove them.`,
    );
  }
}

/** Characters that end a line for some readers of text, though for JSON they are characters like any other. */

const LINE_SEPARATORS = ['\u0085', '\u2028', '\u2029'];
const HEX_DIGITS = 4;

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(HEX_DIGITS, '0')}`;

/**
 * The same JSON with U+0085, U+2028 and U+2029 written as escapes, which mean the same (RFC 8259 §7). Python's
 * `str.splitlines`, and with it `httpx`, would cut a line in two there.
 */
export const escapeLineSeparators = (json: string): string =>
  // Hardly any text has one: to look for each alone takes a twentieth of the time of a regular expression.
  LINE_SEPARATORS.filter(separator => json.includes(separator)).reduce(
    (text, separator) => text.replaceAll(separator, escaped(separator)),
    json,
  );

/** The same of JSON in UTF-8, which is searched as it is: a long one is expensive to decode. */
export const escapeSeparatorBytes = (json: Buffer): Buffer =>
  LINE_SEPARATORS.some(separator => json.includes(separator))
    ? Buffer.from(escapeLineSeparators(json.toString()))
    : json;

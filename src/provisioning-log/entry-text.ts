/** Text that others made up, on its way into the log: on one line, without anything that acts on a terminal. */

/** Nothing to clean: the usual case, at a tenth of the cost. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** @param most characters that are kept; a longer text ends in "…" */
export function cleanText(text: string, most: number): string {
  if (text.length <= most && PLAIN.test(text)) return text;
  const clean = text
    .slice(0, 4 * most)
    .replace(CONTROLS, ' ')
    .toWellFormed()
    .trim();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).toWellFormed()}…`;
}

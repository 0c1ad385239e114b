/**
 * userNames: which of them are one and the same, and what none may hold. Compared by PRECIS UsernameCaseMapped
 * (RFC 8265 §3.3): width-mapped, in lower case, in NFC. Of its IdentifierClass only what is invisible is refused, for
 * identity providers send names with blanks and symbols within (docs/adr/0017).
 */
import { RollcallError } from '../../base/errors.ts';
import { fold } from '../member.ts';

const WIDTH_VARIANTS = /[\u3000\uff01-\uffee]/g;
const FULLWIDTH_MACRON = '\uffe3';
const BLANK = /^\p{Zs}$/u;
/** Controls, formats (zero-width and bidirectional ones among them), separators of lines, and what renders as nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const FIRST_JAMO = 0x3131;
const LAST_JAMO = 0x3164;

/** NFKC takes halfwidth Hangul further than its width: to conjoining jamo, where RFC 8265 ends at the letter. */
const JAMO_BY_NFKC: ReadonlyMap<string, string> = new Map(
  Array.from({ length: LAST_JAMO - FIRST_JAMO + 1 }, (_, index) => {
    const letter = String.fromCharCode(FIRST_JAMO + index);
    return [letter.normalize('NFKC'), letter];
  }),
);

function mapWidth(character: string): string {
  if (character === FULLWIDTH_MACRON) return '\u00af';
  const mapped = character.normalize('NFKC');
  return JAMO_BY_NFKC.get(mapped) ?? mapped;
}

/** The form in which userNames, and parts of them in filters, are compared. */
export const foldUserName = (text: string): string =>
  fold(text.replace(WIDTH_VARIANTS, mapWidth)).normalize('NFC');

/** The same key for the same userName: unique within an account. */
export const userNameKey = (userName: string): string => foldUserName(trimBlanks(userName));

/** Without blanks of any kind at its ends; a loop, for `\p{Zs}+$` is quadratic in a long run of blanks. */
function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANK.test(text.charAt(start))) start += 1;
  while (end > start && BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * The userName that a member has after a change: blanks at the ends are cut off. A name that is there already is kept
 * as it is stored, and not judged again, so that nothing stands in the way of a deactivation.
 * @throws RollcallError `invalidValue`
 */
export function nextUserName(before: string | undefined, wanted: string): string {
  const trimmed = trimBlanks(wanted);
  if (before !== undefined && trimmed === trimBlanks(before)) return before;
  const found = INVISIBLE.exec(trimmed)?.[0].codePointAt(0);
  if (found === undefined) return trimmed;
  const name = `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
  throw new RollcallError(
    'invalidValue',
    `'userName' holds a character that cannot be seen (${name}): control, zero-width and bidirectional characters are not allowed in it.`,
    { topic: 'user_name_invisible' },
  );
}

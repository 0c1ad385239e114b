/** The largest legal members: about 115 KB of JSON, once made of long texts, once of long lists. */

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const LONG_TEXTS = 13;
const LONG_TEXT_CHARACTERS = 7_600;
const WIDE_LIST = 1_000;

/**
 * A text that searching must read to its end, with many near misses for `NEEDLE`, and a letter beyond Latin-1 in each
 * stretch so that JavaScript keeps two bytes for each character.
 */
export const longText = (characters: number): string =>
  `${'a'.repeat(15)}ł`.repeat(Math.ceil(characters / 16)).slice(0, characters);

/** A text that no member contains, though its beginning occurs everywhere. */
export const needle = (number: number): string => `aaaq${number}`;

/** The body of a create or replace request of a member with long texts. @param revision makes it differ */
export function longTextMember(userName: string, revision = 0): string {
  return JSON.stringify({
    schemas: [USER_SCHEMA],
    userName,
    title: `Revision ${revision}`,
    displayName: longText(LONG_TEXT_CHARACTERS),
    emails: Array.from({ length: LONG_TEXTS }, (_, index) => ({
      value: `${index}.${userName}`,
      type: 'work',
      display: longText(LONG_TEXT_CHARACTERS),
    })),
  });
}

/** The body of a create or replace request of a member with as many e-mail addresses as are allowed. */
export function wideListMember(userName: string, revision = 0): string {
  const [shortName] = userName.slice(0, 12).split('@');
  return JSON.stringify({
    schemas: [USER_SCHEMA],
    userName,
    title: `Revision ${revision}`,
    emails: Array.from({ length: WIDE_LIST }, (_, index) => ({
      value: `${index}.${shortName}@wide.example`,
      type: 'home',
      display: longText(44),
    })),
  });
}

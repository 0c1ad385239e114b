/** Texts that databases, regular expressions and case tables are known to disagree about. */
import fc from 'fast-check';

const ODD_TEXTS = [
  '',
  ' ',
  'a',
  'A',
  'ann',
  'Ann',
  'ANN',
  'Ann-Marie',
  ' Ann ',
  'Zo\u00eb',
  'Zoe\u0308',
  'ZOE\u0308',
  '\u0130stanbul',
  'i\u0307stanbul',
  'istanbul',
  '\u0131stanbul',
  'Istanbul',
  'stra\u00dfe',
  'STRASSE',
  'STRA\u1e9eE',
  '\u03a3\u0399\u03a3',
  '\u03c3\u03b9\u03c2',
  '\u03c3\u03b9\u03c3',
  '\u01c4',
  '\u01c5',
  '\u212b',
  '\u00c5',
  '\u212a',
  '\ufb01',
  '\ud55c\uae00',
  '\u1112\u1161\u11ab',
  'q\u0323\u0307',
  'q\u0307\u0323',
  '\ud7ff',
  '\ue000',
  '\uff41',
  '\uffff',
  '\u{1f600}',
  '\u{1f469}\u200d\u{1f467}',
  '\u{10400}',
  '\u{10428}',
  '\u{10ffff}',
  '%',
  '100%',
  '_',
  'a_b',
  'axb',
  '\\',
  'a\\b',
  '\\"',
  '"quoted"',
  "O'Malley",
  "' OR 1=1 --",
  '[x]',
  '(y)',
  ') or (userName pr',
  'x" or userName pr or title eq "',
  '{"a":1}',
  '[]',
  'null',
  'true',
  'False',
  '0',
  '9',
  '10',
  '1e3',
  '?',
  ':name',
  '$1',
  'tab\tnew\nline',
  '\u2028',
  '\u0001',
  '\u007f',
  '2026-01-31T08:00:00Z',
] as const;

/** Everything but what no database stores alike: NUL and lone surrogates. */
const anyText = fc.string({ unit: 'binary', maxLength: 6 }).map(text => text.replaceAll('\0', ''));

/** Mostly from a small vocabulary, so that members share values and filters meet them. */
export const randomText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...ODD_TEXTS), fc.constantFrom(...ODD_TEXTS)).map(joined),
  },
  { weight: 1, arbitrary: anyText },
);

const CHANGES: readonly ((text: string, at: number, length: number) => string)[] = [
  text => text,
  text => text.toUpperCase(),
  text => text.toLowerCase(),
  text => text.normalize('NFC'),
  text => text.normalize('NFD'),
  (text, at) => Array.from(text).slice(0, at).join(''),
  (text, at) => Array.from(text).slice(-at).join(''),
  (text, at, length) =>
    Array.from(text)
      .slice(at, at + length)
      .join(''),
];

/** One of these texts, or a part or another spelling of it. */
export const relatedText = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.constantFrom(...CHANGES.keys()), fc.nat(4), fc.nat(4))
    .map(([text, change, at, length]) => CHANGES[change]?.(text, at, length) ?? text);

function joined(parts: readonly string[]): string {
  return parts.join('');
}

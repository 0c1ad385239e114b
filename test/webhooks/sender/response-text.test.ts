import fc from 'fast-check';
import { responseText } from '../../../src/webhooks/sender/response-text.ts';

test.each([
  ['plain text', 'accepted', 'accepted'],
  ['line breaks and tabs', 'a\r\nb\n\tc', 'a\nb\n\tc'],
  ['a return without a line feed', 'a\rb', 'a\ufffdb'],
  ['NUL, escape and delete', '\u0000\u001b[2J\u007f\u0085', '\ufffd\ufffd[2J\ufffd\ufffd'],
  ['marks that turn the direction', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
  ['an emoji of several characters', '👩‍💻 Zoë', '👩‍💻 Zoë'],
])('%s', (_what, answered, expected) => {
  expect(responseText(Buffer.from(answered))).toBe(expected);
});

test('bytes that are no UTF-8 are replaced', () => {
  expect(responseText(Buffer.from([0x61, 0xff, 0xc0, 0xaf, 0x62]))).toBe('a\ufffd\ufffd\ufffdb');
});

test('a character that does not fit whole is left out', () => {
  expect(responseText(Buffer.from(`${'x'.repeat(4_094)}€`))).toBe('x'.repeat(4_094));
  expect(responseText(Buffer.from(`${'x'.repeat(4_093)}€`))).toBe(`${'x'.repeat(4_093)}€`);
});

test('whatever is answered becomes valid, printable UTF-8 of at most 4 KiB', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 6_000, size: 'max' }), bytes => {
      const text = responseText(Buffer.from(bytes));
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
    }),
  );
});

import { parseRetryAfter } from '../../../src/webhooks/sender/retry-after.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 7);

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
  ['Sun Nov  6 08:49:37 1994', 30_000],
  ['Sun, 06 Nov 1994 08:49:00 GMT', 0],
])('%j asks to wait %d ms', (text, expected) => {
  expect(parseRetryAfter(text, NOW)).toBe(expected);
});

test.each([
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  'soon',
  'Sun, 99 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 CET',
  '1994-11-06T08:49:37Z',
  'Mon 5',
  'Sun, 06 Nov 1994 08:49:37 GMT and more',
])('%j says nothing', text => {
  expect(parseRetryAfter(text, NOW)).toBeUndefined();
});

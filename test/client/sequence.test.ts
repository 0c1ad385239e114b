/** What the number of an event says, and under which key it counts. */
import { decide, sequenceKey } from '../../client/rollcall-client.js';

const number = (value: number | string): string => String(value).padStart(20, '0');

test('the number of an event says whether it is the next one', () => {
  expect(decide(number(1), undefined)).toBe('apply');
  expect(decide(number(1), null)).toBe('apply');
  expect(decide(number(2), undefined)).toBe('gap');
  expect(decide(number(8), number(7))).toBe('apply');
  expect(decide(number(7), number(7))).toBe('ignore');
  expect(decide(number(1), number(7))).toBe('ignore');
  expect(decide(number(9), number(7))).toBe('gap');
  expect(decide(number('9007199254740994'), number('9007199254740992'))).toBe('gap');
  expect(decide(number('9007199254740993'), number('9007199254740992'))).toBe('apply');
});

test('a replayed event is applied unless it was, however old its number is', () => {
  for (const last of [undefined, number(7), number(8), number(12)]) {
    expect(decide(number(8), last, { wasApplied: false })).toBe('replay');
    expect(decide(number(8), last, { wasApplied: true })).toBe('ignore');
  }
});

test('a sequence belongs to the account, whatever the host, and an account cannot pass for the operations', () => {
  expect(sequenceKey({ source: 'https://scim.example.com/accounts/acme' })).toBe('accounts/acme');
  expect(sequenceKey({ source: 'https://example.com/scim/accounts/acme' })).toBe('accounts/acme');
  expect(sequenceKey({ source: 'https://scim.example.com/operations' })).toBe('operations');
  expect(sequenceKey({ source: 'https://scim.example.com/accounts/operations' })).toBe('accounts/operations');
});

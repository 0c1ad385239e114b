import { isAllowedAddress } from '../../src/accounts/tokens/allowed-addresses.ts';

const ALLOWED = ['192.0.2.0/24', '2001:db8::7'];

test.each<[string, readonly string[] | null, string | undefined, boolean]>([
  ['from an address that is listed', ALLOWED, '192.0.2.255', true],
  ['from one beside it', ALLOWED, '192.0.3.0', false],
  ['from the other address that is listed', ALLOWED, '2001:db8::7', true],
  ['from an unknown address', ALLOWED, undefined, false],
  ['from anywhere when nothing is listed', null, undefined, true],
  ['from nowhere when the list is empty', [], '192.0.2.1', false],
])('a token may be used %s: %j, %j, %s', (_where, allowed, address, isAllowed) => {
  expect(isAllowedAddress(allowed, address)).toBe(isAllowed);
});

import { BlockList } from 'node:net';
import fc from 'fast-check';
import { AddressRange } from '../../src/config/address-range.ts';

test.each([
  [
    '10.1.0.0/16',
    ['10.1.0.0', '10.1.255.255', '::ffff:10.1.2.3'],
    ['10.0.255.255', '10.2.0.0', '::10.1.2.3'],
  ],
  ['127.0.0.1', ['127.0.0.1', '::ffff:7f00:1'], ['127.0.0.2', '::1', 'localhost', '', '127.1']],
  ['fd00::/8', ['fd00::', 'fdff:ffff::1'], ['fc00::1', 'fe00::1', '10.0.0.1']],
  ['::1', ['::1', '0:0:0:0:0:0:0:1'], ['::', '::2', '127.0.0.1']],
  ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255'], ['::1', '2606:4700::1111']],
])('%s contains what it says and no more', (text, inside, outside) => {
  const range = AddressRange.parse(text);
  expect(inside.filter(address => !range.contains(address))).toEqual([]);
  expect(outside.filter(address => range.contains(address))).toEqual([]);
});

test.each([
  '',
  '10.0.0.0/33',
  '::/129',
  '10.0.0.0/08',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0/8',
  '0x7f.1',
  '010.0.0.1',
  'localhost',
  'fe80::1%eth0',
  '[::1]',
  '10.0.0.0/255.0.0.0',
])('%j is refused in words', text => {
  expect(() => AddressRange.parse(text)).toThrow(RangeError);
  expect(() => AddressRange.parse(text)).toThrow('is no address and no range');
});

test('a range that begins elsewhere than its prefix says is refused with the range that was meant', () => {
  expect(() => AddressRange.parse('10.1.2.3/8')).toThrow('write 10.0.0.0/8');
  expect(() => AddressRange.parse('fd00::1/8')).toThrow('write fd00::/8');
});

test('IPv4 written as IPv6 would never match, and is refused', () => {
  expect(() => AddressRange.parse('::ffff:10.0.0.0/104')).toThrow('write it as IPv4');
});

test('ranges agree with those of Node', () => {
  const ipv4 = fc.ipV4();
  fc.assert(
    fc.property(ipv4, ipv4, fc.integer({ min: 0, max: 32 }), (base, candidate, prefix) => {
      const bits = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      const first = prefix === 0 ? 0 : bits - (bits % 2 ** (32 - prefix));
      const begin = [24, 16, 8, 0].map(shift => Math.floor(first / 2 ** shift) % 256).join('.');
      const list = new BlockList();
      list.addSubnet(begin, prefix);
      const range = AddressRange.parse(`${begin}/${prefix}`);
      expect(range.contains(candidate)).toBe(list.check(candidate));
      expect(range.contains(base)).toBe(true);
    }),
  );
});

import type { IncomingMessage } from 'node:http';
import { AddressRange } from '../../src/config/address-range.ts';
import { addressReader } from '../../src/http/request/client-address.ts';

/** The address of a request whose connection comes from `remote`. */
function read(
  trusted: readonly string[],
  remote: string | undefined,
  forwarded?: string,
): string | undefined {
  const request = {
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: remote },
  } as unknown as IncomingMessage; // all that is asked of a request
  return addressReader(trusted.map(range => AddressRange.parse(range)))(request);
}

const PROXIES = ['10.0.0.0/8', 'fd00::/8'];

test('without trusted proxies what the header says means nothing', () => {
  expect(read([], '203.0.113.9')).toBe('203.0.113.9');
  expect(read([], '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
});

test('an IPv4 address in IPv6 form is an IPv4 address', () => {
  expect(read([], '::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(read(PROXIES, '::ffff:10.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
});

test('a header that did not come from a trusted proxy means nothing', () => {
  expect(read(PROXIES, '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
});

test('a trusted proxy says from where the request came, also through other trusted proxies', () => {
  expect(read(PROXIES, '10.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
  expect(read(PROXIES, '10.0.0.1', '198.51.100.1, 10.0.0.2, fd00::7')).toBe('198.51.100.1');
  expect(read(PROXIES, 'fd00::1', '2001:db8::5')).toBe('2001:db8::5');
});

test('what a client puts in front of the header is never believed', () => {
  expect(read(PROXIES, '10.0.0.1', '192.0.2.1, 198.51.100.1')).toBe('198.51.100.1');
  expect(read(PROXIES, '10.0.0.1', '10.9.9.9, 198.51.100.1, 10.0.0.2')).toBe('198.51.100.1');
});

test('ports that proxies write are taken off', () => {
  expect(read(PROXIES, '10.0.0.1', '198.51.100.1:51234')).toBe('198.51.100.1');
  expect(read(PROXIES, '10.0.0.1', '[2001:db8::5]:443')).toBe('2001:db8::5');
  expect(read(PROXIES, '10.0.0.1', '[2001:db8::5]')).toBe('2001:db8::5');
});

test.each(['unknown', '', '_hidden', '198.51.100.1 evil', '1.2.3', '"198.51.100.1"'])(
  'at an entry that is no address (%j) the proxy that wrote it is as far as one can see',
  entry => {
    expect(read(PROXIES, '10.0.0.1', `192.0.2.1, ${entry}`)).toBe('10.0.0.1');
  },
);

test('a request that came from proxies alone comes from the first of them', () => {
  expect(read(PROXIES, '10.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3');
  expect(read(PROXIES, '10.0.0.1')).toBe('10.0.0.1');
});

test('a connection that is gone has no address', () => {
  expect(read(PROXIES, undefined, '198.51.100.1')).toBeUndefined();
});

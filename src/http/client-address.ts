/** From which address a request comes: the socket's, unless proxies that are trusted say more. */
import type { IncomingMessage } from 'node:http';
import { type AddressRange, parseAddress } from '../address-range.ts';

/** The address a request comes from, IPv4 as IPv4; `undefined` when its connection is gone. */
export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string | undefined;

/**
 * Reads the address behind proxies. `X-Forwarded-For` is read from its end, where our own proxy wrote: each entry is
 * believed as long as the one who wrote it is trusted. What a client made up stands before that and is never reached.
 * @param trustedProxies none: the header means nothing
 */
export function addressReader(trustedProxies: readonly AddressRange[]): AddressOf {
  const isTrusted = (address: string): boolean => trustedProxies.some(range => range.contains(address));
  return ({ headers, socket }) => {
    let address = plainAddress(socket.remoteAddress ?? '');
    if (address === undefined || !isTrusted(address)) return address;
    const entries = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    for (const entry of entries.reverse()) {
      const before = plainAddress(withoutPort(entry.trim()));
      if (before === undefined) break;
      address = before;
      if (!isTrusted(address)) break;
    }
    return address;
  };
}

const plainAddress = (text: string): string | undefined => parseAddress(text.replace(/%.*$/, ''))?.toString();

/** Some proxies write the port as well: `203.0.113.9:51234`, `[2001:db8::9]:51234`. */
function withoutPort(entry: string): string {
  const [, address = entry] = /^\[([^\]]*)\](?::\d+)?$/.exec(entry) ?? /^([\d.]+):\d+$/.exec(entry) ?? [];
  return address;
}

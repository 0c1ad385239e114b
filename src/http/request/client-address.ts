/** From which address a request comes: the socket's, unless proxies that are trusted say more. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type AddressRange, parseAddress } from '../../config/address-range.ts';

/** The address a request comes from, IPv4 as IPv4; `undefined` when its connection is gone. */
export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string | undefined;

const REMEMBERED = 1_000;

interface Peer {
  readonly address: string | undefined;
  readonly isTrusted: boolean;
}

/**
 * Reads the address behind proxies. `X-Forwarded-For` is read from its end, where our own proxy wrote: each entry is
 * believed as long as the one who wrote it is trusted. What a client made up stands before that and is never reached.
 * @param trustedProxies none: the header means nothing
 */
export function addressReader(trustedProxies: readonly AddressRange[]): AddressOf {
  const isTrusted = (address: string): boolean => trustedProxies.some(range => range.contains(address));
  const readPeer = (socket: Socket): Peer => {
    const address = plainAddress(socket.remoteAddress ?? '');
    return { address, isTrusted: address !== undefined && isTrusted(address) };
  };
  const readForwarded = (proxy: string, header: string): string => {
    let address = proxy;
    for (const entry of header.split(',').reverse()) {
      const before = plainAddress(withoutPort(entry.trim()));
      if (before === undefined) break;
      address = before;
      if (!isTrusted(address)) break;
    }
    return address;
  };
  // Reading an address takes longer than looking up a member; a connection carries thousands of requests.
  const peers = new WeakMap<Socket, Peer>();
  const forwarded = new Map<string, string>();

  return ({ headers, socket }) => {
    let peer = peers.get(socket);
    if (!peer) {
      peer = readPeer(socket);
      peers.set(socket, peer);
    }
    if (peer.address === undefined || !peer.isTrusted) return peer.address;
    const header = String(headers['x-forwarded-for'] ?? '');
    if (header === '') return peer.address;
    const key = `${peer.address} ${header}`;
    const known = forwarded.get(key);
    if (known !== undefined) return known;
    if (forwarded.size >= REMEMBERED) forwarded.clear();
    const address = readForwarded(peer.address, header);
    forwarded.set(key, address);
    return address;
  };
}

const plainAddress = (text: string): string | undefined => parseAddress(text.replace(/%.*$/, ''))?.toString();

/** Some proxies write the port as well: `203.0.113.9:51234`, `[2001:db8::9]:51234`. */
function withoutPort(entry: string): string {
  const [, address = entry] = /^\[([^\]]*)\](?::\d+)?$/.exec(entry) ?? /^([\d.]+):\d+$/.exec(entry) ?? [];
  return address;
}

/** A range of IP addresses in CIDR notation, or a single address. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/**
 * An address as a socket or DNS gives it; IPv4 in IPv6 form (`::ffff:…`) as IPv4.
 * @returns `undefined` for what is no address
 */
export function parseAddress(text: string): Address | undefined {
  if (isIP(text) === 0) return undefined;
  // ipaddr.js takes the former form ::127.0.0.1 for IPv4 too, but only when it is written with dots.
  const hexadecimal = text.replace(
    /:(\d+)\.(\d+)\.(\d+)\.(\d+)/,
    (_, a: string, b: string, c: string, d: string) => `:${pairOf(a, b)}:${pairOf(c, d)}`,
  );
  return ipaddr.process(hexadecimal);
}

const pairOf = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);

export class AddressRange {
  readonly #first: Address;
  readonly #prefixBits: number;

  private constructor(first: Address, prefixBits: number) {
    this.#first = first;
    this.#prefixBits = prefixBits;
  }

  /**
   * Reads `10.0.0.0/8`, `fd00::/8`, `127.0.0.1` or `::1`.
   * @throws RangeError that says in words what is wrong; a range must begin where its prefix says, because
   *   `10.1.2.3/8` is a slip that would open sixteen million addresses instead of one
   */
  static parse(text: string): AddressRange {
    const [, address = '', prefix] = /^([^/%]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
    const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const prefixBits = prefix === undefined ? longest : Number(prefix);
    if (longest < 0 || prefixBits > longest) {
      throw new RangeError(
        `${JSON.stringify(text)} is no address and no range: write 10.0.0.0/8, fd00::/8 or one address.`,
      );
    }
    const first = ipaddr.parse(address);
    if (first instanceof ipaddr.IPv6 && first.isIPv4MappedAddress()) {
      throw new RangeError(`${JSON.stringify(text)} is an IPv4 range in IPv6 form: write it as IPv4.`);
    }
    const whole = `${address}/${prefixBits}`;
    const begin =
      longest === 32 ? ipaddr.IPv4.networkAddressFromCIDR(whole) : ipaddr.IPv6.networkAddressFromCIDR(whole);
    if (begin.toString() !== first.toString()) {
      throw new RangeError(
        `${JSON.stringify(text)} begins inside its range: write ${begin.toString()}/${prefixBits}, or the address without a prefix.`,
      );
    }
    return new AddressRange(first, prefixBits);
  }

  contains(address: string): boolean {
    const candidate = parseAddress(address);
    return candidate?.kind() === this.#first.kind() && candidate.match(this.#first, this.#prefixBits);
  }
}

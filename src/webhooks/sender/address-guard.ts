/**
 * Which destinations webhooks may reach: the public internet over TLS, and what the operator lists.
 *
 * A URL is judged when an endpoint is created, so that its owner learns it immediately. What counts is judged when
 * a connection is made: a name may lead elsewhere by then.
 */
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { RollcallError } from '../../base/errors.ts';
import { AddressRange, parseAddress } from '../../config/address-range.ts';
import {
  ConnectionFailure,
  connectFailure,
  type Destination,
  isUnknownName,
  lookupFailure,
} from './connection-failure.ts';

interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** The ways out, replaceable for tests. */
export interface Network {
  /** All addresses of a name, best first. */
  readonly resolve: (hostname: string) => Promise<readonly ResolvedAddress[]>;
  readonly createConnector: typeof buildConnector;
}

const CONNECT_TIMEOUT_MS = 5_000;
const LOCALHOST = /(^|\.)localhost\.?$/;
const LOOPBACK = ['127.0.0.1', '::1'];
/** The part of IPv6 that is in use on the internet; the rest is special or not given out. */
const GLOBAL_UNICAST = AddressRange.parse('2000::/3');

const systemNetwork: Network = {
  resolve: hostname => lookup(hostname, { all: true }),
  createConnector: buildConnector,
};

type IsPermitted = (address: string) => boolean;

export class AddressGuard {
  /** Makes undici's connections; fails with a ConnectionFailure. */
  readonly connector: buildConnector.connector;
  readonly #listed: readonly AddressRange[];
  readonly #ports: readonly number[];

  /**
   * @param allow ranges and addresses that may be reached whatever they are, over http and on every port
   * @param ports those that may be reached elsewhere
   * @throws RangeError for a range that is none
   */
  constructor(allow: readonly string[], ports: readonly number[], network: Network = systemNetwork) {
    this.#listed = allow.map(AddressRange.parse);
    this.#ports = ports;
    // One of each, because a connector keeps the TLS sessions to resume.
    const toAll = connectorTo(address => this.#isListed(address) || isPublic(address), network);
    const toListed = connectorTo(address => this.#isListed(address), network);
    this.connector = ({ hostname, port, protocol, ...options }, callback) => {
      const secure = protocol === 'https:';
      const bare = hostname.replace(/^\[|\]$/g, '');
      const destination = { hostname: bare, port: portOf(port, secure), secure };
      const isPermitted = this.#permittedFor(destination);
      const fail = (error: Error): void => callback(error, null);
      const block = (): void => fail(new ConnectionFailure('blocked', this.#objection(destination)));
      // Node looks up names alone, so an address never comes by the guarded lookup.
      if (isIP(bare) !== 0 && !isPermitted(bare)) return block();
      const connect = this.#mayBePublic(destination) ? toAll : toListed;
      connect({ ...options, hostname: bare, port, protocol }, (error, socket) => {
        // The same for a name that is not there and one that leads inside: the answer must not reveal names in a network.
        if (error instanceof NoPermittedAddress || isUnknownName(error)) return block();
        if (error) return fail(connectFailure(destination, error));
        const reached = socket.remoteAddress;
        if (reached !== undefined && isPermitted(reached)) return callback(null, socket);
        socket.destroy();
        if (reached !== undefined) return block();
        fail(connectFailure(destination, new Error('the connection ended at once')));
      });
    };
  }

  /**
   * Judges the URL of a new endpoint, as far as it can be judged without looking up its name.
   * @throws RollcallError `badRequest`, which names the setting that would allow it
   */
  check(url: URL): void {
    const secure = url.protocol === 'https:';
    if (!secure && url.protocol !== 'http:') refuse('The URL of an endpoint must begin with https://.');
    if (url.username !== '' || url.password !== '') {
      refuse('The URL of an endpoint must not hold a user or a password: put them into "headers" instead.');
    }
    if (url.href.includes('#')) refuse('The URL of an endpoint must not have a fragment ("#…").');
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const destination = { hostname, port: portOf(url.port, secure), secure };
    const addresses = addressesOf(hostname);
    const mayBeReached = addresses
      ? addresses.some(this.#permittedFor(destination))
      : this.#mayBePublic(destination) || this.#listed.length > 0;
    if (!mayBeReached) refuse(this.#objection(destination));
  }

  #permittedFor(destination: Destination): IsPermitted {
    const mayBePublic = this.#mayBePublic(destination);
    return address => this.#isListed(address) || (mayBePublic && isPublic(address));
  }

  #isListed(address: string): boolean {
    return this.#listed.some(range => range.contains(address));
  }

  #mayBePublic({ secure, port }: Destination): boolean {
    return secure && this.#ports.includes(port);
  }

  /** Names no address behind a name: that would show the inside of a network to anyone who may add endpoints. */
  #objection({ hostname, port, secure }: Destination): string {
    if (!secure) {
      return `Plain http may only reach addresses that the operator lists in WEBHOOK_ALLOW_CIDRS, and ${hostname} is none of them: use https.`;
    }
    if (!this.#ports.includes(port)) {
      return `Webhooks may reach the ports ${this.#ports.join(', ')} and not ${port}. The operator can add a port in WEBHOOK_PORTS, or list the address of ${hostname} in WEBHOOK_ALLOW_CIDRS.`;
    }
    const isAddress = addressesOf(hostname) !== undefined;
    return `${hostname} ${isAddress ? 'is not' : 'has no address'} on the public internet. The operator can allow its address in WEBHOOK_ALLOW_CIDRS.`;
  }
}

class NoPermittedAddress extends Error {}

function connectorTo(
  isPermitted: IsPermitted,
  { resolve, createConnector }: Network,
): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, { all }, callback) => {
    const give = (found: readonly ResolvedAddress[]): void => {
      const permitted = found.filter(({ address }) => isPermitted(address));
      const [first] = permitted;
      if (!first) callback(new NoPermittedAddress(), '');
      else if (all)
        callback(
          null,
          permitted.map(({ address, family }) => ({ address, family })),
        );
      else callback(null, first.address, first.family);
    };
    void resolve(hostname).then(give, (error: unknown) => callback(lookupFailure(hostname, error), ''));
  };
  return createConnector({
    lookup: guardedLookup,
    timeout: CONNECT_TIMEOUT_MS,
    autoSelectFamily: true,
    allowH2: false,
    rejectUnauthorized: true,
  });
}

/** The addresses that a host can only mean; `undefined` for a name that must be looked up. */
function addressesOf(hostname: string): readonly string[] | undefined {
  if (isIP(hostname) !== 0) return [hostname];
  return LOCALHOST.test(hostname) ? LOOPBACK : undefined;
}

function isPublic(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed?.range() === 'unicast' && (parsed.kind() === 'ipv4' || GLOBAL_UNICAST.contains(address));
}

const portOf = (port: string, secure: boolean): number => (port === '' ? (secure ? 443 : 80) : Number(port));

function refuse(detail: string): never {
  throw new RollcallError('badRequest', detail);
}

/** Which destinations are refused when an endpoint is created, and which connections are when it is called. */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { RollcallError } from '../../../src/base/errors.ts';
import { AddressGuard, type Network } from '../../../src/webhooks/sender/address-guard.ts';
import { ConnectionFailure } from '../../../src/webhooks/sender/connection-failure.ts';
import { DISGUISED_HOSTS, hostOf, PRIVATE_ADDRESSES, PUBLIC_ADDRESSES } from '../destinations.ts';
import { type RawReceiver, startRawReceiver } from './raw-receiver.ts';

const PORTS = [443, 8443];
const ALLOWED = ['10.1.0.0/16', '127.0.0.1', 'fd00::/8', '192.0.2.7'];
const strict = new AddressGuard([], PORTS);
const open = new AddressGuard(ALLOWED, PORTS);

function refusalOf(guard: AddressGuard, url: string): string | undefined {
  try {
    guard.check(new URL(url));
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'badRequest') return error.message;
    throw error;
  }
  return undefined;
}

describe('a new endpoint', () => {
  test.each([...PRIVATE_ADDRESSES.map(([, address]) => hostOf(address)), ...DISGUISED_HOSTS])(
    'is refused at https://%s',
    host => {
      expect(refusalOf(strict, `https://${host}/hook`)).toContain('WEBHOOK_ALLOW_CIDRS');
      expect(refusalOf(strict, `http://${host}/hook`)).toContain('WEBHOOK_ALLOW_CIDRS');
    },
  );

  test.each([
    ...PUBLIC_ADDRESSES.map(hostOf),
    'hooks.example.com',
    'xn--bcher-kva.example',
    'localhost.example.com',
    'notlocalhost',
  ])('is accepted at https://%s', host => {
    expect(refusalOf(strict, `https://${host}/hook?tenant=1`)).toBeUndefined();
    expect(refusalOf(strict, `https://${host}:8443/hook`)).toBeUndefined();
  });

  test.each([
    ['http://hooks.example.com/', 'use https'],
    ['http://1.1.1.1/', 'use https'],
    ['http://hooks.example.com:443/', 'use https'],
    ['http://1.1.1.1:443/', 'use https'],
    ['ftp://hooks.example.com/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['https://hooks.example.com:444/', 'WEBHOOK_PORTS'],
    ['https://hooks.example.com:22/', 'ports 443, 8443 and not 22'],
    ['https://1.1.1.1:80/', 'WEBHOOK_PORTS'],
    ['https://user:secret@hooks.example.com/', 'must not hold a user or a password'],
    ['https://user@hooks.example.com/', 'must not hold a user or a password'],
    ['https://:secret@hooks.example.com/', 'must not hold a user or a password'],
    ['https://hooks.example.com/#part', 'must not have a fragment'],
    ['https://hooks.example.com/#', 'must not have a fragment'],
  ])('is refused at %s in words', (url, words) => {
    const refusal = refusalOf(strict, url);
    expect(refusal).toContain(words);
    expect(refusal).not.toContain('secret');
  });
});

describe('a list of allowed ranges opens exactly what it names', () => {
  test.each([
    'http://10.1.0.0:3000/',
    'http://10.1.255.255/',
    'https://10.1.2.3:9/',
    'http://127.0.0.1:3000/',
    'http://127.1:3000/',
    'http://localhost:3000/',
    'http://[::ffff:7f00:1]/',
    'http://[fd12::1]:8080/',
    'https://192.0.2.7/',
    'https://1.1.1.1/',
  ])('%s may be called', url => {
    expect(refusalOf(open, url)).toBeUndefined();
  });

  test.each([
    'http://10.0.255.255/',
    'https://10.2.0.0/',
    'https://127.0.0.2/',
    'https://[::1]/',
    'https://[fc00::1]/',
    'https://192.0.2.8/',
    'https://169.254.169.254/',
    'http://1.1.1.1/',
    'https://1.1.1.1:3000/',
  ])('%s may not', url => {
    expect(refusalOf(open, url)).toContain('WEBHOOK_ALLOW_CIDRS');
  });

  test('a name may lead into them, so it is judged when it is called', () => {
    expect(refusalOf(open, 'http://app.internal:3000/hook')).toBeUndefined();
    expect(refusalOf(new AddressGuard(['10.0.0.0/8'], PORTS), 'http://localhost:3000/')).toContain(
      'use https',
    );
  });

  test('a range that is none is refused', () => {
    expect(() => new AddressGuard(['10.0.0.0/64'], PORTS)).toThrow('is no address and no range');
  });
});

interface Wiring {
  readonly allow?: readonly string[];
  readonly resolved?: readonly string[];
  readonly createConnector?: Network['createConnector'];
}

/** Makes one connection. @returns the address and port reached, or how it failed */
async function connect(url: string, { allow = [], resolved = [], createConnector = buildConnector }: Wiring) {
  const guard = new AddressGuard(allow, PORTS, {
    resolve: async () => resolved.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    createConnector,
  });
  const { hostname, host, port, protocol } = new URL(url);
  return new Promise<string>((resolve, reject) => {
    guard.connector({ hostname, host, port, protocol }, (error, socket) => {
      if (error instanceof ConnectionFailure) return resolve(`${error.stage}: ${error.message}`);
      if (error) return reject(error);
      const { remoteAddress, remotePort } = socket;
      socket.destroy();
      resolve(`reached ${remoteAddress}:${remotePort}`);
    });
  });
}

/** Reaches whatever it is asked for, in the imagination only: what was asked for is recorded. */
const imaginaryNetwork =
  (asked: string[]): Network['createConnector'] =>
  () =>
  ({ hostname }, callback) => {
    asked.push(hostname);
    callback(new Error('this network leads nowhere'), null);
  };

/** Looks a name up as Node does, with all its addresses and with one, and connects to none of them. */
const lookingUp =
  (tried: string[]): Network['createConnector'] =>
  options =>
  ({ hostname }, callback) => {
    const { lookup } = options as { lookup: LookupFunction }; // the guard sets it
    lookup(hostname, { all: true }, (_error, all) => {
      for (const { address } of all as LookupAddress[]) tried.push(address);
      lookup(hostname, { all: false }, (_failure, first) => {
        tried.push(String(first));
        callback(new Error('this network leads nowhere'), null);
      });
    });
  };

describe('a connection', () => {
  let receiver: RawReceiver;
  let there: string;
  beforeAll(async () => {
    receiver = await startRawReceiver();
    there = String(receiver.port);
  });
  afterAll(() => receiver.stop());

  test.each(PRIVATE_ADDRESSES)('to the address of %s, %s, is never tried', async (_kind, address) => {
    const asked: string[] = [];
    const outcome = await connect(`https://${hostOf(address)}/`, {
      createConnector: imaginaryNetwork(asked),
    });
    expect(outcome).toMatch(/^blocked: .*WEBHOOK_ALLOW_CIDRS/);
    expect(asked).toEqual([]);
  });

  test.each(PUBLIC_ADDRESSES)('to the public address %s is tried', async address => {
    const asked: string[] = [];
    const outcome = await connect(`https://${hostOf(address)}/`, {
      createConnector: imaginaryNetwork(asked),
    });
    expect(outcome).toMatch(/^tls: /);
    expect(asked).toHaveLength(1);
  });

  test.each(PRIVATE_ADDRESSES)('to a name that leads to %s, %s, is never made', async (_kind, address) => {
    const outcome = await connect('https://hooks.example.com/', { resolved: [address] });
    expect(outcome).toBe(
      'blocked: hooks.example.com has no address on the public internet. The operator can allow its address in WEBHOOK_ALLOW_CIDRS.',
    );
  });

  test.each([
    [
      'https://hooks.example.com/',
      ['10.0.0.1', '93.184.215.14', '::1', '127.0.0.1'],
      ['93.184.215.14', '127.0.0.1'],
    ],
    ['http://app.internal/', ['10.0.0.1', '93.184.215.14', '127.0.0.1', '169.254.169.254'], ['127.0.0.1']],
    ['https://hooks.example.com:22/', ['93.184.215.14', '127.0.0.1'], ['127.0.0.1']],
  ])(
    'to %s is tried at those answers of the DNS alone that are permitted',
    async (url, resolved, permitted) => {
      const tried: string[] = [];
      await connect(url, { allow: ['127.0.0.1'], resolved, createConnector: lookingUp(tried) });
      expect(tried).toEqual([...permitted, permitted[0]]);
    },
  );

  test('over plain http goes to listed addresses alone, though the name has public ones', async () => {
    expect(
      await connect('http://hooks.example.com/', { allow: ['127.0.0.1'], resolved: ['93.184.215.14'] }),
    ).toMatch(/^blocked: Plain http .* use https/);
    for (const port of [80, 443]) {
      const outcome = await connect(`http://93.184.215.14:${port}/`, { allow: ['127.0.0.1'] });
      expect(outcome).toMatch(/^blocked: Plain http/);
    }
  });

  test('to a port that is not allowed goes to listed addresses alone', async () => {
    const outcome = await connect('https://hooks.example.com:22/', {
      allow: ['127.0.0.1'],
      resolved: ['93.184.215.14'],
    });
    expect(outcome).toMatch(/^blocked: .*WEBHOOK_PORTS/);
  });

  test('that arrives elsewhere than the DNS said is dropped before anything is sent', async () => {
    const before = receiver.sockets.length;
    // Something on the way turns every connection to this machine.
    const turned: Network['createConnector'] = options => {
      const connector = buildConnector(options);
      return (target, callback) =>
        connector({ ...target, protocol: 'http:', hostname: '127.0.0.1', port: there }, callback);
    };
    const outcome = await connect('https://hooks.example.com/', {
      resolved: ['93.184.215.14'],
      createConnector: turned,
    });
    expect(outcome).toMatch(/^blocked: hooks.example.com has no address on the public internet/);
    expect(receiver.sockets).toHaveLength(before + 1);
    expect(receiver.requests).toEqual([]);
  });

  test('is made to a literal address that is listed, in every spelling', async () => {
    const allow = ['127.0.0.1'];
    for (const host of ['127.0.0.1', '127.1', '2130706433', '[::ffff:127.0.0.1]']) {
      expect(await connect(`http://${host}:${there}/`, { allow })).toMatch(
        /^reached (::ffff:)?127\.0\.0\.1:/,
      );
    }
    expect(await connect(`http://127.0.0.2:${there}/`, { allow })).toMatch(/^blocked: /);
  });
});

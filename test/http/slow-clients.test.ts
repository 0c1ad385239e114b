/** Clients that dribble are cut off in time, and keep no other from being answered. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config/config.ts';
import { LISTENER_LIMITS, Listener } from '../../src/http/listener.ts';
import { createService, type Service } from '../../src/service.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMITS = { headMs: 1_000, checkMs: 100, bodyMs: 1_000, bodyBytes: 1_024, connections: 500 };
const SOON_MS = 10_000;
const DRIBBLE_MS = 200;

let folder: string;
let service: Service;
let port: number;
let url: string;
let token: string;
const sockets: Socket[] = [];
const timers: NodeJS.Timeout[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-slow-'));
  const config = readConfig({
    DATABASE_URL: `sqlite:${join(folder, 'rollcall.db')}`,
    PORT: '0',
    RATE_LIMIT: 'off',
  });
  service = await createService(config, createLog('silent'), { limits: LIMITS });
  ({ port, publicUrl: url } = await service.start());
  ({ token } = await service.accounts.add({
    id: 'acme',
    name: undefined,
    identityProvider: 'other',
    sso: 'saml',
  }));
});

afterEach(() => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const socket of sockets.splice(0)) socket.destroy();
});

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Client {
  readonly socket: Socket;
  readonly received: () => string;
  readonly hasEnded: () => boolean;
  readonly isClosed: () => boolean;
  readonly hangUp: () => void;
}

/** Opens a connection that says nothing and never hangs up itself. */
function connectTo(toPort: number): Client {
  const socket = connect({ host: '127.0.0.1', port: toPort, allowHalfOpen: true });
  let received = '';
  let hasEnded = false;
  let isClosed = false;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString();
  });
  socket.on('end', () => {
    hasEnded = true;
  });
  socket.on('error', () => undefined); // a reset is a way to be cut off
  socket.on('close', () => {
    isClosed = true;
  });
  sockets.push(socket);
  return {
    socket,
    received: () => received,
    hasEnded: () => hasEnded,
    isClosed: () => isClosed,
    hangUp: () => socket.destroy(),
  };
}

/** Opens a connection, writes `first`, and then a piece of `rest` five times a second; it never hangs up itself. */
function dribble(first: string, rest: string, pieceLength = 1): Client {
  const client = connectTo(port);
  const { socket, hasEnded } = client;
  let at = 0;
  const start = performance.now();
  socket.write(first);
  timers.push(
    setInterval(() => {
      // By the clock and not by ticks: the client keeps its pace when this thread was held up.
      const due = Math.round((performance.now() - start) / DRIBBLE_MS) * pieceLength;
      // Only who writes learns that the other side has closed for good.
      if (socket.writable) socket.write(rest.slice(at, due) || (hasEnded() ? 'x' : ''));
      at = Math.max(at, due);
    }, DRIBBLE_MS),
  );
  return client;
}

const head = (authorization: string, length: number): string =>
  `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

const allClosed = (clients: readonly Client[]): Promise<true> =>
  waitUntil('the end of every slow connection', SOON_MS, () => clients.every(client => client.isClosed()));

test('the limits of the service cut a head off within 15 seconds, and a body within a minute', () => {
  const { headMs, checkMs, bodyMs } = LISTENER_LIMITS;
  expect(headMs + checkMs).toBeLessThanOrEqual(15_000);
  expect(bodyMs).toBeLessThanOrEqual(60_000);
});

test('hundreds of connections that dribble keep no request from being answered, and are cut off', async () => {
  const slow = Array.from({ length: 50 }, () => [
    dribble('GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX-Pad: ', 'y'.repeat(10_000)),
    dribble('', ''),
    dribble(head(token, 10_000), '{"userName":"'.padEnd(10_000, 'z')),
    dribble(head('unknown', 10_000), 'z'.repeat(10_000)),
  ]).flat();
  for (let nth = 1; nth <= 5; nth += 1) {
    const response = await fetch(`${url}/scim/v2/Users`, {
      method: 'POST',
      signal: AbortSignal.timeout(SOON_MS),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userName: `person-${nth}@example.com` }),
    });
    expect(response.status).toBe(201);
  }
  await allClosed(slow);
}, 60_000);

test.each([
  [
    'an unknown expectation',
    'GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nExpect: bogus\r\nConnection: close\r\n',
  ],
])('a request with %s is answered like any other', async (_what, head) => {
  const client = dribble(`${head}Authorization: Bearer ${token}\r\n\r\n`, '');
  await waitUntil('the answer', SOON_MS, () => client.isClosed());
  expect(client.received()).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
  ['a head', () => dribble('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Pad: ', 'y'.repeat(1_000))],
  ['nothing at all', () => dribble('', '')],
  ['a body', () => dribble(head(token, 1_000), 'z'.repeat(1_000))],
  [
    'a body in chunks',
    () =>
      dribble(
        head(token, 0).replace('Content-Length: 0', 'Transfer-Encoding: chunked'),
        '1\r\nz\r\n'.repeat(200),
        6,
      ),
  ],
])('which dribbles %s is answered 408 and disconnected', async (_what, begin) => {
  const client = begin();
  await allClosed([client]);
  const [top = '', body = ''] = client.received().split('\r\n\r\n');
  expect(top).toMatch(/^HTTP\/1\.1 408 Request Timeout/);
  expect(JSON.parse(body)).toMatchObject({ status: '408', detail: 'The request did not arrive in time.' });
});

test('nothing is done of a request that was cut off', async () => {
  const body = '{"userName":"mallory@example.com"}';
  const client = dribble(head(token, body.length), body, 2);
  await allClosed([client]);
  expect(client.received()).toContain('408');
  const found = await fetch(`${url}/scim/v2/Users?filter=userName%20eq%20%22mallory@example.com%22`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await found.json()).toMatchObject({ totalResults: 0 });
});

test('a body that keeps coming may take longer than the limit', async () => {
  const body = JSON.stringify({ userName: 'patient@example.com', displayName: 'z'.repeat(6_000) });
  const client = dribble(head(token, body.length), body, 600);
  await waitUntil('the answer', SOON_MS, () => client.received() !== '');
  expect(client.received()).toMatch(/^HTTP\/1\.1 201 /);
});

test('a body that has arrived and waits for the service is never late', async () => {
  const begin = Promise.withResolvers<void>();
  const listener = new Listener(
    (request, response) =>
      void begin.promise.then(() => {
        request.resume().on('end', () => response.end('taken'));
      }),
    { ...LISTENER_LIMITS, bodyMs: 20 },
  );
  const busyPort = await listener.listen(0, '127.0.0.1');
  // More than Node reads ahead: the rest stays in the socket until the service goes on.
  const body = 'z'.repeat(400_000);
  const answer = fetch(`http://127.0.0.1:${busyPort}/`, { method: 'POST', body });
  await new Promise(resolve => setTimeout(resolve, 200));
  begin.resolve();
  expect(await (await answer).text()).toBe('taken');
  await listener.close();
});

test('who was refused as unreadable and does not hang up is hung up on', async () => {
  const client = dribble('GARBAGE\r\n\r\n', '');
  await allClosed([client]);
  expect(client.received()).toMatch(/^HTTP\/1\.1 400 /);
});

test('connections above the limit are refused, and there is room again when others have gone', async () => {
  const small = await createService(
    readConfig({ DATABASE_URL: `sqlite:${join(folder, 'small.db')}`, PORT: '0' }),
    createLog('silent'),
    { limits: { connections: 10 } },
  );
  const { port: smallPort, publicUrl } = await small.start();
  const open = () => connectTo(smallPort);
  const clients = Array.from({ length: 10 }, open);
  await waitUntil('a connection that is refused', SOON_MS, async () => {
    const client = open();
    await pause(DRIBBLE_MS);
    return client.hasEnded() || client.isClosed();
  });
  for (const client of clients) client.hangUp();
  await waitUntil('room', SOON_MS, () =>
    fetch(`${publicUrl}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  await small.stop();
}, 60_000);

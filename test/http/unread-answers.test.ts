/** Answers that clients do not read are cut off, and count against the account or service token that asked for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config/config.ts';
import { BACKLOG_LIMITS } from '../../src/http/response-backlog.ts';
import { createService, type Service } from '../../src/service.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMITS = { stallMs: 3_000, sweepMs: 100, ownerBytes: 1_048_576 };
const SOON_MS = 60_000;
const MEMBERS = 150;
/**
 * Read between two pauses. The system takes the next part of an answer when a third of its buffer is free, a megabyte or
 * more: a reader of 64 KB/s is seen every 25 seconds, which the limit of the service allows and that of this test does not.
 */
const PIECE_BYTES = 1_048_576;
const LIST = '/scim/v2/Users?count=1000';

let folder: string;
let service: Service;
let port: number;
let url: string;
let busy: string;
let calm: string;
let serviceToken: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-unread-'));
  const config = readConfig({
    DATABASE_URL: `sqlite:${join(folder, 'rollcall.db')}`,
    PORT: '0',
    RATE_LIMIT: 'off',
  });
  service = await createService(config, createLog('silent'), { backlogLimits: LIMITS });
  ({ port, publicUrl: url } = await service.start());
  const account = { name: undefined, identityProvider: 'other', sso: 'saml' } as const;
  busy = (await service.accounts.add({ ...account, id: 'busy' })).token;
  calm = (await service.accounts.add({ ...account, id: 'calm' })).token;
  ({ token: serviceToken } = await service.connections.serviceTokens.issue(
    { scopes: ['*'], accounts: null },
    'test',
    null,
  ));
  // Pages as long as they may be: more than the buffers of the system on both sides take.
  const emails = Array.from({ length: 250 }, (_, index) => ({
    value: `${'x'.repeat(360)}${index}@example.com`,
  }));
  for (let nth = 0; nth < MEMBERS; nth += 1) {
    const created = await ask('/scim/v2/Users', busy, { userName: `person-${nth}`, emails });
    expect(created.status).toBe(201);
  }
}, 120_000);

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, token: string, body?: object): Promise<Response> =>
  fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

interface Client {
  readonly socket: Socket;
  readonly received: () => number;
  readonly isClosed: () => boolean;
}

/** Sends a request, and reads nothing of its answer before `socket.resume()`. */
function askWithoutReading(path: string, token: string): Client {
  const socket = connect({ host: '127.0.0.1', port });
  let received = 0;
  let isClosed = false;
  socket.on('error', () => undefined); // a reset is a way to be cut off
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  socket.pause();
  socket.on('close', () => {
    isClosed = true;
  });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  sockets.push(socket);
  return { socket, received: () => received, isClosed: () => isClosed };
}

/** Sends a request, and reads no more than the beginning of its answer. */
function askForHead(path: string, token: string): { status(): string | undefined } {
  const { socket } = askWithoutReading(path, token);
  let status: string | undefined;
  socket.once('data', (chunk: Buffer) => {
    socket.pause();
    status = /^HTTP\/1\.1 (\d+)/.exec(chunk.toString('latin1'))?.[1];
  });
  socket.resume();
  return { status: () => status };
}

/** The value of a metric of this service. */
async function metric(name: string): Promise<number> {
  const text = await (await ask('/metrics', serviceToken)).text();
  return Number(new RegExp(`^rollcall_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

test('the limits of the service cut off an answer of which nothing is taken for a minute', () => {
  expect(BACKLOG_LIMITS.stallMs + BACKLOG_LIMITS.sweepMs).toBeLessThanOrEqual(61_000);
});

test('an answer of which nothing is taken is cut off, and its bytes are free again', async () => {
  const before = await metric('responses_cut_off_total');
  askWithoutReading(LIST, busy);
  await waitUntil(
    'bytes that wait',
    SOON_MS,
    async () => (await metric('response_backlog_bytes')) > 1_000_000,
  );
  await waitUntil('the end of the answer', SOON_MS, async () => {
    return (await metric('responses_cut_off_total')) === before + 1;
  });
  await waitUntil('room', SOON_MS, async () => (await metric('response_backlog_bytes')) < 1_000_000);
}, 150_000);

test('an answer that waits holds hardly more memory than it has bytes', async () => {
  const page = (await (await ask(LIST, busy)).text()).length;
  const { arrayBuffers: before } = process.memoryUsage();
  askWithoutReading(LIST, busy);
  await waitUntil(
    'bytes that wait',
    SOON_MS,
    async () => (await metric('response_backlog_bytes')) > 1_000_000,
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(page * 2);
}, 150_000);

test('an answer that is taken slowly and steadily comes whole, however long it takes', async () => {
  // A page would fit into the buffers of the system.
  const snapshot = '/v1/accounts/busy/snapshot';
  const whole = (await (await ask(snapshot, serviceToken)).text()).length;
  const before = await metric('responses_cut_off_total');
  const client = askWithoutReading(snapshot, serviceToken);
  const startedAt = performance.now();
  while (client.received() < whole && !client.isClosed()) {
    const enough = Math.min(client.received() + PIECE_BYTES, whole);
    // Paused by what arrives: between two looks of a busy machine several pieces may come.
    const pauseAtEnough = (): void => {
      if (client.received() >= enough) client.socket.pause();
    };
    client.socket.on('data', pauseAtEnough).resume();
    await waitUntil('a piece', SOON_MS, () => client.received() >= enough || client.isClosed());
    client.socket.off('data', pauseAtEnough);
    const resumesAt = performance.now() + LIMITS.stallMs / 6;
    await waitUntil('the end of a pause', SOON_MS, () => performance.now() >= resumesAt);
  }
  expect(client.received()).toBeGreaterThanOrEqual(whole);
  expect(performance.now() - startedAt).toBeGreaterThan(LIMITS.stallMs);
  expect(await metric('responses_cut_off_total')).toBe(before);
}, 150_000);

test('an account whose answers wait to be read is refused with 429 in words, and no other account is', async () => {
  const clients = [askWithoutReading(LIST, busy), askWithoutReading(LIST, busy)];
  const refused = await waitUntil('a refusal', SOON_MS, async () => {
    const response = await ask('/scim/v2/Users?count=1', busy);
    return response.status === 429 ? response : undefined;
  });
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refused.json()).toMatchObject({
    status: '429',
    detail: expect.stringContaining('wait to be read'),
  });
  expect((await ask('/scim/v2/Users', calm)).status).toBe(200);
  for (const { socket } of clients) socket.destroy();
  await waitUntil('room', SOON_MS, async () => (await ask('/scim/v2/Users?count=1', busy)).status === 200);
}, 150_000);

const LARGEST_MEMBERS_PAGE = 4_194_304;

describe.each([
  { name: 'members over SCIM', path: LIST, isScim: true },
  { name: 'members', path: '/v1/accounts/busy/members?limit=1000' },
])('pages of $name that are asked for together', ({ path, isScim = false }) => {
  test('the first is answered and the others are refused: their bytes count before they are made', async () => {
    await waitUntil('room', SOON_MS, async () => (await metric('response_backlog_bytes')) < 1_000_000);
    const { token: hasty } = await service.connections.serviceTokens.issue(
      { scopes: ['*'], accounts: null },
      'hasty',
      null,
    );
    const clients = Array.from({ length: 16 }, () => askForHead(path, isScim ? busy : hasty));
    let most = 0;
    await waitUntil('an answer to each', SOON_MS, async () => {
      most = Math.max(most, await metric('response_backlog_bytes'));
      return clients.every(({ status }) => status() !== undefined);
    });
    const statuses = new Set(clients.map(({ status }) => status()));
    expect(statuses).toEqual(new Set(['200', '429']));
    expect(most).toBeLessThan(LARGEST_MEMBERS_PAGE * 1.1);
  }, 150_000);
});

test('a service token whose answers wait to be read is refused, and no other token is', async () => {
  const { token: greedy } = await service.connections.serviceTokens.issue(
    { scopes: ['*'], accounts: null },
    'greedy',
    null,
  );
  const path = '/v1/accounts/busy/members?limit=1000';
  askWithoutReading(path, greedy);
  askWithoutReading(path, greedy);
  await waitUntil('a refusal', SOON_MS, async () => (await ask('/v1/accounts', greedy)).status === 429);
  expect((await ask('/v1/accounts', serviceToken)).status).toBe(200);
}, 150_000);

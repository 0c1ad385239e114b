/** Requests that break off, contradict themselves or share a connection with a refused one. */
import { connect } from 'node:net';
import { openUntouchedDirectory } from './untouched-directory.ts';

const { accept, ann, client } = openUntouchedDirectory();

const PATIENCE_MS = 5_000;

/** Writes these bytes to a connection of its own and returns what came back until it was closed. */
function exchange(bytes: string, end: 'wait' | 'finish' | 'destroy'): Promise<string> {
  const { hostname, port } = new URL(client().account.baseUrl);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => {
      socket.write(bytes, () => {
        if (end === 'finish') socket.end();
        if (end === 'destroy') socket.destroy();
      });
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the service did not answer in time')));
    socket.on('data', chunk => {
      received += chunk.toString();
    });
    socket.on('end', () => socket.end());
    socket.on('error', error => (end === 'destroy' ? resolve(received) : reject(error)));
    socket.on('close', () => resolve(received));
  });
}

const head = (line: string, ...headers: readonly string[]): string =>
  [
    `${line} HTTP/1.1`,
    `Host: ${new URL(client().account.baseUrl).host}`,
    `Authorization: Bearer ${client().account.token}`,
    ...headers,
    '\r\n',
  ].join('\r\n');

const post = (body: string, ...headers: readonly string[]): string =>
  head('POST /scim/v2/Users', 'Content-Type: application/json', ...headers) + body;

const statusesOf = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

const MALLORY = '{"userName":"mallory@example.com"}';

describe('a body that breaks off is never half taken', () => {
  test('when the client finishes early', async () => {
    const received = await exchange(post(MALLORY, 'Content-Length: 1000'), 'finish');
    expect(statusesOf(received)).toEqual([400]);
  });

  test('when the client vanishes', async () => {
    await exchange(post(MALLORY.slice(0, 20), `Content-Length: ${MALLORY.length}`), 'destroy');
  });

  test('when a chunk is missing', async () => {
    const received = await exchange(post('5\r\n{"use\r\n', 'Transfer-Encoding: chunked'), 'finish');
    expect(statusesOf(received)).toEqual([400]);
  });
});

describe('a request that contradicts itself is refused', () => {
  test.each([
    ['two lengths', ['Content-Length: 34', 'Content-Length: 5']],
    ['a length and chunks', ['Content-Length: 34', 'Transfer-Encoding: chunked']],
    ['a negative length', ['Content-Length: -1']],
    ['a length that is no number', ['Content-Length: many']],
  ])('%s', async (_what, headers) => {
    const received = await exchange(post(MALLORY, ...headers, 'Connection: close'), 'finish');
    expect(statusesOf(received)[0]).toBe(400);
  });

  test.each(['GARBAGE\r\n\r\n', '\0\0\0\0\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n'])('%j', async bytes => {
    expect(statusesOf(await exchange(bytes, 'finish'))).toEqual([400]);
  });
});

describe('a refusal leaves the connection usable for the next request', () => {
  test.each([
    ['broken JSON', () => post('{', 'Content-Length: 1'), 400],
    ['a wrong value', () => post('{"userName":7}', 'Content-Length: 14'), 400],
    [
      'a foreign media type',
      () => `${head('POST /scim/v2/Users', 'Content-Type: text/plain', 'Content-Length: 1')}x`,
      415,
    ],
    ['an unknown address', () => `${head('POST /scim/v2/Nothing', 'Content-Length: 1')}x`, 404],
    ['a method that does not fit', () => `${head('DELETE /scim/v2/Users', 'Content-Length: 1')}x`, 405],
    ['refused Groups', () => `${head('POST /scim/v2/Groups', 'Content-Length: 1')}x`, 501],
    ['the refused /Me', () => head('GET /scim/v2/Me'), 501],
    ['a false token', () => 'GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n', 401],
  ])('after %s', async (_what, refused, status) => {
    const next = head(`GET /scim/v2/Users/${ann().id}`, 'Connection: close');
    const received = await exchange(refused() + next, 'wait');
    expect(statusesOf(received)).toEqual([status, 200]);
    expect(received).toContain('ann@example.com');
  });
});

test('a body in chunks is taken', async () => {
  const size = MALLORY.length.toString(16);
  const body = `${size}\r\n${MALLORY}\r\n0\r\n\r\n`;
  const received = await exchange(post(body, 'Transfer-Encoding: chunked', 'Connection: close'), 'wait');
  expect(statusesOf(received)).toEqual([201]);
  await accept();
});

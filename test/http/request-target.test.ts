/** RFC 9112 §3.2: the request target and the headers that HTTP/1.1 allows once. */
import { connect } from 'node:net';
import { ScimClient } from '../support/scim/scim-client.ts';
import { useTestService } from '../support/suite.ts';
import type { TestAccount } from '../support/test-service.ts';

const GIVE_UP_MS = 10_000;

const service = useTestService();
let account: TestAccount;
let memberPath: string;
let serviceToken: string;

beforeAll(async () => {
  account = await service.addAccount();
  memberPath = (await new ScimClient(account).create({ userName: 'ann@example.com' })).path;
  serviceToken = await service.serviceToken();
});

interface Received {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Writes these lines, and the body after them, to a connection of their own. */
function exchange(lines: readonly string[], body = ''): Promise<Received> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write([...lines, 'Connection: close', '', body].join('\r\n'));
    });
    socket.setTimeout(GIVE_UP_MS, () => socket.destroy(new Error('the service did not answer')));
    socket.on('data', chunk => {
      received += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...rest] = received.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') });
    });
  });
}

const bearer = (token: string): string => `Authorization: Bearer ${token}`;
const scim = (line: string, ...headers: readonly string[]): string[] => [
  `${line} HTTP/1.1`,
  ...(headers.length > 0 ? headers : ['Host: rollcall.example', bearer(account.token)]),
];

describe('a request whose target is a whole URL is served like one whose target is a path', () => {
  test.each([
    'http://rollcall.example',
    'https://rollcall.example',
    'HTTP://rollcall.example:8080',
    'http://127.0.0.1:1',
    'http://[::1]:8080',
    'http://user@rollcall.example',
  ])('with the origin %s', async origin => {
    expect((await exchange(scim(`GET ${origin}/scim/v2${memberPath}`))).status).toBe(200);
    expect((await exchange(scim(`GET ${origin}/scim/v2/Users?count=0`))).body).toContain('"totalResults"');
    expect((await exchange(scim(`HEAD ${origin}/scim/v2//Users/`))).status).toBe(200);
    expect((await exchange(scim(`GET ${origin}/scim/v2/ServiceProviderConfig`))).status).toBe(200);
    expect((await exchange(scim(`GET ${origin}/scim/v2/Nothing`))).status).toBe(404);
    expect((await exchange(scim(`GET ${origin}/healthz`))).status).toBe(200);
    expect((await exchange(scim(`GET ${origin}`))).status).toBe(404);
    expect((await exchange(scim(`GET ${origin}?x=y`))).status).toBe(404);
    const control = scim(`GET ${origin}/v1/accounts`, 'Host: x', bearer(serviceToken));
    expect((await exchange(control)).status).toBe(200);
  });

  test('and so is one that writes', async () => {
    const send = (method: string, path: string, body: unknown) => {
      const text = JSON.stringify(body);
      const headers = [
        'Host: rollcall.example',
        bearer(account.token),
        'Content-Type: application/scim+json',
        `Content-Length: ${Buffer.byteLength(text)}`,
      ];
      return exchange(scim(`${method} http://rollcall.example/scim/v2${path}`, ...headers), text);
    };
    expect((await send('POST', '/Users', { userName: 'bob@example.com' })).status).toBe(201);
    expect((await send('PUT', memberPath, { userName: 'ann@example.com' })).status).toBe(200);
    const patch = { Operations: [{ op: 'replace', path: 'title', value: 'Dr' }] };
    expect((await send('PATCH', memberPath, patch)).status).toBe(200);
    const bulk = { Operations: [{ method: 'DELETE', path: '/Users/none' }] };
    expect((await send('POST', '/Bulk', bulk)).status).toBe(200);
    expect((await send('POST', '/Users/.search', {})).status).toBe(200);
  });

  test('but a URL of another scheme is nothing of ours', async () => {
    const { status } = await exchange(scim('GET ftp://rollcall.example/scim/v2/Users'));
    expect([400, 404]).toContain(status);
  });
});

describe('a request is refused with 400 and words', () => {
  const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

  test.each([
    ['without a Host', () => [bearer(account.token)], /Host/],
    ['with two Hosts', () => ['Host: a', 'Host: b', bearer(account.token)], /Host/],
    [
      'with two Authorization headers',
      () => ['Host: a', bearer(account.token), 'authorization: Bearer other'],
      /Authorization/,
    ],
    [
      'with the same Authorization header twice',
      () => ['Host: a', bearer(account.token), bearer(account.token)],
      /Authorization/,
    ],
  ])('%s, below /scim/v2 as a SCIM Error', async (_what, headers, words) => {
    for (const target of ['/scim/v2/Users', 'http://a/scim/v2/Users']) {
      const answer = await exchange(scim(`GET ${target}`, ...headers()));
      expect(answer.status).toBe(400);
      expect(answer.head).toContain('application/scim+json');
      expect(JSON.parse(answer.body)).toMatchObject({
        schemas: [SCIM_ERROR],
        status: '400',
        detail: expect.stringMatching(words),
      });
    }
  });

  test.each([
    ['without a Host', () => [bearer(serviceToken)], /Host/],
    [
      'with two Authorization headers',
      () => ['Host: a', 'Authorization: Bearer other', bearer(serviceToken)],
      /Authorization/,
    ],
  ])('%s, elsewhere as problem details', async (_what, headers, words) => {
    for (const target of ['/v1/accounts', '/metrics', '/Users']) {
      const answer = await exchange(scim(`GET ${target}`, ...headers()));
      expect(answer.status).toBe(400);
      expect(answer.head).toContain('application/problem+json');
      expect(JSON.parse(answer.body)).toMatchObject({ status: 400, detail: expect.stringMatching(words) });
    }
  });

  test('while HTTP/1.0 needs no Host', async () => {
    const answer = await exchange(['GET /scim/v2/Users HTTP/1.0', bearer(account.token)]);
    expect(answer.status).toBe(200);
  });
});

test('a request has 200 headers at most, so that none is left unread without a word', async () => {
  // With "Connection", which comes last; the one before is a precondition that does not hold.
  const withHeaders = (count: number) => {
    const padding = Array.from({ length: count - 4 }, (_, index) => `X-Padding-${index}: x`);
    const headers = ['Host: a', bearer(account.token), ...padding, 'If-Match: W/"999"'];
    return exchange(scim(`DELETE /scim/v2${memberPath}`, ...headers));
  };
  expect((await withHeaders(200)).status).toBe(412);
  for (const count of [201, 232, 264, 400]) {
    const answer = await withHeaders(count);
    expect({ count, ...answer }).toMatchObject({
      count,
      status: 431,
      body: expect.stringContaining('200 headers'),
    });
  }
});

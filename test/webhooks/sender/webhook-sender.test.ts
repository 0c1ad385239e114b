/** What comes of a webhook, over real connections to receivers of every manner. */
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { buildConnector } from 'undici';
import { AddressGuard, type Network } from '../../../src/webhooks/sender/address-guard.ts';
import { type SendOutcome, type WebhookRequest, WebhookSender } from '../../../src/webhooks/sender/sender.ts';
import { type Certificate, makeCertificate } from '../../support/network/make-certificate.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EMPTY_ANSWER, type RawReceiver, type RawReceiverOptions, startRawReceiver } from './raw-receiver.ts';

const NAME = 'hooks.example.com';
const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);

const toThisMachine: Network = {
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  createConnector: buildConnector,
};

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

function openSender(network: Partial<Network> = {}, allow = ['127.0.0.1']): WebhookSender {
  const guard = new AddressGuard(allow, [443], { ...toThisMachine, ...network });
  const sender = new WebhookSender({ guard, now: () => NOW });
  closings.push(() => sender.close());
  return sender;
}

async function openReceiver(options: RawReceiverOptions): Promise<RawReceiver> {
  const receiver = await startRawReceiver(options);
  closings.push(() => receiver.stop());
  return receiver;
}

const requestTo = (url: string, parts: Partial<WebhookRequest> = {}): WebhookRequest => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
  timeoutMs: 5_000,
  ...parts,
});

/** One request to a receiver that answers so. */
async function sendTo(
  answer: (socket: Socket) => void,
  parts: Partial<WebhookRequest> = {},
): Promise<{ readonly outcome: SendOutcome; readonly receiver: RawReceiver }> {
  const receiver = await openReceiver({ answer });
  const outcome = await openSender().send(requestTo(`http://127.0.0.1:${receiver.port}/hook`, parts));
  return { outcome, receiver };
}

const writing =
  (...parts: readonly string[]) =>
  (socket: Socket): void => {
    for (const part of parts) socket.write(part, 'latin1');
  };

const failed = (stage: string, error: unknown) => ({
  kind: 'failed',
  stage,
  error,
  durationMs: expect.any(Number),
});

describe('a request', () => {
  test('is a POST of exactly the given bytes and headers, and asks for an answer as it is', async () => {
    const body = '{"name":"Zoë 🙂"}';
    const { outcome, receiver } = await sendTo(writing(EMPTY_ANSWER), {
      headers: { 'content-type': 'application/cloudevents+json', 'webhook-id': 'evt-1', 'x-key': 'k' },
      body: Buffer.from(body),
    });
    expect(outcome).toMatchObject({ kind: 'answered', status: 204, response: '', retryAfterMs: undefined });
    const [head = '', received = ''] = receiver.requests[0]?.split('\r\n\r\n') ?? [];
    expect(Buffer.from(received, 'latin1').toString('utf8')).toBe(body);
    expect(head.split('\r\n')[0]).toBe('POST /hook HTTP/1.1');
    expect(head.toLowerCase().split('\r\n').slice(1).sort()).toEqual([
      'accept-encoding: identity',
      'connection: keep-alive',
      `content-length: ${Buffer.byteLength(body)}`,
      'content-type: application/cloudevents+json',
      `host: 127.0.0.1:${receiver.port}`,
      'webhook-id: evt-1',
      'x-key: k',
    ]);
  });

  test('reuses the connections of those before, when they were answered in full', async () => {
    const pieces = Array.from({ length: 10 }, () => 'x'.repeat(6_000));
    const receiver = await openReceiver({
      answer: socket => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n');
        const left = [...pieces];
        const writeNext = (): void => {
          socket.write(left.pop() ?? '');
          if (left.length > 0) setImmediate(writeNext);
        };
        writeNext();
      },
    });
    const sender = openSender();
    for (let count = 0; count < 10; count += 1) {
      expect(await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`))).toMatchObject({
        status: 200,
      });
    }
    // undici lets a connection rest for a turn of the event loop, and meanwhile opens another.
    expect(receiver.sockets.length).toBeLessThanOrEqual(2);
  });

  test('takes as long as the clock says', async () => {
    const receiver = await openReceiver({});
    const guard = new AddressGuard(['127.0.0.1'], [443], toThisMachine);
    const ticks = [1_000, 1_234.5];
    const sender = new WebhookSender({ guard, now: () => NOW, monotonicNow: () => ticks.shift() ?? 0 });
    closings.push(() => sender.close());
    const outcome = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    expect(outcome.durationMs).toBe(234.5);
  });

  test('that cannot be written down is a bug, and no failure of the receiver', async () => {
    const sender = openSender();
    await expect(sender.send(requestTo('not a url'))).rejects.toThrow();
    await expect(
      sender.send(requestTo('http://127.0.0.1:9/', { headers: { 'x-key': 'a\r\nb: c' } })),
    ).rejects.toThrow('invalid x-key header');
  });
});

describe('an answer', () => {
  test.each([200, 201, 204, 301, 302, 400, 401, 404, 410, 418, 429, 500, 503, 504])(
    'with status %d is reported with that status',
    async status => {
      const { outcome } = await sendTo(writing(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`));
      expect(outcome).toEqual({
        kind: 'answered',
        status,
        retryAfterMs: undefined,
        response: '',
        durationMs: expect.any(Number),
      });
    },
  );

  test('that redirects is not followed, wherever it leads', async () => {
    const target = await openReceiver({});
    for (const location of [`http://127.0.0.1:${target.port}/`, 'http://169.254.169.254/', '/elsewhere']) {
      const { outcome, receiver } = await sendTo(
        writing(`HTTP/1.1 307 Temporary Redirect\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`),
      );
      expect(outcome).toMatchObject({ kind: 'answered', status: 307 });
      expect(receiver.requests).toHaveLength(1);
    }
    expect(target.sockets).toEqual([]);
  });

  test.each([
    ['120', 120_000],
    ['Sat, 21 Nov 2026 12:01:30 GMT', 90_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['5\r\nretry-after: 7', 5_000],
  ])('with Retry-After: %j asks to wait %p ms', async (value, expected) => {
    const { outcome } = await sendTo(
      writing(`HTTP/1.1 503 Busy\r\nretry-after: ${value}\r\ncontent-length: 0\r\n\r\n`),
    );
    expect(outcome).toMatchObject({ kind: 'answered', status: 503, retryAfterMs: expected });
  });

  test('is kept as text that is safe to store', async () => {
    const { outcome } = await sendTo(
      writing('HTTP/1.1 500 Oh\r\ncontent-length: 12\r\n\r\n', 'no\u0000\u001b[31m\xff\r\nx'),
    );
    expect(outcome).toMatchObject({ response: 'no\ufffd\ufffd[31m\ufffd\nx' });
  });

  test('without an end is cut at 4 KiB, and its connection is dropped', async () => {
    let sent = 0;
    const { outcome, receiver } = await sendTo(socket => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      socket.on('drain', pour);
      pour();
    });
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, response: 'x'.repeat(4_096) });
    await waitUntil('the connection ends', 5_000, () => receiver.sockets[0]?.destroyed);
    // What the two systems buffer between them, and no more.
    expect(sent).toBeLessThan(16_777_216);
  });
});

describe('a request that gets no answer in time', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['when the receiver is silent', () => undefined],
    ['when only the head comes', writing('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n')],
    ['when half a head comes', writing('HTTP/1.1 200 OK\r\nx-half: ')],
    ['when it promises to go on', writing('HTTP/1.1 103 Early Hints\r\n\r\n')],
    [
      'when it drips, a byte at a time',
      socket => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const dripping = setInterval(() => socket.write('x'), 10);
        socket.on('close', () => clearInterval(dripping));
      },
    ],
  ])('is given up %s', async (_what, answer) => {
    const startedAt = performance.now();
    const { outcome, receiver } = await sendTo(answer, { timeoutMs: 150 });
    expect(outcome).toEqual(failed('timeout', 'The receiver gave no complete answer within 0.15 seconds.'));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    await waitUntil('the connection ends', 5_000, () => receiver.sockets[0]?.destroyed);
  });

  test('is given up while the connection is being opened, and nothing is sent afterwards', async () => {
    const receiver = await openReceiver({});
    const network = Promise.withResolvers<void>();
    const slow: Network['createConnector'] = options => {
      const connector = buildConnector(options);
      return (target, callback) => void network.promise.then(() => connector(target, callback));
    };
    const outcome = await openSender({ createConnector: slow }).send(
      requestTo(`http://127.0.0.1:${receiver.port}/`, { timeoutMs: 100 }),
    );
    expect(outcome).toEqual(failed('timeout', expect.stringContaining('no complete answer')));
    network.resolve();
    await waitUntil('the late connection is made', 5_000, () => receiver.sockets.length === 1);
    expect(receiver.requests).toEqual([]);
  });

  test('is given up while the name of the receiver is being looked up', async () => {
    const outcome = await openSender({ resolve: () => new Promise(() => undefined) }).send(
      requestTo(`http://${NAME}/`, { timeoutMs: 100 }),
    );
    expect(outcome).toEqual(failed('timeout', expect.stringContaining('no complete answer')));
  });
});

describe('an answer that breaks off', () => {
  const NO_HTTP = 'What the receiver answered is no valid HTTP/1.1.';
  const BROKEN = 'The connection ended before the answer was complete.';

  test.each<[string, (socket: Socket) => void, string]>([
    ['before it began', socket => socket.end(), BROKEN],
    ['by a reset', socket => socket.resetAndDestroy(), BROKEN],
    ['in its head', socket => socket.end('HTTP/1.1 200 OK\r\ncontent-le'), BROKEN],
    ['in its body', socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'), BROKEN],
    [
      'between two chunks',
      socket => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
      BROKEN,
    ],
    ['by being no HTTP', writing('SSH-2.0-OpenSSH_9.2\r\n'), NO_HTTP],
    [
      'by contradicting itself',
      writing('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
      BROKEN,
    ],
    ['by asking for what was not offered', writing('HTTP/1.1 100 Continue\r\n\r\n'), BROKEN],
    ['by changing the protocol', writing('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'), NO_HTTP],
    [
      'by endless headers',
      writing(`HTTP/1.1 200 OK\r\n${'x-filler: '.padEnd(1_000, 'x')}\r\n`.repeat(40)),
      expect.stringMatching(/valid HTTP|larger than 16 KiB/) as unknown as string, // a matcher stands for a text
    ],
  ])('%s', async (_what, answer, words) => {
    expect((await sendTo(answer)).outcome).toEqual(failed('connection', words));
  });

  test('is a failure with a text, and never an exception, whatever breaks it off', async () => {
    const fragment = fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 200 OK\r\n',
        'HTTP/1.1 101 Switching Protocols\r\n',
        'HTTP/1.1 103 Early Hints\r\n\r\n',
        'HTTP/1.0 200\r\n',
        'HTTP/1.1 999 \r\n',
        'content-length: 5\r\n',
        'content-length: 5, 6\r\n',
        'transfer-encoding: chunked\r\n',
        'connection: upgrade\r\nupgrade: h2c\r\n',
        'content-encoding: gzip\r\n',
        'keep-alive: timeout=-1\r\n',
        'retry-after: x\r\n',
        '\r\n',
        '5\r\nhello\r\n',
        'fffffffff\r\n',
        '0\r\n\r\n',
        'hello',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    let answer = '';
    const receiver = await openReceiver({ answer: socket => socket.end(answer, 'latin1') });
    const sender = openSender();
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 8 }), async fragments => {
        answer = fragments.join('');
        const outcome = await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
        if (outcome.kind === 'failed') {
          expect(outcome).toEqual(failed('connection', expect.stringMatching(/^[A-Z][^\n]*[^()]\.$/)));
        } else expect(outcome.status).toBeGreaterThanOrEqual(200);
      }),
      { numRuns: 300 },
    );
  });

  test('because the service stops is a failure, and no exception', async () => {
    const receiver = await openReceiver({ answer: () => undefined });
    const sender = openSender();
    const outcome = sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`));
    await waitUntil('the request arrives', 5_000, () => receiver.requests.length === 1);
    await sender.close();
    const stopped = failed('connection', 'The service stopped before the receiver had answered.');
    expect(await outcome).toEqual(stopped);
    expect(await sender.send(requestTo(`http://127.0.0.1:${receiver.port}/`))).toEqual(stopped);
  });
});

describe('a request that cannot be sent', () => {
  test('fails for a port on which nothing listens', async () => {
    const { port, stop } = await startRawReceiver();
    await stop();
    expect(await openSender().send(requestTo(`http://127.0.0.1:${port}/`))).toEqual(
      failed('connect', `127.0.0.1, port ${port}, refuses connections.`),
    );
    // Through a name with two addresses, of which neither answers.
    const resolve: Network['resolve'] = async () => [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ];
    for (const scheme of ['http', 'https']) {
      const sender = openSender({ resolve }, ['127.0.0.0/8']);
      expect(await sender.send(requestTo(`${scheme}://${NAME}:${port}/`))).toEqual(
        failed('connect', `${NAME}, port ${port}, refuses connections.`),
      );
    }
  });

  test('fails for a name without an address, and for one that no name server answers', async () => {
    const failing = (code: string): Partial<Network> => ({
      resolve: () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code })),
    });
    for (const scheme of ['http', 'https']) {
      // As a name that leads into a private network: which names exist there must stay unknown.
      const inside = { resolve: () => Promise.resolve([{ address: '10.0.0.7', family: 4 }]) };
      const refused = await openSender(inside).send(requestTo(`${scheme}://${NAME}/`));
      expect(refused).toMatchObject({ stage: 'blocked' });
      for (const code of ['ENOTFOUND', 'ENODATA']) {
        const unknown = await openSender(failing(code)).send(requestTo(`${scheme}://${NAME}/`));
        expect(unknown).toEqual({ ...refused, durationMs: expect.any(Number) });
      }
      expect(await openSender(failing('EAI_AGAIN')).send(requestTo(`${scheme}://${NAME}/`))).toEqual(
        failed('dns', `The name ${NAME} could not be looked up (EAI_AGAIN).`),
      );
    }
  });

  test('is refused for an address that webhooks may not reach', async () => {
    const receiver = await openReceiver({});
    const sender = openSender({}, []);
    for (const url of [
      `http://127.0.0.1:${receiver.port}/`,
      `https://127.0.0.1:${receiver.port}/`,
      `https://[::ffff:7f00:1]:${receiver.port}/`,
      `http://${NAME}:${receiver.port}/`,
      `https://${NAME}/`,
    ]) {
      expect(await sender.send(requestTo(url))).toEqual(
        failed('blocked', expect.stringContaining('WEBHOOK_ALLOW_CIDRS')),
      );
    }
    expect(receiver.sockets).toEqual([]);
  });
});

describe('over TLS', () => {
  const trusting = ({ cert }: Certificate): Partial<Network> => ({
    createConnector: options => buildConnector({ ...options, ca: cert }),
  });

  async function sendOverTls(certificate: Certificate, network: Partial<Network> = {}) {
    const receiver = await openReceiver({ certificate });
    const outcome = await openSender(network).send(requestTo(`https://${NAME}:${receiver.port}/`));
    return { outcome, receiver };
  }

  test('a receiver with a certificate that is trusted is reached', async () => {
    const certificate = makeCertificate({ dnsName: NAME });
    const { outcome, receiver } = await sendOverTls(certificate, trusting(certificate));
    expect(outcome).toMatchObject({ kind: 'answered', status: 204 });
    expect(receiver.requests).toHaveLength(1);
  });

  test.each<[string, () => [Certificate, Partial<Network>]]>([
    ['has a self-signed certificate', () => [makeCertificate({ dnsName: NAME }), {}]],
    [
      'has a certificate for another name',
      () => {
        const certificate = makeCertificate({ dnsName: 'other.example.com' });
        return [certificate, trusting(certificate)];
      },
    ],
    [
      'has a certificate that has expired',
      () => {
        const certificate = makeCertificate({ dnsName: NAME, validUntil: new Date(Date.now() - 1_000) });
        return [certificate, trusting(certificate)];
      },
    ],
  ])('a receiver that %s is refused before anything is sent', async (words, make) => {
    const { outcome, receiver } = await sendOverTls(...make());
    expect(outcome).toEqual(failed('tls', `${NAME}, port ${receiver.port}, ${words}.`));
    expect(receiver.requests).toEqual([]);
  });

  test('a receiver that does not speak it is refused', async () => {
    const { port } = await openReceiver({ greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' });
    expect(await openSender().send(requestTo(`https://${NAME}:${port}/`))).toEqual(
      failed('tls', `${NAME}, port ${port}, does not speak TLS.`),
    );
  });

  test('a receiver that never finishes the handshake is given up as one that cannot be connected to', async () => {
    const { port } = await openReceiver({});
    const hasty: Network['createConnector'] = options => buildConnector({ ...options, timeout: 100 });
    expect(await openSender({ createConnector: hasty }).send(requestTo(`https://${NAME}:${port}/`))).toEqual(
      failed('connect', `${NAME}, port ${port}, does not answer to connections.`),
    );
  });
});

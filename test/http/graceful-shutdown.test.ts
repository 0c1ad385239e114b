/** A service that receives SIGTERM: it is unready first, finishes what it accepted, and ends with 0. */
import { connect, type Socket } from 'node:net';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { runForJson } from '../support/process/command.ts';
import { type Deployment, ServingProcess } from '../support/process/rollcall-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMIT_MS = 60_000;
const SOON_MS = 5_000;
/** Ten seconds of grace, and what a busy machine adds. */
const LONGEST_STOP_MS = 15_000;

interface Conversation {
  readonly socket: Socket;
  readonly received: () => string;
}

const converse = (url: string, first: string): Promise<Conversation> => {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(first, () => resolve({ socket, received: () => received }));
    });
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
    });
    socket.on('error', reject);
  });
};

const isRefused = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`, { headers: { connection: 'close' } }).then(
    () => false,
    () => true,
  );

describe.each(databaseKinds())('on $name', kind => {
  let database: FreshDatabase;
  let deployment: Deployment;
  let serving: ServingProcess;
  let url: string;
  let token: string;

  beforeEach(async () => {
    database = await kind.createEmpty();
    deployment = { databaseUrl: database.url, publicUrl: 'http://rollcall.test' };
    serving = new ServingProcess(deployment);
    url = await serving.serving();
    token = String((await runForJson(deployment, 'account', 'add', 'acme'))['token']);
  }, LIMIT_MS);

  afterEach(async () => {
    await serving.stop();
    await database.drop();
  }, LIMIT_MS);

  const post = (body: string): string =>
    `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;

  test(
    'a request that was under way gets its answer, new connections are refused, and what was done stays',
    async () => {
      const body = '{"userName":"ann@example.com"}';
      const writer = await converse(url, post(body) + body.slice(0, 10));
      const asker = await converse(url, 'GET /readyz HTTP/1.1\r\nHost: x\r\n');
      const ended = serving.stop();
      await waitUntil('the refusal of new connections', SOON_MS, () => isRefused(url));

      asker.socket.write('\r\n');
      await waitUntil('the answer about being ready', SOON_MS, () => asker.received().includes('}'));
      expect(asker.received()).toMatch(/^HTTP\/1\.1 503 /);
      expect(asker.received()).toContain('"check":"stopping"');

      writer.socket.write(body.slice(10));
      await waitUntil('the answer', SOON_MS, () => writer.received().includes('}'));
      expect(writer.received()).toMatch(/^HTTP\/1\.1 201 /);
      const { code, stderr } = await ended;
      expect(code).toBe(0);
      expect(stderr).toContain('"message":"stopped"');
      expect(stderr).not.toContain('"level":"error"');

      serving = new ServingProcess(deployment);
      url = await serving.serving();
      const connection = new HttpConnection(`${url}/scim/v2`, token);
      expect((await connection.send('GET', '/Users')).body).toMatchObject({ totalResults: 1 });
      connection.close();
    },
    LIMIT_MS,
  );

  test(
    'regression: a connection on which nothing was ever sent does not hold the stop up',
    async () => {
      const silent = await converse(url, '');
      const startedAt = performance.now();
      const { code } = await serving.stop();
      expect(code).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
      silent.socket.destroy();
    },
    LIMIT_MS,
  );

  test(
    'a client that never ends its request holds the stop up no longer than the grace',
    async () => {
      const slow = await converse(url, `${post('x'.repeat(100))}{`);
      slow.socket.on('error', () => undefined);
      const startedAt = performance.now();
      const { code } = await serving.stop();
      expect(code).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(LONGEST_STOP_MS);
      expect(slow.received()).not.toContain('201');
    },
    LIMIT_MS,
  );
});

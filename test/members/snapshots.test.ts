/** What keeps a snapshot from holding the database: back-pressure, a limit on slow readers, and few at a time. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import express from 'express';
import { controlRouter } from '../../src/api/control-router.ts';
import type { ApiDependencies } from '../../src/api/dependencies.ts';
import { SNAPSHOT_ROUTES } from '../../src/api/members/snapshot-routes.ts';
import { TokenShares } from '../../src/api/request/token-shares.ts';
import { createLog, type Log } from '../../src/base/log.ts';
import { answerProblems } from '../../src/http/problem.ts';
import type { StoredMember } from '../../src/members/member.ts';
import { SNAPSHOT_LIMITS, type SnapshotLimits, Snapshots } from '../../src/members/snapshots.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { SqlSnapshotStore } from '../../src/store/members/snapshot-store.ts';
import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Together more than the sockets between two processes hold, so that a reader can be seen to stall. */
const MEMBERS = 400;
const MEMBER_BYTES = 60_000;
const SOON_MS = 10_000;

describe.each(databaseKinds())('snapshots over HTTP, on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  const closing: (() => unknown)[] = [];

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({ databaseUrl: fresh.url });
    const client = new ScimClient(await service.addAccount({ id: 'acme' }));
    await client.create({ photos: [{ value: `https://example.com/${'x'.repeat(MEMBER_BYTES)}` }] });
    const id = kind.name === 'SQLite' ? "printf('%08d', n)" : "to_char(n, 'FM00000000')";
    await runSql(
      service.database,
      `WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ${MEMBERS})
       INSERT INTO members (account_id, id, user_name_key, active, attributes, search, version, managed_by, created_at, modified_at)
       SELECT account_id, ${id}, ${id}, active, attributes, search, version, managed_by, created_at, modified_at
         FROM members, copies`,
    );
  });

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  afterAll(async () => {
    await service.stop();
    await fresh.drop();
  });

  /** The route by itself, over the same data, with limits of its own. */
  async function serve(limits: Partial<SnapshotLimits>, log: Log = createLog('silent')): Promise<number> {
    const database = await openDatabase(service.database);
    const store = new SqlSnapshotStore(database);
    const app = express();
    const shares = new TokenShares({ streams: 16, waits: 16, snapshots: 16, imports: 16 });
    const dependencies = {
      shares,
      snapshots: new Snapshots({ store, limits: { ...SNAPSHOT_LIMITS, ...limits }, log }),
      authenticator: { serviceCaller: async () => ({ tokenId: 't', scopes: ['*'], accounts: null }) },
      backlog: { admit: () => undefined },
      limits: {},
    };
    app.use(controlRouter(dependencies as unknown as ApiDependencies, SNAPSHOT_ROUTES)); // what the route asks of them
    app.use(answerProblems(log));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await database.close();
    });
    return (server.address() as AddressInfo).port; // a TCP server has a TCP address
  }

  /** Asks for a snapshot, and reads nothing. */
  async function ask(port: number): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    closing.push(() => socket.destroy());
    socket.pause();
    socket.write('GET /accounts/acme/snapshot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    return socket;
  }

  const statusOf = async (port: number): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/accounts/acme/snapshot`);
    // The rest is not waited for: on a busy machine this reader, too, may be slower than a test's limits.
    await response.body?.cancel();
    return response.status;
  };

  test('a reader that takes nothing is cut off, appears in the log, and frees its place', async () => {
    const warnings: string[] = [];
    const log = { ...createLog('silent'), warn: (message: string) => warnings.push(message) };
    const port = await serve({ concurrent: 1, stallMs: 200 }, log);
    const socket = await ask(port);
    await waitUntil('the cut', SOON_MS, () => warnings.length > 0);
    expect(warnings).toEqual([expect.stringContaining('too slow')]);
    const received: Buffer[] = [];
    socket.on('data', chunk => received.push(chunk));
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'close');
    expect(Buffer.concat(received).toString('latin1')).not.toContain('\n]}');
    await waitUntil('room', SOON_MS, async () => (await statusOf(port)) === 200);
  });

  test('a reader that trickles is cut off when the whole takes too long', async () => {
    const warnings: string[] = [];
    const log = { ...createLog('silent'), warn: (message: string) => warnings.push(message) };
    const socket = await ask(await serve({ wholeMs: 300 }, log));
    const trickle = setInterval(() => socket.read(1), 10);
    closing.push(() => clearInterval(trickle));
    await waitUntil('the cut', SOON_MS, () => warnings.length > 0);
  });

  test('no more are made than four at a time: the next is 429 with a Retry-After', async () => {
    const port = await serve({});
    const readers = [];
    for (let reader = 0; reader < 4; reader += 1) {
      const socket = await ask(port);
      socket.once('readable', () => undefined);
      await waitUntil('an answer', SOON_MS, () => socket.readableLength > 0);
      readers.push(socket);
    }
    const refused = await fetch(`http://127.0.0.1:${port}/accounts/acme/snapshot`);
    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 429,
      retryAfter: '5',
    });
    expect(await refused.json()).toMatchObject({
      code: 'tooManyRequests',
      detail: expect.stringMatching(/one after another/i),
    });
    readers[0]?.destroy();
    await waitUntil('room', SOON_MS, async () => (await statusOf(port)) === 200);
  });

  test('a reader that goes away disturbs no other and leaves nothing behind', async () => {
    const errors: string[] = [];
    const log = { ...createLog('silent'), error: (message: string) => errors.push(message) };
    const port = await serve({ concurrent: 1 }, log);
    for (let round = 0; round < 5; round += 1) {
      const socket = await ask(port);
      socket.once('readable', () => undefined);
      await waitUntil('an answer', SOON_MS, () => socket.readableLength > 0);
      socket.destroy();
      await waitUntil('room', SOON_MS, async () => (await statusOf(port)) === 200);
    }
    expect(errors).toEqual([]);
  });
});

describe('reading the pages of a snapshot', () => {
  const member: StoredMember = {
    id: '1',
    accountId: 'acme',
    attributesJson: JSON.stringify({ userName: 'x'.repeat(1_000), active: true }),
    version: 1,
    managedBy: 'idp',
    isProtected: false,
    createdAt: 0,
    modifiedAt: 0,
    activatedAt: 0,
  };

  test('waits for the reader: what was not taken is not read from the database', async () => {
    let pagesRead = 0;
    async function* endless() {
      for (;;) {
        pagesRead += 1;
        yield Array<StoredMember>(100).fill(member);
      }
    }
    const store = {
      withState: <T>(_id: string, use: (state: object) => Promise<T>) =>
        use({ lastSequence: 1, epoch: 'e', head: 1, members: endless() }),
    } as unknown as SqlSnapshotStore; // a store without a database
    const snapshots = new Snapshots({ store, limits: SNAPSHOT_LIMITS, log: createLog('silent') });
    await snapshots.read('acme', async document => {
      const pieces = document[Symbol.asyncIterator]();
      let taken = 0;
      for (let piece = 0; piece < 20; piece += 1) taken += String((await pieces.next()).value).length;
      expect(taken).toBeGreaterThan(1_000_000);
      // A page holds 100 members of a kilobyte.
      expect(pagesRead).toBeLessThanOrEqual(Math.ceil(taken / 100_000) + 1);
    });
  });
});

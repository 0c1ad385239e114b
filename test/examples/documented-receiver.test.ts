/** The receiver in Python that docs/events.md shows, run as it stands there, against what the service delivers. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { parseReplayRange } from '../../src/webhooks/replay-range.ts';
import { databaseKinds } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import type { TestAccount } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { ReceivedRequest, Receiver } from '../support/webhooks/webhook-receiver.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';
import { codeBlock } from './events-document.ts';

const SOON_MS = 20_000;
const LIMIT_MS = 60_000;
const PROGRAM = codeBlock('python', '# receive.py');

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython && process.env['CI'])
  throw new Error('CI must run the receiver in Python: python3 is missing');
if (!hasPython) process.stderr.write('There is no python3: the documented receiver is not run.\n');

(hasPython ? describe : describe.skip).each(databaseKinds())('the receiver in Python, on $name', kind => {
  let scene: WebhookScene;
  let account: TestAccount;
  let scim: ScimClient;
  let folder: string;
  let python: ChildProcess;
  let pythonUrl: string;
  /** Between the service and the receiver: it can refuse an event. */
  let proxy: Receiver;
  let endpointId: string;
  let hasStarted: () => void;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { WEBHOOK_RETRY_SCHEDULE: '1s' });
  });
  afterAll(() => scene.stop());

  beforeEach(async () => {
    account = await scene.service.addAccount();
    scim = new ScimClient(account);
    folder = mkdtempSync(join(tmpdir(), 'rollcall-python-'));
    const started = Promise.withResolvers<void>();
    hasStarted = started.resolve;
    // What is delivered before it listens must not be given up.
    proxy = await scene.receive(request => started.promise.then(() => forward(request)));
  });
  afterEach(async () => {
    await scene.clear();
    const hasEnded = once(python, 'exit');
    python.kill('SIGKILL');
    await hasEnded;
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(batchMax: number): Promise<void> {
    const { endpoint, secret } = await scene.addEndpoint({
      url: proxy.url,
      accounts: [account.accountId],
      types: ['*'],
      batchMax,
      start: 'beginning',
    });
    endpointId = endpoint.id;
    const port = await freePort();
    writeFileSync(join(folder, 'receive.py'), PROGRAM);
    python = spawn('python3', ['receive.py'], {
      cwd: folder,
      env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    pythonUrl = `http://127.0.0.1:${port}`;
    await waitUntil('the receiver to listen', SOON_MS, () => isListening(port));
    hasStarted();
  }

  async function forward({ headers, body }: Pick<ReceivedRequest, 'headers' | 'body'>): Promise<number> {
    const { connection: _connection, host: _host, 'transfer-encoding': _coding, ...sent } = headers;
    const { status } = await fetch(pythonUrl, { method: 'POST', headers: sent, body });
    return status;
  }

  const read = (sql: string): readonly unknown[] => {
    const db = new BetterSqlite(join(folder, 'receiver.db'), { readonly: true, timeout: SOON_MS });
    try {
      return db.prepare<[], unknown>(sql).all();
    } finally {
      db.close();
    }
  };
  const workedOn = () => read('SELECT sequence FROM events ORDER BY sequence');
  const sequencesInFeed = async () =>
    (await scene.service.events(account.accountId)).map(({ sequence }) => ({ sequence }));
  const team = () => read('SELECT id, version, active FROM team ORDER BY id');

  async function expectEverythingWorkedOn(): Promise<void> {
    const all = JSON.stringify(await sequencesInFeed());
    await waitUntil('all events', SOON_MS, () => JSON.stringify(workedOn()) === all);
  }

  test.each([
    ['one by one', 1],
    ['in batches', 10],
  ])(
    'works on every event %s, once, and refuses what the service did not sign',
    async (_how, batchMax) => {
      await start(batchMax);
      const [ann, bo] = [await scim.create(), await scim.create()];
      await scim.patch(bo.path, { op: 'replace', path: 'active', value: false });
      await scim.delete(ann.path);
      await expectEverythingWorkedOn();
      expect(team()).toEqual([
        { id: ann.id, version: expect.any(Number), active: 0 },
        { id: bo.id, version: 2, active: 0 },
      ]);

      const request = proxy.received.at(-1);
      if (!request) throw new Error('nothing was delivered');
      const { headers, body } = request;
      const before = workedOn();
      expect(await forward({ headers, body })).toBe(204);
      expect(await forward({ headers, body: body.replace('"specversion"', '"specVersion"') })).toBe(400);
      expect(await forward({ headers: { ...headers, 'webhook-timestamp': '1' }, body })).toBe(400);
      const { 'webhook-signature': _signature, ...unsigned } = headers;
      expect(await forward({ headers: unsigned, body })).toBe(400);
      expect(workedOn()).toEqual(before);
    },
    LIMIT_MS,
  );

  test(
    'loses no dead letter that is sent once more, and takes nothing old from it',
    async () => {
      await start(1);
      const ann = await scim.create();
      await expectEverythingWorkedOn();
      proxy.answerWith(request => (isRefused(request, ann.id) ? 500 : forward(request)));
      await scim.patch(ann.path, { op: 'replace', path: 'active', value: false });
      const bo = await scim.create();
      await scim.patch(ann.path, { op: 'replace', path: 'active', value: true });
      const [letter] = await waitUntil('the dead letter, and what follows it', SOON_MS, async () => {
        await scene.advanceToNextRetry(endpointId);
        const letters = await openLetters();
        return team().length === 2 && (await waiting()) === 0 && letters.length === 1 && letters;
      });
      const whole = await sequencesInFeed();
      expect(workedOn()).toEqual(whole.filter(({ sequence }) => Number(sequence) !== letter?.firstSequence));

      proxy.answerWith(forward);
      await scene.endpoints.retry(endpointId, letter?.id ?? '');
      await waitUntil('the end of the dead letter', SOON_MS, async () => (await openLetters()).length === 0);
      expect(workedOn()).toEqual(whole);
      expect(team()).toEqual([
        { id: ann.id, version: 3, active: 1 },
        { id: bo.id, version: 1, active: 1 },
      ]);

      const everything = parseReplayRange(undefined, undefined, undefined);
      const before = proxy.received.length;
      await scene.endpoints.replay(endpointId, everything, false);
      await scim.create();
      await waitUntil('the replay', SOON_MS, () => proxy.received.length >= before + whole.length + 1);
      await expectEverythingWorkedOn();
    },
    LIMIT_MS,
  );

  /** The one in which the member is switched off. */
  const isRefused = ({ events }: ReceivedRequest, memberId: string): boolean =>
    events.some(({ type, subject }) => type === 'team_member.deprovisioned' && subject === memberId);

  const openLetters = () =>
    scene.endpoints.deadLetters(endpointId, { after: undefined, limit: 10, isOpen: true });

  const waiting = async (): Promise<number> => (await scene.lanes(endpointId, 'waiting')).length;
});

/** A port that nothing listens on; the receiver takes it a moment later. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has a TCP address
  server.close();
  await once(server, 'close');
  return port;
}

const isListening = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

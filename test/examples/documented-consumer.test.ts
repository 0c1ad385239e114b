/** The consumer in docs/events.md, run as it stands there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite from 'better-sqlite3';
import { ControlClient } from '../support/control-client.ts';
import { runSql } from '../support/database/database-contents.ts';
import { type Json, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { codeBlock } from './events-document.ts';

const CLIENT = fileURLToPath(new URL('../../client', import.meta.url));
const SOON_MS = 20_000;
const LIMIT_MS = 60_000;

/** Held back for a second instead of ten, so that a test need not wait. */
const CONSUMER = codeBlock('js', '// consume.mjs').replace('consumeFeed({', 'consumeFeed({ waitSeconds: 1,');
const WITH_SNAPSHOTS = CONSUMER.replace(
  '  onCaughtUp:',
  `${codeBlock('js', 'applySnapshot: snapshot')}  onCaughtUp:`,
);

let service: TestService;
let scim: ScimClient;
let folder: string;
let child: ChildProcess | undefined;
let printed = '';

beforeEach(async () => {
  service = await startTestService();
  scim = new ScimClient(await service.addAccount({ id: 'acme' }));
  folder = mkdtempSync(join(tmpdir(), 'rollcall-documented-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(CLIENT, join(folder, 'node_modules/rollcall-client'));
  printed = '';
});

afterEach(async () => {
  await end('SIGKILL');
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves when it has made its tables. */
async function start(code: string): Promise<void> {
  writeFileSync(join(folder, 'consume.mjs'), code);
  const token = await service.serviceToken(['events:read']);
  child = spawn(process.execPath, ['consume.mjs'], {
    cwd: folder,
    env: { ROLLCALL_URL: service.url, ROLLCALL_TOKEN: token, SETTLE_SECONDS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await waitUntil('its tables', SOON_MS, () => {
    try {
      return read('SELECT cursor FROM feed_cursor').length > 0;
    } catch {
      return false; // they come one after another
    }
  });
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const ending = child;
  child = undefined;
  if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
  const hasEnded = new Promise(resolve => ending.once('exit', resolve));
  ending.kill(signal);
  await hasEnded;
}

function read(sql: string): readonly Json[] {
  const db = new BetterSqlite(join(folder, 'main-app.db'), { timeout: 5_000 });
  try {
    return db.prepare<[], Json>(sql).all();
  } finally {
    db.close();
  }
}

async function expectTeamAsInScim(): Promise<void> {
  const { body } = await scim.get('/Users?count=1000');
  const users = (body['Resources'] as Json[]).map(({ id, active }) => ({ id, active: Number(active) })); // a ListResponse
  users.sort((left, right) => (String(left.id) < String(right.id) ? -1 : 1));
  const team = () => JSON.stringify(read('SELECT id, active FROM team ORDER BY id'));
  await waitUntil('the same team', SOON_MS, () => team() === JSON.stringify(users));
}

test(
  'the app invites those who stay, once, and no others, and continues after a kill where it was',
  async () => {
    await start(CONSUMER);
    await scim.create({ userName: 'ann@example.com' });
    const tester = await scim.create({ userName: 'tester@example.com' });
    await scim.delete(tester.path);
    await waitUntil('the invitation', SOON_MS, () => printed.includes('invitation to ann@example.com'));
    await end('SIGKILL');
    const bo = await scim.create({ userName: 'bo@example.com' });
    await start(CONSUMER);
    await waitUntil('the next invitation', SOON_MS, () => printed.includes('invitation to bo@example.com'));
    await scim.patch(bo.path, { op: 'replace', path: 'active', value: false });
    await expectTeamAsInScim();
    // A kill may come between the print and the note that it was done: then the same mail is handed over again.
    const handedOver = new Set(printed.match(/^invitation to \S+, idempotency key \S+$/gm));
    expect([...handedOver].map(line => line.split(/[ ,]/)[2])).toEqual(['ann@example.com', 'bo@example.com']);
    await end('SIGTERM');
  },
  LIMIT_MS,
);

test(
  'the app continues past a person who was erased before it read, and while it reads',
  async () => {
    const control = new ControlClient(service.url, await service.serviceToken());
    const erase = ({ id }: { readonly id: string }) =>
      control.expect(204, 'POST', `/accounts/acme/members/${id}/erase`);
    const early = await scim.create({ userName: 'early@example.com' });
    await scim.patch(early.path, { op: 'replace', path: 'active', value: false });
    await scim.patch(early.path, { op: 'replace', path: 'active', value: true });
    await erase(early);
    await start(CONSUMER);
    const late = await scim.create({ userName: 'late@example.com' });
    await expectTeamAsInScim();
    await erase(late);
    await scim.create({ userName: 'ann@example.com' });
    await expectTeamAsInScim();
    await waitUntil('the invitation', SOON_MS, () => printed.includes('invitation to ann@example.com'));
    expect(printed).not.toContain('null');
    await end('SIGTERM');
  },
  LIMIT_MS,
);

test(
  'it takes the roles away when an id comes back as another person, and keeps them else',
  async () => {
    await start(CONSUMER);
    const people = [];
    for (const name of ['smith', 'jones']) {
      people.push(await scim.create({ userName: `${name}@example.com`, externalId: name }));
    }
    await expectTeamAsInScim();
    const db = new BetterSqlite(join(folder, 'main-app.db'), { timeout: 5_000 });
    db.prepare("UPDATE team SET role = 'owner'").run();
    db.close();
    for (const { path, body } of people) {
      await scim.patch(path, { op: 'replace', path: 'active', value: false });
      const isSmith = body['userName'] === 'smith@example.com';
      const now = isSmith ? { userName: 'smith-2@example.com', externalId: 'x-2' } : { title: 'Baker' };
      await scim.put(path, { ...body, ...now, active: true });
    }
    await scim.create({ userName: 'late@example.com' });
    await expectTeamAsInScim();
    expect(read("SELECT email, role FROM team WHERE email NOT LIKE 'late%' ORDER BY email")).toEqual([
      { email: 'jones@example.com', role: 'owner' },
      { email: 'smith-2@example.com', role: 'member' },
    ]);
    await end('SIGTERM');
  },
  LIMIT_MS,
);

test(
  'with its two further callbacks it mends itself after a reset of the feed',
  async () => {
    await start(WITH_SNAPSHOTS);
    const [ann, bo] = [await scim.create(), await scim.create()];
    await expectTeamAsInScim();
    for (const { id } of [ann, bo]) {
      const db = new BetterSqlite(join(folder, 'main-app.db'), { timeout: 5_000 });
      db.prepare('INSERT INTO sessions VALUES (?, ?)').run(`session of ${id}`, id);
      db.prepare("UPDATE team SET role = 'owner' WHERE id = ?").run(id);
      db.close();
    }
    await end('SIGKILL');
    await runSql(service.database, "UPDATE feed SET epoch = 'abcdef'");
    await scim.delete(ann.path);
    await scim.create();
    await start(WITH_SNAPSHOTS);
    await expectTeamAsInScim();
    expect(read('SELECT member_id FROM sessions')).toEqual([{ member_id: bo.id }]);
    expect(read(`SELECT role FROM team WHERE id = '${bo.id}'`)).toEqual([{ role: 'owner' }]);
    await scim.create();
    await expectTeamAsInScim();
  },
  LIMIT_MS,
);

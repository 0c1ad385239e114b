/** A backup beside a running service, and what comes of it when it is restored. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { claimForServing } from '../../src/store/database/open.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { type CommandResult, runCommand } from '../support/process/command.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-backup-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (databaseUrl: string, ...args: string[]): Promise<CommandResult> =>
  runCommand(args, { ...KEYS, DATABASE_URL: databaseUrl });

/** The cursor at the end of the feed, and the status of reading behind another one. */
async function feedOf(service: TestService) {
  const control = new HttpConnection(`${service.url}/v1`, await service.serviceToken(['events:read']));
  const { body } = await control.send('GET', '/events?limit=1000');
  const cursor = String(body['next']);
  return {
    cursor,
    statusBehind: async (other: string) => (await control.send('GET', `/events?after=${other}`)).status,
    close: () => control.close(),
  };
}

describe('of SQLite', () => {
  let service: TestService;
  let path: string;
  let url: string;
  let scim: HttpConnection;
  let token: string;

  beforeEach(async () => {
    path = join(folder, 'rollcall.db');
    url = `sqlite:${path}`;
    service = await startTestService({ databaseUrl: url });
    ({ token } = await service.addAccount({ id: 'acme' }));
    scim = new HttpConnection(`${service.url}/scim/v2`, token);
  });

  afterEach(async () => {
    scim.close();
    await service.stop();
  });

  const addMember = (name: string) =>
    scim.send('POST', '/Users', { body: { userName: `${name}@example.com` } });

  test('is taken while the service writes, is whole, and is for its owner alone', async () => {
    const target = join(folder, 'copy.db');
    let isDone = false;
    let written = 0;
    const writing = (async () => {
      while (!isDone) {
        await Promise.all(Array.from({ length: 8 }, (_, nth) => addMember(`during-${written}-${nth}`)));
        written += 8;
      }
    })();
    const result = await run(url, 'backup', target, '--json');
    isDone = true;
    await writing;
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toEqual({
      path: target,
      bytes: statSync(target).size,
      epoch: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    // One file that stands alone.
    expect(readdirSync(folder).filter(name => name.startsWith('copy'))).toEqual(['copy.db']);

    const restored = await startTestService({ databaseUrl: `sqlite:${target}` });
    const connection = new HttpConnection(`${restored.url}/scim/v2`, token);
    const list = await connection.send('GET', '/Users?count=0');
    const created = (await restored.memberEvents('acme')).length;
    connection.close();
    await restored.stop();
    // Each member with its event, from one moment while the writing went on.
    expect(list.body['totalResults']).toBe(created);
    expect(created).toBeLessThanOrEqual(written);
  });

  test('gives 410 to every cursor once it is restored, and the service goes on', async () => {
    await addMember('ann');
    const before = await feedOf(service);
    const target = join(folder, 'copy.db');
    expect((await run(url, 'backup', target)).code).toBe(0);
    await addMember('lost');
    const after = await feedOf(service);
    expect(await before.statusBehind(before.cursor)).toBe(200);
    before.close();
    after.close();
    scim.close();
    await service.stop();

    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    copyFileSync(target, path);
    service = await startTestService({ databaseUrl: url });
    scim = new HttpConnection(`${service.url}/scim/v2`, token);
    // Takes the position that the lost event had.
    expect((await addMember('new')).status).toBe(201);
    const restored = await feedOf(service);
    expect(await restored.statusBehind(before.cursor)).toBe(410);
    expect(await restored.statusBehind(after.cursor)).toBe(410);
    expect(await restored.statusBehind(restored.cursor)).toBe(200);
    restored.close();
    const names = (await scim.send('GET', '/Users')).body['Resources'] as { userName: string }[]; // SCIM's list
    expect(names.map(({ userName }) => userName).sort()).toEqual(['ann@example.com', 'new@example.com']);
  });

  test('is put back by restore, which keeps the old files and gives 410 to every cursor, also the second time', async () => {
    await addMember('ann');
    const target = join(folder, 'copy.db');
    expect((await run(url, 'backup', target)).code).toBe(0);
    await addMember('lost');
    const cursors = [(await feedOf(service)).cursor];
    const claim = claimForServing(service.database);
    const refused = await run(url, 'restore', target);
    claim.release();
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/service is running on .*stop it/),
    });
    scim.close();
    await service.stop();
    // Under another name of the file as well.
    symlinkSync(path, join(folder, 'link.db'));
    for (const databaseUrl of [url, `sqlite:${join(folder, 'link.db')}`]) {
      const { code, stdout, stderr } = await run(databaseUrl, 'restore', target, '--json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { path: place, movedTo } = JSON.parse(stdout) as { path: string; movedTo: string };
      expect({ place, mode: statSync(path).mode & 0o777 }).toEqual({ place: path, mode: 0o600 });
      expect(existsSync(movedTo)).toBe(true);
      service = await startTestService({ databaseUrl: url });
      scim = new HttpConnection(`${service.url}/scim/v2`, token);
      expect((await addMember('new')).status).toBe(201);
      const feed = await feedOf(service);
      for (const cursor of cursors) expect(await feed.statusBehind(cursor)).toBe(410);
      cursors.push(feed.cursor);
      feed.close();
      const { body } = await scim.send('GET', '/Users?sortBy=userName');
      const names = (body['Resources'] as { userName: string }[]).map(({ userName }) => userName); // SCIM's list
      expect(names).toEqual(['ann@example.com', 'new@example.com']);
      scim.close();
      await service.stop();
    }
    expect(readdirSync(folder).filter(name => name.includes('restoring'))).toEqual([]);
    service = await startTestService({ databaseUrl: url });
    scim = new HttpConnection(`${service.url}/scim/v2`, token);
  });

  test('is restored only when it is whole and ours, and what is there stays when it is not', async () => {
    const target = join(folder, 'copy.db');
    await run(url, 'backup', target);
    await service.stop();
    const bytes = readFileSync(path);
    const bad = join(folder, 'bad.db');
    const damaged = readFileSync(target);
    damaged.fill(0x55, 4_096 * 3, 4_096 * 9);
    const empty = new BetterSqlite(join(folder, 'empty.db'));
    empty.exec('CREATE TABLE other (id)');
    empty.close();
    writeFileSync(bad, damaged);
    for (const [file, words] of [
      ['nothing.db', /There is no backup at/],
      ['rollcall.db', /is the database itself/],
      ['empty.db', /holds no data of Rollcall/],
      ['bad.db', /damaged|malformed/],
    ] as const) {
      const refused = await run(url, 'restore', join(folder, file));
      expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(words) });
    }
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(folder).filter(name => /before|restoring/.test(name))).toEqual([]);
    service = await startTestService({ databaseUrl: url });
  });

  test('does not overwrite, and leaves nothing behind when it is refused', async () => {
    const target = join(folder, 'precious');
    writeFileSync(target, 'something else');
    const { code, stdout, stderr } = await run(url, 'backup', target);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/is there already; a backup never overwrites/);
    const elsewhere = await run(url, 'backup', join(folder, 'no', 'such', 'folder'));
    expect(elsewhere.code).toBe(1);
    const missing = await run(`sqlite:${join(folder, 'nothing.db')}`, 'backup', join(folder, 'copy.db'));
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no database at') });
    expect(readdirSync(folder).filter(name => /partial|copy|nothing/.test(name))).toEqual([]);
  });
});

describe.each(databaseKinds())('a new epoch on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;

  beforeEach(async () => {
    fresh = await kind.createEmpty();
    service = await startTestService({ databaseUrl: fresh.url });
  });

  afterEach(async () => {
    await service.stop();
    await fresh.drop();
  });

  test('makes every cursor answer 410, beside a running service', async () => {
    await service.addAccount({ id: 'acme' });
    await service.events('acme');
    const feed = await feedOf(service);
    expect(await feed.statusBehind(feed.cursor)).toBe(200);
    const { code, stdout } = await run(fresh.url, 'new-epoch', '--yes', '--json');
    expect(code).toBe(0);
    expect(await feed.statusBehind(feed.cursor)).toBe(410);
    feed.close();
    const renewed = await feedOf(service);
    const { epoch } = JSON.parse(stdout) as { epoch: string }; // what --json prints
    expect(Buffer.from(renewed.cursor.slice('v1.'.length), 'base64url').toString()).toMatch(
      new RegExp(`^${epoch}\\.`),
    );
    expect(await renewed.statusBehind(renewed.cursor)).toBe(200);
    renewed.close();
  });

  test('is not begun without --yes', async () => {
    await service.addAccount({ id: 'acme' });
    await service.events('acme');
    const feed = await feedOf(service);
    const refused = await run(fresh.url, 'new-epoch');
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(await feed.statusBehind(feed.cursor)).toBe(200);
    feed.close();
  });

  if (kind.name === 'PostgreSQL') {
    test('begins by itself in a database that was recreated, and not again at the next start', async () => {
      await service.addAccount({ id: 'acme' });
      await service.events('acme');
      const { cursor, close } = await feedOf(service);
      close();
      await service.stop();
      // Another database with the same contents, as a restored dump is.
      const restored = await kind.copy(fresh);
      try {
        for (const isFirst of [true, false]) {
          const other = await startTestService({ databaseUrl: restored.url });
          const feed = await feedOf(other);
          expect(await feed.statusBehind(cursor)).toBe(410);
          expect(await feed.statusBehind(feed.cursor)).toBe(200);
          feed.close();
          expect(other.logText().includes('"cause":"other_database"')).toBe(isFirst);
          await other.stop();
        }
      } finally {
        await restored.drop();
        service = await startTestService({ databaseUrl: fresh.url });
      }
      const feed = await feedOf(service);
      expect(await feed.statusBehind(cursor)).toBe(200);
      feed.close();
    });

    test('is what a backup of PostgreSQL uses after a restore', async () => {
      const { code, stdout, stderr } = await run(fresh.url, 'backup', join(folder, 'copy.db'));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/pg_dump.*rollcall new-epoch --yes/);
    });
  }
});

/** A database that is lost is never replaced in silence: not by a command, not under a running service, not in production. */

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/base/log.ts';
import { readConfig } from '../../src/config/config.ts';
import { createService } from '../../src/service.ts';
import { claimForServing, connectDatabase, migrate } from '../../src/store/database/open.ts';
import { sql } from '../../src/store/database/sql.ts';
import { ControlClient } from '../support/control-client.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runCommand } from '../support/process/command.ts';
import { refusal, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

let folder: string;
let service: TestService | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-lost-'));
});

afterEach(async () => {
  await service?.stop();
  service = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const sqliteUrl = (name = 'rollcall.db'): string => `sqlite:${join(folder, name)}`;

const run = (databaseUrl: string, ...args: string[]) =>
  runCommand(args, { ...KEYS, DATABASE_URL: databaseUrl });

/** Without keys, which development makes beside the database. */
const NO_KEYS = { SIGNING_KEYS: '', SECRETS_KEY: '' };

test.each([
  ['account', 'list'],
  ['account', 'add', 'acme', '--idp', 'okta'],
  ['token', 'list', 'acme'],
  ['service-token', 'issue', '--scopes', '*'],
  ['member', 'list', 'acme'],
  ['webhook', 'list'],
  ['log', 'acme'],
  ['connection', 'acme'],
  ['new-epoch', '--yes'],
  ['public-url'],
  ['doctor'],
])('%s %s leaves nothing behind where there is no database', async (...args) => {
  const { code, stdout, stderr } = await runCommand(args, {
    ...NO_KEYS,
    DATABASE_URL: sqliteUrl('typo/x.db'),
  });
  expect({ code, output: stdout + stderr }).toEqual({
    code: 1,
    output: expect.stringMatching(/rollcall migrate/),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that was made empty is as good as none', async () => {
  writeFileSync(join(folder, 'rollcall.db'), '');
  expect(await run(sqliteUrl(), 'account', 'list')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no data of Rollcall/),
  });
  expect(await run(sqliteUrl(), 'migrate')).toMatchObject({ code: 0 });
  expect(await run(sqliteUrl(), 'account', 'list')).toMatchObject({ code: 0 });
});

describe.each(databaseKinds())('in production, on $name', kind => {
  let fresh: FreshDatabase;

  beforeEach(async () => {
    fresh = await kind.createEmpty();
  });
  afterEach(() => fresh.drop());

  test('the service makes no database; migrate does, and then it serves', async () => {
    const config = readConfig({
      NODE_ENV: 'production',
      DATABASE_URL: fresh.url,
      PUBLIC_URL: 'https://scim.example.com',
      PORT: '0',
      SIGNING_KEYS: 'a:2b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da5',
      SECRETS_KEY: 'b:603deb1015ca71be2b73aef0857d77811f352c073b6108d7',
    });
    const create = () => createService(config, createLog('silent'));
    await expect(create()).rejects.toThrow(/There is no data of Rollcall .*rollcall migrate/);
    if (config.database.dialect === 'sqlite') expect(existsSync(config.database.path)).toBe(false);
    await migrate(config.database);
    const served = await create();
    await served.start();
    await served.stop();
  });
});

describe.each(databaseKinds())('a service without any account, on $name', kind => {
  test('answers 503 and not 401, until it has one', async () => {
    const fresh = await kind.createEmpty();
    service = await startTestService({ databaseUrl: fresh.url });
    const lost = new ScimClient({ accountId: 'acme', baseUrl: `${service.url}/scim/v2`, token: 'of before' });
    const answer = await lost.get('/Users');
    expect(answer).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining('no account yet') },
    });
    const control = new ControlClient(service.url, 'of before');
    const refused = await control.send('GET', '/events');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('30');
    // A client with a token of this database is right here.
    const operator = new ControlClient(service.url, await service.serviceToken());
    expect((await operator.send('GET', '/accounts')).status).toBe(200);
    expect((await control.send('GET', '/events')).status).toBe(401);
    await service.addAccount();
    expect(await lost.get('/Users')).toMatchObject(refusal(401, undefined, /not valid/));
    await service.stop();
    service = undefined;
    await fresh.drop();
  });
});

describe('a SQLite file under a running service', () => {
  let scim: ScimClient;
  const place = (): string => join(folder, 'rollcall.db');

  beforeEach(async () => {
    service = await startTestService({ databaseUrl: sqliteUrl() });
    scim = new ScimClient(await service.addAccount({ id: 'acme' }));
  });

  const health = async (path: string) => {
    const response = await fetch(`${service?.url}${path}`);
    return { status: response.status, body: (await response.json()) as object };
  };

  async function expectLost(): Promise<void> {
    const expected = {
      status: 503,
      body: { check: 'database', detail: expect.stringMatching(/moved, removed or replaced/) },
    };
    for (const path of ['/healthz', '/readyz']) expect(await health(path)).toMatchObject(expected);
    expect(await scim.post('/Users', { userName: 'ann' })).toMatchObject(
      refusal(503, undefined, /moved, removed or replaced/),
    );
  }

  test('that is moved away is missed by health and by writes, until it is back', async () => {
    renameSync(place(), join(folder, 'elsewhere'));
    await expectLost();
    renameSync(join(folder, 'elsewhere'), place());
    expect(await health('/readyz')).toMatchObject({ status: 200 });
    expect(await scim.post('/Users', { userName: 'ann' })).toMatchObject({ status: 201 });
  });

  test('that is replaced by another one is missed as well, and the other one is left alone', async () => {
    for (const suffix of ['', '-wal', '-shm', '-head']) {
      renameSync(place() + suffix, join(folder, `elsewhere${suffix}`));
    }
    await migrate({ dialect: 'sqlite', path: place() });
    await expectLost();
    const other = connectDatabase({ dialect: 'sqlite', path: place() });
    expect(await other.all(sql`SELECT id FROM accounts`)).toEqual([]);
    await other.close();
  });

  test('is recognised under another name', async () => {
    symlinkSync(place(), join(folder, 'link.db'));
    symlinkSync(folder, join(folder, 'linked-folder'));
    const claim = claimForServing({ dialect: 'sqlite', path: place() });
    for (const path of [join(folder, 'link.db'), join(folder, 'linked-folder', 'rollcall.db')]) {
      expect(() => claimForServing({ dialect: 'sqlite', path })).toThrow(/already serving/);
    }
    claim.release();
  });
});

test('a snapshot opens what exists, and makes no file', async () => {
  const path = join(folder, 'rollcall.db');
  await migrate({ dialect: 'sqlite', path });
  const database = connectDatabase({ dialect: 'sqlite', path });
  renameSync(path, join(folder, 'elsewhere'));
  await expect(database.snapshot(read => read.all(sql`SELECT 1`))).rejects.toThrow();
  expect(existsSync(path)).toBe(false);
  await database.close();
});

describe.each(databaseKinds())('a command line with other signing keys, on $name', kind => {
  let fresh: FreshDatabase;

  beforeAll(async () => {
    fresh = await kind.createEmpty();
  });
  afterAll(() => fresh.drop());

  test.each([
    ['another key', 'other:another-signing-key-for-tests-of-32-bytes'],
    ['the same name and another secret', 'test:another-signing-key-for-tests-of-32-bytes'],
  ])('with %s issues no token that the service would refuse', async (_, keys) => {
    service = await startTestService({ databaseUrl: fresh.url });
    const id = keys.slice(0, 5).replace(':', '');
    await service.addAccount({ id });
    for (const args of [
      ['token', 'issue', id],
      ['account', 'add', `${id}-2`, '--idp', 'okta'],
      ['service-token', 'issue', '--scopes', '*'],
    ]) {
      const refused = await runCommand(args, { ...KEYS, DATABASE_URL: fresh.url, SIGNING_KEYS: keys });
      expect(refused).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/would refuse this token.*SIGNING_KEYS/),
      });
    }
    // Nothing was left behind, and what needs no key works.
    const list = await runCommand(['account', 'list'], {
      ...KEYS,
      DATABASE_URL: fresh.url,
      SIGNING_KEYS: keys,
    });
    expect(list).toMatchObject({ code: 0, stdout: expect.not.stringContaining(`${id}-2`) });
    expect((await run(fresh.url, 'token', 'issue', id)).code).toBe(0);
    const listed = await run(fresh.url, 'token', 'list', id);
    expect(listed.stdout.match(/signed by test/g)).toHaveLength(2);
  });
});

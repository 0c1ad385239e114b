/** What the doctor finds, and that it changes nothing. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import knex, { type Knex } from 'knex';
import { databaseKinds } from '../support/database/databases.ts';
import { makeCertificate } from '../support/network/make-certificate.ts';
import { runCommand } from '../support/process/command.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

interface Check {
  readonly check: string;
  readonly status: string;
  readonly text: string;
}

const doctor = async (
  environment: Readonly<Record<string, string>>,
): Promise<{ ok: boolean; checks: Check[]; code: number | null }> => {
  const { stdout, stderr, code } = await runCommand(['doctor', '--json'], { ...KEYS, ...environment });
  expect(stderr).toBe('');
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] }; // what --json prints
  return { ok, checks, code };
};

const ENTRY = fileURLToPath(new URL('../../bin/rollcall.js', import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOT_FOUND = 65_534;

/** As a user to whom permissions apply: to root they do not. */
const doctorOfOrdinaryUser = (environment: Readonly<Record<string, string>>): readonly Check[] => {
  const { stdout, stderr } = spawnSync(process.execPath, [ENTRY, 'doctor', '--json'], {
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    encoding: 'utf8',
    ...(isRoot ? { uid: NOT_FOUND, gid: NOT_FOUND } : {}),
  });
  expect(stderr).toBe('');
  const { checks } = JSON.parse(stdout) as { checks: Check[] }; // what --json prints
  return checks;
};

/** What is said of the disk depends on the machine that runs the tests. */
const messagesOf = (checks: readonly Check[], status: string): readonly string[] =>
  checks
    .filter(each => each.status === status && each.check !== 'disk')
    .map(({ check, text }) => `${check}: ${text}`);

describe.each(databaseKinds())('on $name', kind => {
  let scene: WebhookScene;
  let environment: Readonly<Record<string, string>>;
  let direct: Knex;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { WEBHOOK_RETRY_SCHEDULE: '1h,1h' });
    const { database, url } = scene.service;
    environment = {
      DATABASE_URL: database.dialect === 'sqlite' ? `sqlite:${database.path}` : database.url,
      PUBLIC_URL: url,
      WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8',
    };
    direct =
      database.dialect === 'sqlite'
        ? knex({ client: 'better-sqlite3', connection: database.path, useNullAsDefault: true })
        : knex({ client: 'pg', connection: database.url });
    if (database.dialect === 'sqlite') chmodSync(database.path, 0o600);
  });

  afterAll(async () => {
    await direct.destroy();
    await scene.stop();
  });

  test('an installation that is well has nothing that fails, and the exit code is 0', async () => {
    const { ok, checks, code } = await doctor(environment);
    expect({ ok, code, failures: messagesOf(checks, 'failure') }).toEqual({
      ok: true,
      code: 0,
      failures: [],
    });
    expect(messagesOf(checks, 'warning')).toEqual([
      'configuration: NODE_ENV is not production: weak keys and plain http are let through.',
    ]);
    expect([...new Set(checks.map(({ check }) => check))]).toEqual([
      'configuration',
      'node',
      'keys',
      'database',
      ...(kind.name === 'SQLite' ? ['disk'] : []),
      'schema',
      'clock',
      'webhooks',
      'events',
      'public url',
    ]);
    expect(checks.find(({ check }) => check === 'database')?.text).toMatch(
      kind.name === 'SQLite'
        ? /journal_mode wal, synchronous 2/
        : /fsync on, full_page_writes on, synchronous_commit on/,
    );
  });

  test('people read lines that begin with a mark', async () => {
    const { stdout, code } = await runCommand(['doctor'], { ...KEYS, ...environment });
    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(line).toMatch(/^[✓!✗] [a-z ]{13} \S/);
  });

  test('failing endpoints, dead letters and waiting lanes are reported, with the command that shows more', async () => {
    const receiver = await scene.receive(() => 500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });
    const source = await scene.addAccount();
    await source.makeEvents(1);
    await scene.attempted(endpoint.id, 1);
    await direct('webhook_endpoints').update({ status: 'failing', failing_since: Date.parse('2026-01-02') });
    await direct('dead_letters').insert({
      id: 'letter',
      endpoint_id: endpoint.id,
      account_id: source.accountId,
      first_sequence: 1,
      last_sequence: 1,
      reason: 'exhausted',
      attempts: 3,
      at: 0,
    });
    const failing = await doctor(environment);
    expect(failing.code).toBe(0);
    const warnings = messagesOf(failing.checks, 'warning').join('\n');
    expect(warnings).toContain(`${endpoint.id} has been failing since 2026-01-02T00:00:00.000Z`);
    expect(warnings).toContain(`rollcall webhook attempts ${endpoint.id}`);
    expect(warnings).toContain(
      `1 dead letter waits for an operator: see "rollcall webhook dead-letters ${endpoint.id}".`,
    );
    expect(warnings).toContain(
      `1 lane waits after a failed delivery: see "rollcall webhook lanes ${endpoint.id}".`,
    );
    await scene.endpoints.disable(endpoint.id);
    expect(messagesOf((await doctor(environment)).checks, 'warning').join('\n')).toContain(
      `${endpoint.id} is disabled (Disabled by hand)`,
    );

    const otherKey = await doctor({
      ...environment,
      SECRETS_KEY: 'other:another-key-for-secrets-of-32-bytes!',
    });
    expect(otherKey).toMatchObject({ ok: false, code: 1 });
    expect(messagesOf(otherKey.checks, 'failure')).toEqual([
      expect.stringMatching(/^webhooks: .*SECRETS_KEY/),
    ]);
    await scene.clear();
  });

  test('a migration that is missing fails, and is not run', async () => {
    const name = '0002-deliveries';
    await direct('knex_migrations').where({ name }).update({ name: '9999-from-the-future' });
    const { code, checks } = await doctor(environment);
    expect(code).toBe(1);
    expect(messagesOf(checks, 'failure')).toEqual([
      `schema: It lacks ${name}: start the service, or run "rollcall migrate".`,
    ]);
    expect(await direct('knex_migrations').where({ name })).toEqual([]);
    await direct('knex_migrations').where({ name: '9999-from-the-future' }).update({ name });
  });

  test('an event of tomorrow is reported as the work of a wrong clock', async () => {
    const tomorrow = Date.now() + 86_400_000;
    const [event] = await direct('events').select('id', 'occurred_at').limit(1);
    await direct('events').where({ id: event.id }).update({ occurred_at: tomorrow });
    expect(messagesOf((await doctor(environment)).checks, 'warning').join('\n')).toContain(
      'which is yet to come',
    );
    await direct('events').where({ id: event.id }).update({ occurred_at: event.occurred_at });
  });

  if (kind.name === 'PostgreSQL') {
    test('a server that cannot be reached is reported without its password', async () => {
      const { code, checks } = await doctor({ DATABASE_URL: 'postgres://ann:hush-hush@127.0.0.1:1/x' });
      expect(code).toBe(1);
      expect(messagesOf(checks, 'failure')).toEqual([
        'database: The database cannot be reached: nothing listens there.',
      ]);
      expect(JSON.stringify(checks)).not.toContain('hush-hush');
    });

    test('a server that is starting is reported in words', async () => {
      const text = Buffer.from('SFATAL\0C57P03\0Mthe database system is starting up\0\0');
      const length = Buffer.alloc(4);
      length.writeInt32BE(text.length + length.length);
      const starting = createTcpServer(socket =>
        socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, text]))),
      );
      await new Promise<void>(resolve => starting.listen(0, '127.0.0.1', resolve));
      const { port } = starting.address() as AddressInfo; // a TCP server has a TCP address
      const { checks } = await doctor({ DATABASE_URL: `postgres://ann:hush@127.0.0.1:${port}/x`, PORT: '0' });
      await new Promise(resolve => starting.close(resolve));
      expect(messagesOf(checks, 'failure')).toEqual([
        'database: The database cannot be reached: it is starting or stopping, and takes no connections now: wait a little.',
      ]);
    });

    test('an event that has waited long for its place in the feed fails', async () => {
      const [event] = await direct('events').select('id', 'position', 'occurred_at').limit(1);
      // The account is not there, so that the service's own sequencer is held up by the lock alone.
      const holder = await direct.transaction();
      await holder.raw('SELECT pg_advisory_xact_lock(7217)');
      const old = Date.now() - 120_000;
      await direct('events').where({ id: event.id }).update({ position: null, occurred_at: old });
      const { code, checks } = await doctor(environment);
      await direct('events').where({ id: event.id }).update(event);
      await holder.rollback();
      expect(code).toBe(1);
      expect(messagesOf(checks, 'failure').join()).toMatch(/^events: 1 event has waited .* 12\d seconds/);
    });
  } else {
    test('a file that others can read is reported', async () => {
      const path = environment['DATABASE_URL']?.slice('sqlite:'.length) ?? '';
      const access = async (): Promise<string | undefined> =>
        (await doctor(environment)).checks.find(({ text }) => /can read/.test(text))?.text;
      expect(await access()).toBe(`Only its owner can read ${path}.`);
      chmodSync(path, 0o644);
      expect(await access()).toContain(`Others on this machine can read ${path}: chmod 600`);
      chmodSync(path, 0o600);
    });

    test('the room on the disk is reported', async () => {
      const { checks } = await doctor(environment);
      expect(
        checks.filter(({ check, text }) => check === 'disk' && /\d+ MiB are free/.test(text)),
      ).toHaveLength(1);
    });
  }
});

const isLinux = process.platform === 'linux' && existsSync('/dev/shm');
(isLinux ? test : test.skip)(
  'a database in memory is reported: it would be gone after a restart',
  async () => {
    const folder = mkdtempSync('/dev/shm/rollcall-doctor-');
    try {
      const environment = { DATABASE_URL: `sqlite:${join(folder, 'rollcall.db')}`, PORT: '0' };
      await runCommand(['migrate'], { ...KEYS, ...environment });
      const { checks } = await doctor(environment);
      expect(checks.filter(({ text }) => text.includes('lies in memory'))).toMatchObject([
        { status: 'warning' },
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

describe('before there is anything', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-doctor-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a database that is not there yet is not made', async () => {
    const path = join(folder, 'rollcall.db');
    const { code, checks } = await doctor({ DATABASE_URL: `sqlite:${path}`, PORT: '0' });
    expect(code).toBe(1);
    expect(messagesOf(checks, 'failure')).toEqual([
      expect.stringMatching(/^database: There is no database at/),
    ]);
    expect(existsSync(path)).toBe(false);
  });

  test('a file that is no database is reported', async () => {
    const path = join(folder, 'rollcall.db');
    writeFileSync(path, 'this is no database, and it is long enough to be read as a header'.repeat(20));
    const { checks } = await doctor({ DATABASE_URL: `sqlite:${path}`, PORT: '0' });
    expect(messagesOf(checks, 'failure')).toEqual([
      'database: The database cannot be reached: the file is no SQLite database.',
    ]);
  });

  test('every fault of the configuration is reported', async () => {
    const { code, checks } = await doctor({ NODE_ENV: 'production', SIGNING_KEYS: 'a:b', PORT: 'x' });
    expect(code).toBe(1);
    const failures = messagesOf(checks, 'failure').join('\n');
    for (const name of ['PUBLIC_URL', 'SIGNING_KEYS', 'PORT']) expect(failures).toContain(name);
  });

  test('keys that can be guessed, or serve twice, are reported', async () => {
    const secret = 'a'.repeat(40);
    const { checks } = await doctor({
      DATABASE_URL: `sqlite:${join(folder, 'rollcall.db')}`,
      SIGNING_KEYS: `one:${secret},two:short`,
      SECRETS_KEY: `three:${secret}`,
    });
    const warnings = messagesOf(checks, 'warning').join('\n');
    expect(warnings).toContain('SIGNING_KEYS: the secret one looks as if it could be guessed');
    expect(warnings).toContain('SIGNING_KEYS: the secret two has 5 bytes');
    expect(warnings).toContain('SIGNING_KEYS and SECRETS_KEY hold the same secret');
    expect(JSON.stringify(checks)).not.toContain(secret);
  });
});

describe('keys and files', () => {
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-doctor-'));
    path = join(folder, 'rollcall.db');
    environment = { DATABASE_URL: `sqlite:${path}`, PORT: '0' };
  });

  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });

  const giveToOrdinaryUser = (...files: readonly string[]): void => {
    if (isRoot) for (const file of files) chownSync(file, NOT_FOUND, NOT_FOUND);
  };

  test('a fresh folder is left as it is, and the keys that the first start makes are announced', async () => {
    const fresh = join(folder, 'data');
    const { stdout } = await runCommand(['doctor'], {
      DATABASE_URL: `sqlite:${join(fresh, 'rollcall.db')}`,
      PORT: '0',
    });
    expect(stdout).toContain(
      `! keys          There is no signing key yet: the first start makes one at ${join(fresh, 'signing-key')}.`,
    );
    expect(stdout).toContain(`There is no key for stored secrets yet: the first start makes one at ${fresh}`);
    expect(stdout).toContain('✗ database      There is no database at');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('regression: a database that was restored without its keys gets no file beside it', async () => {
    await runCommand(['migrate'], { ...KEYS, ...environment });
    const restored = readFileSync(path);
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    writeFileSync(path, restored, { mode: 0o600 });
    const { stdout } = await runCommand(['doctor', '--json'], environment);
    expect(stdout).toContain('There is no signing key yet');
    await doctor(environment);
    expect(readdirSync(folder)).toEqual(['rollcall.db']);
    expect(readFileSync(path).equals(restored)).toBe(true);
  });

  test('webhook secrets without the key that sealed them fail, and the other checks go on', async () => {
    await runCommand(['migrate'], { ...KEYS, ...environment });
    await runCommand(['webhook', 'add', 'https://example.com/hook'], { ...KEYS, ...environment });
    const { stdout, code } = await runCommand(['doctor', '--json'], environment);
    const { checks } = JSON.parse(stdout) as { checks: Check[] }; // what --json prints
    expect(code).toBe(1);
    expect(messagesOf(checks, 'failure')).toEqual([
      'webhooks: The secrets of 1 endpoint were sealed with a key that is not there: set SECRETS_KEY to it, or put its file back.',
    ]);
    expect(checks.map(({ check }) => check)).toContain('events');
  });

  test('a key file that others can read is reported, and sound ones are named', async () => {
    const [signing, secrets] = ['signing-key', 'secrets-key'].map(file => join(folder, file));
    for (const file of [signing, secrets]) writeFileSync(String(file), 'k'.repeat(64), { mode: 0o600 });
    chmodSync(String(signing), 0o644);
    const { stdout } = await runCommand(['doctor'], environment);
    expect(stdout).toContain(
      `! keys          Others on this machine can read ${signing}: chmod 600 ${signing}`,
    );
    expect(stdout).toContain(`✓ keys          Only its owner can read ${secrets}.`);
  });

  (process.platform === 'win32' ? test.skip : test)(
    'a key and a database that this user cannot read are reported, each by its name',
    () => {
      const key = join(folder, 'signing-key');
      for (const file of [key, path]) writeFileSync(file, 'k'.repeat(64), { mode: 0o000 });
      chmodSync(folder, 0o755);
      const checks = doctorOfOrdinaryUser(environment);
      const failures = messagesOf(checks, 'failure');
      expect(failures).toHaveLength(2);
      expect(failures).toContainEqual(expect.stringContaining(`keys: ${key} cannot be read by this user`));
      expect(failures).toContainEqual(
        expect.stringContaining(`database: ${path} cannot be read by this user`),
      );
      expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(['node', 'disk']));
    },
  );

  (process.platform === 'win32' ? test.skip : test)(
    'a database or a folder that this user cannot write fails, and what is in it is still looked at',
    async () => {
      await runCommand(['migrate'], { ...KEYS, ...environment });
      giveToOrdinaryUser(folder, ...readdirSync(folder).map(file => join(folder, file)));
      chmodSync(path, 0o444);
      const checks = doctorOfOrdinaryUser({ ...KEYS, ...environment });
      expect(messagesOf(checks, 'failure')).toEqual([
        expect.stringContaining(`database: ${path} cannot be written by this user`),
      ]);
      expect(checks.map(({ check }) => check)).toContain('events');

      chmodSync(path, 0o600);
      chmodSync(folder, 0o555);
      const failures = messagesOf(doctorOfOrdinaryUser({ ...KEYS, ...environment }), 'failure');
      expect(failures).toContainEqual(
        expect.stringContaining(`database: ${folder} cannot be written by this user`),
      );
      expect(failures.join('\n')).not.toMatch(/SQLITE_|EACCES/);
    },
  );

  (process.platform === 'win32' ? test.skip : test)(
    'a key in a folder that cannot be written is read',
    () => {
      for (const file of ['signing-key', 'secrets-key']) {
        writeFileSync(join(folder, file), 'k'.repeat(64), { mode: 0o600 });
        giveToOrdinaryUser(join(folder, file));
      }
      chmodSync(folder, 0o555);
      const checks = doctorOfOrdinaryUser(environment);
      expect(messagesOf(checks, 'warning').join('\n')).toContain(
        `Using the development signing key in ${folder}`,
      );
    },
  );
});

describe('PUBLIC_URL', () => {
  const servers: Server[] = [];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-doctor-'));
  });

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const portOf = async (server: Server): Promise<number> => {
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port; // a TCP server has a TCP address
  };

  const askedAt = async (publicUrl: string): Promise<readonly string[]> => {
    const { checks } = await doctor({
      DATABASE_URL: `sqlite:${join(folder, 'rollcall.db')}`,
      PUBLIC_URL: publicUrl,
    });
    return checks
      .filter(({ check }) => check === 'public url')
      .map(({ status, text }) => `${status}: ${text}`);
  };

  test.each([
    [
      'nothing runs there yet',
      async () => {
        const closed = createServer();
        const port = await portOf(closed);
        await new Promise(resolve => closed.close(resolve));
        return `http://127.0.0.1:${port}`;
      },
      /^warning: .*refuses.*Is the service/,
    ],
    [
      'its name has no address',
      () => Promise.resolve('https://nowhere.invalid'),
      /^failure: .*(has no address|looked up)/,
    ],
    [
      'its certificate is not to be trusted',
      async () => {
        const server = createTlsServer(makeCertificate({ dnsName: 'localhost' }));
        return `https://localhost:${await portOf(server)}`;
      },
      /^failure: .*self-signed certificate/,
    ],
    [
      'it does not speak TLS',
      async () => `https://127.0.0.1:${await portOf(createServer())}`,
      /^failure: .*does not speak TLS/,
    ],
    [
      'something else is there',
      async () => `http://127.0.0.1:${await portOf(createServer((_, response) => response.end('hello')))}`,
      /^failure: .*something else answers \(200\)/,
    ],
    [
      'it redirects',
      async () => {
        const redirect = createServer((_, response) => response.writeHead(301, { location: '/x' }).end());
        return `http://127.0.0.1:${await portOf(redirect)}`;
      },
      /^failure: .*a redirect \(301\)/,
    ],
    [
      'the service there has lost its database',
      async () => {
        const problem = '{"title":"Temporarily unavailable","status":503,"code":"unavailable"}';
        const sick = createServer((_, response) => response.writeHead(503).end(problem));
        return `http://127.0.0.1:${await portOf(sick)}`;
      },
      /^failure: .*its database does not/,
    ],
  ])('when %s, the doctor says so in words', async (_what, begin, words) => {
    expect(await askedAt(await begin())).toEqual([expect.stringMatching(words)]);
  });
});

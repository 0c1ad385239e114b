/** `rollcall log`, `timeline` and `connection`, beside a running service. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type CommandResult, runCommand } from '../support/process/command.ts';
import { type Created, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};
const ENTRY = fileURLToPath(new URL('../../bin/rollcall.js', import.meta.url));

// Each command is a process of its own; on PostgreSQL command-line.test.ts runs some, and the API all the use cases.
describe.each(databaseKinds().slice(0, 1))('the log on the command line, on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let scim: ScimClient;
  let ann: Created;
  let run: (...args: string[]) => Promise<CommandResult>;
  let environment: Record<string, string>;

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({ databaseUrl: fresh.url });
    environment = { DATABASE_URL: fresh.url, ...KEYS, PUBLIC_URL: service.url };
    run = (...args) => runCommand(args, environment);
    scim = new ScimClient(await service.addAccount({ id: 'acme', identityProvider: 'okta' }));
    ann = await scim.create({ userName: 'ann@example.com' });
    await scim.patch(ann.path, { op: 'replace', path: 'active', value: 'perhaps' });
    await scim.patch(ann.path, { op: 'replace', path: 'active', value: 'nearly' });
    await scim.post('/Groups', { displayName: 'Bakers' });
    await fetch(`${service.url}/scim/v2/Users`, { headers: { authorization: 'Bearer stranger' } });
    await written();
  });

  afterAll(async () => {
    await service.stop();
    await fresh.drop();
  });

  /** The service writes behind its answers, and before it shows the log. */
  async function written(): Promise<void> {
    const headers = { authorization: `Bearer ${await service.serviceToken()}` };
    await fetch(`${service.url}/v1/accounts/acme/provisioning-log`, { headers });
  }

  test('shows what happened, newest last, and what to do about it, once', async () => {
    const { code, stdout, stderr } = await run('log', 'acme');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [lines = '', ...remedies] = stdout.trim().split('\n\n');
    expect(lines.split('\n').map(line => line.replace(/^[\d-]+ [\d:]+ {2}/, ''))).toEqual([
      'POST   201  done             created ann@example.com',
      'PATCH  400  refused          tried to change ann@example.com: a value must be true or false',
      "                            'active' must be true or false, not this text.",
      'PATCH  400  refused          tried to change ann@example.com: a value must be true or false',
      "                            'active' must be true or false, not this text.",
      'POST   501  refused          tried to push a group: groups are not supported',
      '                            Groups are not supported by this service provider; turn group provisioning off.',
    ]);
    expect(remedies).toHaveLength(2);
    expect(remedies.join('\n')).toContain(
      'Where   Admin Console > Applications > Applications > the app > Push Groups',
    );
  });

  test.each([
    [['--failed'], 3],
    [['--outcome', 'done'], 1],
    [['--member', 'ANN@example.com'], 3],
    [['--text', 'group'], 1],
    [['--since', '1h'], 4],
    [['--since', '2999-01-01'], 0],
    [['--until', '2001-01-01T00:00:00Z'], 0],
    [['--limit', '2'], 2],
  ])('with %j it shows %s entries', async (options, count) => {
    const { stdout, code } = await run('log', 'acme', ...options, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { data: unknown[] }).data).toHaveLength(count);
  });

  test('goes on behind an entry, and takes the id of a member', async () => {
    const first = JSON.parse((await run('log', 'acme', '--limit', '3', '--json')).stdout) as { next: string };
    const rest = await run('log', 'acme', '--after', first.next, '--member', ann.id, '--json');
    expect(JSON.parse(rest.stdout)).toMatchObject({
      data: [{ meaning: 'created ann@example.com' }],
      next: null,
    });
  });

  test('without an account it shows the requests that belong to none', async () => {
    const { stdout } = await run('log', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ data: [{ account: null, status: 401 }] });
    expect((await run('log', '--text', 'nothing like it')).stdout).toBe('There are no such entries.\n');
  });

  test('shows the history of a member, oldest first', async () => {
    const { stdout, code } = await run('timeline', 'acme', ann.id);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ann@example\.com {2}\S+ {2}active\n/);
    expect(stdout.indexOf('created ann@example.com')).toBeLessThan(stdout.indexOf('tried to change'));
    expect(stdout).toContain('team_member.provisioned (active, userName)');
    const { data } = JSON.parse((await run('timeline', 'acme', ann.id, '--json')).stdout) as {
      data: unknown[];
    };
    expect(data).toHaveLength(3);
  });

  test('shows how the connection is doing', async () => {
    const { stdout } = await run('connection', 'acme', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'enabled',
      health: { lastError: { message: 'Groups are not supported' } },
    });
    const words = (await run('connection', 'acme')).stdout;
    expect(words).toMatch(/^Something is wrong\. Groups are not supported\./);
    expect(words).toMatch(/^Identity provider {3}Okta$/m);
    expect(words).toMatch(/^Next: rollcall log acme$/m);
    expect(words).not.toContain('{');
  });

  test('follows what comes, also a request that began before the last one shown', async () => {
    const child = spawn(process.execPath, [ENTRY, 'log', 'acme', '--follow', '--failed'], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let shown = '';
      child.stdout.on('data', (chunk: Buffer) => {
        shown += chunk.toString();
      });
      await waitUntil('the log so far', 10_000, () => shown.includes('tried to push a group'));
      const { token } = scim.account;
      const slow = request(`${service.url}/scim/v2/Users`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          expect: '100-continue',
        },
      });
      slow.flushHeaders();
      await once(slow, 'continue');
      await scim.create({ userName: 'bo@example.com' });
      await scim.post('/Users', { userName: 'bo@example.com' });
      await waitUntil('the next failure', 10_000, () => shown.includes('tried to create bo@example.com'));
      expect(shown).not.toContain('created bo@example.com');
      expect(shown).toContain('The userName belongs to another member.');
      slow.end('{"userName": "ann@example.com"}');
      await once(slow, 'response');
      await waitUntil('the slow one', 10_000, () => shown.includes('tried to create ann@example.com'));
      expect(shown.split('tried to create bo@example.com')).toHaveLength(2);
    } finally {
      child.kill();
      await new Promise(resolve => child.once('close', resolve));
    }
  });

  test.each([
    [['log', 'unknown'], 1, /no account "unknown"/],
    [['log', 'acme', '--since', 'lately'], 2, /must be a time/],
    [['log', 'acme', '--outcome', 'fine'], 2, /must be of done, /],
    [['log', 'acme', '--limit', 'many'], 2, /whole number/],
    [['timeline', 'acme', '01a1ffb7-0000-7000-8000-000000000000'], 1, /Nothing is known of a member/],
    [['connection', 'unknown'], 1, /no account "unknown"/],
  ])('refuses %j in words', async (args, code, message) => {
    const result = await run(...args);
    expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) });
  });
});

test('what was answered before the service stops is in the log', async () => {
  const [kind] = databaseKinds();
  if (!kind) throw new Error('SQLite is always there');
  const fresh = await kind.create();
  try {
    const service = await startTestService({ databaseUrl: fresh.url });
    const scim = new ScimClient(await service.addAccount({ id: 'acme' }));
    await scim.create({ userName: 'last@example.com' });
    await service.stop();
    const { stdout } = await runCommand(['log', 'acme'], { DATABASE_URL: fresh.url, ...KEYS });
    expect(stdout).toContain('created last@example.com');
  } finally {
    await fresh.drop();
  }
});

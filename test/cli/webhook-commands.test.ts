/** `rollcall webhook` beside a running service, which does the delivering. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ControlClient } from '../support/control-client.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type CommandResult, runCommand } from '../support/process/command.ts';
import type { Json } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Receiver, startReceiver } from '../support/webhooks/webhook-receiver.ts';

const LIMIT_MS = 15_000;
/** A process for each command, on a busy machine. */
const MANY_COMMANDS_MS = 120_000;
const ENVIRONMENT = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
  WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8',
  WEBHOOK_RETRY_SCHEDULE: '10ms',
};

// Each command is a process of its own; on PostgreSQL command-line.test.ts runs some, and the API all the use cases.
describe.each(databaseKinds().slice(0, 1))('webhooks on the command line, on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let receiver: Receiver;
  let control: ControlClient;

  beforeAll(async () => {
    fresh = await kind.create();
    service = await startTestService({ databaseUrl: fresh.url, environment: ENVIRONMENT });
    receiver = await startReceiver();
    await service.addAccount({ id: 'acme' });
    control = new ControlClient(service.url, await service.serviceToken());
  });
  afterAll(async () => {
    await receiver.stop();
    await service.stop();
    await fresh.drop();
  });
  beforeEach(() => receiver.answerWith(() => 204));

  const run = (...args: string[]): Promise<CommandResult> =>
    runCommand(['webhook', ...args], {
      ...ENVIRONMENT,
      DATABASE_URL: fresh.url,
      PUBLIC_URL: service.url,
    });
  const json = async (...args: string[]): Promise<Json> => {
    const result = await run(...args, '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout.trim().split('\n')).toHaveLength(1);
    return JSON.parse(result.stdout) as Json; // one line of JSON
  };
  /** Asked of the service: a process for each look would take long. */
  const lettersOf = async (id: string, state: string): Promise<readonly Json[]> => {
    const page = await control.expect(200, 'GET', `/webhook-endpoints/${id}/dead-letters?state=${state}`);
    return page['data'] as Json[]; // a page
  };
  const add = async (...options: string[]): Promise<string> =>
    String((await json('add', receiver.url, ...options))['id']);

  test('an endpoint is made, and the running service calls it from then on', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rollcall-headers-')), 'headers');
    writeFileSync(file, 'x-secret=s3cret\r\n\nx-tenant=t\n');
    const headers = ['--header', 'x-api-key=a=b', '--header', `@${file}`];
    const made = await json('add', receiver.url, '--types', '*', ...headers, '--batch', '5');
    rmSync(dirname(file), { recursive: true });
    expect(made).toMatchObject({
      headers: ['x-api-key', 'x-secret', 'x-tenant'],
      types: ['*'],
      batch: { max: 5 },
      accounts: null,
    });
    expect(made['secret']).toMatch(/^whsec_/);
    await service.accounts.issueToken('acme', 'spare', null);
    const request = await waitUntil('a call', LIMIT_MS, () =>
      receiver.received.find(({ events }) => events[0]?.partitionkey === 'acme'),
    );
    expect(request.headers).toMatchObject({ 'x-api-key': 'a=b', 'x-secret': 's3cret', 'x-tenant': 't' });
    await run('remove', String(made['id']));
  });

  test(
    'what is shown holds no secret, and what is not named stays',
    async () => {
      const made = await run('add', receiver.url, '--accounts', 'acme', '--description', 'first');
      expect(made).toMatchObject({ code: 0, stderr: '' });
      const [, secret = ''] = /Secret {2}(whsec_\S+)/.exec(made.stdout) ?? [];
      const [, id = ''] = /Id {6}(\S+)/.exec(made.stdout) ?? [];
      expect(secret).not.toBe('');
      const changed = await json('set', id, '--timeout', '2000', '--accounts', '*', '--description', '');
      expect(changed).toMatchObject({ timeoutMs: 2_000, accounts: null, description: null, maxInFlight: 8 });
      const [listed, shown] = await Promise.all([run('list'), run('show', id)]);
      expect(listed.stdout).toContain(
        `${id}  ${receiver.url}  active  team_member.*,connection.*  all accounts`,
      );
      expect(shown.stdout).toMatch(/^timeoutMs +2000$/m);
      expect(listed.stdout + shown.stdout).not.toContain(secret);
      const rotated = await json('rotate', id, '--overlap', '60');
      expect(rotated['secret']).toMatch(/^whsec_/);
      expect(rotated['secrets']).toHaveLength(2);
      expect((await json('disable', id))['status']).toBe('disabled');
      expect((await json('enable', id, '--resume', 'head'))['status']).toBe('active');
      expect(await json('remove', id)).toEqual({ id, removed: true });
      const gone = await run('show', id);
      expect(gone).toEqual({ code: 1, stdout: '', stderr: `There is no webhook endpoint "${id}".\n` });
    },
    MANY_COMMANDS_MS,
  );

  test('a ping prints its outcome, and has an exit code for it', async () => {
    const id = await add('--signature', 'v1a');
    const pinged = await run('ping', id);
    expect(pinged.code).toBe(0);
    expect(pinged.stdout).toMatch(/\(the delivery itself\) \d+ {2}ping 1 {2}delivered 204\n$/);
    receiver.answerWith(() => 500);
    const failed = await run('ping', id);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('failed 500  The receiver answered 500; only 2xx accepts an event.');
  });

  test(
    'what was given up is found, and delivered once more by the running service',
    async () => {
      receiver.answerWith(() => 500);
      const id = await add('--accounts', 'acme');
      await service.accounts.issueToken('acme', 'spare', null);
      await waitUntil('a dead letter', LIMIT_MS, async () => (await lettersOf(id, 'open')).length === 1);
      const { data } = await json('dead-letters', id, '--state', 'open');
      const [letter = {}] = data as Json[]; // a page
      const [failed, lanes] = await Promise.all([
        run('attempts', id, '--status', 'failed', '--limit', '1'),
        run('lanes', id),
      ]);
      expect(failed.stdout).toMatch(/acme \d+ {2}event 2 {2}failed 500/);
      expect(failed.stdout).toMatch(/There are more: --after \S+\n$/);
      expect(lanes.stdout).toMatch(/^acme {2}next \d+ {2}nothing waits\n$/);

      receiver.answerWith(() => 204);
      const before = receiver.received.length;
      expect(await json('retry', id, String(letter['id']))).toMatchObject({
        events: 1,
        notice: expect.stringContaining('by the id of each event'),
      });
      await waitUntil('its delivery', LIMIT_MS, async () => (await lettersOf(id, 'resolved')).length === 1);
      const { stdout } = await run('replay', id, '--account', 'acme', '--from', '1', '--to', '2');
      expect(stdout).toMatch(/it goes over 2 events\. .*\n.*by the id of each event.*\n$/);
      await waitUntil('the replay', LIMIT_MS, () => receiver.received.length >= before + 3);
      const again = await run('retry', id, String(letter['id']));
      expect(again).toMatchObject({ code: 1, stderr: 'This dead letter is resolved already.\n' });
      expect((await run('resolve', id, String(letter['id']))).code).toBe(0);
    },
    MANY_COMMANDS_MS,
  );

  test(
    'what makes no sense is refused in words',
    async () => {
      const refusals = new Map<readonly string[], readonly [number, string]>([
        [
          ['add', 'http://10.0.0.1/'],
          [1, 'WEBHOOK_ALLOW_CIDRS'],
        ],
        [
          ['add', receiver.url, '--timeout', '5'],
          [1, '"timeoutMs" must be a whole number from 1000 to 30000.'],
        ],
        [
          ['add', receiver.url, '--batch', 'many'],
          [2, 'It must be a whole number.'],
        ],
        [
          ['add', receiver.url, '--header', 'x-api-key'],
          [2, 'It must be name=value, in a file one on each line.'],
        ],
        [
          ['add', receiver.url, '--header', '@/no/such/file'],
          [2, '/no/such/file is not there'],
        ],
        [
          ['set', 'unknown'],
          [1, 'There is nothing to set'],
        ],
        [
          ['attempts', 'unknown'],
          [1, 'There is no webhook endpoint "unknown".'],
        ],
        [
          ['lanes', 'unknown', '--limit', '0'],
          [2, 'It must be from 1 to 1000.'],
        ],
      ]);
      await Promise.all(
        [...refusals].map(async ([args, [code, words]]) => {
          const refused = await run(...args);
          expect({ args, ...refused }).toMatchObject({ code, stderr: expect.stringContaining(words) });
        }),
      );
    },
    MANY_COMMANDS_MS,
  );
});

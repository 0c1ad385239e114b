/** `rollcall member`, beside a running service. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type CommandResult, runCommand } from '../support/process/command.ts';
import { type Json, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};
const LIMIT_MS = 15_000;

// Each command is a process of its own; on PostgreSQL command-line.test.ts runs some, and the API all the use cases.
describe.each(databaseKinds().slice(0, 1))(
  'the members of an account on the command line, on $name',
  kind => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-members-'));
    let fresh: FreshDatabase;
    let service: TestService;
    let account: TestAccount;
    let run: (...args: string[]) => Promise<CommandResult>;

    beforeAll(async () => {
      fresh = await kind.create();
      service = await startTestService({ databaseUrl: fresh.url });
      run = (...args) => runCommand(['member', ...args], { DATABASE_URL: fresh.url, ...KEYS });
    });

    afterAll(async () => {
      await service.stop();
      await fresh.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    beforeEach(async () => {
      account = await service.addAccount();
    });

    const json = (result: CommandResult): Json => {
      expect(result).toMatchObject({ code: 0, stderr: '' });
      return JSON.parse(result.stdout) as Json; // one object
    };

    test('are set, shown, listed, changed, protected and removed', async () => {
      const { accountId } = account;
      const added = json(await run('set', accountId, '{"email":"ann@example.com"}', '--json'));
      expect(added).toMatchObject({ outcome: 'created', member: { managedBy: 'app' } });
      const id = String((added['member'] as Json)['id']); // as just checked
      expect((await run('set', accountId, '{"email":"ann@example.com"}')).stdout).toMatch(/^unchanged: /);
      expect(json(await run('show', accountId, id, '--json'))).toEqual(added['member']);
      expect(json(await run('change', accountId, id, '{"title":"Baker"}', '--json'))).toMatchObject({
        title: 'Baker',
        version: 2,
      });
      expect((await run('protect', accountId, id)).stdout).toContain('protected');
      expect(await new ScimClient(account).delete(`/Users/${id}`)).toMatchObject({ status: 400 });
      expect(json(await run('unprotect', accountId, id, '--json'))).toMatchObject({ protected: false });
      const page = json(await run('list', accountId, '--managed-by', 'app', '--active', 'true', '--json'));
      expect(page).toMatchObject({ data: [{ id, title: 'Baker' }], next: null, has_more: false });
      expect((await run('list', accountId, '--email', 'unknown@example.com')).stdout).toContain('no such');
      expect((await run('remove', accountId, id)).code).toBe(0);
      expect(await run('show', accountId, id)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(id),
      });
      await waitUntil(
        'the events',
        LIMIT_MS,
        async () => (await service.memberEvents(accountId)).length === 4,
      );
      const [first] = await service.memberEvents(accountId);
      expect(first?.data).toMatchObject({ actor: { kind: 'operator' }, request: { method: null } });
    });

    test('are erased', async () => {
      const { id } = await new ScimClient(account).create({ userName: 'quetzal' });
      expect(json(await run('erase', account.accountId, id, '--json'))).toEqual({ id, erased: true });
      await waitUntil('the erasure', LIMIT_MS, async () =>
        (await service.memberEvents(account.accountId)).some(({ type }) => type === 'team_member.erased'),
      );
      expect(JSON.stringify(await service.events(account.accountId))).not.toContain('quetzal');
    });

    test('are imported from a file, with progress and faults on standard error', async () => {
      const file = join(folder, 'members.ndjson');
      const good = Array.from({ length: 250 }, (_, index) => `{"email":"m-${index}@example.com"}\n`).join('');
      writeFileSync(file, good);
      const whole = await run('import', account.accountId, file, '--json');
      expect(whole.code).toBe(0);
      expect(JSON.parse(whole.stdout)).toEqual({ created: 250, updated: 0, unchanged: 0, failed: 0 });
      expect(whole.stderr).toMatch(/^200 lines: 200 created.*\n250 lines: 250 created.*\n$/);
      writeFileSync(file, `${good}{"role":"owner"}\n{"email":"z@example.com"}\n`);
      const rest = await run('import', account.accountId, file, '--from-line', '250');
      expect(rest).toMatchObject({
        code: 1,
        stdout: '1 created, 0 updated, 1 unchanged, 1 failed\n',
        stderr: expect.stringMatching(/line 251: "role" is not a field/),
      });
      expect(await new ScimClient(account).get('/Users?count=0')).toMatchObject({
        body: { totalResults: 251 },
      });
    });

    test('misuse is explained in words', async () => {
      const { accountId } = account;
      const faults: readonly (readonly [readonly string[], RegExp])[] = [
        [['set', accountId, '{'], /JSON/],
        [['set', accountId, '{"roles":[]}'], /"roles"/],
        [['set', 'unknown', '{"email":"a@b.c"}'], /unknown/],
        [['show', accountId, 'ann'], /ann/],
        [['import', accountId, join(folder, 'missing')], /missing.*ENOENT/],
        [['list', accountId, '--after', 'x'], /after/],
      ];
      for (const [args, words] of faults) {
        expect(await run(...args)).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(words),
        });
      }
    });
  },
);

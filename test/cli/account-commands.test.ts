/** What the control API can do with accounts and tokens, the command line can as well. */

import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type CommandResult, runCommand } from '../support/process/command.ts';
import { type Json, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

/** Each command is a process of its own. */
const MANY_COMMANDS_MS = 90_000;

// Each command is a process of its own; on PostgreSQL command-line.test.ts runs some, and the API all the use cases.
describe.each(databaseKinds().slice(0, 1))(
  'accounts on the command line, beside a running service on $name,',
  kind => {
    let fresh: FreshDatabase;
    let service: TestService;

    beforeAll(async () => {
      fresh = await kind.create();
      service = await startTestService({ databaseUrl: fresh.url });
    });

    afterAll(async () => {
      await service.stop();
      await fresh.drop();
    });

    const run = (...args: string[]): Promise<CommandResult> =>
      runCommand(args, { DATABASE_URL: fresh.url, ...KEYS, PUBLIC_URL: service.url });

    /** Runs a command that must succeed, and reads its one line of JSON. */
    async function json(...args: string[]): Promise<Json> {
      const result = await run(...args, '--json');
      expect({ args, ...result }).toMatchObject({ args, code: 0, stderr: '' });
      expect(result.stdout.trim().split('\n')).toHaveLength(1);
      return JSON.parse(result.stdout) as Json; // every command prints an object
    }

    async function refusal(...args: string[]): Promise<string> {
      const { code, stdout, stderr } = await run(...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      return stderr;
    }

    const provider = (token: unknown): ScimClient =>
      new ScimClient({ accountId: '', baseUrl: `${service.url}/scim/v2`, token: String(token) });
    const statusOf = async (scim: ScimClient): Promise<number> => (await scim.get('/Users')).status;

    test(
      'are made, described, and live through a whole connection',
      async () => {
        const made = await json('account', 'put', 'whole', '--name', 'Whole', '--policy', 'link=never');
        expect(made).toMatchObject({ id: 'whole', name: 'Whole', connection: { state: 'disabled' } });
        expect(await refusal('account', 'enable', 'whole')).toMatch(/has no single sign-on.*--sso saml/);
        const signedOn = await json('account', 'sso', 'whole', 'saml', '--provider', 'Okta');
        expect(signedOn).toMatchObject({ sso: { protocol: 'saml', provider: 'Okta', status: 'active' } });
        await json('account', 'set', 'whole', '--idp', 'okta');

        const enabled = await json(
          'account',
          'enable',
          'whole',
          '--label',
          'Okta',
          '--allow',
          '127.0.0.1,::1',
        );
        expect(enabled).toMatchObject({
          baseUrl: `${service.url}/scim/v2`,
          guide: { identityProvider: 'okta', label: 'Okta' },
        });
        const scim = provider(enabled['token']);
        expect(await statusOf(scim)).toBe(200);

        await json('account', 'suspend', 'whole', '--reason', 'audit');
        expect((await scim.get('/Users')).body['detail']).toContain('audit');
        await json('account', 'resume', 'whole');
        await json('account', 'sso', 'whole', 'saml', '--status', 'inactive');
        expect(await statusOf(scim)).toBe(403);
        expect(await json('account', 'show', 'whole')).toMatchObject({
          connection: { reason: 'sso_inactive' },
        });
        await json('account', 'sso', 'whole', 'saml');
      },
      MANY_COMMANDS_MS,
    );

    test(
      'end: disabled with or without their members, and closed only with a confirmation',
      async () => {
        const scim = provider((await json('account', 'add', 'ending', '--name', 'Ending'))['token']);
        await scim.create({ userName: 'ann@example.com' });
        const disabled = await json('account', 'disable', 'ending', '--members', 'deprovision');
        expect(disabled).toMatchObject({ connection: { state: 'disabled' }, offboarding: null });
        const listed = await json('account', 'list');
        expect(listed).toEqual({ data: expect.arrayContaining([disabled]), next: null });
        expect(await refusal('account', 'close', 'ending')).toMatch(
          /every member of ending \(Ending\).*--yes/,
        );
        const closed = await json('account', 'close', 'ending', '--yes');
        expect(closed).toMatchObject({ offboarding: null, closedAt: expect.any(String) });
        // Another process wrote them; on PostgreSQL their places come a moment later.
        const events = await waitUntil('all events can be read', 5_000, async () => {
          const all = await service.events('ending');
          return all.at(-1)?.type === 'team_member.deleted' ? all : undefined;
        });
        expect(events.map(({ type }) => type)).toEqual([
          'connection.enabled',
          'connection.token_issued',
          'team_member.provisioned',
          'connection.disabled',
          'team_member.deprovisioned',
          'connection.token_revoked',
          'connection.disabled',
          'team_member.deleted',
        ]);
        expect(events[0]).toMatchObject({ data: { actor: { kind: 'operator' } } });
        expect(JSON.stringify(events)).not.toContain('ann@example.com');
      },
      MANY_COMMANDS_MS,
    );

    test(
      'have tokens that are issued, listed, rotated and revoked',
      async () => {
        await json('account', 'add', 'keys');
        const issued = await json(
          'token',
          'issue',
          'keys',
          '--expires',
          '2099-01-31',
          '--allow',
          '203.0.113.0/24',
        );
        expect(Object.keys(issued)).toEqual(['accountId', 'baseUrl', 'tokenId', 'token']);
        const rotated = await json('token', 'rotate', 'keys', String(issued['tokenId']), '--overlap', '60');
        expect(rotated['tokenId']).not.toBe(issued['tokenId']);
        await json('token', 'revoke', 'keys', String(issued['tokenId']));
        expect(await json('token', 'list', 'keys')).toMatchObject({
          tokens: [
            { label: 'first token', state: 'active', allowedAddresses: null },
            { id: issued['tokenId'], state: 'revoked', allowedAddresses: ['203.0.113.0/24'] },
            { id: rotated['tokenId'], state: 'active', allowedAddresses: ['203.0.113.0/24'] },
          ],
        });
        expect(await refusal('token', 'rotate', 'keys', String(issued['tokenId']))).toMatch(/ended already/);
        expect(await refusal('token', 'issue', 'keys', '--allow', 'anywhere')).toMatch(
          /"anywhere" is no address/,
        );
        const words = await run('token', 'list', 'keys');
        expect(words.stdout).toMatch(/first token {2}created \S+ {2}active {2}never used/);
        expect(words.stdout).toMatch(/revoked \S+ {2}never used {2}from 203\.0\.113\.0\/24 only/);
      },
      MANY_COMMANDS_MS,
    );

    test('speak to people: what to do at the identity provider, and what an account is', async () => {
      await json('account', 'put', 'words', '--sso', 'saml', '--idp', 'jumpcloud');
      const { code, stdout } = await run('account', 'enable', 'words');
      expect(code).toBe(0);
      expect(stdout).toMatch(/Base URL {2}http.*\/scim\/v2\n {2}Token {5}ey/);
      expect(stdout).toMatch(
        /How to connect JumpCloud:\n\n {2}1\. In the product, switch automatic team management on/,
      );
      expect(stdout).toContain('  userName from Company Email');
      const token = /eyJ\S+/.exec(stdout)?.[0] ?? '';
      const guide = await run('account', 'guide', 'words');
      expect(stdout).toContain(guide.stdout.trim());
      expect(guide.stdout).not.toContain(token);
      const markdown = await run('account', 'guide', 'words', '--format', 'markdown');
      expect(markdown.stdout).toMatch(/^# Connect JumpCloud\n\n## Before you begin\n\n- /);
      expect(markdown.stdout).toContain(`- **Base URL**: \`${service.url}/scim/v2\``);
      const added = await run('account', 'add', 'newcomer', '--idp', 'okta');
      expect(added.stdout).toMatch(/Token {5}eyJ[\s\S]*How to connect Okta:/);
      expect((await run('account', 'show', 'words')).stdout).toMatch(/^identityProvider +jumpcloud$/m);
      expect((await run('account', 'list')).stdout).toMatch(/^words {2}words {2}JumpCloud {2}enabled$/m);
    });

    test('show the scopes of service tokens', async () => {
      await json('account', 'add', 'scoped');
      const { tokenId } = await json(
        'service-token',
        'issue',
        '--scopes',
        'accounts:read,log:read',
        '--accounts',
        'scoped',
      );
      const { data, next } = await json('service-token', 'list');
      expect(next).toBeNull();
      expect(data).toContainEqual(
        expect.objectContaining({ id: tokenId, scopes: ['accounts:read', 'log:read'], accounts: ['scoped'] }),
      );
      expect((await run('service-token', 'list')).stdout).toContain('accounts:read,log:read  scoped');
    });

    test.each([
      [['account', 'show', 'unknown'], 1, /no account "unknown"/],
      [['account', 'put', 'x', '--sso', 'ldap'], 1, /one of saml, oidc, none/],
      [['account', 'put', 'x', '--policy', 'link=some'], 1, /must be one of any, allowedDomains, never/],
      [['account', 'sso', 'unknown', 'saml'], 1, /no account "unknown"/],
      [['account', 'disable', 'unknown'], 2, /--members/],
      [['account', 'disable', 'unknown', '--members', 'all'], 2, /Allowed choices are keep, deprovision/],
      [['account', 'close', 'unknown', '--yes'], 1, /no account "unknown"/],
      [
        ['token', 'rotate', 'unknown', 'x', '--overlap', '9999999'],
        1,
        /"overlap_seconds" must be a whole number/,
      ],
    ])('refuse %j in one clear sentence', async (args, code, message) => {
      const result = await run(...args);
      expect(result).toMatchObject({ code, stdout: '' });
      expect(result.stderr).toMatch(message);
      expect(result.stderr).not.toMatch(/^\s+at /m);
    });
  },
);

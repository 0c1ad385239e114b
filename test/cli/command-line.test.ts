import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type CommandResult, runCommand, spawnCommand } from '../support/process/command.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

describe.each(databaseKinds())('the command line beside a running service on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let run: (...args: string[]) => Promise<CommandResult>;

  beforeAll(async () => {
    fresh = await kind.createEmpty();
    service = await startTestService({ databaseUrl: fresh.url });
    run = (...args) => runCommand(args, { DATABASE_URL: fresh.url, ...KEYS, PUBLIC_URL: service.url });
  });

  afterAll(async () => {
    await service.stop();
    await fresh.drop();
  });

  test('prints the version that package.json has', async () => {
    const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
    expect(await run('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  const json = (result: CommandResult): Record<string, string> => {
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout.trim().split('\n')).toHaveLength(1);
    return JSON.parse(result.stdout) as Record<string, string>;
  };

  const lookUp = (baseUrl: string, token: string) =>
    fetch(`${baseUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });

  const create = (baseUrl: string, token: string, body: object) =>
    fetch(`${baseUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('adds an account whose token works at once, and prints one JSON line', async () => {
    const added = json(await run('account', 'add', 'acme', '--name', 'Acme', '--idp', 'okta', '--json'));
    expect(Object.keys(added)).toEqual(['accountId', 'baseUrl', 'tokenId', 'token', 'guide']);
    expect(added['accountId']).toBe('acme');
    expect(added['baseUrl']).toBe(`${service.url}/scim/v2`);
    expect(added['token']?.length).toBeLessThanOrEqual(400);
    expect((await lookUp(added['baseUrl'] ?? '', added['token'] ?? '')).status).toBe(200);
  });

  test('revokes a token from the next request on, and keeps the others', async () => {
    const first = json(await run('account', 'add', 'revoking', '--json'));
    const second = json(await run('token', 'issue', 'revoking', '--label', 'spare', '--json'));
    const base = first['baseUrl'] ?? '';
    expect((await lookUp(base, second['token'] ?? '')).status).toBe(200);
    expect((await run('token', 'revoke', 'revoking', second['tokenId'] ?? '')).code).toBe(0);
    expect((await lookUp(base, second['token'] ?? '')).status).toBe(401);
    expect((await lookUp(base, first['token'] ?? '')).status).toBe(200);
    const { tokens } = JSON.parse((await run('token', 'list', 'revoking', '--json')).stdout) as {
      tokens: { id: string; label: string; revokedAt: string | null }[];
    };
    expect(tokens.map(token => [token.label, token.revokedAt !== null])).toEqual([
      ['first token', false],
      ['spare', true],
    ]);
  });

  test('sets a policy that holds from the next request on', async () => {
    const { baseUrl = '', token = '' } = json(await run('account', 'add', 'strict', '--json'));
    const withRole = (userName: string) => create(baseUrl, token, { userName, roles: [{ value: 'admin' }] });
    expect((await withRole('one@example.com')).status).toBe(201);
    json(await run('account', 'set', 'strict', '--policy', 'authority=reject', '--json'));
    const refused = await withRole('two@example.com');
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ scimType: 'mutability' });
    json(
      await run(
        'account',
        'set',
        'strict',
        '--policy',
        'authority=ignore',
        '--policy',
        'requireEmail=true',
        '--json',
      ),
    );
    expect((await withRole('no-address')).status).toBe(400);
    expect((await withRole('three@example.com')).status).toBe(201);
  });

  test('writes events about its changes, which the main app reads within a second', async () => {
    json(await run('account', 'add', 'announced', '--json'));
    const limit = Date.now() + 1_000;
    let types: string[] = [];
    while (types.length < 2 && Date.now() < limit)
      types = (await service.events('announced')).map(event => event.type);
    expect(types).toEqual(['connection.enabled', 'connection.token_issued']);
  });

  test('issues a service token with the scopes it was asked for', async () => {
    const { token = '' } = json(await run('service-token', 'issue', '--scopes', 'events:read', '--json'));
    const page = await fetch(`${service.url}/v1/events?limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(page.status).toBe(200);
    expect(Object.keys((await page.json()) as object)).toEqual(['data', 'next', 'has_more', 'head']);
  });

  test('accepts other sign-on than SAML when the deployment allows it', async () => {
    const environment = { DATABASE_URL: fresh.url, ...KEYS, REQUIRE_SAML_SSO: 'false' };
    const result = await runCommand(
      ['account', 'add', 'oidc-account', '--sso', 'oidc', '--json'],
      environment,
    );
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  test('says that the database is up to date', async () => {
    expect(json(await run('migrate', '--json'))).toEqual({ migrations: [] });
  });
});

test('a production start with several faults names them all and exits with 1', async () => {
  const result = await spawnCommand(['serve'], {
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://x.example',
    SIGNING_KEYS: 'a:b',
    SECRETS_KEY: KEYS.SECRETS_KEY,
  });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/2 faults[\s\S]*PUBLIC_URL[\s\S]*SIGNING_KEYS/);
});

test('a warning of Node.js, or of a driver, is a line of the log of the service', () => {
  const module = new URL('../../src/base/log.ts', import.meta.url).href;
  const program = `
    import { createLog, logWarningsOfNode } from ${JSON.stringify(module)};
    logWarningsOfNode(createLog('info'));
    process.emitWarning('from a driver');`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(JSON.parse(stderr)).toMatchObject({ level: 'warn', warning: 'Warning', text: 'from a driver' });
});

describe('the command line', () => {
  let refusals: FreshDatabase;

  beforeAll(async () => {
    const [kind] = databaseKinds();
    if (!kind) throw new Error('SQLite is always there');
    refusals = await kind.createEmpty();
    await runCommand(['migrate'], { DATABASE_URL: refusals.url, ...KEYS });
    await runCommand(['account', 'add', 'known'], { DATABASE_URL: refusals.url, ...KEYS });
  });

  afterAll(() => refusals.drop());

  test.each([
    [['account', 'add', 'no spaces allowed'], 1, /account id/],
    [['account', 'add', 'known'], 1, /exists already/],
    [['account', 'put', 'operations'], 1, /partition key/],
    [['account', 'add', 'x', '--idp', 'unknown'], 1, /not known; use one of jumpcloud/],
    [['account', 'add', 'x', '--sso', 'oidc'], 1, /SAML SSO/],
    [['account', 'set', 'known', '--policy', 'authority=maybe'], 1, /must be one of ignore, reject/],
    [['account', 'set', 'known', '--policy', 'colour=red'], 1, /one of the names authority/],
    [['account', 'set', 'known'], 1, /nothing to set/],
    [['account', 'set', 'unknown', '--name', 'x'], 1, /no account "unknown"/],
    [['token', 'issue', 'unknown'], 1, /no account "unknown"/],
    [['token', 'revoke', 'known', 'nothing'], 1, /no token "nothing"/],
    [['token', 'issue', 'known', '--expires', '2001-01-01'], 1, /past/],
    [['token', 'issue', 'known', '--expires', 'soon'], 2, /must be a date/],
    [['service-token', 'issue', '--scopes', 'everything'], 1, /scopes must be among/],
    [['service-token', 'issue'], 2, /--scopes/],
    [['nonsense'], 2, /unknown command/],
    [['log', 'known', '--member', ''], 2, /--member.*empty/],
    [['log', 'known', '--after', ''], 2, /--after.*empty/],
    [['timeline', 'known', 'x', '--after', ''], 2, /--after.*empty/],
    [['member', 'list', 'known', '--after', ''], 2, /--after.*empty/],
    [['webhook', 'attempts', 'x', '--after', ''], 2, /--after.*empty/],
  ])('refuses %j in one clear sentence', async (args, code, message) => {
    const result = await runCommand(args, { DATABASE_URL: refusals.url, ...KEYS });
    expect(result.stdout).toBe('');
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

/** The self-test through the control API: what it says of every identity provider, and that it touches nothing. */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../src/accounts/identity-provider.ts';
import { ControlClient } from '../support/control-client.ts';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { LONGEST_BLOCK_MS, longestBlockOf } from '../support/longest-block.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const PROVIDERS = Object.keys(IDENTITY_PROVIDERS) as IdentityProvider[]; // Object.keys forgets the literal type
/** On a calm machine the first takes 200 ms and the others 30 ms. */
const LONGEST_RUN_MS = 500;

interface Report {
  readonly runId: string;
  readonly identityProvider: string;
  readonly verdict: { readonly outcome: string; readonly title: string; readonly text: string };
  readonly steps: readonly {
    readonly does: string;
    readonly expected: { readonly status: number; readonly sight: string };
    readonly got: { readonly status: number; readonly sight: string } | null;
    readonly isAsExpected: boolean;
    readonly explanation: { readonly id: string; readonly where: string } | null;
  }[];
  readonly durationMs: number;
}

const openSockets = (): number =>
  process.getActiveResourcesInfo().filter(resource => resource === 'TCPServerWrap').length;

describe.each(databaseKinds())('a self-test on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
  });

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  /** Each with a token of its own, of which six a minute are accepted. */
  const control = async (): Promise<ControlClient> =>
    new ControlClient(service.url, await service.serviceToken(['accounts:read']));

  async function selfTest(
    identityProvider: IdentityProvider,
    policies: readonly string[] = [],
  ): Promise<Report> {
    const { accountId } = await service.addAccount({ identityProvider, policies });
    return (await (
      await control()
    ).expect(200, 'POST', `/accounts/${accountId}/self-test`)) as unknown as Report; // as documented
  }

  test.each(PROVIDERS)('says for %s that the service works, within half a second', async identityProvider => {
    const report = await selfTest(identityProvider);
    expect(report.steps.filter(({ isAsExpected }) => !isAsExpected)).toEqual([]);
    expect(report).toMatchObject({ identityProvider, verdict: { outcome: 'works' } });
    expect(report.steps.length).toBeGreaterThanOrEqual(6);
    expect(report.durationMs).toBeLessThan(LONGEST_RUN_MS);
  });

  test.each<[string, IdentityProvider, string, string]>([
    ['the list of groups is refused', 'entra', 'groups=refuse', 'groups_pushed'],
  ])('says that a rule of the account is to blame when %s', async (_, provider, policy, explanation) => {
    const { verdict, steps } = await selfTest(provider, [policy]);
    expect(verdict).toMatchObject({
      outcome: 'rule',
      title: expect.stringMatching(/^A rule of account-\d+ refuses/),
    });
    const wrong = steps.find(({ isAsExpected }) => !isAsExpected);
    expect(wrong?.explanation).toMatchObject({ id: explanation, where: expect.stringMatching(/\w/) });
  });

  test.each<[string, IdentityProvider, readonly string[]]>([
    ['roles and permissions are refused', 'okta', ['authority=reject']],
    ['an e-mail address is required', 'jumpcloud', ['requireEmail=true']],
    ['only some domains are allowed', 'okta', ['allowedEmailDomains=acorn.example,acorn.test']],
    ['no member may be taken over', 'authentik', ['link=never']],
  ])('keeps to the rules of the account: %s', async (_, provider, policies) => {
    expect((await selfTest(provider, policies)).verdict).toMatchObject({ outcome: 'works' });
  });

  test('touches nothing: every table and file is as before, and no port is opened', async () => {
    const { accountId } = await service.addAccount({ identityProvider: 'jumpcloud' });
    const clients = await Promise.all(Array.from({ length: 17 }, control));
    const files = () =>
      kind.name === 'SQLite'
        ? readdirSync(dirname(new URL(database.url.replace('sqlite:', 'file://')).pathname))
        : [];
    const run = (client: ControlClient) => client.expect(200, 'POST', `/accounts/${accountId}/self-test`);
    await run(await control());
    const before = {
      contents: await readAllTables(service.database),
      files: files(),
      sockets: openSockets(),
    };
    for (let round = 0; round < 6; round += 1) for (const client of clients) await run(client);
    expect({
      contents: await readAllTables(service.database),
      files: files(),
      sockets: openSockets(),
    }).toEqual(before);
  });

  test('runs once at a time for an account, and six times a minute for a token', async () => {
    const { accountId } = await service.addAccount({ identityProvider: 'okta' });
    const path = `/accounts/${accountId}/self-test`;
    const client = await control();
    const [first, second] = await Promise.all([client.send('POST', path), client.send('POST', path)]);
    expect([first.status, second.status].sort()).toEqual([200, 429]);
    expect(first.status === 429 ? first.body : second.body).toMatchObject({
      detail: expect.stringMatching(/running/),
    });
    for (let run = 1; run < 6; run += 1) await client.expect(200, 'POST', path);
    const seventh = await client.send('POST', path);
    expect(seventh).toMatchObject({
      status: 429,
      body: { detail: expect.stringMatching(/6 self-tests within a minute/) },
    });
    expect(Number(seventh.headers.get('retry-after'))).toBeGreaterThan(0);
    await (await control()).expect(200, 'POST', path);
  });

  test('keeps other requests waiting for a moment at most', async () => {
    const { accountId } = await service.addAccount({ identityProvider: 'entra' });
    const clients = await Promise.all(Array.from({ length: 3 }, control));
    const longest = await longestBlockOf(() => {
      const client = clients.pop();
      return async () => client?.expect(200, 'POST', `/accounts/${accountId}/self-test`);
    });
    expect(longest).toBeLessThan(LONGEST_BLOCK_MS);
  });
});

/** `rollcall self-test`, on a database that no service serves. */
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runCommand } from '../support/process/command.ts';
import { startTestService } from '../support/test-service.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

let fresh: FreshDatabase;
let publicUrl: string;

beforeAll(async () => {
  const [kind] = databaseKinds();
  if (!kind) throw new Error('there is always a database');
  fresh = await kind.create();
  const service = await startTestService({ databaseUrl: fresh.url });
  await service.addAccount({ id: 'acorn', identityProvider: 'jumpcloud' });
  await service.addAccount({ id: 'birch', identityProvider: 'entra', policies: ['groups=refuse'] });
  publicUrl = service.url;
  await service.stop();
});

afterAll(() => fresh.drop());

const run = (...args: string[]) =>
  runCommand(['self-test', ...args], {
    DATABASE_URL: fresh.url,
    ...KEYS,
    PUBLIC_URL: publicUrl,
  });

test('the command prints the verdict and each step, for people', async () => {
  const { code, stdout, stderr } = await run('acorn');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Our side works\. With the requests of JumpCloud and the rules of acorn,/);
  expect(stdout).toMatch(/^ok {4}tries to add a test group +expected 501, refused +got 501, refused$/m);
  expect(stdout).toMatch(/^9 of 9 as expected, in \d+ ms\. Run [0-9a-f-]{36}\.$/m);
  expect(stdout).toMatch(/does not test: the way from JumpCloud/);
});

test('the command prints one line of JSON, and its exit code is 1 when a rule refuses', async () => {
  const { code, stdout, stderr } = await run('birch', '--json');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({
    identityProvider: 'entra',
    verdict: { outcome: 'rule', title: 'A rule of birch refuses this.' },
    steps: expect.arrayContaining([
      expect.objectContaining({
        isAsExpected: false,
        explanation: expect.objectContaining({ id: 'groups_pushed' }),
      }),
    ]),
  });
});

/** The walk in docs/operations.md, command by command, as it stands there. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseKinds, type FreshDatabase } from '../support/databases.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LIMIT_MS = 90_000;
const WALK = (
  readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').split('\n## A mapping that is broken')[1] ?? ''
)
  // The address of the service under test.
  .replaceAll('http://127.0.0.1:8080', '$ROLLCALL_URL');
const blocks = [...WALK.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => String(code));
const MARK = '=== next block ===';

function runInShell(script: string, environment: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-e', '-c', script], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let complained = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve(printed) : reject(new Error(`${code}: ${complained}`)),
    );
  });
}

describe.each(databaseKinds())('on $name', kind => {
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

  test(
    'breaks a mapping on purpose, and the log alone tells what to fix',
    async () => {
      expect(blocks.length).toBeGreaterThanOrEqual(6);
      // npm takes a second each time, and what it would start is this.
      const npm = `npm() { shift 4; node bin/rollcall.js "$@"; }\nnode() { "${process.execPath}" "$@"; }\n`;
      const printed = await runInShell(npm + blocks.join(`\necho '${MARK}'\n`), {
        DATABASE_URL: fresh.url,
        ROLLCALL_URL: service.url,
        PUBLIC_URL: service.url,
        SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
        SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
      });
      const [, broken, connection, failed, mended, timeline] = printed.split(MARK);
      expect(broken).toContain('"totalResults":0');
      expect(broken).toContain("'userName' is required");
      const { health } = JSON.parse(connection ?? '') as {
        health: { lastSuccessAt: string | null; lastError: { message: string } | null };
      }; // as the control API answers it
      expect(health.lastSuccessAt).not.toBeNull();
      expect(health.lastError?.message).toContain('userName');

      // What the manual shows is what is printed, but for the time.
      const [, shown = ''] = /^```text\n(.*?)^```$/ms.exec(WALK) ?? [];
      const withoutTimes = (text: string): string => text.replaceAll(/\d{4}-\d{2}-\d{2} [\d:]{8}/g, 'then');
      expect(withoutTimes(failed ?? '').trim()).toBe(withoutTimes(shown).trim());

      expect(mended).toContain('"userName":"ann@example.com"');
      expect(mended).toMatch(/POST {3}201 {2}done +created ann@example\.com/);
      expect(timeline).toContain('team_member.provisioned');
    },
    LIMIT_MS,
  );
});

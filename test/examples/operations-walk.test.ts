/** The walk in docs/operations.md, command by command, as it stands there. */
import { readFileSync } from 'node:fs';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runBlocks, shellBlocks } from '../support/process/documented-commands.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const LIMIT_MS = 90_000;
const HEADING = 'A mapping that is broken';
const blocks = shellBlocks('docs/operations.md', HEADING);

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
    'breaks a mapping on purpose, and the log alone says what to fix',
    async () => {
      expect(blocks.length).toBeGreaterThanOrEqual(6);
      const [, broken, connection, failed, mended, timeline] = await runBlocks(blocks, service, fresh.url);
      expect(broken).toContain('"totalResults":0');
      expect(broken).toContain("'userName' is required");
      const { health } = JSON.parse(connection ?? '') as {
        health: { lastSuccessAt: string | null; lastError: { message: string } | null };
      }; // as the control API answers it
      expect(health.lastSuccessAt).not.toBeNull();
      expect(health.lastError?.message).toContain('userName');

      // What the manual shows is what is printed, but for the time.
      const [, chapter = ''] = readFileSync('docs/operations.md', 'utf8').split(`\n## ${HEADING}`);
      const [, shown = ''] = /^```text\n(.*?)^```$/ms.exec(chapter) ?? [];
      const withoutTimes = (text: string): string => text.replaceAll(/\d{4}-\d{2}-\d{2} [\d:]{8}/g, 'then');
      expect(withoutTimes(failed ?? '').trim()).toBe(withoutTimes(shown).trim());

      expect(mended).toContain('"userName":"ann@example.com"');
      expect(mended).toMatch(/POST {3}201 {2}done +created ann@example\.com/);
      expect(timeline).toContain('team_member.provisioned');
    },
    LIMIT_MS,
  );
});

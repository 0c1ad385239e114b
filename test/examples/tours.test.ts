/** The tours of the README and of docs/tour.md, pasted block by block as a newcomer does. */
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runBlocks, shellBlocks } from '../support/process/documented-commands.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const LIMIT_MS = 60_000;

describe.each(databaseKinds())('on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;

  beforeEach(async () => {
    fresh = await kind.createEmpty();
    service = await startTestService({ databaseUrl: fresh.url });
  });

  afterEach(async () => {
    await service.stop();
    await fresh.drop();
  });

  test(
    'the tour of the README ends with the events of a person whose role was dropped',
    async () => {
      const blocks = shellBlocks('README.md', 'A tour');
      expect(blocks.join('').trim().split('\n').length).toBeLessThanOrEqual(30);
      const printed = (await runBlocks(blocks, service, fresh.url)).join('');
      expect(printed).toContain('"userName":"ann@example.com"');
      expect(printed).not.toContain('admin');
      expect(printed).toContain(
        ['1 connection.enabled', '2 connection.token_issued', '3 team_member.provisioned'].join('\n'),
      );
    },
    LIMIT_MS,
  );

  test(
    'the long tour leads from the connection test to the events of a person who is gone',
    async () => {
      const printed = await runBlocks(shellBlocks('docs/tour.md'), service, fresh.url);
      expect(printed[1]).toContain('"totalResults":0');
      expect(printed[3]).toContain('ann@example.com');
      expect(printed[4]?.match(/"active":false/g)).toHaveLength(2);
      expect(printed[5]).toContain('404');
      expect(printed[6]).toContain('4 team_member.deprovisioned\n5 team_member.deleted');
    },
    LIMIT_MS,
  );
});

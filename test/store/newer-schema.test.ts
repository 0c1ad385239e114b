/** Going back: the release before runs on the schema that a newer one has made. */

import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runCommand, runForJson } from '../support/process/command.ts';
import { type Deployment, environmentOf } from '../support/process/rollcall-process.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService } from '../support/test-service.ts';

const LIMIT_MS = 120_000;

describe.each(databaseKinds())('a schema of a newer release on $name', kind => {
  let fresh: FreshDatabase;

  beforeEach(async () => {
    fresh = await kind.createEmpty();
  });
  afterEach(() => fresh.drop());

  test(
    'is served and managed by the release before, which changes nothing about it',
    async () => {
      const first = await startTestService({ databaseUrl: fresh.url });
      const { database } = first;
      // As a rolling upgrade has it: the newer release migrates while this one goes on serving.
      for (const sql of [
        "INSERT INTO knex_migrations (name, batch) VALUES ('9999-from-the-future', 9)",
        "ALTER TABLE members ADD COLUMN from_the_future TEXT NOT NULL DEFAULT 'unknown'",
        'ALTER TABLE events ADD COLUMN from_the_future TEXT',
        'CREATE TABLE from_the_future (id INTEGER PRIMARY KEY)',
      ])
        await runSql(database, sql);
      const account = await first.addAccount({ id: 'acme' });
      expect((await new ScimClient(account).post('/Users', { userName: 'ada@example.com' })).status).toBe(
        201,
      );
      await first.stop();

      const again = await startTestService({ databaseUrl: fresh.url });
      try {
        const scim = new ScimClient({ ...account, baseUrl: `${again.url}/scim/v2` });
        expect((await scim.post('/Users', { userName: 'bob@example.com' })).status).toBe(201);
        expect(await again.memberEvents('acme')).toHaveLength(2);
        expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
        const deployment: Deployment = { databaseUrl: fresh.url, publicUrl: 'http://rollcall.test' };
        expect(await runForJson(deployment, 'migrate')).toEqual({ migrations: [] });
        expect(await runCommand(['account', 'list'], environmentOf(deployment))).toMatchObject({ code: 0 });
      } finally {
        await again.stop();
      }
    },
    LIMIT_MS,
  );
});

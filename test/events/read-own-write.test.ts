/** Who wrote through an instance and then reads the feed there finds what was written, whatever other instances do. */
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { FeedReader } from './feed/feed-reader.ts';

const ROUNDS = 30;
const BUSY_WRITERS = 4;
const LIMIT_MS = 60_000;

describe.each(databaseKinds())('a page read right after a write, on $name', kind => {
  let database: FreshDatabase;
  let services: readonly TestService[];
  let reader: FeedReader;

  beforeAll(async () => {
    database = await kind.create();
    services = [await startTestService({ databaseUrl: database.url })];
    if (kind.name === 'PostgreSQL') {
      services = [...services, await startTestService({ databaseUrl: database.url })];
    }
  });

  afterAll(async () => {
    reader.close();
    for (const service of services) await service.stop();
    await database.drop();
  });

  test(
    'holds what was written, while others write',
    async () => {
      const [own, other = own] = services;
      if (!own || !other) throw new Error('there is no service');
      reader = new FeedReader(own.url, await own.serviceToken());
      const busy = await Promise.all(Array.from({ length: BUSY_WRITERS }, () => other.addAccount()));
      const account = await own.addAccount({ id: 'own' });
      let isReading = true;
      const writing = Promise.all(
        busy.map(async (target, writer) => {
          const client = new ScimClient({ ...target, baseUrl: `${other.url}/scim/v2` });
          for (let round = 0; isReading; round += 1) await client.create({ userName: `w${writer}r${round}` });
        }),
      );
      const missed: number[] = [];
      const client = new ScimClient(account);
      for (let round = 0; round < ROUNDS; round += 1) {
        const { head } = await reader.page({ limit: 1 });
        const { id } = await client.create({ userName: `own${round}` });
        const page = await reader.page({ after: head, account: 'own', limit: 1000 });
        if (!page.data.some(({ subject }) => subject === id)) missed.push(round);
      }
      isReading = false;
      await writing;
      expect(missed).toEqual([]);
    },
    LIMIT_MS,
  );
});

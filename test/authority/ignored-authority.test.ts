/**
 * No request through /scim/v2 can store, return, emit or change an authority attribute, and the
 * default policy lets the rest of the request succeed.
 */
import fc from 'fast-check';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { AuthorityProbe } from './authority-probe.ts';
import { ComparedDirectories } from './compared-directories.ts';
import { hiddenAttribute } from './hidden-attribute.ts';
import { wantedRequest } from './loaded-request.ts';

const RUNS = { SQLite: 60, PostgreSQL: 15 } as const;
const SEARCH_MS = 60_000;
const LIMIT_MS = 120_000;

const creation = wantedRequest(['POST'], hiddenAttribute);
const changes = fc.array(wantedRequest(['PUT', 'PATCH'], hiddenAttribute), { minLength: 1, maxLength: 4 });

describe.each(databaseKinds())('authority attributes hidden in requests, on $name', kind => {
  let database: FreshDatabase;
  let probe: AuthorityProbe;

  beforeAll(async () => {
    database = await kind.create();
    probe = await AuthorityProbe.start(database);
  });

  afterAll(async () => {
    await probe.stop();
    await database.drop();
  });

  test(
    'change nothing, appear nowhere, and are named in the access log, while the honest rest is applied',
    async () => {
      await fc.assert(
        fc.asyncProperty(creation, changes, async (created, changed) => {
          const directories = await ComparedDirectories.open(probe);
          for (const request of [created, ...changed]) await directories.send(request);
          await directories.expectAlike();
          await probe.expectNothingLeaked();
          directories.close();
        }),
        { numRuns: RUNS[kind.name], interruptAfterTimeLimit: SEARCH_MS },
      );
      await probe.expectNothingStored();
    },
    LIMIT_MS,
  );
});

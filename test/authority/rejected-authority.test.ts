/** The account policy `authority=reject` answers 400 `mutability`, and what is no attempt stays a success. */
import fc from 'fast-check';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { SCIM_ERROR } from '../support/scim/scim-client.ts';
import { AuthorityProbe, type Directory } from './authority-probe.ts';
import { ComparedDirectories } from './compared-directories.ts';
import { emptyAuthority, hiddenAttribute, hiddenAuthority, hiddenPassword } from './hidden-attribute.ts';
import { REMOVAL } from './hide-in-patch.ts';
import { loadRequest, type WantedRequest, wantedRequest } from './loaded-request.ts';

const RUNS = { SQLite: 60, PostgreSQL: 15 } as const;
const SEARCH_MS = 60_000;
const LIMIT_MS = 120_000;
const REJECT = ['authority=reject'];

/** The first hides where it is unmistakable; the others anywhere. */
const withAnAttempt = fc.tuple(wantedRequest(['POST', 'PUT', 'PATCH'], hiddenAttribute), hiddenAuthority).map(
  ([request, attempt]): WantedRequest => ({
    ...request,
    hidden: [{ ...attempt, place: 0 }, ...request.hidden],
  }),
);
const noAttempt = fc.oneof(emptyAuthority, hiddenPassword);
const removal = hiddenAuthority.map(hidden => ({ ...hidden, place: REMOVAL }));
const harmlessChange = fc.oneof(
  { weight: 3, arbitrary: wantedRequest(['PUT', 'PATCH'], noAttempt) },
  { weight: 1, arbitrary: wantedRequest(['PATCH'], removal) },
);

describe.each(databaseKinds())('under the policy authority=reject, on $name', kind => {
  let database: FreshDatabase;
  let probe: AuthorityProbe;
  let directory: Directory;
  let path: string;

  beforeAll(async () => {
    database = await kind.create();
    probe = await AuthorityProbe.start(database);
    directory = await probe.openDirectory(REJECT);
    const created = await probe.send(directory, 'POST', '/Users', {
      userName: 'bo@example.com',
      title: 'Lead',
    });
    path = `/Users/${String(created.body['id'])}`;
  });

  afterAll(async () => {
    await probe.stop();
    await database.drop();
  });

  test(
    'an authority value anywhere is refused as mutability, changes nothing and makes no event',
    async () => {
      const before = await stateOf(directory);
      await fc.assert(
        fc.asyncProperty(withAnAttempt, async wanted => {
          const { method, loaded, attempts } = loadRequest(wanted, probe.markers);
          const answer = await probe.sendAs(directory, wanted, method === 'POST' ? '/Users' : path, loaded);
          expect(answer).toMatchObject({
            status: 400,
            body: { schemas: [SCIM_ERROR], status: '400', scimType: 'mutability' },
          });
          expect(
            [...attempts.certain, ...attempts.possible].some(name => namesIt(answer.body['detail'], name)),
          ).toBe(true);
          expect(await stateOf(directory)).toEqual(before);
          await probe.expectNothingLeaked();
        }),
        { numRuns: RUNS[kind.name], interruptAfterTimeLimit: SEARCH_MS },
      );
      await probe.expectNothingStored();
    },
    LIMIT_MS,
  );

  test(
    'empty values, removals and passwords are no attempt, and the honest rest is applied',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          wantedRequest(['POST'], noAttempt),
          fc.array(harmlessChange, { minLength: 1, maxLength: 4 }),
          async (created, changed) => {
            const directories = await ComparedDirectories.open(probe, REJECT);
            for (const request of [created, ...changed]) await directories.send(request);
            await directories.expectAlike();
            await probe.expectNothingLeaked();
            directories.close();
          },
        ),
        { numRuns: RUNS[kind.name], interruptAfterTimeLimit: SEARCH_MS },
      );
      await probe.expectNothingStored();
    },
    LIMIT_MS,
  );

  /** Members and events of the account, with versions and times. */
  async function stateOf(directory: Directory): Promise<unknown> {
    const list = await probe.send(directory, 'GET', '/Users');
    return { members: list.text, events: await probe.memberEvents(directory) };
  }
});

/** The detail says which attribute to take out of the mapping. */
function namesIt(detail: unknown, name: string): boolean {
  return String(detail).includes(name === 'extension' ? 'extension' : `'${name}'`);
}

/** RFC 7644 §3.4.2 and §3.4.2.4: lists and their pages, by index. */
import { LIST_RESPONSE, refusal, resourcesOf, ScimClient } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

const service = useTestService();
const client = useScimClient(service, 'suite');

beforeAll(async () => {
  for (const name of NAMES) await client.create({ userName: name, active: name !== 'd' });
});

const list = (query: string) => client.get(`/Users?${query}`);
const namesOf = (answer: Awaited<ReturnType<typeof list>>) =>
  resourcesOf(answer).map(resource => resource['userName']);

test('a list without parameters holds all members, deactivated ones included, as whole resources', async () => {
  const answer = await client.get('/Users');
  expect(answer).toMatchObject({
    status: 200,
    body: { schemas: [LIST_RESPONSE], totalResults: 7, startIndex: 1, itemsPerPage: 7 },
  });
  expect(namesOf(answer).sort()).toEqual(NAMES);
  for (const resource of resourcesOf(answer)) {
    expect(resource).toEqual(await client.read(`/Users/${String(resource['id'])}`));
  }
});

test('an account without members has an empty list', async () => {
  const answer = await new ScimClient(await service.addAccount()).get('/Users');
  expect(answer).toMatchObject({
    status: 200,
    body: { schemas: [LIST_RESPONSE], totalResults: 0, itemsPerPage: 0, Resources: [] },
  });
});

test('a list never holds members of another account', async () => {
  const neighbour = new ScimClient(await service.addAccount());
  await neighbour.create({ userName: 'neighbour' });
  expect(namesOf(await neighbour.get('/Users'))).toEqual(['neighbour']);
  expect(namesOf(await list('count=1000'))).not.toContain('neighbour');
});

describe('a page', () => {
  test.each([
    ['startIndex=1&count=3', 1, 3],
    ['startIndex=4&count=3', 4, 3],
    ['startIndex=7&count=3', 7, 1],
    ['startIndex=3', 3, 5],
    ['count=2', 1, 2],
    ['count=7', 1, 7],
    ['count=100', 1, 7],
    ['count=1000000', 1, 7],
    ['count=0', 1, 0],
    ['startIndex=3&count=0', 3, 0],
    ['count=-1', 1, 0],
    ['count=-999', 1, 0],
    ['startIndex=0', 1, 7],
    ['startIndex=-5', 1, 7],
    ['startIndex=-5&count=2', 1, 2],
    ['startIndex=8', 8, 0],
    ['startIndex=8&count=3', 8, 0],
    ['startIndex=1000000', 1000000, 0],
    ['startIndex=&count=', 1, 7],
    ['STARTINDEX=2&Count=2', 2, 2],
  ])('%s starts at %i and has %i', async (query, startIndex, length) => {
    const answer = await list(query);
    expect(answer).toMatchObject({
      status: 200,
      body: { totalResults: 7, startIndex, itemsPerPage: length },
    });
    expect(resourcesOf(answer)).toHaveLength(length);
  });

  test('has its numbers as JSON numbers, not as texts', async () => {
    const { body } = await list('startIndex=2&count=2');
    expect([body['totalResults'], body['startIndex'], body['itemsPerPage']]).toEqual([7, 2, 2]);
  });

  test.each([
    ['startIndex=two', /startIndex/],
    ['startIndex=1.5', /startIndex/],
    ['startIndex=1e2', /startIndex/],
    ['startIndex=NaN', /startIndex/],
    ['startIndex=Infinity', /startIndex/],
    ['startIndex=0x10', /startIndex/],
    ['count=many', /count/],
    ['count=2.5', /count/],
    ["count=1'--", /count/],
    ['count=2;DROP', /count/],
  ])('%s is refused', async (query, detail) => {
    expect(await list(query)).toMatchObject(refusal(400, undefined, detail));
  });

  test.each(['startIndex=99999999999999999999', 'count=99999999999999999999'])(
    '%s is no failure of the service',
    async query => {
      expect((await list(query)).status).toBeLessThan(500);
    },
  );
});

test.each(['', '&sortBy=userName', '&sortBy=title', '&sortBy=active&sortOrder=descending'])(
  'pages one after another hold every member exactly once%s',
  async sort => {
    const seen: unknown[] = [];
    for (let startIndex = 1; startIndex <= 7; startIndex += 2) {
      seen.push(...namesOf(await list(`startIndex=${startIndex}&count=2${sort}`)));
    }
    expect(seen.sort()).toEqual(NAMES);
  },
);

test('the total counts what the filter finds, not what the page holds', async () => {
  const filter = encodeURIComponent('active eq true');
  expect((await list(`filter=${filter}&count=2`)).body).toMatchObject({ totalResults: 6, itemsPerPage: 2 });
  expect((await list(`filter=${filter}&count=0`)).body).toMatchObject({ totalResults: 6, itemsPerPage: 0 });
  expect((await list(`filter=${filter}&startIndex=7`)).body).toMatchObject({
    totalResults: 6,
    itemsPerPage: 0,
  });
});

test('the total follows creation and deletion', async () => {
  const own = new ScimClient(await service.addAccount());
  const total = async () => (await own.get('/Users?count=0')).body['totalResults'];
  const { path } = await own.create();
  await own.create();
  expect(await total()).toBe(2);
  await own.delete(path);
  expect(await total()).toBe(1);
});

test('a page never holds more than 1,000 members, and 100 when no count is given', async () => {
  const own = new ScimClient(await service.addAccount());
  const names = Array.from({ length: 1_005 }, (_, index) => `many-${index}`);
  for (const some of [names.slice(0, 1_000), names.slice(1_000)]) {
    await own.post('/Bulk', {
      Operations: some.map(userName => ({
        method: 'POST',
        path: '/Users',
        bulkId: userName,
        data: { userName },
      })),
    });
  }
  expect((await own.get('/Users')).body).toMatchObject({ totalResults: 1_005, itemsPerPage: 100 });
  const largest = await own.get('/Users?count=5000&attributes=userName');
  expect(largest.body).toMatchObject({ totalResults: 1_005, itemsPerPage: 1_000 });
  const rest = await own.get('/Users?count=5000&startIndex=1001&attributes=userName');
  expect(rest.body).toMatchObject({ totalResults: 1_005, itemsPerPage: 5 });
  expect(new Set([...namesOf(largest), ...namesOf(rest)]).size).toBe(1_005);
}, 120_000);

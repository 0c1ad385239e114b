/** RFC 7644 §3.4.2.3: the order of a list. */
import { ENTERPRISE_USER, refusal, resourcesOf } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');

const PEOPLE = [
  {
    userName: 'bob',
    title: 'analyst',
    name: { familyName: 'Zorn' },
    emails: [{ value: 'x@z.io' }, { value: 'a@a.io', primary: true }],
    [ENTERPRISE_USER]: { department: 'Beta' },
  },
  { userName: 'Ann', title: 'Zookeeper', name: { familyName: 'adler' }, emails: [{ value: 'm@m.io' }] },
  {
    userName: 'carl',
    title: 'Lead',
    name: { familyName: 'Meier' },
    [ENTERPRISE_USER]: { department: 'alpha' },
  },
  { userName: 'Dora', emails: [{ value: 'B@b.io', type: 'home' }] },
];

beforeAll(async () => {
  for (const person of PEOPLE) await client.create(person);
});

const sorted = async (query: string) => {
  const answer = await client.get(`/Users?${query}`);
  expect(answer.status).toBe(200);
  return resourcesOf(answer)
    .map(resource => resource['userName'])
    .join(' ');
};

describe('sortBy', () => {
  test.each([
    ['userName', 'Ann bob carl Dora', 'Dora carl bob Ann'],
    ['USERNAME', 'Ann bob carl Dora', 'Dora carl bob Ann'],
    ['title', 'bob carl Ann Dora', 'Dora Ann carl bob'],
    ['name.familyName', 'Ann carl bob Dora', 'Dora bob carl Ann'],
    ['emails', 'bob Dora Ann carl', 'carl Ann Dora bob'],
    ['emails.value', 'bob Dora Ann carl', 'carl Ann Dora bob'],
    ['meta.created', 'bob Ann carl Dora', 'Dora carl Ann bob'],
    [`${ENTERPRISE_USER}:department`, undefined, undefined],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName', 'Ann bob carl Dora', 'Dora carl bob Ann'],
  ])('%s, ascending and descending', async (sortBy, ascending, descending) => {
    if (ascending === undefined) {
      expect(await sorted(`sortBy=${sortBy}`)).toMatch(/^carl bob /);
      expect(await sorted(`sortBy=${sortBy}&sortOrder=descending`)).toMatch(/ bob carl$/);
      return;
    }
    expect(await sorted(`sortBy=${sortBy}`)).toBe(ascending);
    expect(await sorted(`sortBy=${sortBy}&sortOrder=ascending`)).toBe(ascending);
    expect(await sorted(`sortBy=${sortBy}&sortOrder=Descending`)).toBe(descending);
  });

  test.each([
    'favouriteColour',
    'name',
    'password',
    'roles',
    '"; DROP TABLE members',
    'emails[type eq "work"]',
  ])('%s is refused', async sortBy => {
    const answer = await client.get(`/Users?sortBy=${encodeURIComponent(sortBy)}`);
    expect(answer).toMatchObject(refusal(400, 'invalidValue', /sortBy/));
  });
});

test('a sortOrder that is neither is refused', async () => {
  const answer = await client.get('/Users?sortBy=userName&sortOrder=sideways');
  expect(answer).toMatchObject(refusal(400, 'invalidValue', /sortOrder/));
});

test('a sortOrder without sortBy is ignored', async () => {
  expect((await client.get('/Users?sortOrder=descending')).body).toMatchObject({ totalResults: 4 });
});

test('a sorted list can be filtered and paged', async () => {
  const filter = encodeURIComponent('title pr');
  expect(await sorted(`filter=${filter}&sortBy=title&startIndex=2&count=1`)).toBe('carl');
});

/** RFC 7644 §3.4.3: queries by POST, at /Users/.search and /.search. */
import {
  ENTERPRISE_USER,
  LIST_RESPONSE,
  refusal,
  resourcesOf,
  SEARCH_REQUEST,
} from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');

beforeAll(async () => {
  for (const userName of ['ann', 'bob', 'carl']) {
    await client.create({ userName, title: 'Lead', emails: [{ value: `${userName}@x.io`, type: 'work' }] });
  }
});

const namesOf = (answer: Awaited<ReturnType<typeof client.get>>) =>
  resourcesOf(answer).map(resource => resource['userName']);

describe.each(['/Users/.search', '/.search'])('%s', path => {
  const search = (body: object) => client.post(path, { schemas: [SEARCH_REQUEST], ...body });

  test('answers with a list of all members when nothing is asked for', async () => {
    expect(await search({})).toMatchObject({
      status: 200,
      body: { schemas: [LIST_RESPONSE], totalResults: 3, startIndex: 1, itemsPerPage: 3 },
    });
  });

  test('filters, sorts and pages as GET does', async () => {
    const answer = await search({
      filter: 'emails[type eq "work" and value co "@x.io"]',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 2,
      count: 1,
    });
    expect(answer.body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
    expect(namesOf(answer)).toEqual(['bob']);
  });

  test.each([
    ['a list of names', ['userName', 'emails.type']],
    ['one text', 'userName,emails.type'],
  ])('projects to the attributes in %s', async (_form, attributes) => {
    const [ann] = resourcesOf(await search({ filter: 'userName eq "ann"', attributes }));
    expect(ann).toEqual({
      schemas: expect.anything(),
      id: expect.anything(),
      userName: 'ann',
      emails: [{ type: 'work' }],
    });
  });

  test('leaves the excluded attributes out', async () => {
    const [ann] = resourcesOf(
      await search({ filter: 'userName eq "ann"', excludedAttributes: ['emails', 'meta', ENTERPRISE_USER] }),
    );
    expect(Object.keys(ann ?? {}).sort()).toEqual(['active', 'id', 'schemas', 'title', 'userName']);
  });

  test.each([
    ['0', 0, 0],
    ['negative', -1, 0],
    ['a number as text', '2', 2],
    ['null', null, 3],
  ])('takes a count that is %s', async (_what, count, length) => {
    const answer = await search({ count });
    expect(answer.body).toMatchObject({ totalResults: 3, itemsPerPage: length });
  });

  test('needs no schemas, and reads names in any case', async () => {
    expect(namesOf(await client.post(path, { FILTER: 'userName eq "ann"' }))).toEqual(['ann']);
  });

  test.each([
    ['a malformed filter', { filter: 'userName eq' }, 'invalidFilter', /filter/i],
    ['an unknown attribute in the filter', { filter: 'colour eq "x"' }, 'invalidFilter', /colour/],
    ['a filter that is no text', { filter: { userName: 'ann' } }, 'invalidValue', /filter/],
    ['a count that is no number', { count: 'many' }, undefined, /count/],
    ['a count that is not whole', { count: 1.5 }, undefined, /count/],
    ['a startIndex that is a list', { startIndex: [1] }, 'invalidValue', /startIndex/],
    ['a sortBy that is no text', { sortBy: 7 }, 'invalidValue', /sortBy/],
    ['a sortOrder that is neither', { sortBy: 'userName', sortOrder: 'x' }, 'invalidValue', /sortOrder/],
    ['a sortOrder that is neither, without sortBy', { sortOrder: 'x' }, 'invalidValue', /sortOrder/],
    ['attributes that are an object', { attributes: { userName: true } }, 'invalidValue', /attributes/],
  ])('refuses %s', async (_what, body, scimType, detail) => {
    expect(await search(body)).toMatchObject(refusal(400, scimType, detail));
  });

  test.each([
    ['a list', '[]'],
    ['a text', '"userName eq"'],
    ['nothing', ''],
  ])('refuses a body that is %s', async (_what, body) => {
    expect(await client.send('POST', path, body)).toMatchObject(refusal(400, 'invalidSyntax'));
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)('does not answer %s', async method => {
    const body = method === 'PUT' || method === 'PATCH' ? {} : undefined;
    const answer = await client.send(method, path, body);
    expect(answer).toMatchObject(refusal(405, undefined));
    expect(answer.headers['allow']).toBe('POST');
  });

  test('creates no member and publishes no event', async () => {
    const before = await service.events(client.account.accountId);
    await search({ userName: 'mallory' });
    expect(await service.events(client.account.accountId)).toHaveLength(before.length);
    expect(await client.find('userName eq "mallory"')).toEqual([]);
  });
});

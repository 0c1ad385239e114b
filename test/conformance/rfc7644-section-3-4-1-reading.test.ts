/** RFC 7644 §3.4.1: reading one User; addresses, HEAD, and what another account may see of it (nothing). */
import { type Created, metaOf, refusal, ScimClient } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');
let ann: Created;

beforeAll(async () => {
  ann = await client.create({ userName: 'ann@example.com', displayName: 'Ann' });
});

test('a User is read as it was created, with its version as ETag', async () => {
  const answer = await client.get(ann.path);
  expect(answer).toMatchObject({ status: 200, body: ann.body });
  expect(answer.headers['etag']).toBe(metaOf(ann.body)['version']);
});

test('Location and Content-Location name the one User of an answer, and stand in no other', async () => {
  const created = await client.post('/Users', { userName: 'located@example.com' });
  const path = `/Users/${String(created.body['id'])}`;
  const location = String(metaOf(created.body)['location']);
  for (const answer of [
    created,
    await client.get(path),
    await client.get(`${path}?attributes=title`),
    await client.send('HEAD', path),
    await client.put(path, { userName: 'located@example.com', title: 'x' }),
    await client.put(path, { userName: 'located@example.com', title: 'x' }),
    await client.patch(path, { op: 'replace', path: 'title', value: 'y' }),
    await client.get(path, { 'if-none-match': '*' }),
  ]) {
    expect(answer.headers).toMatchObject({ location, 'content-location': location });
  }
  for (const answer of [
    await client.get('/Users'),
    await client.post('/.search', {}),
    await client.get('/Users/none'),
    await client.put(path, {}),
    await client.delete(path),
  ]) {
    expect(answer.headers).not.toHaveProperty('location');
    expect(answer.headers).not.toHaveProperty('content-location');
  }
});

test('the location in meta is an address that answers with the same User', async () => {
  const response = await fetch(String(metaOf(ann.body)['location']), {
    headers: { authorization: `Bearer ${client.account.token}` },
  });
  expect(await response.json()).toEqual(ann.body);
});

test('a deactivated User stays readable', async () => {
  const { path } = await client.create({ active: false });
  expect(await client.read(path)).toMatchObject({ active: false });
});

describe('an id that does not exist is answered with 404', () => {
  test.each([
    ['of our form', '0192f0c1-0000-7000-8000-000000000000'],
    ['of zeros', '00000000-0000-0000-0000-000000000000'],
    ['of another form', 'ann@example.com'],
    ['a number', '1'],
    ['a word', 'null'],
  ])('%s', async (_which, id) => {
    expect(await client.get(`/Users/${id}`)).toMatchObject(refusal(404, undefined, /member|id/));
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)(
    'with %s, when it belongs to another account',
    async method => {
      const neighbour = new ScimClient(await service.addAccount());
      const body =
        method === 'PUT'
          ? { userName: 'taken-over@example.com' }
          : method === 'PATCH'
            ? { Operations: [{ op: 'replace', path: 'active', value: false }] }
            : undefined;
      const answer = await neighbour.send(method, ann.path, body);
      expect(answer).toMatchObject(refusal(404, undefined));
      expect(answer.text).not.toContain('ann@example.com');
      expect(await client.read(ann.path)).toEqual(ann.body);
      expect(await service.memberEvents(neighbour.account.accountId)).toEqual([]);
    },
  );

  test('in words that do not tell an existing id of another account from one that never was', async () => {
    const neighbour = new ScimClient(await service.addAccount());
    const never = '0192f0c1-0000-7000-8000-000000000000';
    const foreign = await neighbour.get(ann.path);
    const unknown = await neighbour.get(`/Users/${never}`);
    expect(foreign.text.replace(ann.id, 'ID')).toBe(unknown.text.replace(never, 'ID'));
  });
});

test('a filter by the id of another account’s member finds no member', async () => {
  const neighbour = new ScimClient(await service.addAccount());
  expect(await neighbour.find(`id eq "${ann.id}"`)).toEqual([]);
  expect(await neighbour.find(`not (id eq "${ann.id}")`)).toEqual([]);
  expect(await neighbour.find('userName eq "x" or userName pr')).toEqual([]);
});

describe('an address is read leniently', () => {
  const spellings = (id: string): [string, string][] => [
    ['with a trailing slash', `/Users/${id}/`],
    ['with a doubled slash', `//Users/${id}`],
    ['with doubled slashes everywhere', `///Users//${id}//`],
    ['with the endpoint in another case', `/users/${id}`],
    ['with an unknown query parameter', `/Users/${id}?aadOptscim062020&x=y`],
    ['with an empty query', `/Users/${id}?`],
  ];

  test.each(spellings('{id}').map(([how], index) => [how, index] as const))('%s', async (_how, index) => {
    const [, target = ''] = spellings(ann.id)[index] ?? [];
    expect(await client.sendRaw({ method: 'GET', target })).toMatchObject({ status: 200, body: ann.body });
  });

  test.each(['/Users/', '//Users', '/Users//?count=1', '/USERS'])('the list at %s', async target => {
    expect(await client.sendRaw({ method: 'GET', target })).toMatchObject({
      status: 200,
      body: { totalResults: expect.any(Number) },
    });
  });

  test('with a trailing slash when writing', async () => {
    const answer = await client.post('/Users/', { userName: 'slash@example.com' });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).not.toContain('//Users');
  });

  test('but nothing below a User exists', async () => {
    expect(await client.get(`${ann.path}/emails`)).toMatchObject(refusal(404, undefined));
  });
});

describe('HEAD answers as GET does, without the body', () => {
  test('for a User', async () => {
    const [head, get] = [await client.send('HEAD', ann.path), await client.get(ann.path)];
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const name of ['content-type', 'content-length', 'etag']) {
      expect(head.headers[name]).toBe(get.headers[name]);
    }
  });

  test.each([
    ['/Users', 200],
    ['/ServiceProviderConfig', 200],
    ['/Schemas', 200],
    ['/Users/none', 404],
    ['/Nothing', 404],
    ['/Bulk', 405],
    ['/Me', 501],
  ])('for %s with %i', async (path, status) => {
    expect(await client.send('HEAD', path)).toMatchObject({ status, text: '' });
  });
});

/** RFC 7644 §3.14 and RFC 9110 §13: versions, and requests that depend on them. */
import { type Created, metaOf, refusal } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create({ userName: 'ann@example.com' });
});

const locationOf = (path: string): string => client.account.baseUrl + path;
const versionOf = async () => String(metaOf(await client.read(ann.path))['version']);
const rename = (name: string) => ({ Operations: [{ op: 'replace', path: 'displayName', value: name }] });
const patch = (headers: Record<string, string>, name = 'Ann') =>
  client.send('PATCH', ann.path, rename(name), headers);

describe('If-None-Match', () => {
  test.each([
    ['the version', (tag: string) => tag],
    ['the version without W/', (tag: string) => tag.replace('W/', '')],
    ['a list with the version', (tag: string) => `W/"x", ${tag}, W/"y"`],
    ['*', () => '*'],
  ])('with %s is answered with 304 and no body', async (_what, header) => {
    const tag = await versionOf();
    const answer = await client.get(ann.path, { 'if-none-match': header(tag) });
    expect(answer).toMatchObject({ status: 304, text: '' });
    expect(answer.headers['etag']).toBe(tag);
  });

  test.each(['W/"999"', 'W/"x", "y"', 'garbage', ''])(
    'with %j is answered with the resource',
    async header => {
      const answer = await client.get(ann.path, { 'if-none-match': header });
      expect(answer).toMatchObject({ status: 200, body: ann.body });
    },
  );

  test('with the version before a change is answered with the resource', async () => {
    const tag = await versionOf();
    await patch({});
    expect((await client.get(ann.path, { 'if-none-match': tag })).status).toBe(200);
  });

  test('says nothing of a list, whatever it holds', async () => {
    expect((await client.get('/Users', { 'if-none-match': await versionOf() })).status).toBe(200);
  });

  test('works with HEAD', async () => {
    const headers = { 'if-none-match': await versionOf() };
    expect((await client.send('HEAD', ann.path, undefined, headers)).status).toBe(304);
  });

  // RFC 9111 §5.2.1.4: this speaks to caches on the way; fetch adds it to conditional requests by itself.
  test.each(['no-cache', 'max-age=0, no-cache', 'no-store', 'max-age=0'])(
    'is answered with 304 beside Cache-Control: %s',
    async cacheControl => {
      for (const header of [await versionOf(), '*']) {
        const headers = { 'if-none-match': header, 'cache-control': cacheControl, pragma: 'no-cache' };
        for (const method of ['GET', 'HEAD'] as const) {
          const answer = await client.send(method, ann.path, undefined, headers);
          expect({ method, header, ...answer }).toMatchObject({ status: 304, text: '' });
          expect(answer.headers).toMatchObject({
            etag: await versionOf(),
            'content-location': locationOf(ann.path),
          });
          expect(answer.headers).not.toHaveProperty('content-type');
        }
      }
      const stale = { 'if-none-match': 'W/"7"', 'cache-control': cacheControl };
      expect(await client.get(ann.path, stale)).toMatchObject({ status: 200, body: ann.body });
    },
  );

  test('answers fetch with 304', async () => {
    const { token } = client.account;
    const headers = { authorization: `Bearer ${token}`, 'if-none-match': await versionOf() };
    expect((await fetch(locationOf(ann.path), { headers })).status).toBe(304);
  });

  test.each(['/ServiceProviderConfig', '/ResourceTypes', '/ResourceTypes/User', '/Schemas'])(
    'answers with 304 for %s by its tag and by *',
    async path => {
      const { headers } = await client.get(path);
      for (const tag of [String(headers['etag']), '*']) {
        const asked = { 'if-none-match': tag, 'cache-control': 'no-cache' };
        const answer = await client.get(path, asked);
        expect(answer).toMatchObject({ status: 304, headers: { etag: headers['etag'] } });
        expect((await client.send('HEAD', path, undefined, asked)).status).toBe(304);
      }
      expect((await client.get(path, { 'if-none-match': 'W/"1"' })).status).toBe(200);
    },
  );

  test('with * answers a list with 304, for it exists', async () => {
    for (const path of ['/Users', '/Users?filter=userName%20eq%20%22nobody%22', '/Users?count=0']) {
      const headers = { 'if-none-match': '*', 'cache-control': 'no-cache' };
      expect((await client.get(path, headers)).status).toBe(304);
      expect((await client.send('HEAD', path, undefined, headers)).status).toBe(304);
    }
  });

  test('never hides a failure, and means nothing to a search with POST', async () => {
    const headers = { 'if-none-match': '*' };
    expect((await client.get('/Users/none', headers)).status).toBe(404);
    expect((await client.get('/Users?filter=x', headers)).status).toBe(400);
    expect((await client.get('/Nothing', headers)).status).toBe(404);
    expect((await client.post('/Users/.search', {}, headers)).status).toBe(200);
  });
});

describe('If-Match that fits lets the change through', () => {
  test.each([
    ['the version', (tag: string) => tag],
    ['the version without W/', (tag: string) => tag.replace('W/', '')],
    ['a list with the version', (tag: string) => `W/"x", ${tag}`],
    ['*', () => '*'],
  ])('with %s', async (_what, header) => {
    const tag = await versionOf();
    expect((await patch({ 'if-match': header(tag) })).status).toBe(200);
    expect(await versionOf()).not.toBe(tag);
  });

  test('for PUT and DELETE as well', async () => {
    const put = await client.put(
      ann.path,
      { userName: 'ann@example.com', title: 'x' },
      { 'if-match': await versionOf() },
    );
    expect(put.status).toBe(200);
    expect((await client.delete(ann.path, { 'if-match': await versionOf() })).status).toBe(204);
  });
});

describe('If-Match that does not fit is refused with 412, and nothing changes', () => {
  const HEADERS = ['W/"999"', '"x"', 'W/"x", W/"y"', 'garbage', 'W/""'];
  const SENDERS = [
    ['PUT', { userName: 'ann@example.com', title: 'x' }],
    ['PATCH', rename('x')],
    ['DELETE', undefined],
  ] as const;

  test.each(SENDERS.flatMap(([method, body]) => HEADERS.map(header => ({ method, header, body }))))(
    '$method with $header',
    async ({ method, header, body }) => {
      const answer = await client.send(method, ann.path, body, { 'if-match': header });
      expect(answer).toMatchObject(refusal(412, undefined, /version|changed/));
      expect(await client.read(ann.path)).toEqual(ann.body);
      expect(await service.memberEvents(client.account.accountId)).toHaveLength(1);
    },
  );

  test('also when the request would have changed nothing', async () => {
    const body = { userName: 'ann@example.com' };
    expect((await client.put(ann.path, body, { 'if-match': 'W/"999"' })).status).toBe(412);
  });

  test('after another client changed it', async () => {
    const tag = await versionOf();
    expect((await patch({ 'if-match': tag }, 'first')).status).toBe(200);
    expect((await patch({ 'if-match': tag }, 'second')).status).toBe(412);
    expect(await client.read(ann.path)).toMatchObject({ displayName: 'first' });
  });

  test('but a member that does not exist is 404', async () => {
    await client.delete(ann.path);
    expect((await patch({ 'if-match': 'W/"999"' })).status).toBe(404);
    expect((await patch({ 'if-match': '*' })).status).toBe(404);
  });
});

describe('the other pairings follow RFC 9110', () => {
  test('reading with an If-Match that does not fit is refused with 412', async () => {
    expect(await client.get(ann.path, { 'if-match': 'W/"999"' })).toMatchObject(refusal(412, undefined));
    expect((await client.get(ann.path, { 'if-match': await versionOf() })).status).toBe(200);
  });

  test.each(['PUT', 'PATCH', 'DELETE'] as const)(
    '%s with an If-None-Match that fits is refused with 412, and nothing changes',
    async method => {
      const body = {
        PUT: { userName: 'ann@example.com', title: 'x' },
        PATCH: rename('x'),
        DELETE: undefined,
      };
      for (const header of [await versionOf(), '*']) {
        const answer = await client.send(method, ann.path, body[method], { 'if-none-match': header });
        expect(answer).toMatchObject(refusal(412, undefined));
      }
      expect(await client.read(ann.path)).toEqual(ann.body);
      const answer = await client.send(method, ann.path, body[method], { 'if-none-match': 'W/"999"' });
      expect(answer.status).toBeLessThan(300);
    },
  );
});

test('of twenty changes at the same moment that name one version exactly one is made', async () => {
  const headers = { 'if-match': await versionOf() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => patch(headers, `writer ${index}`)),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  expect(await service.memberEvents(client.account.accountId)).toHaveLength(2);
});

test('every change gives a new version, and a version never comes back', async () => {
  const seen = new Set([await versionOf()]);
  for (const name of ['a', 'b', 'a', 'b']) {
    await patch({}, name);
    seen.add(await versionOf());
  }
  expect(seen.size).toBe(5);
});

test('POST is not conditional', async () => {
  const answer = await client.post('/Users', { userName: 'bob@example.com' }, { 'if-match': 'W/"999"' });
  expect(answer.status).toBe(201);
});

/** RFC 7644 §3.12: errors for people, always as SCIM Errors; addresses and methods that do not exist. */
import { type Created, refusal, SCIM_ERROR } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');
let ann: Created;

beforeAll(async () => {
  ann = await client.create({ userName: 'ann@example.com' });
});

test('an error has exactly the members of the RFC, the status as text', async () => {
  const { body } = await client.get('/Users?filter=x');
  expect(body).toEqual({
    schemas: [SCIM_ERROR],
    status: '400',
    scimType: 'invalidFilter',
    detail: expect.stringMatching(/\w/),
  });
});

test('an error without a meaning of its own has no scimType', async () => {
  expect((await client.get('/Users/none')).body).toEqual({
    schemas: [SCIM_ERROR],
    status: '404',
    detail: expect.stringMatching(/\w/),
  });
});

test('every answer carries a request id, the client’s own when it is harmless', async () => {
  expect((await client.get('/Users/none')).headers['x-request-id']).toMatch(/.{8,}/);
  const own = await client.get('/Users/none', { 'x-request-id': '4bf92f3577b34da6a3ce929d0e0e4736' });
  expect(own.headers['x-request-id']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  const named = await client.get('/Users/none', { 'x-request-id': 'ann.baker-2026-11-21' });
  expect(named.headers['x-request-id']).not.toContain('ann');
  const forged = await client.get('/Users/none', { 'x-request-id': 'a b"{}' });
  expect(forged.headers['x-request-id']).not.toBe('a b"{}');
});

describe('an address where nothing is, is answered with 404', () => {
  test.each([
    '',
    '/',
    '/Nothing',
    '/User',
    '/Userss',
    '/Users.json',
    '/users/a/b',
    '/Users/a/b/c',
    '/ServiceProviderConfigs',
    '/ServiceProviderConfig/x',
    '/Me/x',
    '/Bulk/x',
    '/.search/x',
    '/scim/v2/Users',
    '/v2/Users',
    '/healthz',
    '/%55sers/%20/x',
  ])('%j', async path => {
    expect(await client.sendRaw({ method: 'GET', target: path })).toMatchObject(refusal(404, undefined));
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('with %s as well', async method => {
    const body = method === 'DELETE' ? undefined : {};
    expect(await client.send(method, '/Nothing', body)).toMatchObject(refusal(404, undefined));
  });

  test('even with a media type that is refused elsewhere', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await client.sendRaw({
      method: 'POST',
      target: '/Nothing',
      headers,
      body: Buffer.from('x'),
    });
    expect(answer.status).toBe(404);
  });
});

describe('a method that does not fit is answered with 405 and those that do', () => {
  const LIST = 'GET, HEAD, POST';
  const ONE = 'GET, HEAD, PUT, PATCH, DELETE';
  const READ = 'GET, HEAD';
  test.each([
    ['PUT', '/Users', LIST],
    ['PATCH', '/Users', LIST],
    ['DELETE', '/Users', LIST],
    ['OPTIONS', '/Users', LIST],
    ['POST', '/Users/x', ONE],
    ['OPTIONS', '/Users/x', ONE],
    ['POST', '/ServiceProviderConfig', READ],
    ['PUT', '/ServiceProviderConfig', READ],
    ['DELETE', '/Schemas', READ],
    ['POST', '/Schemas', READ],
    ['PATCH', '/Schemas/x', READ],
    ['POST', '/ResourceTypes', READ],
    ['DELETE', '/ResourceTypes/User', READ],
    ['GET', '/Bulk', 'POST'],
    ['GET', '/.search', 'POST'],
    ['GET', '/Users/.search', 'POST'],
  ] as const)('%s %s', async (method, path, allowed) => {
    const body = ['PUT', 'PATCH', 'POST'].includes(method) ? {} : undefined;
    const answer = await client.send(method, path, body);
    expect(answer).toMatchObject(refusal(405, undefined, new RegExp(method)));
    const allow = answer.headers['allow']?.split(/\s*,\s*/).sort();
    expect(allow).toEqual(allowed.split(', ').sort());
  });

  test('before the body is looked at', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await client.sendRaw({ method: 'PUT', target: '/Users', headers, body: Buffer.from('x') });
    expect(answer.status).toBe(405);
  });
});

describe('what is not supported is answered with 501', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)('%s /Me', async method => {
    const body = ['PUT', 'PATCH', 'POST'].includes(method) ? {} : undefined;
    expect(await client.send(method, '/Me', body)).toMatchObject(refusal(501, undefined, /\/Me/));
  });

  test('and the connection stays usable', async () => {
    for (let time = 0; time < 3; time += 1) {
      await client.get('/Me');
      expect((await client.get(ann.path)).status).toBe(200);
    }
  });
});

describe('requests are judged in a fixed order', () => {
  const missingUser = '/Users/0192f0c1-0000-7000-8000-000000000000';
  const bad = { authorization: 'Bearer x', 'content-type': 'text/plain' };

  test('401 comes before everything', async () => {
    for (const target of ['/Nothing', '/Groups', '/Me', '/Users']) {
      const answer = await client.sendRaw({ method: 'POST', target, headers: bad, body: Buffer.from('{') });
      expect(answer.status).toBe(401);
    }
  });

  test('a malformed request is 400 before the member is looked for', async () => {
    expect((await client.put(missingUser, '{')).status).toBe(400);
    expect((await client.put(missingUser, { title: 'x' })).status).toBe(400);
  });

  test('a missing member is 404 before its version matters', async () => {
    const headers = { 'if-match': 'W/"999"' };
    expect((await client.put(missingUser, { userName: 'x' }, headers)).status).toBe(404);
    expect((await client.delete(missingUser, headers)).status).toBe(404);
  });

  test('a media type is refused before the body is read', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await client.sendRaw({
      method: 'PUT',
      target: missingUser,
      headers,
      body: Buffer.from('{'),
    });
    expect(answer.status).toBe(415);
  });
});

describe('outside /scim/v2', () => {
  test.each(['/', '/Users', '/scim', '/scim/v1/Users', '/scim/v22/Users', '/favicon.ico'])(
    '%s is answered with problem details',
    async path => {
      const response = await fetch(service.url + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 404, detail: expect.stringMatching(/\w/) });
    },
  );

  test('a SCIM path at the wrong address is refused with the right one', async () => {
    const response = await fetch(`${service.url}/scim/Users`);
    expect(await response.text()).toContain(client.account.baseUrl);
  });
});

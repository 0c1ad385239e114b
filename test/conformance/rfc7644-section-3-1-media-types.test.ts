/** RFC 7644 §3.1 and §3.8: what comes in, what goes out, and in which media type. */
import { gzipSync } from 'node:zlib';
import { type Answer, CORE_USER, type Created, refusal } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'suite');
let ann: Created;

beforeAll(async () => {
  ann = await client.create({ userName: 'ann@example.com' });
});

let made = 0;
const aUser = (): string => {
  made += 1;
  return JSON.stringify({ schemas: [CORE_USER], userName: `made-${made}@example.com` });
};

const post = (contentType: string | undefined, body: Buffer | string = aUser()): Promise<Answer> =>
  client.sendRaw({
    method: 'POST',
    target: '/Users',
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: Buffer.from(body),
  });

describe('every answer is application/scim+json, exactly and without a charset', () => {
  test.each([
    ['a created resource', () => post('application/json'), 201],
    ['a resource', () => client.get(ann.path), 200],
    ['a replaced resource', () => client.put(ann.path, { userName: 'ann@example.com' }), 200],
    ['a patched resource', () => client.patch(ann.path, { op: 'add', value: { title: 'Dr' } }), 200],
    ['a list', () => client.get('/Users'), 200],
    ['a search', () => client.post('/.search', {}), 200],
    ['the configuration', () => client.get('/ServiceProviderConfig'), 200],
    ['the resource types', () => client.get('/ResourceTypes'), 200],
    ['the schemas', () => client.get('/Schemas'), 200],
    ['one schema', () => client.get(`/Schemas/${CORE_USER}`), 200],
    ['a refused filter', () => client.get('/Users?filter=x'), 400],
    ['broken JSON', () => client.post('/Users', '{'), 400],
    ['a false token', () => client.get('/Users', { authorization: 'Bearer x' }), 401],
    ['a missing resource', () => client.get('/Users/none'), 404],
    ['an address where nothing is', () => client.get('/Nothing'), 404],
    ['the base address', () => client.get(''), 404],
    ['a method that does not fit', () => client.delete('/Users'), 405],
    ['a taken name', () => client.post('/Users', { userName: 'ann@example.com' }), 409],
    ['a stale version', () => client.delete(ann.path, { 'if-match': 'W/"999"' }), 412],
    ['a foreign media type', () => post('text/plain'), 415],
    ['refused groups', () => client.get('/Groups'), 501],
    ['the refused /Me', () => client.get('/Me'), 501],
  ])('%s', async (_what, ask, status) => {
    const answer = await ask();
    expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
      status,
      type: 'application/scim+json',
    });
  });
});

describe('a body is taken', () => {
  test.each([
    'application/scim+json',
    'application/json',
    'Application/SCIM+JSON',
    'application/scim+json; charset=utf-8',
    'application/scim+json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json;charset=utf8',
    'application/scim+json; version=2.0',
    'application/json; odata.metadata=minimal; charset=utf-8',
  ])('as %s', async contentType => {
    expect((await post(contentType)).status).toBe(201);
  });

  test('without a media type', async () => {
    expect((await post(undefined)).status).toBe(201);
  });

  test('with a byte order mark before it', async () => {
    expect((await post('application/json', `\uFEFF${aUser()}`)).status).toBe(201);
  });

  test('with characters beyond ASCII, which come back as they were', async () => {
    const user = { userName: 'söül-😀-名前@example.com', displayName: 'Ann “Ö” Łódź 😀' };
    const answer = await post('application/scim+json', JSON.stringify(user));
    expect(answer).toMatchObject({ status: 201, body: user });
  });

  test('compressed with gzip', async () => {
    const headers = { 'content-type': 'application/scim+json', 'content-encoding': 'gzip' };
    const body = gzipSync(aUser());
    const answer = await client.sendRaw({ method: 'POST', target: '/Users', headers, body });
    expect(answer.status).toBe(201);
  });
});

describe('a body is read as UTF-8 when it is UTF-8, whatever charset it declares', () => {
  test.each([
    'ISO-8859-1',
    'iso-8859-1',
    '"ISO-8859-1"',
    'windows-1252',
    'utf-16',
    'no-such-charset',
    "'latin1'",
  ])('%s', async charset => {
    const user = { userName: `söül-${made}-${charset.length}-名前@example.com`, displayName: 'Łódź 😀' };
    made += 1;
    for (const type of ['application/json', 'application/scim+json']) {
      const answer = await post(`${type}; charset=${charset}`, JSON.stringify(user));
      expect(answer).toMatchObject({ status: 201, body: user });
      expect((await client.delete(`/Users/${String(answer.body['id'])}`)).status).toBe(204);
    }
  });
});

describe('a body that is no UTF-8 is read in the charset it declares', () => {
  const user = (name: string) => ({ userName: `${name}@example.com`, displayName: 'Zoë Ünïç' });
  const text = (name: string): string => JSON.stringify(user(name));
  const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

  test.each([
    ['iso-8859-1', Buffer.from(text('latin-a'), 'latin1')],
    ['ISO-8859-1', Buffer.from(text('latin-b'), 'latin1')],
    ['windows-1252', Buffer.from(text('latin-c'), 'latin1')],
    ['utf-16le', Buffer.from(text('wide-a'), 'utf16le')],
    ['utf-16', Buffer.from(`\uFEFF${text('wide-b')}`, 'utf16le')],
    ['utf-16', swapped(Buffer.from(`\uFEFF${text('wide-c')}`, 'utf16le'))],
    ['utf-16be', swapped(Buffer.from(text('wide-d'), 'utf16le'))],
  ])('%s', async (charset, body) => {
    const answer = await post(`application/json; charset=${charset}`, body);
    expect(answer).toMatchObject({ status: 201, body: { displayName: 'Zoë Ünïç' } });
  });

  test.each([
    ['no-such-charset', 415],
    ['utf-8', 400],
    ['us-ascii', 400],
  ])('unless that is %s', async (charset, status) => {
    const answer = await post(`application/json; charset=${charset}`, Buffer.from(text('x'), 'latin1'));
    expect(answer).toMatchObject(refusal(status, status === 400 ? 'invalidSyntax' : undefined, /UTF-8/));
  });
});

describe('a body is refused with 415', () => {
  test.each([
    'text/plain',
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/jsonp',
  ])('as %s', async contentType => {
    expect(await post(contentType)).toMatchObject(refusal(415, undefined, /application\/scim\+json|UTF-8/));
  });

  test('in an unknown content encoding', async () => {
    const headers = { 'content-type': 'application/scim+json', 'content-encoding': 'zip' };
    const body = Buffer.from(aUser());
    const answer = await client.sendRaw({ method: 'POST', target: '/Users', headers, body });
    expect(answer).toMatchObject(refusal(415, undefined, /Content-Encoding/));
  });

  test.each(['POST', 'PUT', 'PATCH'])('with %s alike', async method => {
    const target = method === 'POST' ? '/Users' : ann.path;
    const headers = { 'content-type': 'text/plain' };
    const answer = await client.sendRaw({ method, target, headers, body: Buffer.from('hello') });
    expect(answer).toMatchObject(refusal(415, undefined));
  });
});

describe('what a client says it accepts never leads to 406', () => {
  test.each([
    'application/scim+json',
    'application/json',
    'application/scim+json, application/json;q=0.9, */*;q=0.1',
    '*/*',
    'text/html',
    'application/xml;q=1',
    'garbage',
  ])('Accept: %s', async accept => {
    const answer = await client.get(ann.path, { accept });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/scim+json' } });
  });

  test('nor does no Accept header', async () => {
    expect((await client.sendRaw({ method: 'GET', target: ann.path })).status).toBe(200);
  });

  test('nor does no User-Agent, or an empty one', async () => {
    const headers = { 'user-agent': '' };
    expect((await client.sendRaw({ method: 'GET', target: '/Users', headers })).status).toBe(200);
  });
});

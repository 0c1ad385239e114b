/** Addresses and queries that no well-behaved client sends. */
import { type Answer, refusal } from '../support/scim/scim-client.ts';
import { openUntouchedDirectory } from './untouched-directory.ts';

const { ann, client } = openUntouchedDirectory();

const get = (target: string): Promise<Answer> => client().sendRaw({ method: 'GET', target });

describe('an id that cannot exist is answered with 404, by every method', () => {
  test.each([
    ['with a quote', '%22'],
    ['with an apostrophe', "'%20OR%20'1'='1"],
    ['with SQL', "x';DROP%20TABLE%20members;--"],
    ['with a slash', 'a%2Fb'],
    ['with a backslash', 'a%5Cb'],
    ['with dots', '..%2F..%2Fetc%2Fpasswd'],
    ['with NUL', 'a%00b'],
    ['with a line break', 'a%0D%0AX-Evil:%201'],
    ['with letters beyond ASCII', '%C3%A4'],
    ['with an emoji', '%F0%9F%98%80'],
    ['with a plus sign', 'a+b'],
    ['with a percent sign', '100%25'],
    ['with brackets', '%7Bid%7D'],
    ['in angle brackets', '%3Cscript%3Ealert(1)%3C/script'],
    ['of a name in JavaScript', '__proto__'],
    ['of another name in JavaScript', 'constructor'],
    ['of 1,000 characters', 'x'.repeat(1_000)],
    ['of 8,000 characters', 'x'.repeat(8_000)],
    ['undefined', 'undefined'],
    ['a star', '*'],
  ])('%s', async (_what, id) => {
    const target = `/Users/${id}`;
    const headers = { 'content-type': 'application/scim+json' };
    const put = Buffer.from('{"userName":"mallory@example.com"}');
    const patch = Buffer.from('{"Operations":[{"op":"replace","path":"active","value":false}]}');
    const answers = [
      await get(target),
      await client().sendRaw({ method: 'PUT', target, headers, body: put }),
      await client().sendRaw({ method: 'PATCH', target, headers, body: patch }),
      await client().sendRaw({ method: 'DELETE', target }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject(refusal(404, undefined));
      expect(answer.text).not.toMatch(/<script|X-Evil|DROP TABLE/);
      expect(answer.headers).not.toHaveProperty('x-evil');
    }
  });

  test('our own id in capitals is an id as well, or none, but no failure', async () => {
    const { status } = await get(`/Users/${ann().id.toUpperCase()}`);
    expect([200, 404]).toContain(status);
  });
});

describe('percent-encoding that cannot be decoded is refused with 400', () => {
  test.each([
    '/Users/%',
    '/Users/%zz',
    '/Users/%E0%A4%A',
    '/Users/%C0%AF',
    '/Users/%FF',
    '/Users/%ED%A0%80',
    '/%zz',
    '/%FF/x',
    '/Schemas/%',
    '/ResourceTypes/%FF',
  ])('%s', async target => {
    expect(await get(target)).toMatchObject(refusal(400, 'invalidSyntax', /percent|path/i));
  });

  test('but not before the token is checked', async () => {
    const headers = { authorization: 'Bearer x' };
    const answer = await client().sendRaw({ method: 'GET', target: '/Users/%', headers });
    expect(answer.status).toBe(401);
  });
});

describe('a query that cannot be understood is refused with 400', () => {
  test.each([
    ['filter=%', 'invalidFilter'],
    ['filter=%zz', 'invalidFilter'],
    ['filter=%FF%FE', 'invalidFilter'],
    ['filter=userName%20eq%20%22%00%22', 'invalidFilter'],
    ['filter=userName%20eq%20%22a%0Ab%22', 'invalidFilter'],
    ['filter[userName]=x&filter=userName', 'invalidFilter'],
    ['filter', 'invalidFilter'],
    ['filter=', 'invalidFilter'],
    ['startIndex=%', 'invalidValue'],
    ['count=%FF', undefined],
    ['count=%00', undefined],
    ['sortBy=%zz', 'invalidValue'],
    ['sortBy=userName&sortOrder=%FF', 'invalidValue'],
    ['sortOrder=down', 'invalidValue'],
    ['sortOrder=down&count=0', 'invalidValue'],
    ['sortOrder=down&cursor', 'invalidValue'],
  ])('%s', async (query, scimType) => {
    expect(await get(`/Users?${query}`)).toMatchObject(refusal(400, scimType));
  });
});

describe('a query that means nothing is ignored', () => {
  test.each([
    '?',
    '?&',
    '?&&&==&',
    '?=x',
    '?%',
    '?%zz=%zz',
    '?%FF=1',
    '?__proto__=x&constructor=y&toString=z',
    '?__proto__[filter]=x',
    '?a[b][c][d]=x',
    '?attributes=%',
    '?attributes=%FF,%00,,,',
    '?excludedAttributes=%zz',
    '?startIndex=%20&count=%20',
    `?${'x=1&'.repeat(1_500)}`,
    '??count=5',
  ])('/Users%s', async query => {
    expect(await get(`/Users${query}`)).toMatchObject({ status: 200, body: { totalResults: 2 } });
  });
});

describe('a parameter that is repeated', () => {
  test.each([
    'filter=userName%20eq%20%22bob@example.com%22&filter=userName%20pr',
    'filter=userName%20eq%20%22bob@example.com%22&FILTER=userName%20pr',
  ])('never widens the answer: %s', async query => {
    const { status, body } = await get(`/Users?${query}`);
    expect([200, 400]).toContain(status);
    if (status === 200) expect(body).toMatchObject({ totalResults: 1 });
  });

  test.each([
    'count=1&count=2',
    'startIndex=1&startIndex=x',
    'attributes=userName&attributes=title',
    'sortBy=userName&sortBy=title',
    'count[]=1&count[]=2',
  ])('is no failure: %s', async query => {
    const answer = await get(`/Users?${query}`);
    expect([200, 400]).toContain(answer.status);
  });
});

describe('an address that is too long for the server is refused, as a SCIM Error like all else', () => {
  test.each([
    ['an id of 20,000 characters', `/Users/${'x'.repeat(20_000)}`],
    ['a filter of 20,000 characters', `/Users?filter=userName%20eq%20%22${'x'.repeat(20_000)}%22`],
  ])('%s', async (_what, target) => {
    const { status } = await get(target);
    expect([400, 404, 414, 431]).toContain(status);
  });
});

describe('odd headers', () => {
  test.each([
    ['an If-None-Match full of commas', { 'if-none-match': ','.repeat(2_000) }],
    ['a Range', { range: 'bytes=0-10' }],
    ['a traceparent that is none', { traceparent: '00-zz' }],
    ['a request id with a line break encoded', { 'x-request-id': '%0d%0aX-Evil: 1' }],
    ['an X-HTTP-Method-Override', { 'x-http-method-override': 'DELETE' }],
    ['an X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }],
    ['another Host', { host: 'evil.example' }],
  ])('%s change nothing about reading', async (_what, headers) => {
    const answer = await client().sendRaw({ method: 'GET', target: ann().path, headers });
    expect(answer).toMatchObject({ status: 200, body: ann().body });
    expect(answer.text).not.toContain('evil');
  });
});

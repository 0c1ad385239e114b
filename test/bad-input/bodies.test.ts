/** Bodies that are no JSON, no object, no UTF-8, too large or too deep: a SCIM 4xx, and nothing is changed. */
import { deflateSync, gzipSync } from 'node:zlib';
import { type Answer, refusal } from '../support/scim/scim-client.ts';
import { openUntouchedDirectory } from './untouched-directory.ts';

const { accept, ann, client } = openUntouchedDirectory();

const WRITES = ['POST /Users', 'PUT /Users/{id}', 'PATCH /Users/{id}', 'POST /.search'] as const;

/** @param write one of WRITES */
function send(
  write: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const [method = '', path = ''] = write.split(' ');
  return client().sendRaw({
    method,
    target: path.replace('{id}', ann().id),
    headers: { 'content-type': 'application/scim+json', ...headers },
    body: Buffer.from(body),
  });
}

const MIB = 1_048_576;
const paddedTo = (bytes: number): string => {
  const frame = JSON.stringify({ userName: 'padded@example.com', padding: '' });
  return frame.replace('"padding":""', `"padding":"${'x'.repeat(bytes - frame.length)}"`);
};
const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + close.repeat(depth);

describe.each(WRITES)('%s', write => {
  test.each([
    ['nothing', ''],
    ['blanks', '   \n'],
    ['an opening brace', '{'],
    ['a cut object', '{"userName":"mallory@example.com"'],
    ['a cut text', '{"userName":"mal'],
    ['a comma too many', '{"userName":"mallory@example.com",}'],
    ['single quotes', "{'userName':'mallory@example.com'}"],
    ['two objects', '{"userName":"a"}{"userName":"b"}'],
    ['a word', 'undefined'],
    ['NaN', '{"userName":NaN}'],
    ['a raw line break in a text', '{"userName":"mal\nlory"}'],
    ['a wrong escape', '{"userName":"\\x41"}'],
    ['XML', '<User><userName>mallory</userName></User>'],
    ['a form', 'userName=mallory%40example.com&active=true'],
    ['a NUL', '\0'],
    ['a NUL after the object', '{"userName":"mallory@example.com"}\0'],
    ['UTF-16', Buffer.from('\uFEFF{"userName":"mallory@example.com"}', 'utf16le')],
    ['Latin-1', Buffer.from('{"userName":"mällory@example.com"}', 'latin1')],
    ['an overlong encoding', Buffer.from('7b2261223a22c0af227d', 'hex')],
    ['an encoded surrogate', Buffer.from('7b2261223a22eda080227d', 'hex')],
    ['a cut UTF-8 sequence', Buffer.from('7b2261223a22e282', 'hex')],
  ])('refuses %s', async (_what, body) => {
    expect(await send(write, body)).toMatchObject(refusal(400, 'invalidSyntax', /JSON|UTF-8/));
  });

  test.each(['null', 'true', '7', '"userName"', '[]', '[{"userName":"mallory@example.com"}]'])(
    'refuses %s, which is JSON but no object',
    async body => {
      expect(await send(write, body)).toMatchObject(refusal(400, 'invalidSyntax', /object/));
    },
  );

  // The parser quotes what stands around an unexpected character, and what stands before an unexpected end.
  test.each([
    '{"password":correct-horse-battery}',
    '{"password":"correct-horse-battery"x}',
    '{"password":"correct-horse-battery',
    'correct-horse-battery',
    '{"correct":"horse","battery"}',
  ])('repeats nothing of the broken body %s', async body => {
    const { status, text } = await send(write, body);
    expect(status).toBe(400);
    expect(text).not.toMatch(/correct|horse|battery/);
  });

  test.each([
    ['one byte', MIB + 1],
    ['a megabyte', 2 * MIB],
    ['nine megabytes', 10 * MIB],
  ])('refuses a body that is larger than 1 MiB by %s', async (_what, bytes) => {
    expect(await send(write, paddedTo(bytes))).toMatchObject(refusal(413, undefined, /1048576/));
  });

  test('refuses a small body that unpacks to more than 1 MiB', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const answer = await send(write, gzipSync(paddedTo(20 * MIB)), headers);
    expect(answer).toMatchObject(refusal(413, undefined, /1048576/));
  });

  test.each([
    ['33 objects', nested(33, '{"name":', '}').replace(':}', ':1}')],
    ['33 lists', `{"emails":${nested(32, '[', ']')}}`],
    ['lists in an unknown attribute', `{"x":${nested(1_000, '[', ']')}}`],
    ['100,000 lists', nested(100_000, '[', ']')],
    ['500,000 lists', nested(500_000, '[', ']')],
    ['100,000 objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('refuses %s within each other', async (_what, body) => {
    expect(await send(write, body)).toMatchObject(refusal(400, 'invalidSyntax', /nested.*\d/));
  });

  test.each([
    ['no gzip at all', 'gzip', Buffer.from('{"userName":"mallory@example.com"}')],
    ['a cut gzip', 'gzip', gzipSync('{"userName":"mallory@example.com"}').subarray(0, 20)],
    ['a gzip with a wrong checksum', 'gzip', damaged(gzipSync('{"userName":"mallory@example.com"}'))],
    ['gzip that says deflate', 'deflate', gzipSync('{"userName":"mallory@example.com"}')],
    ['deflate that says br', 'br', deflateSync('{"userName":"mallory@example.com"}')],
    ['nothing that says gzip', 'gzip', Buffer.alloc(0)],
  ])('refuses %s', async (_what, encoding, body) => {
    const answer = await send(write, body, { 'content-encoding': encoding });
    expect(answer).toMatchObject(refusal(400, 'invalidSyntax'));
  });

  test.each(['zip', 'gzip, gzip', 'x-unknown'])('refuses the Content-Encoding %s', async encoding => {
    const answer = await send(write, '{}', { 'content-encoding': encoding });
    expect(answer).toMatchObject(refusal(415, undefined, /Content-Encoding/));
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0xdeadbeef, copy.length - 8);
  return copy;
}

describe('names that mean something in JavaScript mean nothing here', () => {
  test.each([
    ['in a resource', '{"__proto__":{"active":false,"userName":"mallory"}}'],
    ['as a constructor', '{"constructor":{"prototype":{"userName":"mallory"}}}'],
  ])('%s: the userName is missing', async (_where, body) => {
    for (const write of ['POST /Users', 'PUT /Users/{id}']) {
      expect(await send(write, body)).toMatchObject(refusal(400, 'invalidValue', /userName/));
    }
  });

  test.each([
    '{"Operations":[{"op":"add","path":"__proto__.polluted","value":"yes"}]}',
    '{"Operations":[{"op":"add","value":{"__proto__":{"polluted":"yes"}}}]}',
    '{"Operations":[{"op":"add","value":{"constructor.prototype.polluted":"yes"}}]}',
    '{"Operations":[{"op":"add","path":"name","value":{"__proto__":{"polluted":"yes"},"hasOwnProperty":1}}]}',
    '{"Operations":[{"op":"remove","path":"constructor"}]}',
    '{"Operations":[{"op":"add","path":"toString","value":"x"}]}',
  ])('PATCH %s changes nothing', async body => {
    const answer = await send('PATCH /Users/{id}', body);
    expect(answer).toMatchObject({ status: 200, body: ann().body });
    expect(answer.text).not.toMatch(/polluted|__proto__|constructor|hasOwnProperty/);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('a filter that compares __proto__ in a PATCH path compares no attribute', async () => {
    const body = '{"Operations":[{"op":"add","path":"emails[__proto__ eq \\"x\\"].value","value":"x"}]}';
    expect(await send('PATCH /Users/{id}', body)).toMatchObject(refusal(400, 'invalidPath'));
  });

  test('an envelope below __proto__ is no envelope', async () => {
    const body = '{"__proto__":{"Operations":[{"op":"remove","path":"title"}]}}';
    expect(await send('PATCH /Users/{id}', body)).toMatchObject(refusal(400, 'invalidSyntax', /Operations/));
  });

  test('they are dropped from a resource that is otherwise fine', async () => {
    const body =
      '{"userName":"proto@example.com","__proto__":{"title":"x"},"constructor":1,"name":{"__proto__":{"familyName":"x"},"givenName":"P"}}';
    const answer = await send('POST /Users', body);
    expect(answer).toMatchObject({ status: 201, body: { name: { givenName: 'P' } } });
    expect(answer.text).not.toMatch(/__proto__|constructor|familyName|title/);
    await accept();
  });
});

test('32 levels within each other are taken, also side by side', async () => {
  const deep = `{"userName":"deep@example.com","x":${nested(31, '[', ']')},"y":${nested(31, '[', ']')}}`;
  expect(await send('POST /Users', deep)).toMatchObject({ status: 201 });
  await accept();
});

const manyNames = (count: number): string =>
  Array.from({ length: count }, (_, index) => `"k${index}":1`).join();

test('a body of 1,000 names is answered, and its unknown ones are dropped', async () => {
  const answer = await send('POST /Users', `{"userName":"keys@example.com",${manyNames(999)}}`);
  expect(answer).toMatchObject({ status: 201, body: { userName: 'keys@example.com' } });
  expect(answer.text).not.toContain('k998');
  await accept();
});

test.each([1_000, 90_000])('a body of %i unknown names beside a userName is refused', async count => {
  const answer = await send('POST /Users', `{"userName":"keys@example.com",${manyNames(count)}}`);
  expect(answer).toMatchObject(refusal(413, undefined, /1,000 different names/));
});

test.each([
  ['names', (count: number) => `[${Array.from({ length: count / 2 }, () => '{"a":1}').join()}]`],
  ['list items', (count: number) => `[${'0,'.repeat(count - 1)}0]`],
])('a body of more than 60,000 %s is refused', async (_what, listOf) => {
  const answer = await send('POST /Users', `{"userName":"many@example.com","x":${listOf(61_000)}}`);
  expect(answer).toMatchObject(refusal(413, undefined, /60,000/));
});

test('a body of 1 MiB whose surplus is dropped is taken', async () => {
  const answer = await send('POST /Users', paddedTo(MIB));
  expect(answer.status).toBe(201);
  await accept();
});

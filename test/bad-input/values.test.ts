/** Values no database stores alike, values without measure, and too many of them. */
import {
  type DeclaredAttribute,
  declaredAttributes,
  inResource,
} from '../conformance/declared-attributes.ts';
import { refusal, resourcesOf } from '../support/scim/scim-client.ts';
import { openUntouchedDirectory } from './untouched-directory.ts';

const { accept, ann, client } = openUntouchedDirectory();

let texts: readonly DeclaredAttribute[];

beforeAll(async () => {
  const declared = declaredAttributes(resourcesOf(await client().get('/Schemas')));
  texts = declared.filter(({ type, readOnly }) => type === 'text' && !readOnly);
});

describe.each([
  ['NUL', 'a\0b'],
  ['half a surrogate pair', 'a\ud800b'],
  ['the other half', '\udc00'],
  ['a pair the wrong way round', '\udc00\ud800'],
])('%s', (_what, value) => {
  test('is refused in every text of the schema, and the attribute is named', async () => {
    expect(texts.length).toBeGreaterThan(35);
    for (const attribute of texts) {
      const named = new RegExp(attribute.name.replace('$', '\\$'));
      const post = await client().post('/Users', { userName: 'm@x.io', ...inResource(attribute, value) });
      expect({ path: attribute.path, ...post }).toMatchObject(refusal(400, 'invalidValue', named));
      const patch = await client().patch(ann().path, { op: 'add', path: attribute.path, value });
      expect({ path: attribute.path, ...patch }).toMatchObject(refusal(400, 'invalidValue', named));
    }
  });

  test('is refused in a filter of a PATCH path, which would store it', async () => {
    const path = `emails[type eq ${JSON.stringify(value)}].value`;
    expect(await client().patch(ann().path, { op: 'add', path, value: 'x@y.z' })).toMatchObject(
      refusal(400, 'invalidPath'),
    );
  });

  test('is refused in a filter of a search', async () => {
    const filter = `userName eq ${JSON.stringify(value)}`;
    expect(await client().post('/.search', { filter })).toMatchObject(refusal(400, 'invalidFilter'));
  });

  test('does no harm as a name, a path, a type or an unknown value', async () => {
    const answers = [
      await client().put(ann().path, { ...ann().body, [value]: 'x', colour: value, roles: [value] }),
      await client().patch(ann().path, { op: 'add', path: `colour${value}`, value }),
      await client().post('/.search', { sortBy: value }),
      await client().post('/.search', { attributes: [value] }),
      await client().post('/Users', { schemas: [value], userName: 'm@x.io' }),
      await client().patch(ann().path, { op: value, path: 'title', value: 'x' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 200, 400, 400]);
  });
});

describe('a text without measure is refused, and the limit named', () => {
  test.each([
    ['userName', { userName: 'x'.repeat(513) }],
    ['userName', { userName: 'ä'.repeat(100_000) }],
    ['externalId', { externalId: 'x'.repeat(513) }],
    ['emails.value', { emails: [{ value: `${'x'.repeat(600)}@x.io` }] }],
    ['title', { title: 'x'.repeat(500_000) }],
    ['name.givenName', { name: { givenName: 'x'.repeat(500_000) } }],
    ['addresses.formatted', { addresses: [{ formatted: 'x'.repeat(500_000) }] }],
  ])('%s', async (name, attributes) => {
    const named = new RegExp(`${name}.*\\d`);
    const post = await client().post('/Users', { userName: 'mallory@example.com', ...attributes });
    expect(post).toMatchObject(refusal(400, 'invalidValue', named));
    const put = await client().put(ann().path, { ...ann().body, ...attributes });
    expect(put).toMatchObject(refusal(400, 'invalidValue', named));
    const patch = await client().patch(ann().path, { op: 'replace', value: attributes });
    expect(patch).toMatchObject(refusal(400, 'invalidValue', named));
  });

  test('a whole resource of more than 131,072 bytes, whatever its characters', async () => {
    const withPhotos = (userName: string, ascii: number) => ({
      userName,
      photos: [{ value: '€'.repeat(40_000) }, { value: 'x'.repeat(ascii) }],
    });
    const { body } = await client().create(withPhotos('large@x.io', 10_000));
    const { meta: _meta, id: _id, ...stored } = body;
    // What may still come before the limit: the rest of the resource is the same.
    const room = 131_072 - Buffer.byteLength(JSON.stringify(stored));
    const over = withPhotos('large@x.io', 10_000 + room + 1);
    expect(await client().put(`/Users/${String(body['id'])}`, over)).toMatchObject(
      refusal(400, 'invalidValue', /131072 bytes/),
    );
    const fitting = withPhotos('large@x.io', 10_000 + room);
    expect(await client().put(`/Users/${String(body['id'])}`, fitting)).toMatchObject({ status: 200 });
    await accept();
  });

  test('a whole resource that is too large', async () => {
    const addresses = Array.from({ length: 14 }, (_, index) => ({
      formatted: `${index}${'x'.repeat(60_000)}`,
    }));
    expect(await client().post('/Users', { userName: 'm@x.io', addresses })).toMatchObject(
      refusal(400, 'invalidValue', /\d/),
    );
  });
});

describe('values without number are refused, and the limit named', () => {
  const emails = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({ value: `e${from + index}@x.io` }));
  const TOO_MANY = refusal(400, 'invalidValue', /emails.*1000/);

  test('in POST, PUT and a replacing PATCH', async () => {
    expect(await client().post('/Users', { userName: 'm@x.io', emails: emails(1_001) })).toMatchObject(
      TOO_MANY,
    );
    expect(await client().put(ann().path, { userName: 'm@x.io', emails: emails(1_001) })).toMatchObject(
      TOO_MANY,
    );
    const replace = { op: 'replace', path: 'emails', value: emails(1_001) };
    expect(await client().patch(ann().path, replace)).toMatchObject(TOO_MANY);
  });

  test('in a PATCH that adds them little by little', async () => {
    const operations = Array.from({ length: 60 }, (_, index) => ({
      op: 'add',
      path: 'emails',
      value: emails(25, index * 25),
    }));
    expect(await client().patch(ann().path, ...operations)).toMatchObject(TOO_MANY);
  });

  test('in a PATCH that creates them by filters', async () => {
    const adds = Array.from({ length: 120 }, (_, index) => ({
      op: 'add',
      path: `emails[type eq "t${index}"].value`,
      value: `f${index}@x.io`,
    }));
    const answer = await client().patch(
      ann().path,
      { op: 'add', path: 'emails', value: emails(900) },
      ...adds,
    );
    expect(answer).toMatchObject(TOO_MANY);
  });

  test('while 1,000 are taken', async () => {
    const answer = await client().post('/Users', { userName: 'thousand@x.io', emails: emails(1_000) });
    expect(answer.status).toBe(201);
    expect(answer.body['emails']).toHaveLength(1_000);
    await accept();
  });
});

test('10,000 operations in a PATCH are refused with the limit', async () => {
  const operations = Array.from({ length: 10_000 }, () => ({ op: 'remove', path: 'title' }));
  expect(await client().patch(ann().path, ...operations)).toMatchObject(refusal(413, undefined, /1000/));
});

test('an operation that fails after 900 others leaves everything as it was', async () => {
  const operations = Array.from({ length: 900 }, (_, index) => ({
    op: 'replace',
    path: 'title',
    value: `title ${index}`,
  }));
  const answer = await client().patch(ann().path, ...operations, {
    op: 'replace',
    path: 'active',
    value: 'x',
  });
  expect(answer).toMatchObject(refusal(400, 'invalidValue', /active/));
});

/** Wrong types for every attribute of our own /Schemas, by every way a value can come in. */
import {
  type DeclaredAttribute,
  declaredAttributes,
  inResource,
} from '../conformance/declared-attributes.ts';
import { type Answer, CORE_USER, type Json, refusal, resourcesOf } from '../support/scim/scim-client.ts';
import { openUntouchedDirectory } from './untouched-directory.ts';

const { ann, client } = openUntouchedDirectory();

let schemas: readonly Json[];
let writable: readonly DeclaredAttribute[];

beforeAll(async () => {
  schemas = resourcesOf(await client().get('/Schemas'));
  writable = declaredAttributes(schemas).filter(attribute => !attribute.readOnly);
  expect(writable.length).toBeGreaterThan(40);
});

const WRONG_TEXTS = [true, { a: 1 }, ['a', 'b'], [['a']], [{ a: 1 }]];
const WRONG_BOOLEANS = [0, 1, 2.5, 'maybe', { a: 1 }, [true, false], [['true']]];

interface WrongValue {
  readonly attribute: DeclaredAttribute;
  readonly value: unknown;
}

const wrongValues = (): WrongValue[] =>
  writable.flatMap(attribute =>
    (attribute.type === 'boolean' ? WRONG_BOOLEANS : WRONG_TEXTS).map(value => ({ attribute, value })),
  );

/** The name a person would look for: `emails.primary`, `manager.value`, `department`. */
const named = ({ path, name }: DeclaredAttribute): RegExp =>
  new RegExp(`${path.replace(/^urn:.*:/, '').replace('$', '\\$')}|${name.replace('$', '\\$')}`);

/** All are sent; those that were answered otherwise are listed. */
async function expectRefused(send: (wrong: WrongValue) => Promise<Answer>): Promise<void> {
  const accepted: unknown[] = [];
  for (const wrong of wrongValues()) {
    const { status, body } = await send(wrong);
    const isRight =
      status === 400 &&
      body['scimType'] === 'invalidValue' &&
      named(wrong.attribute).test(String(body['detail']));
    if (!isRight) accepted.push({ path: wrong.attribute.path, value: wrong.value, status, body });
  }
  expect(accepted).toEqual([]);
}

test('POST refuses them and names the attribute', async () => {
  await expectRefused(({ attribute, value }) =>
    client().post('/Users', { userName: 'mallory@example.com', ...inResource(attribute, value) }),
  );
});

test('PUT refuses them and names the attribute', async () => {
  await expectRefused(({ attribute, value }) =>
    client().put(ann().path, { ...ann().body, ...inResource(attribute, value) }),
  );
});

test('PATCH with a path refuses them and names the attribute', async () => {
  await expectRefused(({ attribute, value }) =>
    client().patch(
      ann().path,
      { op: 'replace', path: 'nickName', value: 'Half-applied' },
      { op: 'replace', path: attribute.path, value },
    ),
  );
});

test('PATCH without a path refuses them and names the attribute', async () => {
  await expectRefused(({ attribute, value }) =>
    client().patch(ann().path, { op: 'add', value: { nickName: 'Half-applied', [attribute.path]: value } }),
  );
});

test('numbers are refused where a text is not a code', async () => {
  const texts = writable.filter(
    ({ type, steps, path }) => type === 'text' && steps.length === 1 && path !== 'externalId',
  );
  expect(texts.length).toBeGreaterThan(5);
  for (const attribute of texts) {
    const answer = await client().post('/Users', { userName: 'm@x.io', ...inResource(attribute, 4711) });
    expect(answer).toMatchObject(refusal(400, 'invalidValue', named(attribute)));
  }
});

describe('what should be complex', () => {
  const complexes = () =>
    schemas.flatMap(schema =>
      (schema['attributes'] as Json[]) // RFC 7643 §7
        .filter(({ type }) => type === 'complex')
        .map(attribute => {
          const [id, name] = [String(schema['id']), String(attribute['name'])];
          const key = id === CORE_USER ? undefined : id;
          return {
            path: key ? `${key}:${name}` : name,
            name,
            multiValued: attribute['multiValued'] === true,
            hasValue: (attribute['subAttributes'] as Json[]).some(sub => sub['name'] === 'value'), // RFC 7643 §7
            key,
          };
        }),
    );

  test('is refused when it is something else, and named', async () => {
    expect(complexes().length).toBeGreaterThan(6);
    for (const { path, name, multiValued, hasValue, key } of complexes()) {
      const wrong: unknown[] = [true, [[{ value: 'x' }]], ...(multiValued ? [[true]] : [[1, 2]])];
      // A text stands for the value of a list's element, where it has one.
      if (multiValued && !hasValue) wrong.push('text', 7);
      for (const value of wrong) {
        const sent = key ? { [key]: { [name]: value } } : { [name]: value };
        const post = await client().post('/Users', { userName: 'mallory@example.com', ...sent });
        expect({ path, value, ...post }).toMatchObject(refusal(400, 'invalidValue', new RegExp(name)));
        const patch = await client().patch(ann().path, { op: 'replace', path, value });
        expect({ path, value, ...patch }).toMatchObject(refusal(400, 'invalidValue', new RegExp(name)));
      }
    }
  });

  test.each([true, 7, 'R&D', [{ department: 'x' }]])('an extension that is %j is refused', async value => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const refused = refusal(400, 'invalidValue', /enterprise/);
    expect(await client().post('/Users', { userName: 'm@x.io', [urn]: value })).toMatchObject(refused);
    expect(await client().patch(ann().path, { op: 'add', value: { [urn]: value } })).toMatchObject(refused);
  });
});

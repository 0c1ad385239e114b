/** RFC 7644 §3.9: each declared attribute is projected alike in every answer that holds a User, and nothing is lost. */
import { databaseKinds } from '../support/database/databases.ts';
import type { Json } from '../support/scim/scim-client.ts';
import { Directory, resourcesIn } from './model/directory.ts';
import { isObject, listAt } from './model/resource-values.ts';
import { allWithout, completeUser, onlyWith } from './model/sample-values.ts';
import { readSchemaAttributes, type SchemaAttribute } from './model/schema-attributes.ts';

const DECLARED = await readSchemaAttributes();

/** How a client asks, and what it must get of a whole resource. */
interface Question {
  readonly query: string;
  readonly search: Json;
  project(resource: Json): Json;
}

function questionsFor(attribute: SchemaAttribute, names: readonly string[]): readonly Question[] {
  return (['attributes', 'excludedAttributes'] as const).flatMap(way =>
    names.map(name => ({
      query: `${way}=${encodeURIComponent(name)}`,
      search: { [way]: [name] },
      project: (resource: Json) =>
        way === 'attributes' ? onlyWith(resource, attribute) : allWithout(resource, attribute),
    })),
  );
}

/** Names are resolved before a database is asked, so that each spelling is asked of one of them alone. */
const SPELLINGS = {
  SQLite: ({ path, urnPath }: SchemaAttribute) => [path, urnPath, path.toUpperCase()],
  PostgreSQL: ({ urnPath }: SchemaAttribute) => [urnPath],
} as const;

describe.each(databaseKinds())('a projection by every declared attribute, on $name', kind => {
  let directory: Directory;
  let made = 0;

  beforeAll(async () => {
    directory = await Directory.open(kind);
  });

  afterAll(() => directory.close());

  const nextUser = (): Json => {
    made += 1;
    return completeUser(DECLARED, made);
  };
  const read = (id: unknown) => directory.succeed('GET', `/Users/${String(id)}`);
  const idIn = (url: unknown) => String(url).split('/').at(-1);

  test.each(DECLARED)('$path', async attribute => {
    const { id } = await directory.succeed('POST', '/Users', nextUser());
    const spellings = SPELLINGS[kind.name](attribute);
    const questions = questionsFor(attribute, spellings);
    for (const question of questions) await expectInReads(question, String(id));
    // The names have all been read by now: the writes are asked once for the attribute, once for all others.
    const [wanted, , , , unwanted = questions.at(-1)] = questions;
    for (const question of [wanted, unwanted]) {
      if (!question) throw new Error('each spelling is asked in two ways');
      await expectInWrites(question, String(id));
      await expectInBulk(question, String(id));
    }
  });

  function expectAnswer({ query, project }: Question, request: string, answer: unknown, whole: Json): void {
    expect({ request, query, answer }).toEqual({ request, query, answer: project(whole) });
  }

  async function expectInReads(question: Question, id: string): Promise<void> {
    const whole = await read(id);
    const filter = `id eq "${id}"`;
    const one = await directory.succeed('GET', `/Users/${id}?${question.query}`);
    expectAnswer(question, 'GET', one, whole);
    const list = await directory.succeed(
      'GET',
      `/Users?filter=${encodeURIComponent(filter)}&${question.query}`,
    );
    expectAnswer(question, 'GET of a list', resourcesIn(list)[0], whole);
    for (const target of ['/.search', '/Users/.search']) {
      const found = await directory.succeed('POST', target, { filter, ...question.search });
      expectAnswer(question, target, resourcesIn(found)[0], whole);
    }
  }

  async function expectInWrites(question: Question, id: string): Promise<void> {
    const one = `/Users/${id}?${question.query}`;
    const before = await read(id);
    const change = { op: 'replace', path: 'externalId', value: `patched ${made}` };
    const patched = await directory.succeed('PATCH', one, { Operations: [change] });
    const afterPatch = await read(id);
    expectAnswer(question, 'PATCH', patched, afterPatch);
    expect(withoutMeta(afterPatch)).toEqual({ ...withoutMeta(before), externalId: change.value });

    const replaced = await directory.succeed('PUT', one, before);
    const afterPut = await read(id);
    expectAnswer(question, 'PUT', replaced, afterPut);
    expect(withoutMeta(afterPut)).toEqual(withoutMeta(before));

    const whole = nextUser();
    const answer = await directory.send('POST', `/Users?${question.query}`, whole);
    expectAnswer(question, 'POST', answer.body, await read(idIn(answer.headers['location'])));
  }

  async function expectInBulk(question: Question, id: string): Promise<void> {
    const other = await directory.succeed('POST', '/Users', nextUser());
    const change = { op: 'replace', path: 'externalId', value: `bulk ${made}` };
    const requests = [
      { method: 'POST', path: '/Users', bulkId: 'new', data: nextUser() },
      { method: 'PUT', path: `/Users/${String(other['id'])}`, data: nextUser() },
      { method: 'PATCH', path: `/Users/${id}`, data: { Operations: [change] } },
    ];
    const { body } = await directory.send('POST', '/Bulk', {
      Operations: requests.map(request => ({ ...request, path: `${request.path}?${question.query}` })),
    });
    const results = listAt(body, 'Operations');
    expect(results.map(({ method }) => method)).toEqual(requests.map(({ method }) => method));
    for (const { method, location, response } of results) {
      expect(isObject(response)).toBe(true);
      expectAnswer(question, `${String(method)} in bulk`, response, await read(idIn(location)));
    }
  }
});

function withoutMeta({ meta: _meta, ...rest }: Json): Json {
  return rest;
}

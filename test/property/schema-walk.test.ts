/** Issue 3: what /Schemas declares works: each attribute is created, filtered, sorted and patched, from the schema alone. */
import { databaseKinds } from '../support/database/databases.ts';
import type { Json } from '../support/scim/scim-client.ts';
import { Directory, resourcesIn } from './model/directory.ts';
import { resourceWith, sampleOf, valueIn } from './model/sample-values.ts';
import { readSchemaAttributes, type SchemaAttribute } from './model/schema-attributes.ts';

const DECLARED = await readSchemaAttributes();
const WRITABLE = DECLARED.filter(({ isReadOnly }) => !isReadOnly);
const READ_ONLY = DECLARED.filter(({ isReadOnly }) => isReadOnly);
const TEXTS = WRITABLE.filter(({ type }) => type === 'text');
const SINGLE = WRITABLE.filter(
  ({ type, isList, parent }) => type !== 'complex' && !isList && parent?.isList !== true,
);
/** Read-only attributes that every resource has and no schema lists (RFC 7643 §3.1). */
const COMMON_READ_ONLY = [
  'id',
  'meta',
  'meta.resourceType',
  'meta.created',
  'meta.lastModified',
  'meta.location',
  'meta.version',
];

/** Names are resolved before a database is asked, so that each spelling is asked of one of them alone. */
const SPELLINGS = {
  SQLite: ({ path, urnPath }: SchemaAttribute) => [path, urnPath, path.toLowerCase()],
  PostgreSQL: ({ urnPath }: SchemaAttribute) => [urnPath],
} as const;

test('the schemas declare attributes of every kind', () => {
  expect(WRITABLE.length).toBeGreaterThan(45);
  expect(SINGLE.length).toBeGreaterThan(15);
  expect(READ_ONLY.length).toBeGreaterThan(0);
});

describe.each(databaseKinds())('every declared attribute, on $name', kind => {
  let directory: Directory;
  let made = 0;

  beforeAll(async () => {
    directory = await Directory.open(kind);
  });

  afterAll(() => directory.close());

  /** One that is new to the directory. */
  const nextSample = (attribute: SchemaAttribute): unknown => {
    made += 2;
    return sampleOf(attribute, made);
  };

  const create = async (attributes: Json): Promise<Json> => {
    made += 1;
    return await directory.succeed('POST', '/Users', { userName: `walker-${made}`, ...attributes });
  };

  const targetOf = ({ id }: Json): string => `/Users/${String(id)}`;
  const patch = (target: string, ...operations: readonly Json[]) =>
    directory.send('PATCH', target, { Operations: operations });

  /** Whether each of these members satisfies the filter. */
  const satisfying = async (filter: string, ...members: readonly Json[]): Promise<readonly boolean[]> => {
    const among = members.map(({ id }) => `id eq ${JSON.stringify(id)}`).join(' or ');
    const found = await directory.find(`(${filter}) and (${among})`);
    return members.map(({ id }) => found.includes(String(id)));
  };

  test.each(WRITABLE)('$path is created and read back', async attribute => {
    const value = nextSample(attribute);
    const created = await create(resourceWith(attribute, value));
    expect(valueIn(created, attribute)).toEqual(value);
    const read = await directory.succeed('GET', targetOf(created));
    expect(read).toEqual(created);
    const [listed] = resourcesIn(await directory.list({ filter: `id eq "${String(created['id'])}"` }));
    expect(listed).toEqual(created);
  });

  test.each(WRITABLE)('$path is found by its presence', async attribute => {
    const bearer = await create(resourceWith(attribute, nextSample(attribute)));
    const bare = await create({});
    const isAlwaysThere = valueIn(bare, attribute) !== undefined;
    for (const name of [attribute.path, attribute.urnPath, attribute.path.toUpperCase()]) {
      expect([name, await satisfying(`${name} pr`, bearer, bare)]).toEqual([name, [true, isAlwaysThere]]);
      expect([name, await satisfying(`${name} eq null`, bearer, bare)]).toEqual([
        name,
        [false, !isAlwaysThere],
      ]);
    }
  });

  test.each(TEXTS)('$path is found by its value and by parts of it', async attribute => {
    const value = String(nextSample(attribute));
    const bearer = await create(resourceWith(attribute, value));
    const other = await create(resourceWith(attribute, nextSample(attribute)));
    const [start, middle, end] = [value.slice(0, -3), value.slice(3), value.slice(-6)];
    const [quotedStart = '', quotedMiddle = '', quotedEnd = ''] = [start, middle, end].map(part =>
      JSON.stringify(part),
    );
    const tests = [
      [`eq ${JSON.stringify(value)}`, [true, false]],
      [`ne ${JSON.stringify(value)}`, [false, true]],
      [`co ${quotedMiddle}`, [true, false]],
      [`sw ${JSON.stringify(value)}`, [true, false]],
      [`ew ${quotedMiddle}`, [true, false]],
      [`sw ${quotedStart} and ${attribute.path} ew ${quotedEnd}`, undefined],
      [
        `eq ${JSON.stringify(value.toUpperCase().replaceAll('SS', '\u00df'))}`,
        [!attribute.isCaseExact, false],
      ],
    ] as const;
    for (const [condition, expected] of tests) {
      const names = SPELLINGS[kind.name](attribute);
      for (const name of names) {
        const found = await satisfying(`${name} ${condition}`, bearer, other);
        if (expected) expect([name, condition, found]).toEqual([name, condition, expected]);
        else expect(found[0]).toBe(true);
      }
      const { parent, steps } = attribute;
      if (!parent?.isList || !expected || condition.startsWith('ne')) continue;
      const sub = String(steps.at(-1));
      for (const filter of [
        `${parent.path}[${sub} ${condition}]`,
        `${parent.path}[${sub} pr].${sub} ${condition}`,
      ]) {
        expect([filter, await satisfying(filter, bearer, other)]).toEqual([filter, expected]);
      }
    }
  });

  test.each(WRITABLE.filter(({ type }) => type === 'boolean'))(
    '$path is found by its value',
    async attribute => {
      const yes = await create(resourceWith(attribute, true));
      const no = await create(resourceWith(attribute, false));
      for (const name of [attribute.path, attribute.urnPath]) {
        expect(await satisfying(`${name} eq true`, yes, no)).toEqual([true, false]);
        expect(await satisfying(`${name} eq "False"`, yes, no)).toEqual([false, true]);
        expect(await satisfying(`${name} ne true`, yes, no)).toEqual([false, true]);
      }
    },
  );

  test.each(SINGLE)('$path orders a list', async attribute => {
    const low = await create(resourceWith(attribute, attribute.type === 'boolean' ? false : 'order a'));
    // Capitals come first where case counts (RFC 7643 section 3.1).
    const later = attribute.path === 'externalId' ? 'order b' : 'ORDER B';
    const high = await create(resourceWith(attribute, attribute.type === 'boolean' ? true : later));
    const filter = `id eq "${String(low['id'])}" or id eq "${String(high['id'])}"`;
    const idsBy = async (sortBy: string, sortOrder: string) =>
      resourcesIn(await directory.list({ filter, sortBy, sortOrder })).map(({ id }) => id);
    for (const name of [attribute.path, attribute.urnPath, attribute.path.toUpperCase()]) {
      expect(await idsBy(name, 'ascending')).toEqual([low['id'], high['id']]);
      expect(await idsBy(name, 'descending')).toEqual([high['id'], low['id']]);
    }
  });

  test.each(WRITABLE)('$path is patched by path, by URN path and without a path', async attribute => {
    const target = targetOf(await create({}));
    const expectHolds = async (operation: Json, expected: unknown): Promise<void> => {
      const { status, body } = await patch(target, operation);
      expect({ operation, status, value: valueIn(body, attribute) }).toEqual({
        operation,
        status: 200,
        value: expected,
      });
      expect(await directory.succeed('GET', target)).toEqual(body);
    };
    for (const path of [attribute.path, attribute.urnPath]) {
      for (const op of ['add', 'replace']) {
        const value = nextSample(attribute);
        await expectHolds({ op, path, value }, value);
      }
      await expectRemoved({ op: 'remove', path });
    }
    for (const op of ['add', 'replace']) {
      const [nested, keyed] = [nextSample(attribute), nextSample(attribute)];
      await expectHolds({ op, value: resourceWith(attribute, nested) }, nested);
      await expectRemoved({ op: 'remove', path: attribute.path });
      await expectHolds({ op, value: { [attribute.urnPath]: keyed } }, keyed);
    }

    async function expectRemoved(operation: Json): Promise<void> {
      if (attribute.isRequired) {
        expect(await patch(target, operation)).toMatchObject({
          status: 400,
          body: { scimType: 'mutability' },
        });
      } else {
        await expectHolds(operation, attribute.path === 'active' ? false : undefined);
      }
    }
  });

  test.each(WRITABLE.filter(({ isRequired }) => !isRequired))(
    '$path is unassigned by null',
    async attribute => {
      const target = targetOf(await create(resourceWith(attribute, nextSample(attribute))));
      const unassigned = attribute.path === 'active' ? false : undefined;
      const { status, body } = await patch(target, { op: 'replace', path: attribute.path, value: null });
      expect({ status, value: valueIn(body, attribute) }).toEqual({ status: 200, value: unassigned });
    },
  );

  test.each([...READ_ONLY.flatMap(({ path, urnPath }) => [path, urnPath]), ...COMMON_READ_ONLY])(
    '%s is refused by every PATCH that names it',
    async path => {
      const created = await create({});
      for (const operation of [{ op: 'add', value: 'x' }, { op: 'replace', value: 'x' }, { op: 'remove' }]) {
        const { status, body } = await patch(targetOf(created), { ...operation, path });
        expect({ operation, status, body }).toMatchObject({
          status: 400,
          body: { scimType: 'mutability', detail: expect.stringContaining('read-only') },
        });
      }
      expect(await directory.succeed('GET', targetOf(created))).toEqual(created);
    },
  );

  test.each(READ_ONLY)(
    '$path is ignored in a whole resource and in a PATCH without a path',
    async attribute => {
      const claim = resourceWith(attribute, nextSample(attribute));
      const created = await create(claim);
      expect(valueIn(created, attribute)).toBeUndefined();
      const patched = await patch(targetOf(created), { op: 'add', value: claim });
      const replaced = await directory.succeed('PUT', targetOf(created), { ...created, ...claim });
      for (const answer of [patched.body, replaced]) expect(answer).toEqual(created);
    },
  );
});

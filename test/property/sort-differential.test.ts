/** RFC 7644 §3.4.2.3 and RFC 9865: every attribute sorts alike everywhere, on one page or on many, by index or cursor. */
import fc from 'fast-check';
import type { Json } from '../support/scim/scim-client.ts';
import { type Directory, openDirectories, resourcesIn } from './model/directory.ts';
import { findIn } from './model/filter-model.ts';
import { printFilter } from './model/filter-tree.ts';
import { ODD_MEMBERS } from './model/odd-members.ts';
import { RandomFilters } from './model/random-filters.ts';
import { randomMembers } from './model/random-members.ts';
import { byCodePoint, folded, foldedName, listAt, valuesAt } from './model/resource-values.ts';
import { readSchemaAttributes, type SchemaAttribute } from './model/schema-attributes.ts';
import { PROPERTY_SEED } from './property-seed.ts';

const MEMBERS = [...randomMembers(50), ...ODD_MEMBERS];
const PAGE_SIZE = 23;
const RUNS = 25;
const LIMIT_MS = 60_000;

interface SortKey {
  readonly path: string;
  /** `undefined`: unassigned. */
  valueIn(resource: Json): string | number | undefined;
}

const KEYS = [...commonKeys(), ...(await readSchemaAttributes()).flatMap(keyOf)];
const filters = new RandomFilters(MEMBERS);

let filled: readonly { readonly directory: Directory; readonly resources: readonly Json[] }[];

beforeAll(async () => {
  const directories = await openDirectories(MEMBERS);
  filled = await Promise.all(
    directories.map(async directory => ({ directory, resources: await directory.allMembers() })),
  );
}, LIMIT_MS);

afterAll(async () => {
  for (const { directory } of filled) await directory.close();
});

/** Common attributes, which no schema lists (RFC 7643 §3.1). */
function commonKeys(): readonly SortKey[] {
  const instant = (name: string): SortKey => ({
    path: `meta.${name}`,
    valueIn: resource => Date.parse(String(valuesAt(resource, ['meta', name])[0])),
  });
  return [
    { path: 'id', valueIn: ({ id }) => String(id) },
    {
      path: 'externalId',
      valueIn: ({ externalId }) => (typeof externalId === 'string' ? externalId : undefined),
    },
    instant('created'),
    instant('lastModified'),
  ];
}

/** A complex attribute sorts by its value, and not at all when it has none. */
function keyOf(attribute: SchemaAttribute): readonly SortKey[] {
  const leaf =
    attribute.type === 'complex'
      ? attribute.subAttributes.find(({ steps }) => steps.at(-1) === 'value')
      : attribute;
  if (!leaf) return [];
  const valueIn = (resource: Json): string | number | undefined => {
    const [value] = valuesAt(withChosenElement(resource, leaf), leaf.steps);
    if (typeof value === 'boolean') return Number(value);
    if (typeof value !== 'string') return undefined;
    if (attribute.path === 'userName') return foldedName(value);
    return leaf.isCaseExact ? value : folded(value);
  };
  return [{ path: attribute.path, valueIn }];
}

/** A list reduced to the element it sorts by: the primary one, else the first. */
function withChosenElement(resource: Json, { parent }: SchemaAttribute): Json {
  const name = parent?.isList ? parent.steps[0] : undefined;
  if (name === undefined) return resource;
  const elements = listAt(resource, name);
  return { ...resource, [name]: elements.find(({ primary }) => primary === true) ?? elements[0] };
}

/** Unassigned values last when ascending, first when descending; equal ones in the order of ids. */
function sorted(resources: readonly Json[], { valueIn }: SortKey, descending: boolean): readonly string[] {
  const compare = (left: string | number | undefined, right: string | number | undefined): number => {
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    return typeof left === 'number' ? left - Number(right) : byCodePoint(left, String(right));
  };
  return resources
    .map(resource => ({ id: String(resource['id']), value: valueIn(resource) }))
    .sort(
      (left, right) =>
        compare(left.value, right.value) * (descending ? -1 : 1) || byCodePoint(left.id, right.id),
    )
    .map(({ id }) => id);
}

type Parameters = Readonly<Record<string, string>>;

const idsIn = (list: Json): readonly string[] => resourcesIn(list).map(({ id }) => String(id));

async function pagedByIndex(
  directory: Directory,
  parameters: Parameters,
  size: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (;;) {
    const list = await directory.list({
      ...parameters,
      startIndex: String(found.length + 1),
      count: String(size),
    });
    const ids = idsIn(list);
    found.push(...ids);
    if (ids.length === 0 || found.length >= Number(list['totalResults'])) return found;
  }
}

/** By `nextCursor` to the end, and by `previousCursor` back to the beginning, which must be the same list. */
async function pagedByCursor(
  directory: Directory,
  parameters: Parameters,
  size: number,
): Promise<readonly string[]> {
  const walk = async (direction: 'nextCursor' | 'previousCursor', first: string) => {
    const pages: (readonly string[])[] = [];
    let cursor: unknown = first;
    let last = first;
    while (typeof cursor === 'string') {
      const list = await directory.list({ ...parameters, cursor, count: String(size) });
      pages.push(idsIn(list));
      last = cursor;
      cursor = list[direction];
    }
    return { pages, last };
  };
  const { pages, last } = await walk('nextCursor', '');
  const back = await walk('previousCursor', last);
  expect(back.pages.reverse().flat()).toEqual(pages.flat());
  return pages.flat();
}

test.each(KEYS)(
  '$path sorts alike everywhere, ascending and descending, and in pages of either kind',
  async key => {
    await Promise.all(
      filled.map(async ({ directory, resources }) => {
        for (const sortOrder of ['ascending', 'descending']) {
          const parameters = { sortBy: key.path, sortOrder, attributes: 'id' };
          const expected = sorted(resources, key, sortOrder === 'descending');
          const value = new Map(resources.map(resource => [String(resource['id']), key.valueIn(resource)]));
          const seen = (ids: readonly string[]) => ({
            on: directory.databaseName,
            sortOrder,
            values: ids.map(id => value.get(id) ?? null),
            ids,
          });
          const whole = idsIn(await directory.list({ ...parameters, count: '1000' }));
          expect(seen(whole)).toEqual(seen(expected));
          expect(seen(await pagedByIndex(directory, parameters, PAGE_SIZE))).toEqual(seen(expected));
          expect(seen(await pagedByCursor(directory, parameters, PAGE_SIZE))).toEqual(seen(expected));
        }
      }),
    );
  },
  LIMIT_MS,
);

test('complex attributes without a value of their own name no order', async () => {
  for (const { directory } of filled) {
    for (const sortBy of ['name', 'addresses']) {
      const { status, body } = await directory.send('GET', `/Users?sortBy=${sortBy}`);
      expect({ sortBy, status, body }).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    }
  }
});

test(
  'what a random filter finds, sorted and paged at random, is the same list everywhere',
  async () => {
    const question = fc.record({
      tree: filters.trees(),
      key: fc.constantFrom(...KEYS),
      descending: fc.boolean(),
      size: fc.integer({ min: 3, max: MEMBERS.length + 1 }),
    });
    await fc.assert(
      fc.asyncProperty(question, async ({ tree, key, descending, size }) => {
        for (const { directory, resources } of filled) {
          const filter = printFilter(tree, resources);
          const sortOrder = descending ? 'descending' : 'ascending';
          const parameters = { filter, sortBy: key.path, sortOrder, attributes: 'userName' };
          const ids = new Set(findIn(resources, tree));
          const expected = sorted(
            resources.filter(({ id }) => ids.has(String(id))),
            key,
            descending,
          );
          expect(await pagedByIndex(directory, parameters, size)).toEqual(expected);
          expect(await pagedByCursor(directory, parameters, size)).toEqual(expected);
        }
      }),
      { seed: PROPERTY_SEED, numRuns: RUNS },
    );
  },
  LIMIT_MS,
);

/** Issue 3: random filters find the same members by SQL on every database as by a plain look at each member. */
import fc from 'fast-check';
import type { Json } from '../support/scim/scim-client.ts';
import { type Directory, openDirectories } from './model/directory.ts';
import { EDGE_CASE_FILTERS } from './model/edge-case-filters.ts';
import { findIn } from './model/filter-model.ts';
import { type FilterTree, printFilter } from './model/filter-tree.ts';
import { FILTERABLE_ATTRIBUTES } from './model/filterable-attributes.ts';
import { ODD_MEMBERS } from './model/odd-members.ts';
import { OPERATORS, presence, RandomFilters } from './model/random-filters.ts';
import { randomMembers } from './model/random-members.ts';
import { PROPERTY_SEED } from './property-seed.ts';

const MEMBERS = [...randomMembers(60), ...ODD_MEMBERS];
const RUNS = 250;
const LONGEST_TITLE = 80;
const LIMIT_MS = 60_000;
const filters = new RandomFilters(MEMBERS);

interface Filled {
  readonly directory: Directory;
  readonly resources: readonly Json[];
}

let filled: readonly Filled[];

beforeAll(async () => {
  const directories = await openDirectories(MEMBERS);
  filled = await Promise.all(
    directories.map(async directory => {
      for (const [index, { id }] of (await directory.allMembers()).entries()) {
        // Some members get a second and third version, and a lastModified of its own.
        for (let change = 0; change < index % 3; change += 1) {
          await directory.succeed('PATCH', `/Users/${String(id)}`, {
            Operations: [{ op: 'replace', value: { nickName: `changed ${change}` } }],
          });
        }
      }
      return { directory, resources: await directory.allMembers() };
    }),
  );
}, LIMIT_MS);

afterAll(async () => {
  for (const { directory } of filled) await directory.close();
});

/** @returns whether the filter tells members apart */
async function expectAlike(tree: FilterTree, bySearch: boolean): Promise<boolean> {
  const expected = await Promise.all(
    filled.map(async ({ directory, resources }) => {
      const filter = printFilter(tree, resources);
      const found = await directory.find(filter, bySearch);
      const wanted = findIn(resources, tree);
      const wrong = resources.filter(({ id }) => wanted.includes(String(id)) !== found.includes(String(id)));
      expect({ on: directory.databaseName, filter, wrong: wrong.map(member => part(member, tree)) }).toEqual({
        on: directory.databaseName,
        filter,
        wrong: [],
      });
      expect(found).toEqual(wanted);
      return wanted;
    }),
  );
  return expected.every(ids => ids.length > 0 && ids.length < MEMBERS.length);
}

/** What a filter looks at, for the report of a failure. */
function part(member: Json, tree: FilterTree): Json {
  const names = new Set(['userName', ...namesIn(tree)]);
  return Object.fromEntries(Object.entries(member).filter(([name]) => names.has(name)));
}

function namesIn(tree: FilterTree): readonly string[] {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.terms.flatMap(namesIn);
    case 'not':
      return namesIn(tree.term);
    case 'present':
    case 'compare':
    case 'element':
      return tree.attribute.steps.slice(0, 1);
  }
}

test(
  'every operator on every attribute finds the same members everywhere',
  async () => {
    const sample = <T extends FilterTree>(tree: fc.Arbitrary<T>, numRuns: number): readonly T[] =>
      fc.sample(tree, { seed: PROPERTY_SEED, numRuns });
    for (const attribute of FILTERABLE_ATTRIBUTES) {
      for (const tree of sample(presence(attribute), 1)) await expectAlike(tree, false);
      for (const operator of OPERATORS[attribute.type]) {
        for (const tree of sample(filters.comparisons(attribute, operator), 1))
          await expectAlike(tree, false);
      }
    }
  },
  LIMIT_MS,
);

test(
  'random filters find the same members everywhere',
  async () => {
    let telling = 0;
    await fc.assert(
      fc.asyncProperty(filters.trees(), fc.boolean(), async (tree, bySearch) => {
        if (await expectAlike(tree, bySearch)) telling += 1;
      }),
      { seed: PROPERTY_SEED, numRuns: RUNS },
    );
    expect(telling).toBeGreaterThan(RUNS / 3);
  },
  LIMIT_MS,
);

const rows = EDGE_CASE_FILTERS.map(
  ([filter, meaning]) => [filter.slice(0, LONGEST_TITLE), filter, meaning] as const,
);

test.each(rows)('%s', async (_title, filter, meaning) => {
  for (const { directory, resources } of filled) {
    const found = await directory.find(filter);
    const names = (which: (user: Json) => boolean) => resources.filter(which).map(({ userName }) => userName);
    expect({ on: directory.databaseName, names: names(({ id }) => found.includes(String(id))) }).toEqual({
      on: directory.databaseName,
      names: names(meaning),
    });
  }
});

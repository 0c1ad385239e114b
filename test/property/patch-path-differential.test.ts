/** RFC 7644 §3.5.2: a filter in a PATCH path chooses the elements it would find in a list. */
import fc from 'fast-check';
import type { Json } from '../support/scim/scim-client.ts';
import { type Directory, openDirectories } from './model/directory.ts';
import { satisfies } from './model/filter-model.ts';
import { printFilter } from './model/filter-tree.ts';
import { ELEMENT_ATTRIBUTES } from './model/filterable-attributes.ts';
import { RandomFilters } from './model/random-filters.ts';
import { randomMembers } from './model/random-members.ts';
import { listAt } from './model/resource-values.ts';
import { PROPERTY_SEED } from './property-seed.ts';

const MEMBERS = randomMembers(20);
const RUNS = 250;
const LIMIT_MS = 240_000;
/** Plain, or with the core URN: a path has no parentheses around it. */
const STYLES = [0, 2];

const filters = new RandomFilters(MEMBERS);
const wanted = fc.constantFrom(...ELEMENT_ATTRIBUTES.filter(({ isList }) => isList)).chain(attribute =>
  fc.record({
    attribute: fc.constant(attribute),
    inner: filters.insides(attribute),
    style: fc.constantFrom(...STYLES),
    member: fc.nat(MEMBERS.length - 1),
  }),
);

let directories: readonly Directory[];

beforeAll(async () => {
  directories = await openDirectories(MEMBERS);
}, LIMIT_MS);

afterAll(async () => {
  for (const directory of directories) await directory.close();
});

test(
  'removing by a filter leaves the elements that do not satisfy it, in their order',
  async () => {
    let telling = 0;
    for (const directory of directories) {
      const users = await directory.allMembers();
      await fc.assert(
        fc.asyncProperty(wanted, async ({ attribute, inner, style, member }) => {
          const before = users[member] ?? {};
          const target = `/Users/${String(before['id'])}`;
          const elements = listAt(before, attribute.name);
          const path = printFilter({ kind: 'element', attribute, inner, trailing: undefined, style }, users);
          const after = await directory.succeed('PATCH', target, { Operations: [{ op: 'remove', path }] });
          const left = elements.filter(element => !satisfies(element, inner, users));
          await directory.succeed('PUT', target, before);
          expect({ path, elements, left: listAt(after, attribute.name) }).toEqual({ path, elements, left });
          expect(withoutList(after, attribute.name)).toEqual(withoutList(before, attribute.name));
          if (left.length > 0 && left.length < elements.length) telling += 1;
        }),
        { seed: PROPERTY_SEED, numRuns: RUNS },
      );
    }
    expect(telling).toBeGreaterThan(RUNS / 5);
  },
  LIMIT_MS,
);

/** All but what a change may change. */
function withoutList(user: Json, name: string): Json {
  return Object.fromEntries(Object.entries(user).filter(([key]) => key !== name && key !== 'meta'));
}

/** Questions that must look at every member, and answers that are as large as they may be. */
import { always, cycle, type Kind } from '../kind.ts';
import { needle } from '../large-members.ts';

const USERS = '/scim/v2/Users';
/** The most that filters may have. */
const TERMS = 275;
const LIST_CONDITIONS = 20;
const NESTING = 38;

const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const listOf = (parameters: Readonly<Record<string, string>>) => ({
  method: 'GET',
  path: `${USERS}?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`,
});

const MANY_TERMS = range(TERMS, index => `displayName co "${needle(index)}"`).join(' or ');
const LIST_FILTER = range(LIST_CONDITIONS, index => `emails.display co "${needle(index)}"`).join(' or ');
const OPPOSITES = `${'not ('.repeat(NESTING)}emails.display co "${needle(0)}"${')'.repeat(NESTING)}`;
const BRACKETS = `emails[${range(LIST_CONDITIONS, index => `not (display ew "${needle(index)}")`).join(' and ')}] and title eq "none"`;

const SEARCH_BODY = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
  filter: LIST_FILTER,
  sortBy: 'name.familyName',
  sortOrder: 'descending',
  attributes: ['userName'],
  count: 1_000,
});

/** Names that select parts of everything, as often as an address may hold them. */
const MANY_NAMES = range(
  1_500,
  index => ['emails.display', 'name.givenName', `unknown${index}`][index % 3],
).join();

export const SEARCH_KINDS: readonly Kind[] = [
  { name: 'filter: 275 × co on a text', requests: always(listOf({ filter: MANY_TERMS })) },
  {
    name: 'filter: 20 conditions on lists',
    isInShortForm: true,
    requests: always(listOf({ filter: LIST_FILTER })),
  },
  { name: 'filter: 38 nested not', requests: always(listOf({ filter: OPPOSITES })) },
  { name: 'filter: 20 not in one bracket', requests: always(listOf({ filter: BRACKETS })) },
  {
    name: 'sort by an attribute without index',
    isInShortForm: true,
    requests: always(listOf({ sortBy: 'name.familyName', sortOrder: 'descending', count: '1000' })),
  },
  {
    name: 'sort of large members by a list',
    requests: always(listOf({ filter: 'title sw "Revision"', sortBy: 'emails.display', count: '1000' })),
  },
  {
    name: 'deep index pages',
    requests: () => {
      const start = cycle(range(10, index => 19_000 + index * 100));
      return () => listOf({ startIndex: String(start()), count: '100' });
    },
  },
  {
    name: 'lists of 1,000 large members',
    isInShortForm: true,
    requests: always(listOf({ filter: 'title sw "Revision"', count: '1000' })),
  },
  {
    name: '.search with filter and sort',
    requests: always({ method: 'POST', path: `${USERS}/.search`, body: SEARCH_BODY }),
  },
  {
    name: 'projection with 1,500 names of 1,000 members',
    requests: always(listOf({ attributes: MANY_NAMES, count: '1000' })),
  },
  {
    name: 'projection of large members',
    requests: always(
      listOf({ filter: 'title sw "Revision"', count: '1000', excludedAttributes: 'emails.display' }),
    ),
  },
  { name: 'ordinary reads, 429 ignored', requests: always(listOf({ count: '100' })) },
];

/** The directory that the filter tests ask: five members, each odd in its own way. */
import { ENTERPRISE_USER, metaOf, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const PEOPLE = [
  {
    userName: 'Ann@Example.com',
    externalId: 'Ext-1',
    name: { givenName: 'Ann', familyName: "O'Malley" },
    title: 'Lead Engineer',
    emails: [
      { value: 'Ann@example.com', type: 'work', primary: true },
      { value: 'ann@home.org', type: 'home' },
    ],
    ims: [{ value: 'ann@foo.com', type: 'xmpp' }],
    profileUrl: 'https://example.com/Ann',
    [ENTERPRISE_USER]: { department: 'R&D', employeeNumber: '701', manager: { value: 'Boss-1' } },
  },
  {
    userName: 'bob@example.com',
    externalId: 'ext-1',
    name: { givenName: 'Bob' },
    title: 'lead',
    active: false,
    emails: [
      { value: 'bob@example.com', type: 'home' },
      { value: 'bob@work.org', type: 'work' },
    ],
    [ENTERPRISE_USER]: { department: 'Sales' },
  },
  { userName: 'carl', addresses: [{ locality: 'Zürich', type: 'work' }] },
  { userName: 'eve@example.com', title: 'Größe "XL" \\ [x] (y) %_', phoneNumbers: [{ value: '+41 1' }] },
  { userName: 'ÄNNA@example.com', title: 'Äpfel & Birnen', displayName: 'Łódź 😀' },
] as const;

export const [ANN, BOB, CARL, EVE, ÄNNA] = PEOPLE.map(({ userName }) => userName);
export const NOT_FOUND: readonly string[] = [];
export const ALL_MEMBERS = [ANN, BOB, CARL, EVE, ÄNNA];

type Rows = readonly (readonly [filter: string, expected: readonly (string | undefined)[]])[];

interface FilterDirectory {
  client(): ScimClient;
  /** `id` and `created` of Carl. */
  carl(): { readonly id: string; readonly created: string };
  /** One test a row: the filter finds exactly these members. */
  finds(rows: Rows): void;
}

/** Opens the directory for the tests of a file. */
export function openFilterDirectory(): FilterDirectory {
  let service: TestService;
  let client: ScimClient;
  let carl: { id: string; created: string };

  beforeAll(async () => {
    service = await startTestService();
    client = new ScimClient(await service.addAccount());
    for (const person of PEOPLE) {
      const { id, body } = await client.create(person);
      if (person.userName === CARL) carl = { id, created: String(metaOf(body)['created']) };
    }
  });

  afterAll(() => service.stop());

  return {
    client: () => client,
    carl: () => carl,
    finds: rows => {
      test.each(rows)('%s', async (filter, expected) => {
        expect(await client.find(filter)).toEqual([...expected].sort());
      });
    },
  };
}

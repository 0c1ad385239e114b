/**
 * A directory that bad input must leave alone: after each test its members and its events are what they were,
 * and the service still works.
 */
import { createHash } from 'node:crypto';
import { type Created, ENTERPRISE_USER, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

export interface UntouchedDirectory {
  client(): ScimClient;
  /** A member with something in every kind of attribute. */
  ann(): Created;
  /** For tests that expect success: what they changed is the new state to keep. */
  accept(): Promise<void>;
}

export function openUntouchedDirectory(): UntouchedDirectory {
  let service: TestService;
  let client: ScimClient;
  let ann: Created;
  let state: unknown;

  /** Short, because members may be long: how many, and a digest of all they are. */
  const readState = async () => {
    const members = await client.get('/Users?count=1000&sortBy=meta.created');
    const events = await service.events(client.account.accountId);
    const digest = createHash('sha256').update(members.text).update(JSON.stringify(events)).digest('hex');
    return { members: members.body['totalResults'], events: events.length, digest };
  };
  const accept = async () => {
    state = await readState();
  };

  beforeAll(async () => {
    service = await startTestService();
    client = new ScimClient(await service.addAccount());
    await client.create({ userName: 'bob@example.com' });
    ann = await client.create({
      userName: 'ann@example.com',
      externalId: 'ext-1',
      name: { givenName: 'Ann' },
      title: 'Lead',
      emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
      [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'boss' } },
    });
    await accept();
  });

  afterEach(async () => {
    const before = state;
    await accept(); // so that one test that changes something fails, and not all after it
    expect(state).toEqual(before);
  });

  afterAll(() => service.stop());

  return { client: () => client, ann: () => ann, accept };
}

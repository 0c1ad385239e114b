/** RFC 7644 §3.5.2: the outcome of a PATCH as a whole: one change and one event, or none. */
import { type Created, type Json, metaOf } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const WORK = { value: 'ann@example.com', type: 'work', primary: true };
const HOME = { value: 'ann@home.org', type: 'home' };

const service = useTestService();
const client = useScimClient(service, 'test');
let ann: Created;

beforeEach(async () => {
  ann = await client.create({
    userName: 'ann@example.com',
    name: { givenName: 'Ann', familyName: 'Example' },
    title: 'Lead',
    emails: [WORK, HOME],
  });
});

const memberEvents = () => service.memberEvents(client.account.accountId);

type Operations = readonly Json[];

test('several operations are one change, one version and one event', async () => {
  await client.patch(
    ann.path,
    { op: 'replace', path: 'title', value: 'Head' },
    { op: 'remove', path: 'name.familyName' },
    { op: 'replace', path: 'active', value: false },
  );
  const [, event, ...more] = await memberEvents();
  expect(more).toEqual([]);
  expect(event).toMatchObject({ type: 'team_member.deprovisioned', data: { reason: 'deactivated' } });
  expect([...(event?.data.changed ?? [])].sort()).toEqual(['active', 'name.familyName', 'title']);
  expect(event?.data.previous).toEqual({ active: true, 'name.familyName': 'Example', title: 'Lead' });
});

test.each(['add', 'replace'])(
  '%s without a path says everything at once: no list takes a part away',
  async op => {
    const fax = { value: '+41 1', type: 'fax' };
    const value = { 'phoneNumbers[type eq "fax"].value': fax.value, phoneNumbers: [{ value: '+41 2' }] };
    const { body } = await client.patch(ann.path, { op, value });
    expect(body).toMatchObject({ phoneNumbers: [{ value: '+41 2' }, fax] });
  },
);

describe('operations that change nothing keep version and lastModified and emit nothing', () => {
  test.each<readonly [string, Operations]>([
    ['add of the value that is there', [{ op: 'add', path: 'title', value: 'Lead' }]],
    ['add of an element that is there', [{ op: 'add', path: 'emails', value: [HOME] }]],
    [
      'add of an element that is there, in another case',
      [{ op: 'add', path: 'emails', value: [{ value: HOME.value }] }],
    ],
    ['replace by the same', [{ op: 'replace', path: 'name', value: { givenName: 'Ann' } }]],
    ['replace by the same list in another order', [{ op: 'replace', path: 'emails', value: [HOME, WORK] }]],
    ['activation of an active member', [{ op: 'replace', path: 'active', value: true }]],
    [
      'there and back',
      [
        { op: 'replace', path: 'title', value: 'X' },
        { op: 'replace', path: 'title', value: 'Lead' },
      ],
    ],
    ['an unknown attribute', [{ op: 'add', path: 'favouriteColour', value: 'blue' }]],
    ['a password', [{ op: 'replace', path: 'password', value: 'secret' }]],
    ['a role', [{ op: 'add', path: 'roles', value: [{ value: 'owner' }] }]],
  ])('%s', async (_what, operations) => {
    const answer = await client.patch(ann.path, ...operations);
    expect(answer).toMatchObject({ status: 200, body: ann.body });
    expect(await client.read(ann.path)).toEqual(ann.body);
    expect(await memberEvents()).toHaveLength(1);
  });

  test('deactivating twice makes one event', async () => {
    for (const _time of [1, 2]) {
      await client.patch(ann.path, { op: 'replace', path: 'active', value: false });
    }
    expect((await memberEvents()).map(event => event.type)).toEqual([
      'team_member.provisioned',
      'team_member.deprovisioned',
    ]);
  });
});

test('the answer is the resource with its new version as ETag', async () => {
  const answer = await client.patch(ann.path, { op: 'replace', path: 'title', value: 'Head' });
  expect(answer.headers['etag']).toBe(metaOf(answer.body)['version']);
  expect(metaOf(answer.body)['version']).not.toBe(metaOf(ann.body)['version']);
  expect(metaOf(answer.body)['created']).toBe(metaOf(ann.body)['created']);
  expect(Date.parse(String(metaOf(answer.body)['lastModified']))).toBeGreaterThanOrEqual(
    Date.parse(String(metaOf(ann.body)['lastModified'])),
  );
});

test('forty at the same moment that each add one value leave forty values', async () => {
  const numbers = Array.from({ length: 40 }, (_, index) => `+41 ${index}`);
  const answers = await Promise.all(
    numbers.map(value => client.patch(ann.path, { op: 'add', path: 'phoneNumbers', value: [{ value }] })),
  );
  expect(answers.map(({ status }) => status)).toEqual(numbers.map(() => 200));
  const phones = (await client.read(ann.path))['phoneNumbers'] as Json[];
  expect(phones.map(phone => phone['value']).sort()).toEqual([...numbers].sort());
  expect(await memberEvents()).toHaveLength(41);
});

/** RFC 7644 §3.5.2: only null unassigns; what sets nothing changes nothing. */
import { useTestService } from '../support/suite.ts';
import type { TestAccount } from '../support/test-service.ts';

const service = useTestService();
let account: TestAccount;

beforeAll(async () => {
  account = await service.addAccount();
});

async function send(path: string, method: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(account.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/scim+json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Record<string, unknown>;
}

const WORK = { value: 'work@example.com', type: 'work' };
const HOME = { value: 'home@example.com', type: 'home' };

const create = (userName: string) => send('/Users', 'POST', { userName, emails: [WORK, HOME] });
const patch = (id: unknown, operation: object) =>
  send(`/Users/${String(id)}`, 'PATCH', { Operations: [operation] });

test.each([
  ['an empty object', { op: 'add', path: 'emails[type eq "work"]', value: {} }],
  ['unknown attributes alone', { op: 'replace', path: 'emails[type eq "home"]', value: { colour: 'red' } }],
])('regression: %s through a filter leaves the element as it is', async (name, operation) => {
  const { id, meta } = await create(`${name}@example.com`);
  expect(await patch(id, operation)).toMatchObject({ emails: [WORK, HOME], meta: meta as object });
});

test('null through a filter takes the element out', async () => {
  const { id } = await create('null@example.com');
  expect((await patch(id, { op: 'replace', path: 'emails[type eq "work"]', value: null }))['emails']).toEqual(
    [HOME],
  );
});

test('elements that a change makes alike are one', async () => {
  const { id } = await send('/Users', 'POST', {
    userName: 'alike',
    emails: [{ value: 'a@x.io' }, { value: 'b@x.io' }],
  });
  expect((await patch(id, { op: 'replace', path: 'emails.value', value: 'c@x.io' }))['emails']).toEqual([
    { value: 'c@x.io' },
  ]);
});

test('regression: a percent-encoded spelling of the address leads to the same place', async () => {
  expect(await send('/%55sers?count=0', 'GET')).toHaveProperty('totalResults');
});

test('an unknown name below meta selects nothing, and meta is always present', async () => {
  const { id } = await create('meta@example.com');
  expect(await send(`/Users/${String(id)}?attributes=meta.colour`, 'GET')).not.toHaveProperty('meta');
  expect(await send(`/Users/${String(id)}?excludedAttributes=meta.colour`, 'GET')).toHaveProperty(
    'meta.location',
  );
  expect(
    await send(`/Users?filter=${encodeURIComponent('meta pr and userName eq "meta@example.com"')}`, 'GET'),
  ).toMatchObject({ totalResults: 1 });
});

/** RFC 7643 §4.1.2: e-mail addresses of an account that accepts those of its own domains only. */
import { refusal, ScimClient } from '../support/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

let service: TestService;
let client: ScimClient;

beforeAll(async () => {
  service = await startTestService();
});

afterAll(() => service.stop());

beforeEach(async () => {
  client = new ScimClient(await service.addAccount());
});

const limit = () =>
  service.accounts.setPolicies(client.account.accountId, ['allowedEmailDomains=corp.example']);
const OWN = { value: 'ann@corp.example', type: 'work', primary: true };
const refused = refusal(400, 'invalidValue', /domains/);

describe('every new address is judged, not only the one that a member is reached under', () => {
  test.each([
    'ann@evil.example',
    'attacker@evil.example,x@corp.example',
    'attacker@evil.example;x@corp.example',
    'ann@corp.example@evil.example',
    'attacker@evil.example\r\nBcc: x@corp.example',
    '"x" <attacker@evil.example>,ann@corp.example',
    'ann\u200b@corp.example',
    'ann@evil-corp.example',
    'ann@sub.corp.example',
    'corp.example',
  ])('%j', async value => {
    await limit();
    const emails = [OWN, { value, type: 'home' }];
    expect(await client.post('/Users', { userName: 'ann@corp.example', emails })).toMatchObject(refused);
    const ann = await client.create({ userName: 'ann@corp.example', emails: [OWN] });
    expect(await client.put(ann.path, { userName: 'ann@corp.example', emails })).toMatchObject(refused);
    const added = { op: 'add', path: 'emails', value: [{ value, type: 'home' }] };
    expect(await client.patch(ann.path, added)).toMatchObject(refused);
    expect(await client.read(ann.path)).toEqual(ann.body);
  });
});

test('an address that was there before the policy stands in the way of nothing', async () => {
  const emails = [OWN, { value: 'ann@old.example', type: 'home' }];
  const ann = await client.create({ userName: 'ann@corp.example', emails });
  await limit();
  const put = await client.put(ann.path, { userName: 'ann@corp.example', emails, active: false });
  expect(put).toMatchObject({ status: 200, body: { active: false } });
});

test('a userName that was the address before the policy stands in the way of no offboarding', async () => {
  const ann = await client.create({ userName: 'ann@old.example' });
  await limit();
  const off = await client.patch(ann.path, { op: 'replace', path: 'active', value: false });
  expect(off).toMatchObject({ status: 200, body: { active: false } });
  expect(await client.put(ann.path, { userName: 'ann@older.example' })).toMatchObject(refused);
  expect(await client.delete(ann.path)).toMatchObject({ status: 204 });
});

test.each([
  'attacker@evil.example,x@corp.example',
  'ann@evil.example;x',
  '<ann@corp.example>',
  'a(b)@corp.example',
  'ann@corp.example,evil.example',
])('the userName %s is not taken for an address', async userName => {
  await client.create({ userName });
  const [event] = await service.memberEvents(client.account.accountId);
  expect(event?.data.member).toMatchObject({ userName, email: null });
});

/** RFC 7643 §4.1.2: what an e-mail address is, and which ones an account accepts that limits their domains. */
import { ControlClient } from '../support/control-client.ts';
import { runSql } from '../support/database/database-contents.ts';
import { refusal } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'test');

const limit = () =>
  service.accounts.setPolicies(client.account.accountId, ['allowedEmailDomains=corp.example']);
const OWN = { value: 'ann@corp.example', type: 'work', primary: true };

/** No way into the list is open to the value, beside an address that is right. */
async function expectRefused(value: string, detail: RegExp): Promise<void> {
  const refused = refusal(400, 'invalidValue', detail);
  const emails = [OWN, { value, type: 'home' }];
  expect(await client.post('/Users', { userName: 'ann@corp.example', emails })).toMatchObject(refused);
  const ann = await client.create({ userName: 'ann@corp.example', emails: [OWN] });
  expect(await client.put(ann.path, { userName: 'ann@corp.example', emails })).toMatchObject(refused);
  for (const operation of [
    { op: 'add', path: 'emails', value: [{ value, type: 'home' }] },
    { op: 'replace', path: 'emails[type eq "work"].value', value },
    { op: 'replace', value: { emails } },
  ]) {
    expect(await client.patch(ann.path, operation)).toMatchObject(refused);
  }
  expect(await client.read(ann.path)).toEqual(ann.body);
}

const NO_ADDRESSES = [
  'attacker@evil.example,x@corp.example',
  'attacker@evil.example;x@corp.example',
  'ann@corp.example@evil.example',
  'attacker@evil.example\r\nBcc: x@corp.example',
  '"x" <attacker@evil.example>,ann@corp.example',
  'ann@corp.example>',
  '"ann"@corp.example',
  'ann(x)@corp.example',
  'ann\u200b@corp.example',
  'ann\u202e@corp.example',
  'ann\u00ad@corp.example',
  'ann@corp.example\u0007',
  'ann @corp.example',
  ' ann@corp.example',
  'ann@corp.example\u00a0',
  'corp.example',
  '@corp.example',
  'ann@',
];

describe.each(['without a policy', 'with allowedEmailDomains'])(
  'a value that is no address, %s, is refused',
  policy => {
    beforeEach(async () => {
      if (policy !== 'without a policy') await limit();
    });

    test.each(NO_ADDRESSES)('%j', value => expectRefused(value, /not an e-mail address.* exactly one @/));
  },
);

describe('every new address of another domain is refused, not only the one that a member is reached under', () => {
  test.each(['ann@evil.example', 'ann@evil-corp.example', 'ann@sub.corp.example'])('%j', async value => {
    await limit();
    await expectRefused(value, /domains/);
  });
});

test.each(["o'hara+tag@corp.example", 'j\u00f6rg@b\u00fccher.example', 'root@localhost', '\u5c71@x.io'])(
  'the address %j is taken',
  async value => {
    const { body } = await client.create({ userName: 'ann', emails: [{ value }] });
    expect(body).toMatchObject({ emails: [{ value }] });
  },
);

test('the main app can add no value that is no address', async () => {
  const control = new ControlClient(service.url, await service.serviceToken());
  const member = { userName: 'ann', emails: [{ value: 'ann@corp.example,x@evil.example' }] };
  const answer = await control.send('POST', `/accounts/${client.account.accountId}/members`, member);
  expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('not an e-mail') } });
});

test('a value that was stored before the rule stands in the way of no offboarding, and is judged when it changes', async () => {
  const { id, path } = await client.create({ userName: 'ann', emails: [{ value: 'old@x.io' }] });
  const old = 'Sample, old';
  const stored = `attributes = replace(attributes, 'old@x.io', '${old}')`;
  await runSql(service.database, `UPDATE members SET ${stored} WHERE id = '${id}'`);
  const user = { userName: 'ann', emails: [{ value: old }] };
  expect(await client.put(path, { ...user, active: false })).toMatchObject({ status: 200 });
  const added = { op: 'add', path: 'emails', value: [{ value: 'ann@corp.example' }] };
  expect(await client.patch(path, added)).toMatchObject({ status: 200 });
  expect(await client.put(path, { ...user, emails: [{ value: `${old}er` }] })).toMatchObject(
    refusal(400, 'invalidValue', /not an e-mail address/),
  );
  expect(await client.put(path, { userName: 'ann', emails: [] })).toMatchObject({ status: 200 });
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
  const renamed = await client.put(ann.path, { userName: 'ann@older.example' });
  expect(renamed).toMatchObject(refusal(400, 'invalidValue', /domains/));
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

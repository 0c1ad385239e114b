/** RFC 7643 §4.1.1 and RFC 8265 §3.3: which userNames are one and the same, and which are none. */
import { runSql } from '../support/database/database-contents.ts';
import { type Created, refusal } from '../support/scim/scim-client.ts';
import { useScimClient, useTestService } from '../support/suite.ts';

const service = useTestService();
const client = useScimClient(service, 'test');

const found = (filter: string) => client.find(filter);

describe('userNames that differ in this alone are one and the same', () => {
  test.each([
    ['case', 'Ann@Example.com', 'aNN@eXAMPLE.COM'],
    ['case beyond ASCII', 'JOSÉ@example.com', 'josé@example.com'],
    ['composition', 'jos\u00e9@example.com', 'jose\u0301@example.com'],
    ['fullwidth letters', 'bob@example.com', '\uff42\uff4f\uff42@example.com'],
    ['fullwidth capitals and signs', 'bob@example.com', '\uff22\uff2f\uff22\uff20example\uff0ecom'],
    ['fullwidth digits', 'bob7', 'bob\uff17'],
    ['halfwidth katakana', '\u30ac\u30b9', '\uff76\uff9e\uff7d'],
    ['halfwidth hangul', '\u3131\u314f', '\uffa1\uffc2'],
    ['blanks before and behind', 'bob@example.com', '  bob@example.com '],
    ['blanks of other kinds', 'bob@example.com', '\u00a0bob@example.com\u3000\u2003'],
    ['an ideographic space within', 'bob the builder', 'bob\u3000the builder'],
  ])('%s', async (_what, one, other) => {
    const first = await client.create({ userName: one });
    expect(first.userName).toBe(one.trim());
    const taken = await client.post('/Users', { userName: other });
    expect(taken).toMatchObject(refusal(409, 'uniqueness', /userName/));
    for (const name of [one, other]) {
      expect(await found(`userName eq "${name}"`)).toEqual([first.userName]);
      expect(await found(`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "${name}"`)).toHaveLength(1);
    }
    const second = await client.create();
    expect(await client.put(second.path, { userName: other })).toMatchObject(refusal(409, 'uniqueness'));
    const rename = { op: 'replace', path: 'userName', value: other };
    expect(await client.patch(second.path, rename)).toMatchObject(refusal(409, 'uniqueness'));
    await client.delete(first.path);
    expect((await client.post('/Users', { userName: other })).status).toBe(201);
  });

  test.each([
    ['bob+x@example.com', 'bob@example.com'],
    ['bob the builder', 'bobthebuilder'],
    ['stra\u00dfe', 'strasse'],
    ['\u2460', '1'],
    ['\ufb01n', 'fin'],
  ])('while %s and %s are two', async (one, other) => {
    await client.create({ userName: one });
    expect((await client.post('/Users', { userName: other })).status).toBe(201);
  });
});

test('a userName is shown, and published in events, as it was sent, without the blanks at its ends', async () => {
  const sent = ' \uff22\uff4f\uff42 the\u3000Builder\u00a0';
  const stored = '\uff22\uff4f\uff42 the\u3000Builder';
  const { path, body } = await client.create({ userName: sent });
  expect(body).toMatchObject({ userName: stored });
  expect(await client.read(path)).toMatchObject({ userName: stored });
  const [event] = await service.memberEvents(client.account.accountId);
  expect(event?.data.member).toMatchObject({ userName: stored });
  // The same again is no change.
  expect((await client.put(path, { userName: sent })).body).toMatchObject({ meta: { version: 'W/"1"' } });
  expect((await client.put(path, { userName: stored })).body).toMatchObject({ meta: { version: 'W/"1"' } });
});

test('parts of a userName are found in every width', async () => {
  await client.create({ userName: '\uff22\uff4f\uff42@example.com' });
  for (const filter of [
    'sw "\uff42o"',
    'sw "BO"',
    'co "ob@"',
    'co "\uff4f\uff22"',
    'ew "B@example\uff0ecom"',
    'ne "x"',
  ]) {
    expect(await found(`userName ${filter}`)).toHaveLength(1);
  }
  expect(await found('userName sw " bob"')).toEqual([]);
});

describe('a userName is refused that holds', () => {
  const CHARACTERS: readonly (readonly [string, string])[] = [
    ['a null', '\u0000'],
    ['a bell', '\u0007'],
    ['a tab', '\t'],
    ['a line feed', '\n'],
    ['a carriage return', '\r'],
    ['an escape', '\u001b'],
    ['a delete', '\u007f'],
    ['a C1 control', '\u0085'],
    ['a soft hyphen', '\u00ad'],
    ['a zero width space', '\u200b'],
    ['a zero width joiner', '\u200d'],
    ['a word joiner', '\u2060'],
    ['a byte order mark', '\ufeff'],
    ['a left-to-right mark', '\u200e'],
    ['a right-to-left override', '\u202e'],
    ['an isolate', '\u2066'],
    ['an Arabic letter mark', '\u061c'],
    ['a line separator', '\u2028'],
    ['a Hangul filler', '\u3164'],
    ['a halfwidth Hangul filler', '\uffa0'],
    ['a tag', '\u{e0041}'],
    ['a variation selector', '\ufe0f'],
  ];
  let ann: Created;

  test.each(CHARACTERS)('%s', async (_what, character) => {
    ann = await client.create({ userName: 'ann@example.com' });
    for (const userName of [
      `a${character}nn@example.com`,
      `${character}ann@example.com`,
      `ann@example.com${character}`,
    ]) {
      const refused = refusal(400, 'invalidValue', /userName/);
      expect(await client.post('/Users', { userName })).toMatchObject(refused);
      expect(await client.put(ann.path, { userName })).toMatchObject(refused);
      expect(
        await client.patch(ann.path, { op: 'replace', path: 'userName', value: userName }),
      ).toMatchObject(refused);
      expect(await client.patch(ann.path, { op: 'replace', value: { userName } })).toMatchObject(refused);
    }
    expect(await client.read(ann.path)).toEqual(ann.body);
    expect(await service.memberEvents(client.account.accountId)).toHaveLength(1);
  });

  test('something unseen, from the main app as well', async () => {
    const { accountId } = client.account;
    const answer = await fetch(`${service.url}/v1/accounts/${accountId}/members`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await service.serviceToken()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ userName: 'a\u200bnn@example.com' }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(/userName.*U\+200B/) });
  });
});

test('a userName of an earlier time that could not be given today stands in the way of no change', async () => {
  const ann = await client.create({ userName: 'earlier@example.com' });
  await runSql(
    service.database,
    `UPDATE members SET attributes = replace(attributes, 'earlier@', 'ear\u200blier@') WHERE id = '${ann.id}'`,
  );
  const off = await client.patch(ann.path, { op: 'replace', path: 'active', value: false });
  expect(off).toMatchObject({ status: 200, body: { active: false, userName: 'ear\u200blier@example.com' } });
});

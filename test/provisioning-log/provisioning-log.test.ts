/** Every request of an identity provider is in the provisioning log, in words that its administrator understands. */
import { request } from 'node:http';
import { databaseKinds } from '../support/database/databases.ts';
import { PATCH_OP, ScimClient } from '../support/scim/scim-client.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type LogScene, meaningsOf, openLogScene, where } from './log-scene.ts';

const NOT_FOUND = '01a1ffb7-0000-7000-8000-000000000000';

describe.each(databaseKinds())('the provisioning log on $name', kind => {
  let scene: LogScene;

  beforeAll(async () => {
    scene = await openLogScene(kind, { RATE_LIMIT: 'off' });
  });

  afterAll(() => scene.close());

  test('describes the life of a person in words', async () => {
    const scim = await scene.connect();
    await scim.get(where('userName eq "ann@example.com"'));
    const ann = await scim.create({ userName: 'ann@example.com', externalId: '00u1' });
    await scim.get(where('userName eq "ANN@example.com"'));
    await scim.get(ann.path);
    await scim.get(ann.path, { 'if-none-match': 'W/"1"' });
    await scim.patch(ann.path, { op: 'replace', value: { title: 'Baker', 'name.givenName': 'Ann' } });
    await scim.patch(ann.path, { op: 'replace', path: 'title', value: 'Baker' });
    await scim.patch(ann.path, { op: 'replace', path: 'active', value: false });
    await scim.patch(ann.path, { op: 'replace', value: { active: true, title: 'Head Baker' } });
    await scim.patch(ann.path, { op: 'replace', path: 'userName', value: 'anna@example.com' });
    await scim.delete(ann.path);
    expect(meaningsOf(await scene.log(scim))).toEqual([
      'looked up ann@example.com: not there',
      'created ann@example.com',
      'looked up ANN@example.com: found',
      'read ann@example.com',
      'read ann@example.com: unchanged',
      'changed name.givenName and title of ann@example.com',
      'sent ann@example.com again: nothing changed',
      'deactivated ann@example.com',
      'reactivated ann@example.com, and changed title',
      'renamed ann@example.com to anna@example.com',
      'deleted anna@example.com',
    ]);
  });

  test('says what was listed, and when the connection was tested', async () => {
    const scim = await scene.connect();
    await scim.get('/Users?startIndex=1&count=2');
    await scim.get('/Users');
    for (let made = 0; made < 3; made += 1) await scim.create();
    await scim.get('/Users');
    await scim.get('/Users?startIndex=2&count=100');
    await scim.get('/Users?startIndex=9');
    await scim.get('/Users?count=0');
    await scim.get('/Users?cursor&count=3');
    await scim.get(where(`userName eq "${NOT_FOUND}"`));
    await scim.get(where('active eq true'));
    await scim.get(where('externalId eq "none"'));
    await scim.post('/Users/.search', { filter: 'userName eq "bo@example.com"' });
    await scim.get('/Groups');
    await scim.get('/ServiceProviderConfig');
    await scim.get('/Schemas');
    expect(meaningsOf(await scene.log(scim)).filter(meaning => !meaning.startsWith('created'))).toEqual([
      'tested the connection: 0 members',
      'listed members: there are none yet',
      'listed members 1–3 of 3',
      'listed members 2–3 of 3',
      'listed members beyond the last of 3',
      'counted the members: 3',
      'listed 3 of 3 members',
      'tested the connection: looked for a user who cannot exist',
      'searched for members with a filter: found 3',
      'looked up externalId none: not there',
      'looked up bo@example.com: not there',
      'asked for groups: the list is always empty',
      'asked what the service can do',
      'read the schemas',
    ]);
  });

  test('says what was tried and refused, with status, scimType and detail', async () => {
    const scim = await scene.connect('jumpcloud');
    const ann = await scim.create({ userName: 'ann@example.com' });
    await scim.post('/Users', { userName: 'ANN@example.com' });
    await scim.post('/Users', { userName: '' });
    await scim.get(`/Users/${NOT_FOUND}`);
    await scim.post('/Groups', { displayName: 'Bakers' });
    await scim.patch(ann.path, { op: 'replace', path: 'id', value: 'x' });
    const [readOnly, groups, gone, nameless, taken] = await scene.log(scim, 'outcome=refused');
    expect(taken).toMatchObject({
      meaning: 'tried to create ANN@example.com: the userName belongs to another member',
      status: 409,
      scimType: 'uniqueness',
      userName: 'ANN@example.com',
      memberId: null,
      changed: [],
      events: [],
    });
    expect(taken?.detail).toContain(`already belongs to member ${ann.id}`);
    expect(nameless).toMatchObject({
      meaning: 'tried to create a member: the userName is missing',
      status: 400,
    });
    expect(gone).toMatchObject({
      meaning: 'tried to read a member: this member is not there',
      memberId: NOT_FOUND,
    });
    expect(groups).toMatchObject({ meaning: 'tried to push a group: groups are not supported', status: 501 });
    expect(readOnly).toMatchObject({ status: 400, scimType: 'mutability', memberId: ann.id });
  });

  test('names the events that a request resulted in, the ones the main app reads', async () => {
    const scim = await scene.connect();
    const ann = await scim.create();
    await scim.delete(ann.path);
    const [deletion, creation] = await scene.log(scim);
    const published = (await scene.service.memberEvents(scim.account.accountId)).map(({ id }) => id);
    expect([...(creation?.events ?? []), ...(deletion?.events ?? [])]).toEqual(published);
    expect(published).toHaveLength(3);
  });

  test('says what was left out: a role, an unknown attribute, a password', async () => {
    const scim = await scene.connect();
    const ann = await scim.create({
      roles: [{ value: 'owner' }],
      entitlements: ['x'],
      shoeSize: 9,
      password: 'secret',
    });
    await scim.patch(ann.path, { op: 'replace', path: 'roles', value: [{ value: 'owner' }] });
    await scim.patch(ann.path, { op: 'replace', value: { password: 'secret' } });
    await scim.patch(ann.path, { op: 'replace', value: { title: 'Baker', shoeSize: 10 } });
    const [unknown, password, role, creation] = await scene.log(scim);
    expect(creation).toMatchObject({
      outcome: 'ignored',
      meaning: `created ${ann.userName}; tried to set a role and an entitlement: ignored`,
      ignored: ['roles', 'entitlements', 'password'],
      unknownAttributes: 1,
    });
    expect(role).toMatchObject({
      outcome: 'ignored',
      meaning: `sent ${ann.userName} again: nothing changed; tried to set a role: ignored`,
    });
    expect(password).toMatchObject({ outcome: 'nothing_changed', ignored: ['password'] });
    expect(unknown).toMatchObject({
      outcome: 'ignored',
      unknownAttributes: 1,
      unknownNames: ['shoeSize'],
      changed: ['title'],
    });
  });

  test('names ten unknown attributes at most, in 64 characters each, and no value that stands for a name', async () => {
    const scim = await scene.connect();
    const { path } = await scim.create();
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`extra${index}`, 'secret']));
    await scim.patch(path, { op: 'add', value: many });
    await scim.patch(
      path,
      { op: 'add', path: 'x'.repeat(100), value: 'secret' },
      { op: 'add', path: 'emails[value eq "secret@example.com"].colour', value: 'secret' },
      {
        op: 'add',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:badge',
        value: 'secret',
      },
      { op: 'add', value: { 'ann@example.com': 1, 'a b': 2, '\u001bx': 3, name: { nick: 'secret' } } },
    );
    const [odd, crowd] = await scene.log(scim);
    expect(crowd).toMatchObject({ unknownAttributes: 12, unknownNames: Object.keys(many).slice(0, 10) });
    expect(odd).toMatchObject({
      unknownAttributes: 7,
      unknownNames: ['x'.repeat(64), 'emails.colour', 'badge', 'name.nick'],
    });
  });

  test('has an entry for each operation of a bulk request, and one for the request', async () => {
    const scim = await scene.connect();
    await scim.post('/Bulk', {
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'ann@example.com', roles: ['x'] } },
        {
          method: 'PATCH',
          path: '/Users/bulkId:a',
          data: { Operations: [{ op: 'add', value: { title: 'B' } }] },
        },
        { method: 'DELETE', path: `/Users/${NOT_FOUND}` },
        { method: 'BREW', path: '/Users' },
      ],
    });
    const entries = (await scene.log(scim)).toReversed();
    const [whole] = entries.filter(({ bulkIndex }) => bulkIndex === null);
    const operations = entries.filter(({ bulkIndex }) => bulkIndex !== null);
    expect(whole?.meaning).toBe(
      'sent 4 operations in one request: 2 done, 2 refused; tried to set a role: ignored',
    );
    expect(operations.map(({ bulkIndex, status, outcome }) => [bulkIndex, status, outcome])).toEqual([
      [0, 201, 'ignored'],
      [1, 200, 'done'],
      [2, 404, 'refused'],
      [3, 400, 'refused'],
    ]);
    expect(operations[1]).toMatchObject({ meaning: 'changed title of ann@example.com', method: 'PATCH' });
    expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(1);
  });

  test('keeps who asked: account, token, identity provider, client, request id and duration', async () => {
    const scim = await scene.connect('entra');
    const requestId = '0af7651916cd43dd8448eb211c80319c';
    await scim.get('/Users', { 'user-agent': 'A client/1.0', 'x-request-id': requestId });
    const { tokenId, ...newest } = await scene.newest(scim);
    expect(newest).toMatchObject({
      account: scim.account.accountId,
      identityProvider: 'entra',
      userAgent: 'A client/1.0',
      requestId,
      method: 'GET',
      path: '/scim/v2/Users',
      durationMs: expect.any(Number),
    });
    const [token] = await scene.service.accounts.listTokens(scim.account.accountId);
    expect(tokenId).toBe(token?.id);
    expect(Math.abs(Date.parse(newest.at) - Date.now())).toBeLessThan(20_000);
  });

  test('an entry is read alone under its id, by those who reach its account', async () => {
    const scim = await scene.connect();
    await scim.create({ userName: 'alone@example.com' });
    const [newest] = await scene.log(scim);
    const path = `/accounts/${scim.account.accountId}/provisioning-log`;
    expect(await scene.control.expect(200, 'GET', `${path}/${newest?.id}`)).toEqual(newest);
    const other = await scene.connect();
    const elsewhere = `/accounts/${other.account.accountId}/provisioning-log/${newest?.id}`;
    await scene.control.expect(404, 'GET', elsewhere);
    await scene.control.expect(404, 'GET', `${path}/no-id`);
  });

  test('has the refusals at the door: suspended, revoked, expired', async () => {
    const scim = await scene.connect();
    const { accountId } = scim.account;
    const { accounts } = scene.service;
    const soon = Date.now() + 1_000;
    const short = await accounts.issueToken(accountId, 'short', soon);
    await accounts.suspend(accountId, null);
    await scim.get('/Users');
    await accounts.resume(accountId);
    const [first] = await accounts.listTokens(accountId);
    await accounts.revokeToken(accountId, first?.id ?? '');
    await scim.get('/Users');
    await waitUntil('the end of the token', 3_000, () => Date.now() > soon);
    await new ScimClient({ ...scim.account, token: short.token }).get('/Users');
    const [expired, revoked, ...others] = await scene.log(scim);
    expect(expired).toMatchObject({
      status: 401,
      tokenId: short.tokenId,
      explanation: { id: 'token_expired' },
    });
    expect(revoked).toMatchObject({ status: 401, tokenId: first?.id, explanation: { id: 'token_revoked' } });
    expect(others.at(-1)).toMatchObject({
      status: 403,
      meaning: 'tried to list members: SCIM is suspended for this account',
    });
  });

  test('a request to the wrong address is found under the account of its token', async () => {
    const scim = await scene.connect();
    const headers = { authorization: `Bearer ${scim.account.token}` };
    for (const path of ['/Users', '/scim/Users', '/api/scim/v2/Users']) {
      expect((await fetch(`${scene.service.url}${path}`, { headers })).status).toBe(404);
    }
    for (const answer of [await scim.get('/Users/Users'), await scim.post('/Users/Users', {})]) {
      expect(answer).toMatchObject({
        status: 404,
        body: { detail: expect.stringContaining('ends in /scim/v2') },
      });
    }
    await scim.get('/People');
    const entries = await scene.log(scim);
    expect(entries.map(({ status, explanation }) => [status, explanation?.id])).toEqual(
      Array(6).fill([404, 'unknown_address']),
    );
  });

  describe('requests whose token is not ours', () => {
    const call = (path: string, headers: Record<string, string>) =>
      fetch(`${scene.service.url}/scim/v2${path}`, { headers });

    test('belong to no account, and only a service token for all accounts sees them', async () => {
      const scim = await scene.connect();
      await call('/Users', {});
      await call('/Users?startIndex=7', { authorization: 'Bearer mistyped' });
      const [mistyped, missing] = await scene.strangers();
      expect(mistyped).toMatchObject({ account: null, tokenId: null, explanation: { id: 'token_not_ours' } });
      expect(missing).toMatchObject({ account: null, explanation: { id: 'token_missing' } });
      expect(await scene.log(scim)).toEqual([]);
      const limited = await scene.service.serviceToken(['log:read'], [scim.account.accountId]);
      const refused = await fetch(`${scene.service.url}/v1/provisioning-log`, {
        headers: { authorization: `Bearer ${limited}` },
      });
      expect(refused.status).toBe(403);
    });

    test('fill no disk', async () => {
      for (let sent = 0; sent < 400; sent += 50) {
        await Promise.all(
          Array.from({ length: 50 }, () => call('/Users', { authorization: 'Bearer flood' })),
        );
      }
      const strangers = await scene.control.expect(200, 'GET', '/provisioning-log?limit=1000');
      expect((strangers['data'] as unknown[]).length).toBeLessThanOrEqual(2 * 100 + 10);
    });
  });

  describe('personal data and bad intentions', () => {
    test('no body, no token and no value besides userName and externalId is kept', async () => {
      const scim = await scene.connect();
      const person = {
        userName: 'kept@example.com',
        externalId: 'kept-id',
        displayName: 'Secret Name',
        emails: [{ value: 'secret@example.net', type: 'work', primary: true }],
        phoneNumbers: [{ value: '+1-555-secret' }],
        password: 'secret-password',
        roles: [{ value: 'secret-role' }],
        'urn:secret:extension': { secretField: 'secret' },
        favouriteAttribute: 'secret',
      };
      const { path } = await scim.create(person);
      await scim.put(path, { ...person, title: 'Secret Title', active: 'secret' });
      await scim.get(where('emails.value eq "secret@example.net"'));
      await scim.get(where('displayName co "Secret"'));
      await scim.get('/Users/secret@example.net');
      await scim.send('POST', '/Users?attributes=secret', '{"userName": "secret"');
      const text = JSON.stringify(await scene.log(scim));
      expect(text).toContain('kept@example.com');
      expect(text).toContain('kept-id');
      expect(text.replaceAll(/"explanation":\{[^}]*\}/g, '')).not.toMatch(/secret/i);
      expect(text).not.toContain(scim.account.token);
    });

    test('control characters, terminal sequences and endless texts are taken out', async () => {
      const scim = await scene.connect();
      const hostile = 'ann\u001b[31m\r\n2027-01-31 deleted all members\u202e\u0085 end';
      await scim.get('/Users', { 'user-agent': `agent ${'x'.repeat(5_000)}` });
      await scim.post('/Users', { userName: hostile });
      await scim.get(where(`userName eq ${JSON.stringify(hostile)}`));
      await scim.get(where(`userName eq "${'y'.repeat(900)}"`));
      await scim.sendRaw({ method: 'GET', target: `/Users/${'%0d%0a'.repeat(20)}x` });
      const entries = await scene.log(scim);
      expect(entries).toHaveLength(5);
      for (const entry of entries) {
        const texts = Object.values(entry).filter(value => typeof value === 'string');
        expect(texts.filter(text => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text))).toEqual([]);
        expect(Math.max(...texts.map(text => text.length))).toBeLessThanOrEqual(600);
      }
    });
  });

  describe('asking', () => {
    let scim: ScimClient;
    let annId: string;
    let meanwhile: string;

    beforeAll(async () => {
      scim = await scene.connect();
      const ann = await scim.create({ userName: 'ann@example.com' });
      annId = ann.id;
      await scim.create({ userName: 'bo_100%@example.com', externalId: 'ÄÖ-7' });
      // Times are in milliseconds, and may be shared.
      const last = await scene.newest(scim);
      meanwhile = new Date(Date.parse(last.at) + 1).toISOString();
      while (Date.now() <= Date.parse(meanwhile)) await scim.get('/ServiceProviderConfig');
      await scim.patch(ann.path, { op: 'replace', path: 'title', value: 'Baker' });
      await scim.post('/Users', { userName: 'ann@example.com' });
    });

    const ask = async (query: string): Promise<readonly string[]> => meaningsOf(await scene.log(scim, query));

    test('by outcome', async () => {
      expect(await ask('outcome=refused')).toEqual([
        'tried to create ann@example.com: the userName belongs to another member',
      ]);
      expect(await ask('outcome=failed')).toEqual([]);
    });

    test('by member', async () => {
      expect(await ask(`member=${annId}`)).toEqual([
        'created ann@example.com',
        'changed title of ann@example.com',
      ]);
      expect(await ask(`member=${NOT_FOUND}`)).toEqual([]);
    });

    test.each([
      ['ANN@', 3],
      ['title', 1],
      ['bo_100%', 1],
      ['bo_100%25', 1],
      ['%25@example', 1],
      ['äö-7', 1],
      ['already belongs', 1],
      ['_', 1],
    ])('by text, in any case and literally: %s', async (text, count) => {
      const query = text.includes('%25') ? text : encodeURIComponent(text);
      expect(await ask(`text=${query}`)).toHaveLength(count);
    });

    test('by request id', async () => {
      const { requestId, meaning } = await scene.newest(scim);
      expect(await ask(`text=${requestId}`)).toEqual([meaning]);
    });

    test('by time: from then on, and before', async () => {
      const before = await ask(`to=${meanwhile}`);
      const after = await ask(`from=${meanwhile}`);
      expect(before).toEqual(['created ann@example.com', 'created bo_100%@example.com']);
      expect(after.at(-1)).toContain('tried to create ann@example.com');
      expect(after).not.toContain('created ann@example.com');
    });

    test('several at once, page by page', async () => {
      const all = await ask('');
      const { accountId } = scim.account;
      const seen: string[] = [];
      let after = '';
      do {
        const page = await scene.control.expect(
          200,
          'GET',
          `/accounts/${accountId}/provisioning-log?limit=2${after}`,
        );
        seen.push(...(page['data'] as { meaning: string }[]).map(({ meaning }) => meaning));
        after = page['has_more'] ? `&after=${String(page['next'])}` : '';
      } while (after !== '');
      expect(seen.reverse()).toEqual(all);
      expect(await ask(`member=${annId}&text=title&outcome=done`)).toEqual([
        'changed title of ann@example.com',
      ]);
    });

    test.each([
      ['outcome=fine', /"outcome" must be one of done, nothing_changed/],
      ['member=ann@example.com', /"member" must be the id/],
      ['from=yesterday', /"from" must be a date and time/],
      ['to=2027-02-31T00:00:00Z', /"to" must be a date and time/],
      ['after=x', /"after" is not one this service gave out/],
      ['after=', /"after" is empty/],
      ['member=', /"member" is empty/],
      ['limit=0', /"limit" must be a whole number/],
      [`text=${'x'.repeat(201)}`, /"text" may have 200 characters/],
    ])('%s is refused in words', async (query, detail) => {
      const answer = await scene.control.send(
        'GET',
        `/accounts/${scim.account.accountId}/provisioning-log?${query}`,
      );
      expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringMatching(detail) } });
    });

    test('needs the scope log:read, and an account within reach', async () => {
      const { accountId } = scim.account;
      const other = await scene.connect();
      const read = async (scopes: readonly string[], accounts: readonly string[] | null, id = accountId) => {
        const token = await scene.service.serviceToken(scopes, accounts);
        const response = await fetch(`${scene.service.url}/v1/accounts/${id}/provisioning-log`, {
          headers: { authorization: `Bearer ${token}` },
        });
        return response.status;
      };
      expect(await read(['log:read'], [accountId])).toBe(200);
      expect(await read(['accounts:read', 'events:read'], null)).toBe(403);
      expect(await read(['log:read'], [other.account.accountId])).toBe(404);
      expect(await read(['log:read'], null, 'unknown')).toBe(404);
    });
  });

  test('a PATCH without a body, and one that is broken, are in it as well', async () => {
    const scim = await scene.connect();
    const ann = await scim.create();
    await scim.send('PATCH', ann.path, '');
    await scim.send('PATCH', ann.path, `{"schemas":["${PATCH_OP}"`);
    await scim.send('PATCH', ann.path, 'x', { 'content-type': 'text/plain' });
    const refused = await scene.log(scim, 'outcome=refused');
    expect(refused.map(({ status }) => status)).toEqual([415, 400, 400]);
  });
});

describe('requests that come too fast', () => {
  let scene: LogScene;

  beforeAll(async () => {
    const [kind] = databaseKinds();
    if (!kind) throw new Error('SQLite is always there');
    scene = await openLogScene(kind, { RATE_LIMIT: 'on', RATE_LIMIT_PER_SECOND: '5', RATE_LIMIT_BURST: '1' });
  });

  afterAll(() => scene.close());

  test('are in the log: 429', async () => {
    const scim = await scene.connect();
    const answers = await Promise.all(Array.from({ length: 20 }, () => scim.get('/Users')));
    const refused = answers.filter(({ status }) => status === 429).length;
    expect(refused).toBeGreaterThan(0);
    const entries = await scene.log(scim, 'outcome=refused');
    expect(entries).toHaveLength(refused);
    expect(entries[0]).toMatchObject({
      status: 429,
      meaning: 'tried to list members: requests came faster than the limit',
    });
  });

  test('are in the log when the client does not wait for its turn', async () => {
    const scim = await scene.connect();
    await scim.get('/Users');
    await new Promise<void>(resolve => {
      const headers = { authorization: `Bearer ${scim.account.token}` };
      const waiting = request(`${scim.account.baseUrl}/Users`, { headers, agent: false });
      waiting.on('error', () => resolve());
      // It is sent, and waits for a fifth of a second; by then the client is gone.
      waiting.on('finish', () => waiting.destroy());
      waiting.end();
    });
    const entry = await waitUntil('the entry', 5_000, async () =>
      (await scene.log(scim)).find(({ status }) => status === 499),
    );
    expect(entry.meaning).toBe('tried to list members: the identity provider did not wait for its turn');
  });
});

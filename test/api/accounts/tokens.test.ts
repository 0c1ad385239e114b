import { ControlClient } from '../../support/control-client.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import type { Json, ScimClient } from '../../support/scim/scim-client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe.each(databaseKinds())('tokens of an account on $name', kind => {
  let scene: AccountScene;
  /** Stands still unless a test moves it. */
  let now = Date.now();

  beforeAll(async () => {
    scene = await startAccountScene(kind, {
      now: () => now,
      environment: { TRUSTED_PROXIES: '127.0.0.0/8' },
    });
  });

  afterAll(() => scene.close());

  const list = async (id: string): Promise<readonly Json[]> => {
    const page = await scene.control.expect(200, 'GET', `/accounts/${id}/tokens`);
    return page['data'] as Json[]; // a list
  };

  const statusOf = async (scim: ScimClient, from?: string): Promise<number> =>
    (await scim.get('/Users?count=1', from === undefined ? {} : { 'x-forwarded-for': from })).status;

  const iso = (at: number): string => new Date(at).toISOString();

  test('are issued with a label, an expiry and addresses; several are active, and none is shown again', async () => {
    const first = await scene.connect('issuing');
    const answer = await scene.control.send('POST', '/accounts/issuing/tokens', {
      label: 'second',
      expiresAt: iso(now + DAY_MS),
      allowedAddresses: ['203.0.113.0/24', '2001:db8::1'],
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { token, ...record } = answer.body;
    expect(record).toEqual({
      id: expect.any(String),
      label: 'second',
      state: 'active',
      createdAt: iso(now),
      expiresAt: iso(now + DAY_MS),
      revokedAt: null,
      allowedAddresses: ['203.0.113.0/24', '2001:db8::1'],
      lastUsedAt: null,
      lastUsedFrom: null,
      keyId: 'test',
    });
    expect(answer.headers.get('location')).toBe(
      `${scene.service.url}/v1/accounts/issuing/tokens/${String(record['id'])}`,
    );
    expect(await list('issuing')).toMatchObject([{ label: 'first token', expiresAt: null }, record]);
    expect(
      await scene.control.expect(200, 'GET', `/accounts/issuing/tokens/${String(record['id'])}`),
    ).toEqual(record);
    expect(await statusOf(first)).toBe(200);
    expect(await statusOf(scene.provider('issuing', token), '203.0.113.9')).toBe(200);
    const everything = JSON.stringify([await list('issuing'), await scene.service.events('issuing')]);
    for (const secret of [String(token), first.account.token]) expect(everything).not.toContain(secret);
    expect(scene.service.logText()).not.toContain(String(token));
  });

  test('need nothing but an account whose SCIM is on', async () => {
    await scene.connect('plain');
    expect(await scene.control.expect(201, 'POST', '/accounts/plain/tokens')).toMatchObject({
      label: 'token',
      expiresAt: null,
      allowedAddresses: null,
    });
    await scene.control.expect(200, 'POST', '/accounts/plain/scim/suspend');
    await scene.control.expect(201, 'POST', '/accounts/plain/tokens');
    await scene.control.expect(200, 'POST', '/accounts/plain/scim/disable', { members: 'keep' });
    expect(await scene.control.send('POST', '/accounts/plain/tokens')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Enable it first') },
    });
  });

  test.each([
    ['an expiry that has passed', { expiresAt: '2001-01-01T00:00:00Z' }, 'lies in the past'],
    ['a day without a time', { expiresAt: '2099-01-01' }, '"expiresAt": It must be a date and time'],
    ['a day that is none', { expiresAt: '2099-02-31T00:00:00Z' }, '"expiresAt"'],
    ['a number', { expiresAt: 4_070_908_800 }, '"expiresAt" must be a text'],
    [
      'an address that is none',
      { allowedAddresses: ['example.com'] },
      '"allowedAddresses": "example.com" is no address',
    ],
    ['a range that begins inside', { allowedAddresses: ['10.1.2.3/8'] }, 'begins inside its range'],
    ['an empty list', { allowedAddresses: [] }, '"allowedAddresses" must be a list of 1 to'],
    ['a scope', { scopes: ['*'] }, '"scopes" is not a field'],
    ['a role', { role: 'admin' }, '"role" is not a field'],
  ])('are not issued with %s', async (_, body, detail) => {
    await scene.control.send('PUT', '/accounts/refusing', { sso: { protocol: 'saml' } });
    await scene.control.send('POST', '/accounts/refusing/scim/enable');
    const answer = await scene.control.send('POST', '/accounts/refusing/tokens', body);
    expect(answer.status).toBe(400);
    expect(String(answer.body['detail'])).toContain(detail);
    expect(await list('refusing')).toHaveLength(1);
  });

  test('are listed page by page in the order in which they were issued', async () => {
    await scene.connect('paging');
    for (const label of ['b', 'c', 'd'])
      await scene.control.expect(201, 'POST', '/accounts/paging/tokens', { label });
    const first = await scene.control.expect(200, 'GET', '/accounts/paging/tokens?limit=3');
    expect(first).toMatchObject({ data: [{}, { label: 'b' }, { label: 'c' }], has_more: true });
    const rest = await scene.control.expect(
      200,
      'GET',
      `/accounts/paging/tokens?after=${String(first['next'])}`,
    );
    expect(rest).toMatchObject({ data: [{ label: 'd' }], next: null, has_more: false });
    expect((await scene.control.send('GET', '/accounts/paging/tokens?after=x')).status).toBe(400);
  });

  test('expire when they were to, and say so', async () => {
    await scene.connect('expiring');
    const { token } = await scene.control.expect(201, 'POST', '/accounts/expiring/tokens', {
      expiresAt: iso(now + HOUR_MS),
    });
    const scim = scene.provider('expiring', token);
    expect(await statusOf(scim)).toBe(200);
    now += HOUR_MS;
    expect(await statusOf(scim)).toBe(401);
    expect(await list('expiring')).toMatchObject([{ state: 'active' }, { state: 'expired' }]);
  });

  test('are revoked at once, and once', async () => {
    const scim = await scene.connect('revoking');
    const [first] = await list('revoking');
    const path = `/accounts/revoking/tokens/${String(first?.['id'])}`;
    const revoked = await scene.control.expect(200, 'POST', `${path}/revoke`);
    expect(revoked).toMatchObject({ state: 'revoked', revokedAt: iso(now) });
    expect(await statusOf(scim)).toBe(401);
    now += HOUR_MS;
    expect(await scene.control.expect(200, 'POST', `${path}/revoke`)).toEqual(revoked);
    expect(await scene.connectionEvents('revoking')).toMatchObject([
      {},
      {},
      {
        type: 'connection.token_revoked',
        data: { token: { id: first?.['id'], label: 'first token', expires: null }, actor: { kind: 'app' } },
      },
    ]);
  });

  test('are rotated: the new one works at once, and the old one until the overlap ends', async () => {
    const old = await scene.connect('rotating');
    const [first] = await list('rotating');
    const answer = await scene.control.send(
      'POST',
      `/accounts/rotating/tokens/${String(first?.['id'])}/rotate`,
      {
        overlap_seconds: 3_600,
      },
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ label: 'first token', expiresAt: null, state: 'active' });
    const fresh = scene.provider('rotating', answer.body['token']);
    expect([await statusOf(old), await statusOf(fresh)]).toEqual([200, 200]);
    expect(await list('rotating')).toMatchObject([
      { state: 'active', expiresAt: iso(now + HOUR_MS) },
      { expiresAt: null },
    ]);
    const events = await scene.connectionEvents('rotating');
    expect(events.slice(2)).toMatchObject([
      {
        type: 'connection.token_issued',
        data: {
          token: { id: answer.body['id'] },
          replaces: { id: first?.['id'], expires: iso(now + HOUR_MS) },
        },
      },
    ]);
    // Its end was asked for: no notification is needed.
    await scene.service.connections.watch.run();
    expect(await scene.connectionEvents('rotating')).toHaveLength(events.length);
    now += HOUR_MS;
    expect([await statusOf(old), await statusOf(fresh)]).toEqual([401, 200]);
  });

  test('are rotated with a day of overlap unless said otherwise, and keep their addresses and their span', async () => {
    await scene.connect('defaults');
    const { id } = await scene.control.expect(201, 'POST', '/accounts/defaults/tokens', {
      label: 'ninety days',
      expiresAt: iso(now + 90 * DAY_MS),
      allowedAddresses: ['203.0.113.9'],
    });
    now += 10 * DAY_MS;
    expect(
      await scene.control.expect(201, 'POST', `/accounts/defaults/tokens/${String(id)}/rotate`),
    ).toMatchObject({
      label: 'ninety days',
      expiresAt: iso(now + 90 * DAY_MS),
      allowedAddresses: ['203.0.113.9'],
    });
    expect(await list('defaults')).toMatchObject([{}, { expiresAt: iso(now + DAY_MS) }, {}]);
  });

  test('of all accounts are listed together, those that end soon alone, in pages, and only within reach', async () => {
    for (const id of ['soon', 'later']) await scene.connect(id);
    const issue = (id: string, days: number) =>
      scene.control.expect(201, 'POST', `/accounts/${id}/tokens`, { expiresAt: iso(now + days * DAY_MS) });
    const soon = [await issue('soon', 5), await issue('later', 9)].map(({ id }) => id);
    await issue('later', 30);
    const revoked = await issue('soon', 6);
    await scene.control.expect(200, 'POST', `/accounts/soon/tokens/${String(revoked['id'])}/revoke`);
    const read = async (query: string, accounts: readonly string[] = ['soon', 'later']) => {
      const limited = new ControlClient(
        scene.service.url,
        await scene.service.serviceToken(['accounts:read'], accounts),
      );
      const page = await limited.expect(200, 'GET', `/tokens?${query}`);
      return { ...page, data: page['data'] as readonly Json[] }; // a page
    };
    const before = `expires_before=${iso(now + 10 * DAY_MS)}`;
    const { data } = await read(before);
    expect(data.map(({ account, id }) => [account, id])).toEqual([
      ['soon', soon[0]],
      ['later', soon[1]],
    ]);
    expect((await read('')).data).toHaveLength(5);
    const first = await read(`${before}&limit=1`);
    expect(first).toMatchObject({ has_more: true, next: soon[0] });
    expect((await read(`${before}&after=${String(soon[0])}`)).data).toEqual([data[1]]);
    expect((await read(before, ['later'])).data).toEqual([data[1]]);
    await scene.control.expect(200, 'POST', '/accounts/later/scim/disable', { members: 'keep' });
    expect((await read(before)).data).toEqual([data[0]]);
  });

  test('are rotated once: a repetition is refused, because its token would live no longer than the overlap', async () => {
    await scene.connect('repeated');
    const [first] = await list('repeated');
    const rotate = (body?: Json) =>
      scene.control.send('POST', `/accounts/repeated/tokens/${String(first?.['id'])}/rotate`, body);
    expect((await rotate()).status).toBe(201);
    for (const body of [undefined, { overlap_seconds: 0 }]) {
      expect(await rotate(body)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('replaced already') },
      });
    }
    expect(await list('repeated')).toMatchObject([{ state: 'active' }, { expiresAt: null }]);
  });

  test('never live longer by a rotation, and end at once without an overlap', async () => {
    await scene.connect('ending');
    const { id } = await scene.control.expect(201, 'POST', '/accounts/ending/tokens', {
      expiresAt: iso(now + HOUR_MS),
    });
    await scene.control.expect(201, 'POST', `/accounts/ending/tokens/${String(id)}/rotate`);
    expect(await list('ending')).toMatchObject([{}, { expiresAt: iso(now + HOUR_MS) }, {}]);
    const next = (await list('ending'))[2];
    await scene.control.expect(201, 'POST', `/accounts/ending/tokens/${String(next?.['id'])}/rotate`, {
      overlap_seconds: 0,
    });
    expect(await list('ending')).toMatchObject([{}, {}, { state: 'revoked' }, { state: 'active' }]);
    expect((await scene.connectionEvents('ending')).map(({ type }) => type).slice(-2)).toEqual([
      'connection.token_issued',
      'connection.token_revoked',
    ]);
    const ended = await scene.control.send('POST', `/accounts/ending/tokens/${String(next?.['id'])}/rotate`);
    expect(ended).toMatchObject({ status: 409, body: { detail: expect.stringContaining('ended already') } });
  });

  test('of another account, or that never were, are not found', async () => {
    await scene.connect('mine');
    await scene.connect('other');
    const [foreign] = await list('other');
    for (const id of [String(foreign?.['id']), '01a1ffb7-0000-7000-8000-000000000000', 'nonsense']) {
      for (const [method, action] of [
        ['GET', ''],
        ['POST', '/rotate'],
        ['POST', '/revoke'],
      ] as const) {
        expect((await scene.control.send(method, `/accounts/mine/tokens/${id}${action}`)).status).toBe(404);
      }
    }
    expect(await list('other')).toMatchObject([{ state: 'active' }]);
  });

  test('with addresses work from there alone, and the refusal names the address it saw', async () => {
    await scene.connect('walled');
    const { token } = await scene.control.expect(201, 'POST', '/accounts/walled/tokens', {
      allowedAddresses: ['203.0.113.0/24', '2001:db8::/32'],
    });
    const scim = scene.provider('walled', token);
    for (const address of ['203.0.113.200', '2001:db8:1::5', '192.0.2.1, 203.0.113.4']) {
      expect({ address, status: await statusOf(scim, address) }).toEqual({ address, status: 200 });
    }
    for (const address of ['198.51.100.1', '203.0.113.4, 198.51.100.1']) {
      const answer = await scim.get('/Users', { 'x-forwarded-for': address });
      expect(answer.status).toBe(403);
      expect(answer.body['detail']).toContain('198.51.100.1');
    }
    const line = scene.service
      .logText()
      .split('\n')
      .findLast(text => text.includes('address_not_allowed'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      connectionFault: 'address_not_allowed',
      accountId: 'walled',
    });
    expect(line).not.toContain('198.51.100.1');
    expect(await list('walled')).toHaveLength(2);
  });

  test('say when and from where they were used last, a moment later', async () => {
    const scim = await scene.connect('used');
    await statusOf(scim, '203.0.113.77');
    const seen = async () => {
      const [token] = await list('used');
      return token?.['lastUsedAt'] === null ? undefined : token;
    };
    expect(await waitUntil('the use is written', 5_000, seen)).toMatchObject({
      lastUsedAt: iso(now),
      lastUsedFrom: '203.0.113.77',
    });
  });

  test('are announced 14 days and three days before they expire, each time once', async () => {
    await scene.connect('telling');
    const expiresAt = now + 30 * DAY_MS;
    const { id } = await scene.control.expect(201, 'POST', '/accounts/telling/tokens', {
      label: 'a month',
      expiresAt: iso(expiresAt),
    });
    const published = async () =>
      (await scene.connectionEvents('telling')).filter(({ type }) => type === 'connection.token_expiring');
    const passDays = async (days: number) => {
      now += days * DAY_MS;
      await scene.service.connections.watch.run();
      await scene.service.connections.watch.run();
      return (await published()).length;
    };
    expect(await passDays(15)).toBe(0);
    expect(await passDays(1)).toBe(1);
    expect(await passDays(10)).toBe(1);
    expect(await passDays(1)).toBe(2);
    expect(await passDays(4)).toBe(2);
    expect((await published())[0]).toEqual({
      type: 'connection.token_expiring',
      data: { account: { id: 'telling' }, token: { id, label: 'a month', expires: iso(expiresAt) } },
    });
  });

  test('are not announced when they are revoked, when SCIM is off, or when they were issued for a short time', async () => {
    await scene.connect('untold');
    const issue = (days: number) =>
      scene.control.expect(201, 'POST', '/accounts/untold/tokens', { expiresAt: iso(now + days * DAY_MS) });
    const revoked = await issue(10);
    await scene.control.expect(200, 'POST', `/accounts/untold/tokens/${String(revoked['id'])}/revoke`);
    await issue(1);
    const { length: before } = await scene.connectionEvents('untold');
    await scene.service.connections.watch.run();
    expect(await scene.connectionEvents('untold')).toHaveLength(before);
    await issue(20);
    await scene.control.expect(200, 'POST', '/accounts/untold/scim/disable', { members: 'keep' });
    now += 18 * DAY_MS;
    await scene.service.connections.watch.run();
    expect((await scene.connectionEvents('untold')).map(({ type }) => type)).not.toContain(
      'connection.token_expiring',
    );
  });
});

describe.each(databaseKinds())('the address of an identity provider on $name', kind => {
  test('is the one of its connection unless a proxy is trusted, whatever the header says', async () => {
    const scene = await startAccountScene(kind);
    try {
      await scene.connect('direct');
      const { token } = await scene.control.expect(201, 'POST', '/accounts/direct/tokens', {
        allowedAddresses: ['203.0.113.9'],
      });
      const answer = await scene
        .provider('direct', token)
        .get('/Users', { 'x-forwarded-for': '203.0.113.9' });
      expect(answer.status).toBe(403);
      expect(answer.body['detail']).toContain('127.0.0.1');
    } finally {
      await scene.close();
    }
  });
});

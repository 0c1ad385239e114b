/** How a connection is doing: its state, its tokens, what was last heard of the identity provider. */
import { databaseKinds } from '../support/database/databases.ts';
import type { Json, ScimClient } from '../support/scim/scim-client.ts';
import { type LogScene, openLogScene } from './log-scene.ts';

describe.each(databaseKinds())('the health of a connection on $name', kind => {
  let scene: LogScene;

  beforeAll(async () => {
    scene = await openLogScene(kind);
  });

  afterAll(() => scene.close());

  const healthOf = ({ account }: ScimClient): Promise<Json> =>
    scene.control.expect(200, 'GET', `/accounts/${account.accountId}/connection`);

  test('before the first contact nothing is known', async () => {
    const scim = await scene.connect('onelogin');
    expect(await healthOf(scim)).toEqual({
      verdict: {
        state: 'waiting',
        text: expect.stringMatching(/^Waiting for OneLogin\. Nothing has arrived yet\./),
      },
      progress: {
        state: 'waiting',
        mark: 'ring',
        headline: 'Waiting for OneLogin',
        sentences: [
          'Nothing has arrived yet.',
          'As soon as OneLogin sends a request you see it here, within a second.',
        ],
        ticks: ['enabled'],
        fault: null,
        mended: null,
      },
      state: 'enabled',
      reason: null,
      since: expect.stringMatching(/Z$/),
      identityProvider: 'onelogin',
      baseUrl: scim.account.baseUrl,
      health: {
        firstContactAt: null,
        lastRequestAt: null,
        lastSuccessAt: null,
        lastError: null,
        lastUnproven: null,
      },
      tokens: { active: 1, expired: 0, revoked: 0, nextExpiryAt: null, lastUsedAt: null },
    });
  });

  test('the first contact stays, the last request moves', async () => {
    const scim = await scene.connect();
    await scim.get('/Users');
    const first = (await healthOf(scim))['health'] as Json; // as the first test shows
    expect(first['firstContactAt']).toBe(first['lastRequestAt']);
    expect(first['lastSuccessAt']).toBe(first['lastRequestAt']);
    // Times are in milliseconds, and may be shared.
    for (;;) {
      await scim.get('/Users');
      const later = (await healthOf(scim))['health'] as Json; // as above
      expect(later['firstContactAt']).toBe(first['firstContactAt']);
      if (later['lastRequestAt'] !== first['lastRequestAt']) break;
    }
  });

  test('the last error is explained, and a success does not hide it', async () => {
    const scim = await scene.connect('entra');
    await scim.get('/Users');
    await scim.post('/Groups', {});
    await scim.post('/Users', { userName: '' });
    const before = (await healthOf(scim))['health'] as Json; // as above
    expect(before['lastError']).toEqual({
      at: before['lastRequestAt'],
      status: 400,
      message: 'The userName is missing',
      explanation: expect.objectContaining({
        id: 'user_name_missing',
        where: expect.stringContaining('Provision Microsoft Entra ID Users'),
      }),
    });
    await scim.create();
    const after = (await healthOf(scim))['health'] as Json; // as above
    expect(after['lastError']).toEqual(before['lastError']);
    expect(Date.parse(String(after['lastSuccessAt']))).toBeGreaterThanOrEqual(
      Date.parse(String(before['lastRequestAt'])),
    );
  });

  test('operations of a bulk request say nothing that the request does not', async () => {
    const scim = await scene.connect();
    const { status } = await scim.post('/Bulk', {
      Operations: [{ method: 'DELETE', path: '/Users/01a1ffb7-0000-7000-8000-000000000000' }],
    });
    expect(status).toBe(200);
    const health = (await healthOf(scim))['health'] as Json; // as above
    expect(health['lastError']).toBeNull();
    expect(health['lastSuccessAt']).toBe(health['lastRequestAt']);
  });

  test('the last error names no person', async () => {
    const scim = await scene.connect();
    await scim.create({ userName: 'ann@example.com' });
    await scim.post('/Users', { userName: 'ann@example.com' });
    expect(JSON.stringify((await healthOf(scim))['health'])).not.toContain('ann@example.com');
  });

  test('requests with an expired token count for the account they were for', async () => {
    const scim = await scene.connect();
    const { accountId } = scim.account;
    const [token] = await scene.service.accounts.listTokens(accountId);
    await scene.service.accounts.revokeToken(accountId, token?.id ?? '');
    await scim.get('/Users');
    expect(await healthOf(scim)).toMatchObject({
      health: { lastSuccessAt: null, lastError: { status: 401, message: 'The token has been revoked' } },
      tokens: { active: 0, revoked: 1 },
    });
  });

  test('the verdict says whether it works', async () => {
    const scim = await scene.connect('okta');
    const verdict = async () => (await healthOf(scim))['verdict'];
    await fetch(`${scim.account.baseUrl}/Users`, {
      headers: { authorization: `Bearer ${scim.account.token.slice(0, -5)}` },
    });
    expect(await verdict()).toEqual({
      state: 'token_refused',
      text: 'Waiting for Okta. A request came just now and was refused: the token is mistyped or cut off. Paste the whole token, in one line.',
    });
    await scim.get('/Users');
    expect(await verdict()).toEqual({
      state: 'works',
      text: expect.stringMatching(
        /^Okta has reached us\. The address and the token are right: Okta asked at /,
      ),
    });
    await scim.post('/Users', { userName: '' });
    expect(await verdict()).toEqual({
      state: 'refused',
      text: expect.stringMatching(/^Something is wrong\. The userName is missing\. .* 1 request since /),
    });
    await scim.create({ userName: 'ann@example.com' });
    expect(await verdict()).toEqual({
      state: 'works',
      text: '1 person provisioned. 1 active, 0 inactive. Last: ann@example.com, just now.',
    });
    await scene.service.accounts.suspend(scim.account.accountId, 'an audit');
    expect(await verdict()).toEqual({
      state: 'paused',
      text: 'Paused by the product. An audit. No one is added or removed meanwhile.',
    });
  });

  test('a suspended connection says so, and why', async () => {
    const scim = await scene.connect();
    await scene.service.accounts.suspend(scim.account.accountId, 'an audit');
    await scim.get('/Users');
    expect(await healthOf(scim)).toMatchObject({
      state: 'suspended',
      reason: 'an audit',
      health: { lastError: { status: 403, explanation: { id: 'connection_suspended' } } },
    });
  });

  test('needs the scope for accounts or for the log, and an account within reach', async () => {
    const scim = await scene.connect();
    const read = async (scopes: readonly string[], accounts: readonly string[] | null = null) => {
      const token = await scene.service.serviceToken(scopes, accounts);
      const path = `/v1/accounts/${scim.account.accountId}/connection`;
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(scene.service.url + path, { headers })).status;
    };
    const other = await scene.connect();
    expect(await read(['accounts:read'])).toBe(200);
    expect(await read(['log:read'])).toBe(200);
    expect(await read(['events:read'])).toBe(403);
    expect(await read(['log:read'], [other.account.accountId])).toBe(404);
  });
});

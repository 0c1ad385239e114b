import { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { type AccountScene, SAML, startAccountScene } from './account-scene.ts';

const POLICIES = {
  authority: 'ignore',
  groups: 'auto',
  requireEmail: false,
  allowedEmailDomains: [],
  link: 'any',
};

describe.each(databaseKinds())('accounts on $name', kind => {
  let scene: AccountScene;

  beforeAll(async () => {
    scene = await startAccountScene(kind);
  });

  afterAll(() => scene.close());

  test('are made with PUT, with SCIM off, and say all there is to say', async () => {
    const answer = await scene.control.send('PUT', '/accounts/acme', {
      name: 'Acme',
      identityProvider: 'okta',
      sso: { protocol: 'saml', provider: 'Okta' },
      policies: { link: 'never' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${scene.service.url}/v1/accounts/acme`);
    const created = answer.body;
    expect(created).toEqual({
      id: 'acme',
      name: 'Acme',
      identityProvider: 'okta',
      sso: SAML,
      policies: { ...POLICIES, link: 'never' },
      connection: { state: 'disabled', reason: null, since: created['createdAt'] },
      offboarding: null,
      createdAt: expect.any(String),
      updatedAt: created['createdAt'],
      closedAt: null,
    });
    expect(await scene.control.expect(200, 'GET', '/accounts/acme')).toEqual(created);
    expect(await scene.service.events('acme')).toEqual([]);
  });

  test('need nothing but an id', async () => {
    expect(await scene.control.expect(201, 'PUT', '/accounts/bare')).toMatchObject({
      name: 'bare',
      identityProvider: 'other',
      sso: { protocol: 'none', provider: null, status: 'inactive' },
      policies: POLICIES,
    });
  });

  test.each(['operations', 'Operations'])(
    'cannot be called %s, the partition of events about deliveries',
    async id => {
      expect(await scene.control.send('PUT', `/accounts/${id}`, { sso: SAML })).toMatchObject({
        status: 400,
        body: { code: 'badRequest', detail: expect.stringContaining('partition key') },
      });
      const adding = scene.service.addAccount({ id });
      await expect(adding).rejects.toMatchObject({ code: 'badRequest' });
    },
  );

  test('keep what a PUT does not name, and single sign-on is said as a whole', async () => {
    await scene.control.expect(201, 'PUT', '/accounts/kept', {
      name: 'Kept',
      sso: SAML,
      policies: { requireEmail: true, allowedEmailDomains: ['Example.COM'] },
    });
    const changed = await scene.control.expect(200, 'PUT', '/accounts/kept', {
      identityProvider: 'entra',
      policies: { authority: 'reject' },
    });
    expect(changed).toMatchObject({
      name: 'Kept',
      identityProvider: 'entra',
      sso: SAML,
      policies: {
        ...POLICIES,
        authority: 'reject',
        requireEmail: true,
        allowedEmailDomains: ['example.com'],
      },
    });
    expect(
      await scene.control.expect(200, 'PUT', '/accounts/kept', { sso: { protocol: 'oidc' } }),
    ).toMatchObject({
      sso: { protocol: 'oidc', provider: null, status: 'active' },
    });
    expect(
      await scene.control.expect(200, 'PUT', '/accounts/kept', { policies: { allowedEmailDomains: [] } }),
    ).toMatchObject({ policies: { requireEmail: true, allowedEmailDomains: [] } });
  });

  test('are left alone by a PUT that changes nothing', async () => {
    const body = { name: 'Same', sso: SAML, policies: { allowedEmailDomains: ['example.com'] } };
    const created = await scene.control.expect(201, 'PUT', '/accounts/same', body);
    expect(await scene.control.expect(200, 'PUT', '/accounts/same', body)).toEqual(created);
  });

  test.each([
    ['a role', { role: 'admin' }, '"role" is not a field'],
    ['roles in a policy', { policies: { roles: ['admin'] } }, '"policies.roles" is not a field'],
    ['a field of the answer', { connection: { state: 'enabled' } }, '"connection" is not a field'],
    ['an unknown field of SSO', { sso: { protocol: 'saml', role: 'x' } }, '"sso.role" is not a field'],
    ['SSO without a protocol', { sso: { status: 'active' } }, '"sso.protocol" is missing'],
    ['an unknown protocol', { sso: { protocol: 'ldap' } }, '"sso.protocol" must be one of saml, oidc, none'],
    [
      'an unknown identity provider',
      { identityProvider: 'x' },
      '"identityProvider" must be one of jumpcloud',
    ],
    ['an unknown policy value', { policies: { link: 'some' } }, '"policies.link" must be one of any'],
    ['a policy of another kind', { policies: { requireEmail: 'yes' } }, 'must be true or false'],
    [
      'a domain that is none',
      { policies: { allowedEmailDomains: ['a b'] } },
      '"policies.allowedEmailDomains[0]"',
    ],
    ['an empty name', { name: '' }, '"name" must be a text'],
    ['a control character', { name: 'a\u0000b' }, 'control characters'],
    ['no object', [], 'must be a JSON object'],
    ['__proto__', '{"__proto__": {"admin": true}}', '"__proto__" is not a field'],
  ])('refuse %s in words, and are not made by it', async (_, body, detail) => {
    const answer = await scene.control.send('PUT', '/accounts/refused', body);
    expect(answer.status).toBe(400);
    expect(String(answer.body['detail'])).toContain(detail);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await scene.control.send('GET', '/accounts/refused')).status).toBe(404);
  });

  test('have ids of letters, digits, "_" and "-"', async () => {
    const answer = await scene.control.send('PUT', '/accounts/no%20spaces', {});
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('account id') } });
    expect((await scene.control.send('GET', '/accounts/no%20spaces')).status).toBe(404);
  });

  test('are listed by id, page by page, without those that are closed', async () => {
    for (const id of ['list-c', 'list-a', 'list-b', 'list-d']) {
      await scene.control.expect(201, 'PUT', `/accounts/${id}`);
    }
    await scene.control.expect(202, 'DELETE', '/accounts/list-b');
    const mine = await scene.caller(['accounts:read'], ['list-a', 'list-b', 'list-c', 'list-d']);
    const first = await mine.expect(200, 'GET', '/accounts?limit=2');
    expect(first).toMatchObject({
      data: [{ id: 'list-a' }, { id: 'list-c' }],
      next: 'list-c',
      has_more: true,
    });
    const last = await mine.expect(200, 'GET', '/accounts?limit=2&after=list-c');
    expect(last).toMatchObject({ data: [{ id: 'list-d' }], next: null, has_more: false });
    const all = await scene.control.expect(200, 'GET', '/accounts?limit=1000');
    const ids = (all['data'] as Json[]).map(({ id }) => String(id)); // as just described
    expect(ids).toEqual([...ids].sort());
    expect(ids).toEqual(expect.arrayContaining(['list-a', 'list-c', 'list-d']));
    expect(ids).not.toContain('list-b');
    expect((await mine.send('GET', '/accounts?after=no%20id')).status).toBe(400);
  });

  test.each([
    ['accounts:read', 'GET', '', 200],
    ['accounts:read', 'GET', '/scoped', 200],
    ['accounts:read', 'GET', '/scoped/tokens', 200],
    ['accounts:write', 'PUT', '/scoped', 200],
    ['accounts:write', 'POST', '/scoped/scim/suspend', 409],
    ['accounts:write', 'POST', '/scoped/scim/resume', 409],
    ['accounts:write', 'POST', '/scoped/scim/disable', 400],
    ['accounts:write', 'POST', '/scoped/tokens', 409],
    ['accounts:write', 'POST', '/scoped/scim/enable', 200],
    ['accounts:write', 'DELETE', '/scoped', 202],
  ])('ask for the scope %s on %s /accounts%s', async (scope, method, path, status) => {
    await scene.control.send('PUT', '/accounts/scoped', { sso: SAML });
    const others = ['accounts:read', 'accounts:write', 'members:write', 'events:read', 'webhooks:write'];
    const without = await scene.caller(others.filter(other => other !== scope));
    expect(await without.send(method, `/accounts${path}`)).toMatchObject({
      status: 403,
      body: { detail: `This service token lacks the scope ${scope}.` },
    });
    expect((await (await scene.caller([scope])).send(method, `/accounts${path}`)).status).toBe(status);
  });

  test('look like none to a token that is limited to others, and are not made by it', async () => {
    const { account } = await scene.connect('out-of-reach');
    const limited = await scene.caller(['*'], ['acme']);
    const tokens = await scene.control.expect(200, 'GET', '/accounts/out-of-reach/tokens');
    const [token] = tokens['data'] as Json[]; // the first token
    const addresses = [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/scim/enable'],
      ['POST', '/scim/suspend'],
      ['POST', '/scim/resume'],
      ['GET', '/tokens'],
      ['POST', '/tokens'],
      ['GET', `/tokens/${String(token?.['id'])}`],
      ['POST', `/tokens/${String(token?.['id'])}/rotate`],
      ['POST', `/tokens/${String(token?.['id'])}/revoke`],
    ] as const;
    for (const [method, path] of addresses) {
      const [there, nowhere] = [
        await limited.send(method, `/accounts/${account.accountId}${path}`),
        await limited.send(method, `/accounts/nowhere${path}`),
      ];
      expect({ method, path, status: there.status, body: there.body }).toEqual({
        method,
        path,
        status: 404,
        body: nowhere.body,
      });
    }
    for (const id of [account.accountId, 'brand-new']) {
      expect((await limited.send('PUT', `/accounts/${id}`, {})).status).toBe(403);
    }
    expect((await scene.control.send('GET', '/accounts/brand-new')).status).toBe(404);
    expect((await scene.provider(account.accountId, account.token).get('/Users')).status).toBe(200);
  });

  test('say which methods work', async () => {
    const answer = await scene.control.send('PATCH', '/accounts/acme', {});
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PUT, DELETE');
  });
});

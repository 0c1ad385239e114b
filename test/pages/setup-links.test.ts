/** Setup links: made by the main app, opened by one browser, ended by time, by the main app or with the account. */
import { ControlClient } from '../support/control-client.ts';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { SetupVisitor } from '../support/setup-visitor.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FOLLOWED = { 'sec-fetch-dest': 'document' };

describe.each(databaseKinds())('a setup link on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let control: ControlClient;
  let passedMs = 0;
  let made = 0;

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({
      databaseUrl: database.url,
      now: () => Date.now() + passedMs,
      environment: {
        PAGES_FRAME_ANCESTORS: 'https://app.example.com',
        PAGES_RETURN_ORIGINS: 'https://app.example.com',
      },
    });
    control = new ControlClient(service.url, await service.serviceToken());
  });
  beforeEach(() => {
    passedMs = 0;
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  async function newLink(body: object = {}) {
    made += 1;
    const id = `setup-${made}`;
    await control.expect(201, 'PUT', `/accounts/${id}`, {
      identityProvider: 'okta',
      sso: { protocol: 'saml', provider: 'Okta' },
    });
    const link = await control.expect(201, 'POST', `/accounts/${id}/setup-links`, body);
    return { id, url: String(link['url']), linkId: String(link['id']), link };
  }

  async function visit(url: string): Promise<SetupVisitor> {
    const visitor = new SetupVisitor(service.url);
    const answer = await visitor.open(url);
    expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
      status: 303,
      location: '/setup',
    });
    return visitor;
  }

  const linksOf = async (id: string) =>
    (await control.expect(200, 'GET', `/accounts/${id}/setup-links`))['data'] as readonly object[]; // a page

  test('says what was asked for, and shows its address once', async () => {
    const { id, link, url } = await newLink({
      admin: { id: 'u_812', name: 'Dana Kim', email: 'dana@acorn.example' },
      expiresInSeconds: 3_600,
      returnUrl: 'https://app.example.com/settings',
      may: ['log'],
    });
    expect(link).toMatchObject({
      state: 'unused',
      mode: 'mail',
      may: ['log'],
      admin: { id: 'u_812', name: 'Dana Kim', email: 'dana@acorn.example' },
      returnUrl: 'https://app.example.com/settings',
      openedAt: null,
    });
    expect(url).toMatch(new RegExp(`^${service.url}/setup/rcs_[\\w-]{43}$`));
    const listed = await linksOf(id);
    expect(listed).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain('rcs_');
  });

  test.each([
    [{ expiresInSeconds: 59 }, 'expiresInSeconds'],
    [{ expiresInSeconds: 2_592_001 }, 'expiresInSeconds'],
    [{ mode: 'fax' }, 'mode'],
    [{ may: ['everything'] }, 'may'],
    [{ returnUrl: 'https://elsewhere.example.com/' }, 'returnUrl'],
    [{ returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
  ])('is refused with %j', async (body, field) => {
    const { id } = await newLink();
    const answer = await control.send('POST', `/accounts/${id}/setup-links`, body);
    expect(answer.status).toBe(400);
    expect(answer.body['detail']).toContain(`"${field}`);
  });

  test('stores no secret, neither its own nor the cookie of its browser', async () => {
    const { url } = await newLink();
    const visitor = new SetupVisitor(service.url);
    const [cookie = ''] = (await visitor.open(url)).headers.getSetCookie();
    const stored = JSON.stringify([...(await readAllTables(service.database))]);
    expect(stored).toContain('secret_hash');
    expect(stored).not.toContain(url.slice(url.lastIndexOf('/') + 1));
    expect(stored).not.toContain(cookie.split(/[=;]/)[1]);
  });

  test('is not spent by looking at it', async () => {
    const { id, url } = await newLink();
    for (let looks = 0; looks < 20; looks += 1) {
      expect((await new SetupVisitor(service.url).get(url, FOLLOWED)).status).toBe(200);
    }
    expect(await linksOf(id)).toMatchObject([{ state: 'unused', otherBrowsers: 0 }]);
    await visit(url);
  });

  test('is followed at once in the mode redirect, and by nothing that only fetches it', async () => {
    const { id, url } = await newLink({ mode: 'redirect' });
    expect((await new SetupVisitor(service.url).get(url)).status).toBe(200);
    const visitor = new SetupVisitor(service.url);
    expect((await visitor.get(url, FOLLOWED)).status).toBe(303);
    expect((await visitor.get('/setup')).status).toBe(200);
    passedMs = 11 * HOUR_MS;
    expect((await visitor.get('/setup')).status).toBe(200);
    passedMs = 13 * HOUR_MS;
    expect((await visitor.get('/setup')).status).toBe(410);
    expect(await linksOf(id)).toMatchObject([{ state: 'expired' }]);
  });

  test('in the mode redirect must be followed within ten minutes', async () => {
    const { url } = await newLink({ mode: 'redirect' });
    passedMs = 11 * 60_000;
    expect((await new SetupVisitor(service.url).get(url, FOLLOWED)).status).toBe(410);
  });

  test('ends after a week, and what was set up goes on working', async () => {
    const { id, url } = await newLink();
    const visitor = await visit(url);
    const page = await (await visitor.submit('/setup/enable', { issued: '0' })).text();
    const [, token = ''] = /<input id="token" value="([^"]+)"/.exec(page) ?? [];
    passedMs = 7 * DAY_MS + 1;
    expect((await visitor.get('/setup')).status).toBe(410);
    expect((await new SetupVisitor(service.url).get(url)).status).toBe(410);
    const users = await fetch(`${service.url}/scim/v2/Users`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(users.status).toBe(200);
    expect((await service.accounts.get(id)).connection.state).toBe('enabled');
  });

  test('belongs to the first of two browsers that open it together', async () => {
    const { id, url } = await newLink();
    const visitors = Array.from({ length: 6 }, () => new SetupVisitor(service.url));
    const statuses = (await Promise.all(visitors.map(visitor => visitor.open(url)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter(status => status === 303)).toHaveLength(1);
    expect(statuses.filter(status => status === 403)).toHaveLength(5);
    const opened = (await service.events(id)).filter(({ type }) => type === 'connection.setup_opened');
    expect(opened).toHaveLength(1);
  });

  test('is named by what its admin does', async () => {
    const { id, url, linkId } = await newLink({ admin: { id: 'u_812', name: 'Dana Kim' } });
    const visitor = await visit(url);
    await visitor.submit('/setup/enable', { issued: '0' });
    await visitor.submit('/setup/leave');
    const actor = { kind: 'admin', setupLinkId: linkId, adminId: 'u_812' };
    const events = (await service.events(id)).map(({ type, data }) => ({ type, actor: data.actor }));
    expect(events).toEqual([
      { type: 'connection.setup_opened', actor },
      { type: 'connection.enabled', actor },
      { type: 'connection.token_issued', actor },
      { type: 'connection.setup_completed', actor },
    ]);
  });

  test('that is revoked signs its browser out, and changes nothing any more', async () => {
    const { id, url, linkId } = await newLink();
    const visitor = await visit(url);
    await control.expect(200, 'POST', `/accounts/${id}/setup-links/${linkId}/revoke`);
    expect((await visitor.submit('/setup/enable', { issued: '0' })).status).toBe(410);
    expect((await service.accounts.get(id)).connection.state).toBe('disabled');
    expect((await control.expect(200, 'POST', `/accounts/${id}/setup-links/${linkId}/revoke`))['state']).toBe(
      'revoked',
    );
  });

  test('is ended by a later one that says so', async () => {
    const { id, url } = await newLink();
    const visitor = await visit(url);
    await control.expect(201, 'POST', `/accounts/${id}/setup-links`, { revokeOthers: true });
    expect((await visitor.get('/setup')).status).toBe(410);
    expect(await linksOf(id)).toMatchObject([{ state: 'revoked' }, { state: 'unused' }]);
  });

  test('leads nowhere when the account is closed', async () => {
    const { id, url } = await newLink({ admin: { name: 'Dana Kim' } });
    const visitor = await visit(url);
    expect((await control.send('DELETE', `/accounts/${id}`)).status).toBeLessThan(300);
    const answer = await visitor.get('/setup');
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('This account was closed');
    expect((await control.send('POST', `/accounts/${id}/setup-links`)).status).toBe(409);
    await waitUntil('the end of the account', 10_000, async () =>
      JSON.stringify(await linksOf(id)).includes('"name":null'),
    );
    expect((await visitor.get('/setup')).status).toBe(410);
  });

  test('reaches its own account alone, and only what it may', async () => {
    const other = await service.addAccount();
    const [foreign] = await service.accounts.listTokens(other.accountId);
    const { url } = await newLink({ may: ['tokens'] });
    const visitor = await visit(url);
    for (const path of ['/setup/enable', '/setup/provider']) {
      expect((await visitor.submit(path, { issued: '0', identityProvider: 'okta' })).status).toBe(403);
    }
    expect((await visitor.submit('/setup/token/end', { token: foreign?.id ?? '' })).status).toBe(404);
    expect((await visitor.get('/setup/live')).status).toBe(403);
    expect((await visitor.get('/v1/accounts')).status).toBe(401);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['nowhere', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'https://evil.example.com' }],
    ['no page at all', {}],
  ])('takes no form from %s', async (_name, from) => {
    const { id, url } = await newLink();
    const visitor = await visit(url);
    for (const path of [
      '/setup/enable',
      '/setup/provider',
      '/setup/token',
      '/setup/token/end',
      '/setup/leave',
    ]) {
      expect((await visitor.submitFrom(from, path, { issued: '0' })).status).toBe(403);
    }
    expect((await service.accounts.get(id)).connection.state).toBe('disabled');
    // A browser without Fetch Metadata names its own origin.
    expect((await visitor.submitFrom({ origin: service.url }, '/setup/enable', { issued: '0' })).status).toBe(
      200,
    );
  });

  test('answers with headers that let nothing else in', async () => {
    const { url } = await newLink();
    const door = await new SetupVisitor(service.url).get(url);
    const visitor = await visit(url);
    const page = await visitor.get('/setup');
    expect(door.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    for (const { headers } of [door, page]) {
      const policy = headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain('frame-ancestors https://app.example.com');
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-robots-tag')).toBe('noindex');
    }
  });

  test('holds an address up for a minute when secrets are tried from it', async () => {
    const stranger = new SetupVisitor(service.url);
    const wrong = `${service.url}/setup/rcs_${'x'.repeat(43)}`;
    const statuses: number[] = [];
    for (let tries = 0; tries < 15; tries += 1) statuses.push((await stranger.get(wrong)).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(404));
    expect(statuses.at(-1)).toBe(429);
    passedMs = 30 * DAY_MS;
    const { url } = await newLink();
    await visit(url);
  });
});

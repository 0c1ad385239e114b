/** Who may see what in the console: as much as the service token may read in `/v1`, and for as long. */
import { SCOPES, type Scope } from '../../src/accounts/tokens/scopes.ts';
import { readConfig } from '../../src/config/config.ts';
import { SCREENS } from '../../src/pages/console/console-router.ts';
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { SetupVisitor } from '../support/setup-visitor.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

const MINUTE_MS = 60_000;
const ALL_SCOPES = Object.keys(SCOPES).filter(scope => scope !== '*') as Scope[]; // Object.keys forgets the names

describe.each(databaseKinds())('the console on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let memberId = '';
  let passedMs = 0;

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url, now: () => Date.now() + passedMs });
    const scim = new ScimClient(await service.addAccount({ id: 'ours' }));
    memberId = (await scim.create({ userName: 'ann@example.com' })).id;
    await service.addAccount({ id: 'theirs' });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  async function signIn(token: string): Promise<SetupVisitor> {
    const visitor = new SetupVisitor(service.url);
    expect((await visitor.submit('/console/sign-in', { token })).status).toBe(303);
    return visitor;
  }

  const addressOf = (path: string, id = 'ours'): string =>
    `/console${path.replace(':id', id).replace(':memberId', memberId)}`.replace(/\/$/, '');

  test.each(SCREENS)(
    'shows $path to a token with one of its scopes, and to no other',
    async ({ path, scopes }) => {
      for (const scope of ALL_SCOPES) {
        const visitor = await signIn(await service.serviceToken([scope]));
        const { status } = await visitor.get(addressOf(path));
        expect({ path, scope, status }).toEqual({ path, scope, status: scopes.includes(scope) ? 200 : 403 });
      }
      const answer = await new SetupVisitor(service.url).get(addressOf(path));
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toContain('/console/sign-in');
    },
  );

  test('shows a token that is limited to one account nothing of another', async () => {
    const visitor = await signIn(await service.serviceToken(['*'], ['ours']));
    const list = await (await visitor.get('/console')).text();
    expect(list).toContain('/console/accounts/ours');
    expect(list).not.toContain('theirs');
    for (const { path } of SCREENS.filter(screen => screen.path.includes(':id'))) {
      expect((await visitor.get(addressOf(path, 'theirs'))).status).toBe(404);
    }
  });

  test('ends with its token at the next click', async () => {
    const { tokenId, token } = await service.connections.serviceTokens.issue(
      { scopes: ['*'], accounts: null },
      'x',
      null,
    );
    const visitor = await signIn(token);
    expect((await visitor.get('/console')).status).toBe(200);
    await service.connections.serviceTokens.revoke(tokenId);
    expect((await visitor.get('/console')).status).toBe(303);
  });

  test('ends after half an hour without a click, and after eight hours in any case', async () => {
    const token = await service.serviceToken();
    const idle = await signIn(token);
    passedMs += 31 * MINUTE_MS;
    expect((await idle.get('/console')).status).toBe(303);
    const busy = await signIn(token);
    for (let minutes = 0; minutes < 475; minutes += 25) {
      expect((await busy.get('/console')).status).toBe(200);
      passedMs += 25 * MINUTE_MS;
    }
    passedMs += 10 * MINUTE_MS;
    expect((await busy.get('/console')).status).toBe(303);
  });

  test('ends in this browser by signing out', async () => {
    const token = await service.serviceToken();
    const [one, other] = [await signIn(token), await signIn(token)];
    const [before] = [await one.get('/console')];
    expect(before.status).toBe(200);
    await one.submit('/console/sign-out');
    expect((await one.get('/console')).status).toBe(303);
    expect((await other.get('/console')).status).toBe(200);
  });

  test('stores neither the token nor the cookie of a session', async () => {
    const token = await service.serviceToken();
    const visitor = new SetupVisitor(service.url);
    const [cookie = ''] = (await visitor.submit('/console/sign-in', { token })).headers.getSetCookie();
    const stored = JSON.stringify([...(await readAllTables(service.database))]);
    expect(stored).toContain('console_sessions');
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(cookie.split(/[=;]/)[1]);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
  });

  test('is opened by a service token alone, and leads nowhere else', async () => {
    const { token } = await service.addAccount();
    for (const wrong of [token, 'x', `${await service.serviceToken()}x`]) {
      expect((await new SetupVisitor(service.url).submit('/console/sign-in', { token: wrong })).status).toBe(
        401,
      );
    }
    for (const to of [
      'https://evil.example.com/',
      '//evil.example.com',
      '/console\\@evil.example.com',
      '/consolex',
    ]) {
      const answer = await new SetupVisitor(service.url).submit('/console/sign-in', {
        token: await service.serviceToken(),
        to,
      });
      expect({ to, location: answer.headers.get('location') }).toEqual({ to, location: '/console' });
    }
  });

  test('takes no form from another site, and opens neither /v1 nor the setup page', async () => {
    const visitor = await signIn(await service.serviceToken());
    const from = { 'sec-fetch-site': 'cross-site' };
    expect((await visitor.submitFrom(from, '/console/sign-out')).status).toBe(403);
    expect((await visitor.get('/console')).status).toBe(200);
    expect((await visitor.get('/v1/accounts')).status).toBe(401);
    expect((await visitor.get('/setup')).status).toBe(401);
  });

  test('is in no frame', async () => {
    const visitor = await signIn(await service.serviceToken());
    expect((await visitor.get('/console')).headers.get('content-security-policy')).toContain(
      "frame-ancestors 'none'",
    );
  });
});

test.each([
  [{ CONSOLE: 'off' }, 404],
  [{}, 303],
])('the console with %j answers %i to a browser that is not signed in', async (environment, status) => {
  const service = await startTestService({ environment });
  expect((await new SetupVisitor(service.url).get('/console')).status).toBe(status);
  await service.stop();
});

test('in production the console is off unless it is switched on', () => {
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://scim.example.com',
    DATABASE_URL: 'sqlite:/nowhere/rollcall.db',
    SIGNING_KEYS: 'a:a-signing-key-for-tests-of-32-bytes!',
    SECRETS_KEY: 'a:a-key-for-secrets-in-tests-of-32-bytes!',
  };
  expect(readConfig(production).pages.isConsoleShown).toBe(false);
  expect(readConfig({ ...production, CONSOLE: 'on' }).pages.isConsoleShown).toBe(true);
});

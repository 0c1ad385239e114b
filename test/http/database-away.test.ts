/** A PostgreSQL that is away: 503 on every surface, what is lost is repeated, and the service comes back by itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { freePort } from '../support/network/free-port.ts';
import { TcpProxy } from '../support/network/tcp-proxy.ts';
import { runCommand } from '../support/process/command.ts';
import { ServingProcess } from '../support/process/rollcall-process.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const SOON_MS = 30_000;
const LIMIT_MS = 90_000;
/** Between two cuts: some changes come through whole, and most are hit. */
const LONGEST_PAUSE_MS = 150;
const PATCH = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', path: 'displayName', value: 'Ada' }],
};
const person = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@example.com`,
});
const ACCOUNT = { sso: { protocol: 'saml', provider: 'Okta', status: 'active' } };

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};

type Surface = readonly [method: string, path: string, body?: unknown, contentType?: string];

const scimSurfaces = (member: string): readonly Surface[] => [
  ['GET', '/Users'],
  ['GET', '/Users?filter=userName%20eq%20%22ada@example.com%22'],
  ['GET', '/Users?filter=displayName%20sw%20%22a%22&sortBy=userName'],
  ['POST', '/Users/.search', { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] }],
  ['GET', `/Users/${member}`],
  ['POST', '/Users', person('bob')],
  ['PUT', `/Users/${member}`, person('ada')],
  ['PATCH', `/Users/${member}`, PATCH],
  ['DELETE', `/Users/${member}`],
  ['POST', '/Bulk', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [] }],
  ['GET', '/Groups'],
  ['GET', '/Schemas'],
];

const controlSurfaces = (member: string): readonly Surface[] => [
  ['GET', '/accounts'],
  ['GET', '/accounts/acme'],
  ['PUT', '/accounts/other', ACCOUNT],
  ['GET', '/accounts/acme/tokens'],
  ['POST', '/accounts/acme/tokens', {}],
  ['GET', '/accounts/acme/connection'],
  ['GET', '/accounts/acme/provisioning-log'],
  ['GET', '/accounts/acme/members'],
  ['GET', `/accounts/acme/members/${member}/timeline`],
  ['POST', '/accounts/acme/members/import', '{"userName":"eve@example.com"}\n', 'application/x-ndjson'],
  ['GET', '/accounts/acme/snapshot'],
  ['GET', '/events'],
  ['GET', '/events?wait=1'],
  ['GET', '/events/stream'],
  ['GET', '/webhook-endpoints'],
  ['POST', '/webhook-endpoints', { url: 'https://hooks.example.com/rollcall' }],
];

describe.each(databaseKinds().filter(({ name }) => name === 'PostgreSQL'))('a service whose $name', kind => {
  let fresh: FreshDatabase;
  let proxy: TcpProxy;
  let service: TestService;
  let member: string;
  let scimToken: string;
  let token: string;
  let made = 0;

  beforeAll(async () => {
    fresh = await kind.createEmpty();
    proxy = await TcpProxy.open(fresh.url);
    service = await startTestService({ databaseUrl: proxy.url, environment: { RATE_LIMIT: 'on' } });
    ({ token: scimToken } = await service.addAccount({ id: 'acme' }));
    token = await service.serviceToken();
    const answer = await send(scimToken, '/scim/v2', ['POST', '/Users', person('ada')]);
    member = String((JSON.parse(answer.text) as { id: string }).id);
  });
  afterAll(async () => {
    await service.stop();
    await proxy.close();
    await fresh.drop();
  });

  async function send(bearer: string, base: string, [method, path, body, contentType]: Surface) {
    const response = await fetch(service.url + base + path, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  }

  const addMember = () => {
    made += 1;
    return send(scimToken, '/scim/v2', ['POST', '/Users', person(`person-${made}`)]);
  };
  const statusOf = async (path: string) => (await fetch(service.url + path)).status;
  const scrape = () => send(token, '', ['GET', '/metrics']);

  test('ends every connection answers the next requests all the same', async () => {
    for (let round = 0; round < 3; round += 1) {
      await runSql(
        { dialect: 'postgres', url: fresh.url },
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      const answers = await Promise.all([
        ...Array.from({ length: 6 }, addMember),
        ...scimSurfaces(member)
          .slice(0, 5)
          .map(surface => send(scimToken, '/scim/v2', surface)),
      ]);
      expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
    }
  });

  test('breaks connections in the middle of changes loses none that was answered, and makes none twice', async () => {
    let isBreaking = true;
    const breaking = (async () => {
      while (isBreaking) {
        proxy.breakAll();
        await pause(LONGEST_PAUSE_MS * Math.random());
      }
    })();
    const created: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (const { status, text } of await Promise.all(Array.from({ length: 4 }, addMember))) {
        expect([201, 409, 503]).toContain(status);
        if (status === 201) created.push(String((JSON.parse(text) as { id: string }).id));
      }
    }
    isBreaking = false;
    await breaking;
    const events = await service.memberEvents('acme');
    const published = events
      .filter(({ type }) => type === 'team_member.provisioned')
      .map(event => event.data.member['id']);
    expect(created.length).toBeGreaterThan(0);
    for (const id of created) expect(published.filter(other => other === id)).toEqual([id]);
    expect(new Set(published).size).toBe(published.length);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(
      [...events.keys()].map(index => index + Number(events[0]?.sequence)),
    );
  });

  test('is away answers 503 with Retry-After on every surface, is alive, shows its metrics, and comes back', async () => {
    expect((await scrape()).status).toBe(200);
    await proxy.close();
    const answers = [
      ...(await Promise.all(scimSurfaces(member).map(surface => send(scimToken, '/scim/v2', surface)))),
      ...(await Promise.all(controlSurfaces(member).map(surface => send(token, '/v1', surface)))),
    ];
    for (const { status, retryAfter, text } of answers) {
      expect({ status, text }).toEqual({ status: 503, text: expect.stringContaining('database') });
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
    expect(await statusOf('/livez')).toBe(200);
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([503, 503]);
    expect(await scrape()).toMatchObject({
      status: 200,
      text: expect.stringContaining('rollcall_database_up'),
    });
    expect((await send(scimToken, '', ['GET', '/metrics'])).status).toBe(401);

    await proxy.open();
    await waitUntil('changes are taken again', SOON_MS, async () => (await addMember()).status === 201);
    expect(await statusOf('/healthz')).toBe(200);
  });

  test(
    'is not there yet waits for it, alive on its port, and the command line says why it cannot go on',
    async () => {
      await proxy.close();
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const deployment = {
        databaseUrl: proxy.url,
        publicUrl: service.url,
        environment: { PORT: String(port) },
      };
      const serving = new ServingProcess(deployment);
      try {
        const alive = await waitUntil('it is alive', SOON_MS, () =>
          fetch(`${url}/livez`).catch(() => undefined),
        );
        expect(alive.status).toBe(200);
        for (const path of ['/readyz', '/scim/v2/Users', '/v1/events']) {
          const answer = await fetch(url + path);
          expect(answer.status).toBe(503);
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        }
        const { code, stderr } = await runCommand(['account', 'list'], { ...KEYS, DATABASE_URL: proxy.url });
        expect({ code, stderr }).toEqual({
          code: 1,
          stderr: 'The database cannot be reached: nothing listens there.\n',
        });
        await proxy.open();
        expect(await serving.serving()).toBe(url);
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
      } finally {
        const { stderr } = await serving.stop();
        expect(stderr).toMatch(
          /"level":"warn","message":"waiting for the database","reason":"nothing listens there"/,
        );
      }
    },
    LIMIT_MS,
  );
});

/** One process serves a SQLite file; the command line works beside it, and a killed service blocks no other. */

import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { runForJson, spawnCommand } from '../support/process/command.ts';
import { type Deployment, environmentOf, ServingProcess } from '../support/process/rollcall-process.ts';
import type { CloudEvent } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMIT_MS = 60_000;
const WAKE_LIMIT_MS = 2_000;

describe.each(databaseKinds())('beside a running service on $name', kind => {
  let database: FreshDatabase;
  let deployment: Deployment;
  let serving: ServingProcess;
  let url: string;
  let accountToken: string;
  const connections: HttpConnection[] = [];

  beforeAll(async () => {
    database = await kind.createEmpty();
    deployment = { databaseUrl: database.url, publicUrl: 'http://rollcall.test' };
    serving = new ServingProcess(deployment);
    url = await serving.serving();
    const added = await runForJson(deployment, 'account', 'add', 'acme', '--idp', 'okta');
    expect(added).toMatchObject({
      accountId: 'acme',
      baseUrl: 'http://rollcall.test/scim/v2',
      token: expect.any(String),
    });
    accountToken = String(added['token']);
  }, LIMIT_MS);

  afterAll(async () => {
    for (const connection of connections) connection.close();
    await serving.stop();
    await database.drop();
  }, LIMIT_MS);

  function connectTo(surface: '/scim/v2' | '/v1', token: unknown): HttpConnection {
    const connection = new HttpConnection(url + surface, String(token));
    connections.push(connection);
    return connection;
  }

  test(
    'a token that the command line issues works at once, and one that it revokes is refused from the next request on',
    async () => {
      const issued = await runForJson(deployment, 'token', 'issue', 'acme', '--label', 'second');
      const scim = connectTo('/scim/v2', issued['token']);
      expect((await scim.send('GET', '/Users')).status).toBe(200);
      await runForJson(deployment, 'token', 'revoke', 'acme', String(issued['tokenId']));
      expect(await scim.send('GET', '/Users')).toMatchObject({ status: 401, body: { status: '401' } });
      expect((await connectTo('/scim/v2', accountToken).send('GET', '/Users')).status).toBe(200);
    },
    LIMIT_MS,
  );

  test(
    'a policy that the command line sets holds on the next request',
    async () => {
      const scim = connectTo('/scim/v2', accountToken);
      const userOf = (userName: string) => ({ body: { userName, roles: ['owner'] } });
      expect((await scim.send('POST', '/Users', userOf('ann@example.com'))).status).toBe(201);
      await runForJson(deployment, 'account', 'set', 'acme', '--policy', 'authority=reject');
      expect(await scim.send('POST', '/Users', userOf('bo@example.com'))).toMatchObject({
        status: 400,
        body: { scimType: 'mutability' },
      });
      await runForJson(deployment, 'account', 'set', 'acme', '--policy', 'authority=ignore');
      expect((await scim.send('POST', '/Users', userOf('bo@example.com'))).status).toBe(201);
    },
    LIMIT_MS,
  );

  test(
    'what the command line did reaches the feed within a second or so, in the order of the account',
    async () => {
      const reader = await runForJson(deployment, 'service-token', 'issue', '--scopes', 'events:read');
      const feed = connectTo('/v1', reader['token']);
      const issued = await runForJson(deployment, 'token', 'issue', 'acme');
      const published = await waitUntil('the event of the new token', WAKE_LIMIT_MS, async () => {
        const page = await feed.send('GET', '/events?account=acme&limit=1000');
        const events = page.body['data'] as CloudEvent[]; // the feed's own form
        return JSON.stringify(events).includes(String(issued['tokenId'])) && events;
      });
      expect(published.map(({ sequence }) => Number(sequence))).toEqual(
        published.map((_, index) => index + 1),
      );
      expect(published.at(-1)?.type).toBe('connection.token_issued');
      await runForJson(deployment, 'service-token', 'revoke', String(reader['tokenId']));
      expect((await feed.send('GET', '/events')).status).toBe(401);
    },
    LIMIT_MS,
  );

  if (kind.name === 'SQLite') {
    test(
      'a second service on the same file refuses in one clear line, and the first goes on',
      async () => {
        const { code, stdout, stderr } = await spawnCommand(['serve'], environmentOf(deployment));
        expect({ code, stdout, lines: stderr.trim().split('\n') }).toEqual({
          code: 1,
          stdout: '',
          lines: [
            expect.stringMatching(/^Another Rollcall is already serving .*rollcall\.db\. .*PostgreSQL/),
          ],
        });
        expect((await connectTo('/scim/v2', accountToken).send('GET', '/Users')).status).toBe(200);
      },
      LIMIT_MS,
    );
  } else {
    test(
      'a second service on the same database serves as well',
      async () => {
        const second = new ServingProcess(deployment);
        const other = new HttpConnection(`${await second.serving()}/scim/v2`, accountToken);
        const list = await other.send('GET', '/Users');
        other.close();
        const { code } = await second.stop();
        expect({ status: list.status, code }).toEqual({ status: 200, code: 0 });
      },
      LIMIT_MS,
    );
  }

  test(
    'a killed service does not keep the next one from starting, and one that is stopped ends with 0',
    async () => {
      serving.kill();
      serving = new ServingProcess(deployment);
      url = await serving.serving();
      expect((await connectTo('/scim/v2', accountToken).send('GET', '/Users')).status).toBe(200);
      const { code } = await serving.stop();
      expect(code).toBe(0);
      serving = new ServingProcess(deployment);
      url = await serving.serving();
    },
    LIMIT_MS,
  );
});

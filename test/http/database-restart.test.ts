/** A PostgreSQL server that is stopped and started under a running service. */
import { rmSync } from 'node:fs';
import { databaseKinds } from '../support/database/databases.ts';
import { makePostgres, type PostgresServer } from '../support/database/embedded-postgres.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const SOON_MS = 30_000;
const LIMIT_MS = 90_000;

describe.each(databaseKinds().filter(({ name }) => name === 'PostgreSQL'))(
  'a service on a $name of its own',
  () => {
    let own: PostgresServer;
    let service: TestService;
    let scim: HttpConnection;
    let made = 0;

    beforeAll(async () => {
      own = await makePostgres(true);
      await own.server.start();
      service = await startTestService({ databaseUrl: `${own.url}/postgres` });
      const { baseUrl, token } = await service.addAccount({ id: 'acme' });
      scim = new HttpConnection(baseUrl, token);
    }, LIMIT_MS);
    afterAll(async () => {
      scim.close();
      await service.stop();
      await own.server.stop();
      rmSync(own.folder, { recursive: true, force: true });
    }, LIMIT_MS);

    const addMember = () => {
      made += 1;
      return scim.send('POST', '/Users', { body: { userName: `person-${made}@example.com` } });
    };

    test(
      'answers 503 while the server is stopped, and goes on by itself when it is there again',
      async () => {
        expect((await addMember()).status).toBe(201);
        await own.server.stop();
        const { status, headers } = await addMember();
        expect(status).toBe(503);
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        await own.server.start();
        await waitUntil('changes are taken again', SOON_MS, async () => (await addMember()).status === 201);
        await waitUntil(
          'the feed goes on',
          SOON_MS,
          async () => (await service.memberEvents('acme')).length === 2,
        );
      },
      LIMIT_MS,
    );
  },
);

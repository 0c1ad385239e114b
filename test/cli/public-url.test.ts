/** The address of the installation: the service stores it, every process uses it, and it changes on purpose alone. */

import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runCommand, runForJson } from '../support/process/command.ts';
import { type Deployment, environmentOf } from '../support/process/rollcall-process.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const LIMIT_MS = 90_000;
const SOON_MS = 20_000;
const FIRST = 'https://first.example';
const SECOND = 'https://second.example';

describe.each(databaseKinds())('the address of an installation on $name', kind => {
  let fresh: FreshDatabase;

  beforeEach(async () => {
    fresh = await kind.createEmpty();
  });
  afterEach(() => fresh.drop());

  const elsewhere = (): Deployment => ({ databaseUrl: fresh.url, publicUrl: SECOND });
  const startIn = (mode: string, publicUrl: string): Promise<TestService> =>
    startTestService({
      databaseUrl: fresh.url,
      environment: { NODE_ENV: mode, PUBLIC_URL: publicUrl },
    });

  test(
    'is what the service stored for a command line with other settings, in Base URLs and events, and it names both',
    async () => {
      const service = await startTestService({ databaseUrl: fresh.url });
      try {
        const { code, stdout, stderr } = await runCommand(
          ['account', 'add', 'acme', '--json'],
          environmentOf(elsewhere()),
        );
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ baseUrl: `${service.url}/scim/v2` });
        expect(stderr).toBe(
          `PUBLIC_URL is ${SECOND} here, and the service runs as ${service.url}: that is what is used.\n`,
        );
        const events = await waitUntil('the events are in the feed', SOON_MS, async () => {
          const found = await service.events('acme');
          return found.length > 0 && found;
        });
        const sources = events.map(({ source }) => source);
        expect(new Set(sources)).toEqual(new Set([`${service.url}/accounts/acme`]));
        expect(await runForJson(elsewhere(), 'public-url')).toEqual({ publicUrl: service.url });
        const { stdout: examined } = await runCommand(['doctor'], environmentOf(elsewhere()));
        expect(examined).toContain(`PUBLIC_URL is ${SECOND} here, and the service runs as ${service.url}.`);
      } finally {
        await service.stop();
      }
    },
    LIMIT_MS,
  );

  test(
    'is changed in production by a command, and an instance with another one does not start before',
    async () => {
      await (await startIn('development', 'http://localhost:8080')).stop();
      await (await startIn('production', FIRST)).stop();
      await expect(startIn('production', SECOND)).rejects.toThrow(
        new RegExp(`PUBLIC_URL is ${SECOND}.* has been ${FIRST} .*rollcall public-url ${SECOND}`),
      );
      await (await startIn('production', FIRST)).stop();

      expect(await runForJson(elsewhere(), 'public-url', SECOND)).toEqual({
        publicUrl: SECOND,
        before: FIRST,
      });
      await (await startIn('production', SECOND)).stop();
      await expect(startIn('production', FIRST)).rejects.toThrow(SECOND);
      const refused = await runCommand(['public-url', 'nonsense'], environmentOf(elsewhere()));
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('PUBLIC_URL must be') });
    },
    LIMIT_MS,
  );
});

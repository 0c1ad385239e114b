import { databaseKinds } from '../../support/database/databases.ts';
import { ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService } from '../../support/test-service.ts';

const OLD = 'old:an-old-signing-key-for-tests-of-32-bytes!';
const NEW = 'new:a-new-signing-key-for-tests-of-32-bytes!!';

describe.each(databaseKinds())('a new signing key on $name', kind => {
  test('breaks no live token while the old one is kept, and then ends those it signed with a word in the log', async () => {
    const database = await kind.create();
    const start = (keys: string) =>
      startTestService({ databaseUrl: database.url, environment: { SIGNING_KEYS: keys } });
    const statusOf = async (url: string, token: string): Promise<number> =>
      (await new ScimClient({ accountId: 'acme', baseUrl: `${url}/scim/v2`, token }).get('/Users')).status;
    try {
      const before = await start(OLD);
      const { token: oldToken } = await before.addAccount({ id: 'acme' });
      const oldServiceToken = await before.serviceToken();
      await before.stop();

      const both = await start(`${NEW},${OLD}`);
      const { token: newToken } = await both.accounts.issueToken('acme', 'signed with the new key', null);
      expect(await statusOf(both.url, oldToken)).toBe(200);
      expect(await statusOf(both.url, newToken)).toBe(200);
      const control = (url: string) =>
        fetch(`${url}/v1/accounts`, { headers: { authorization: `Bearer ${oldServiceToken}` } });
      expect((await control(both.url)).status).toBe(200);
      expect(keyIdOf(newToken)).toBe('new');
      await both.stop();

      const after = await start(NEW);
      expect(await statusOf(after.url, newToken)).toBe(200);
      expect(await statusOf(after.url, oldToken)).toBe(401);
      expect((await control(after.url)).status).toBe(401);
      expect(after.logText()).toContain('"credentialFault":"unknown_key"');
      await after.stop();
    } finally {
      await database.drop();
    }
  });
});

/** What the header of a JWT says. */
const keyIdOf = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: unknown }).kid; // we signed it

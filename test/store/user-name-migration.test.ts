/** Migration 0010: stored userNames are compared again; what clashes is reported, and stays usable until it is renamed. */
import knex, { type Knex } from 'knex';
import { down, up } from '../../migrations/0010-user-names.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { runCommand } from '../support/process/command.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestAccount, type TestService } from '../support/test-service.ts';

const KEYS = {
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
};
const WIDE_BOB = '\uff22\uff4f\uff42';

describe.each(databaseKinds())('stored userNames on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService | undefined;
  let account: TestAccount;
  let client: ScimClient;

  const start = async (): Promise<TestService> => {
    service = await startTestService({ databaseUrl: fresh.url });
    return service;
  };

  const stop = async (): Promise<void> => {
    await service?.stop();
    service = undefined;
  };

  async function directly<T>(work: (database: Knex) => Promise<T>): Promise<T> {
    const database =
      kind.name === 'SQLite'
        ? knex({
            client: 'better-sqlite3',
            connection: { filename: fresh.url.replace('sqlite:', '') },
            useNullAsDefault: true,
          })
        : knex({ client: 'pg', connection: fresh.url });
    try {
      return await work(database);
    } finally {
      await database.destroy();
    }
  }

  /** Makes members under these names as the version before stored them, and migrates. */
  async function migrated(...names: readonly string[]): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const [index] of names.entries())
      ids.push((await client.create({ userName: `stand-in-${index}` })).id);
    await stop();
    await directly(async database => {
      await down(database);
      for (const [index, id] of ids.entries()) {
        const name = names[index] ?? '';
        const row = (await database('members').where({ id }).first('attributes')) as { attributes: string };
        const attributes = JSON.stringify({ ...(JSON.parse(row.attributes) as object), userName: name });
        await database('members')
          .where({ id })
          .update({ attributes, user_name_key: name.normalize('NFC').toLowerCase() });
      }
      await up(database);
    });
    await start();
    client = new ScimClient({ ...account, baseUrl: `${service?.url}/scim/v2` });
    return ids;
  }

  const lookUp = async (name: string): Promise<unknown> => {
    const { body } = await client.get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`);
    return (body['Resources'] as readonly { id: string }[]).map(({ id }) => id); // SCIM lists hold Users
  };

  const clashesLogged = (): readonly unknown[] =>
    (service?.logText() ?? '')
      .split('\n')
      .filter(line => line.includes('a userName is that of another member'))
      .map(line => JSON.parse(line) as unknown);

  const membersChecked = async (): Promise<readonly string[]> => {
    const { stdout } = await runCommand(['doctor', '--json'], {
      ...KEYS,
      DATABASE_URL: fresh.url,
      PORT: '0',
    });
    const { checks } = JSON.parse(stdout) as { checks: { check: string; text: string }[] }; // what --json prints
    return checks.filter(({ check }) => check === 'members').map(({ text }) => text);
  };

  beforeEach(async () => {
    fresh = await kind.createEmpty();
    account = await (await start()).addAccount();
    client = new ScimClient(account);
  });

  afterEach(async () => {
    await stop();
    await fresh.drop();
  });

  test('without a clash are found by the new rule, and shown as they were', async () => {
    const [bob, padded, plain] = await migrated(`${WIDE_BOB}@example.com`, ' carol ', 'dan');
    expect(await lookUp('bob@example.com')).toEqual([bob]);
    expect(await lookUp('carol')).toEqual([padded]);
    expect(await lookUp('dan')).toEqual([plain]);
    expect(await client.read(`/Users/${bob}`)).toMatchObject({ userName: `${WIDE_BOB}@example.com` });
    expect(clashesLogged()).toEqual([]);
    expect(await membersChecked()).toEqual([]);
    // What an identity provider sends of it is no renaming, and makes no event of one.
    const put = await client.put(`/Users/${padded}`, { userName: ' carol ', active: false });
    expect(put).toMatchObject({ status: 200, body: { userName: ' carol ', active: false } });
  });

  test('that clash are reported, stay usable by their id, and are free once one of them is renamed', async () => {
    const [wide, narrow, padded] = await migrated(WIDE_BOB, 'bob', 'bob ');
    // The one whose key was right already keeps the name.
    expect(await lookUp('bob')).toEqual([narrow]);
    expect(await lookUp(WIDE_BOB)).toEqual([narrow]);
    const ids = { accountId: account.accountId, holderId: narrow };
    const expected = [wide, padded].toSorted().map(memberId => ({ level: 'warn', ...ids, memberId }));
    expect(clashesLogged()).toMatchObject(expected);
    expect(service?.logText()).not.toContain(WIDE_BOB);
    const findings = await membersChecked();
    expect(findings).toHaveLength(2);
    expect(findings.join('\n')).toMatch(new RegExp(`${narrow} and ${wide} of account ${account.accountId}`));

    // Leaving, and every other change under the same name, goes on.
    const put = await client.put(`/Users/${wide}`, { userName: WIDE_BOB, active: false, title: 'x' });
    expect(put).toMatchObject({ status: 200, body: { active: false, userName: WIDE_BOB } });
    const patch = await client.patch(`/Users/${padded}`, { op: 'replace', path: 'active', value: 'False' });
    expect(patch).toMatchObject({ status: 200, body: { active: false, userName: 'bob ' } });
    expect((await client.put(`/Users/${padded}`, { userName: 'bob ', title: 'y' })).status).toBe(200);
    // No member gets the name a second time.
    expect((await client.put(`/Users/${wide}`, { userName: 'bob' })).status).toBe(409);
    expect((await client.post('/Users', { userName: WIDE_BOB })).status).toBe(409);

    expect((await client.put(`/Users/${wide}`, { userName: 'robert' })).status).toBe(200);
    expect(await lookUp('robert')).toEqual([wide]);
    expect((await client.delete(`/Users/${padded}`)).status).toBe(204);
    expect(await membersChecked()).toEqual([]);
  });

  test('of which none was right already go to the member that was there first, and to the other when that is gone', async () => {
    const [first, second] = await migrated(WIDE_BOB, ' bob');
    expect(await lookUp('bob')).toEqual([first]);
    expect((await client.delete(`/Users/${first}`)).status).toBe(204);
    expect(await membersChecked()).toEqual([expect.stringMatching(new RegExp(`${second}.*free again`))]);
    await stop();
    await start();
    client = new ScimClient({ ...account, baseUrl: `${service?.url}/scim/v2` });
    expect(await lookUp('bob')).toEqual([second]);
    expect(clashesLogged()).toEqual([]);
    expect(await membersChecked()).toEqual([]);
  });
});

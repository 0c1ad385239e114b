/** The example app beside a real service: whatever kills it, each thing it must do happens once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { type Created, type Json, ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type AppSettings, ExampleApp } from './example-app.ts';

const PEOPLE = 8;
/** Longer than it takes to create and delete a person, however busy the machine is. */
const SETTLE_SECONDS = 3;
const LONGEST_LIFE_MS = 600;
const SOON_MS = 30_000;
const LIMIT_MS = 120_000;

describe.each(databaseKinds())('the example app, on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;
  let folder: string;
  let app: ExampleApp;
  let scim: ScimClient;

  beforeEach(async () => {
    database = await kind.create();
    service = await startTestService({
      databaseUrl: database.url,
      environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.1' },
    });
    folder = mkdtempSync(join(tmpdir(), 'rollcall-example-'));
    scim = new ScimClient(await service.addAccount({ id: 'acme' }));
  });

  afterEach(async () => {
    await app.kill();
    await service.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function startApp(
    settings: Pick<AppSettings, 'settleSeconds' | 'webhookSecret' | 'port'>,
  ): Promise<void> {
    const token = await service.serviceToken(['events:read', 'accounts:read', 'accounts:write']);
    app = new ExampleApp({ folder, rollcallUrl: service.url, token, ...settings });
    app.start();
    await app.url;
  }

  /** Kills the app at random moments, early and late in its lives, until the story has ended. */
  async function beingKilled(story: Promise<unknown>): Promise<number> {
    let isReported = false;
    const ended = story.finally(() => {
      isReported = true;
    });
    ended.catch(() => undefined);
    let kills = 0;
    for (; !isReported || kills < 3; kills += 1) {
      if (kills % 3 > 0) await app.url;
      await new Promise(resolve => setTimeout(resolve, Math.random() * LONGEST_LIFE_MS));
      await app.kill();
      app.start();
    }
    await ended;
    return kills;
  }

  /** What a connection test does. */
  async function testConnection(round: number): Promise<void> {
    const tester = await scim.create({ userName: `tester-${round}@example.com` });
    await scim.patch(tester.path, { op: 'replace', path: 'title', value: 'Test' });
    await scim.delete(tester.path);
  }

  const team = async (): Promise<readonly Json[]> =>
    (await (await app.ask('GET', '/teams/acme')).json()) as Json[]; // its own form

  async function expectTeamAsInScim(): Promise<void> {
    const { body } = await scim.get('/Users?count=1000&sortBy=userName');
    const users = (body['Resources'] as Json[]).map(({ id, userName, active }) => ({ id, userName, active })); // a ListResponse
    await waitUntil('the same team', SOON_MS, async () => {
      const known = (await team()).map(({ id, userName, active }) => ({
        id,
        userName,
        active: active === 1,
      }));
      return JSON.stringify(known) === JSON.stringify(users);
    });
  }

  async function signIn({ id }: Created): Promise<string> {
    const answer = await app.ask('POST', `/teams/acme/${id}/sessions`);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { session: string }).session; // its own form
  }

  const isSignedIn = async (session: string): Promise<boolean> =>
    (await app.ask('GET', `/sessions/${session}`)).status === 200;

  test('it switches automatic team management on for a team, says how that is doing, and switches it off', async () => {
    await startApp({ settleSeconds: SETTLE_SECONDS });
    const path = '/teams/birch/connection';
    const state = async () => (await (await app.ask('GET', path)).json()) as Json; // a verdict, or the app's own error
    expect(await state()).toEqual({
      error: 'There is no such account, or this service token does not reach it.',
    });

    const enabled = await app.ask('PUT', path, { name: 'Birch', identityProvider: 'okta' });
    expect(enabled.status).toBe(201);
    const { baseUrl, token, steps } = (await enabled.json()) as Record<'baseUrl' | 'token', string> & Json; // what its IT admin needs
    expect(steps).toEqual(expect.arrayContaining([expect.stringContaining('Okta')]));
    expect(await state()).toMatchObject({ state: 'waiting' });
    await new ScimClient({ accountId: 'birch', baseUrl, token }).get('/ServiceProviderConfig');
    await waitUntil('a verdict', SOON_MS, async () => (await state())['state'] === 'works');

    const refused = await app.ask('PUT', path, { name: 'Birch', identityProvider: 'abacus' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ error: expect.stringContaining('"identityProvider"') });

    expect((await app.ask('DELETE', path)).status).toBe(204);
    expect(await state()).toMatchObject({ state: 'off' });
  });

  test(
    'killed again and again, it invites each person once, ends sessions, and knows the team',
    async () => {
      await startApp({ settleSeconds: SETTLE_SECONDS });
      const people: Created[] = [];
      const invited = (): string[] => [...app.mails].sort();
      const stayers = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@example.com`);

      const arriving = async (): Promise<void> => {
        for (const [round, userName] of stayers.entries()) {
          people.push(await scim.create({ userName, externalId: `x-${userName}` }));
          await testConnection(round);
        }
        await waitUntil('the invitations', SOON_MS, () => app.mails.length >= PEOPLE);
      };
      let kills = await beingKilled(arriving());
      expect(invited()).toEqual(stayers);

      const [boss, leaver, returner, goner, given] = people as [Created, Created, Created, Created, Created]; // there are PEOPLE
      for (const { id } of [boss, given]) {
        await app.ask('PUT', `/teams/acme/${id}/role`, { role: 'owner' });
      }
      const sessions = { boss: '', leaver: '', returner: '', goner: '' };
      await expectTeamAsInScim();
      for (const [who, person] of Object.entries({ boss, leaver, returner, goner })) {
        sessions[who as keyof typeof sessions] = await signIn(person); // its own keys
      }

      const changing = async (): Promise<void> => {
        const setActive = (person: Created, value: boolean) =>
          scim.patch(person.path, { op: 'replace', path: 'active', value });
        await scim.patch(boss.path, { op: 'replace', path: 'userName', value: 'chief@example.com' });
        await setActive(given, false);
        const another = { userName: 'successor@example.com', externalId: 'x-2', active: true };
        await scim.patch(given.path, { op: 'replace', value: another });
        await setActive(leaver, false);
        await testConnection(90);
        await setActive(returner, false);
        await setActive(returner, true);
        await scim.delete(goner.path);
        await testConnection(91);
        await scim.create({ userName: 'late@example.com' });
        await waitUntil('the last invitation', SOON_MS, () => app.mails.includes('late@example.com'));
      };
      kills += await beingKilled(changing());
      expect(kills).toBeGreaterThan(6);

      await expectTeamAsInScim();
      expect((await team()).find(({ id }) => id === boss.id)).toMatchObject({
        userName: 'chief@example.com',
        role: 'owner',
      });
      expect((await team()).find(({ id }) => id === given.id)).toMatchObject({
        userName: 'successor@example.com',
        role: 'member',
      });
      for (const [who, session] of Object.entries(sessions)) {
        expect({ who, isSignedIn: await isSignedIn(session) }).toEqual({ who, isSignedIn: who === 'boss' });
      }
      expect((await app.ask('POST', `/teams/acme/${leaver.id}/sessions`)).status).toBe(403);
      expect(await isSignedIn(await signIn(returner))).toBe(true);
      expect(invited()).toEqual([...stayers, 'late@example.com', 'successor@example.com'].sort());
      for (const mail of app.mails)
        expect(app.output.split(`invitation to ${mail}\n`).length).toBeLessThan(3);
      await app.stop();
    },
    LIMIT_MS,
  );

  test(
    'the app continues past a person who was erased',
    async () => {
      const erase = async ({ id }: Created): Promise<void> => {
        const authorization = `Bearer ${await service.serviceToken()}`;
        const address = `${service.url}/v1/accounts/acme/members/${id}/erase`;
        const { status } = await fetch(address, { method: 'POST', headers: { authorization } });
        expect(status).toBe(204);
      };
      await erase(await scim.create({ userName: 'early@example.com' }));
      await startApp({ settleSeconds: SETTLE_SECONDS });
      const late = await scim.create({ userName: 'late@example.com' });
      await waitUntil('the person', SOON_MS, async () => (await team()).length === 1);
      await erase(late);
      await scim.create({ userName: 'ann@example.com' });
      await waitUntil('the next one', SOON_MS, async () =>
        (await team()).some(({ userName }) => userName === 'ann@example.com'),
      );
      await expectTeamAsInScim();
    },
    LIMIT_MS,
  );

  test(
    'a webhook of the service makes it read at once, and one that is not from the service is refused',
    async () => {
      const port = await findFreePort();
      const created = await fetch(`${service.url}/v1/webhook-endpoints`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await service.serviceToken()}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ url: `http://127.0.0.1:${port}/hooks/rollcall` }),
      });
      const { secret } = (await created.json()) as { secret: string }; // shown this once
      // So much settling means that by itself it would look again in ten seconds.
      await startApp({ settleSeconds: 60, webhookSecret: secret, port });
      await waitUntil('its first look', SOON_MS, async () => (await team()).length === 0);
      for (let round = 0; round < 3; round += 1) {
        const before = performance.now();
        await scim.create({ userName: `someone-${round}@example.com` });
        await waitUntil('the person', SOON_MS, async () => (await team()).length === round + 1);
        expect(performance.now() - before).toBeLessThan(6_000);
      }
      const refused = await fetch(`${await app.url}/hooks/rollcall`, {
        method: 'POST',
        headers: { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' },
        body: '{}',
      });
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('signed')]);
    },
    LIMIT_MS,
  );
});

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo; // a TCP server has a TCP address
  await new Promise(resolve => probe.close(resolve));
  return port;
}

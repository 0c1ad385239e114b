import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

const DAY_MS = 86_400_000;
const MARK_MS = 900_000;

describe.each(databaseKinds())('a silent connection on $name', kind => {
  let scene: AccountScene;
  let now = Date.now();

  beforeAll(async () => {
    scene = await startAccountScene(kind, { now: () => now, environment: { SILENT_AFTER_DAYS: '3' } });
  });

  afterAll(() => scene.close());

  /** The service notes how far it has come, as it does every few minutes. */
  async function passMark(): Promise<void> {
    now += MARK_MS;
    await scene.service.connections.watch.run();
  }

  /** Lets days pass, and the service look twice. @returns what it has announced about the account so far */
  async function passDays(id: string, days: number) {
    await passMark();
    now += days * DAY_MS;
    await scene.service.connections.watch.run();
    await scene.service.connections.watch.run();
    const events = await scene.connectionEvents(id);
    return events.filter(({ type }) => type === 'connection.silent').map(({ data }) => data);
  }

  test('is announced once, and again only after a request has come', async () => {
    const scim = await scene.connect('quiet');
    const contactAt = now;
    await scim.get('/Users');
    await waitUntil('the request is noted', 5_000, async () => {
      const health = await scene.control.expect(200, 'GET', '/accounts/quiet/connection');
      return JSON.stringify(health).includes(new Date(contactAt).toISOString());
    });
    expect(await passDays('quiet', 2)).toEqual([]);
    const first = {
      account: { id: 'quiet' },
      lastRequest: new Date(contactAt).toISOString(),
      days: 3,
      hours: 72,
    };
    expect(await passDays('quiet', 1)).toEqual([first]);
    expect(await passDays('quiet', 30)).toEqual([first]);
    await scim.get('/Users');
    const secondAt = now;
    await waitUntil('the request is noted', 5_000, async () => {
      const health = await scene.control.expect(200, 'GET', '/accounts/quiet/connection');
      return JSON.stringify(health).includes(new Date(secondAt).toISOString());
    });
    const second = { ...first, lastRequest: new Date(secondAt).toISOString() };
    expect(await passDays('quiet', 4)).toEqual([first, second]);
  });

  test('is announced when no request ever came, counting from when it was enabled or resumed', async () => {
    await scene.connect('never');
    expect(await passDays('never', 2)).toEqual([]);
    await scene.control.expect(200, 'POST', '/accounts/never/scim/suspend');
    await scene.control.expect(200, 'POST', '/accounts/never/scim/resume');
    expect(await passDays('never', 2)).toEqual([]);
    const silence = { account: { id: 'never' }, lastRequest: null, days: 3, hours: 72 };
    expect(await passDays('never', 2)).toEqual([silence]);
  });

  test('is announced after four hours where the identity provider usually asks every 40 minutes', async () => {
    const scim = await scene.connect('regular', { identityProvider: 'entra' });
    const contactAt = now;
    await scim.get('/Users');
    await waitUntil('the request is noted', 5_000, async () => {
      const health = await scene.control.expect(200, 'GET', '/accounts/regular/connection');
      return JSON.stringify(health).includes(new Date(contactAt).toISOString());
    });
    expect(await passDays('regular', 3 / 24)).toEqual([]);
    const lastRequest = new Date(contactAt).toISOString();
    const silence = { account: { id: 'regular' }, lastRequest, days: 0, hours: 4 };
    expect(await passDays('regular', 2 / 24)).toEqual([silence]);
    expect(await passDays('regular', 10)).toEqual([silence]);
  });

  test('is not announced while SCIM is suspended or off', async () => {
    for (const id of ['resting', 'off']) await scene.connect(id);
    await scene.control.expect(200, 'POST', '/accounts/resting/scim/suspend');
    await scene.control.expect(200, 'POST', '/accounts/off/scim/disable', { members: 'keep' });
    expect(await passDays('resting', 10)).toEqual([]);
    expect(await passDays('off', 0)).toEqual([]);
  });
});

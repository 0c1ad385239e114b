/** Who shows the log of an account learns within a second that something was written. */
import { LONGEST_REQUEST_MS, LogFollower } from '../../src/provisioning-log/follower.ts';
import { findLoneRefusal } from '../../src/provisioning-log/lone-refusal.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';

const SOON_MS = 10_000;

interface Viewer {
  /** What was shown so far. */
  readonly lines: string[];
  close(): void;
}

async function view({ provisioning }: TestService, accountId: string): Promise<Viewer> {
  const lines: string[] = [];
  const follower = new LogFollower({
    reader: provisioning.store,
    accountId,
    longestMs: LONGEST_REQUEST_MS,
    now: Date.now,
  });
  await follower.begin();
  let turn = Promise.resolve();
  const close = provisioning.watch.watch(accountId, () => {
    turn = turn.then(async () => {
      lines.push(...(await follower.next()).map(({ meaning }) => meaning));
    });
  });
  return { lines, close };
}

describe.each(databaseKinds())('the watch of the provisioning log on $name', kind => {
  let database: FreshDatabase;
  let service: TestService;

  beforeAll(async () => {
    database = await kind.create();
    service = await startTestService({ databaseUrl: database.url });
  });

  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  test('a request is shown once, to those who watch its account and to no one else', async () => {
    const scim = new ScimClient(await service.addAccount());
    const other = await service.addAccount();
    const viewers = [await view(service, scim.account.accountId), await view(service, other.accountId)];
    await scim.create({ userName: 'ann@example.com' });
    await waitUntil('a line', SOON_MS, () => viewers[0]?.lines.length === 1);
    await scim.get('/Users?count=0');
    await waitUntil('a second line', SOON_MS, () => viewers[0]?.lines.length === 2);
    expect(viewers.map(({ lines }) => lines)).toEqual([
      ['created ann@example.com', 'counted the members: 1'],
      [],
    ]);
    for (const { close } of viewers) close();
  });

  test('nothing is watched when the last viewer has gone, and closing twice does no harm', async () => {
    const { accountId } = await service.addAccount();
    const [one, other] = [await view(service, accountId), await view(service, accountId)];
    expect(service.provisioning.watch.watched).toBe(1);
    one.close();
    one.close();
    expect(service.provisioning.watch.watched).toBe(1);
    other.close();
    expect(service.provisioning.watch.watched).toBe(0);
  });

  test('a refusal that belongs to no account is reported when it was the only one in these seconds', async () => {
    const { baseUrl } = await service.addAccount();
    const { store } = service.provisioning;
    const refused = () => fetch(`${baseUrl}/Users`, { headers: { authorization: 'Bearer no-token' } });
    const pressedAt = Date.now();
    expect(await findLoneRefusal(store, pressedAt)).toBeUndefined();
    await refused();
    await service.provisioning.flush();
    const found = await findLoneRefusal(store, pressedAt);
    expect(found).toEqual({ at: expect.any(Number), explanation: 'token_not_ours' });
    expect(await findLoneRefusal(store, pressedAt - 60_000)).toBeUndefined();
    await refused();
    await service.provisioning.flush();
    expect(await findLoneRefusal(store, pressedAt)).toBeUndefined();
  });
});

describe.each(databaseKinds().filter(({ name }) => name === 'PostgreSQL'))('two instances on $name', kind => {
  test('a request to one is shown by the other', async () => {
    const database = await kind.create();
    const instances = [
      await startTestService({ databaseUrl: database.url }),
      await startTestService({ databaseUrl: database.url }),
    ] as const;
    const scim = new ScimClient(await instances[0].addAccount());
    const viewer = await view(instances[1], scim.account.accountId);
    for (let count = 1; count <= 3; count += 1) {
      await scim.create({ userName: `member-${count}@example.com` });
      await waitUntil('a line', SOON_MS, () => viewer.lines.length === count);
    }
    expect(viewer.lines).toHaveLength(3);
    viewer.close();
    for (const instance of instances) await instance.stop();
    await database.drop();
  });
});

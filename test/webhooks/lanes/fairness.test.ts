/** A slow or dead receiver, account or endpoint delays no other. */

import { runSql } from '../../support/database/database-contents.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { firstDeliveries, requestsOf, sequencesOf, span } from '../../support/webhooks/received-events.ts';
import { WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;

describe.each(databaseKinds())('deliveries side by side, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  test('an account whose request hangs holds up no other account of the endpoint', async () => {
    const [hanging, ...others] = [
      await scene.addAccount(),
      await scene.addAccount(),
      await scene.addAccount(),
    ];
    const receiver = await scene.receive(({ events }) =>
      events[0]?.partitionkey === hanging?.accountId ? 'hang' : 204,
    );
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, maxInFlight: 2 });

    await Promise.all([hanging, ...others].map(source => source?.makeEvents(25)));
    await waitUntil('the deliveries to the others', SOON_MS, () =>
      others.every(({ accountId }) => firstDeliveries(receiver, accountId).length === 25),
    );

    expect(requestsOf(receiver, hanging?.accountId ?? '')).toHaveLength(1);
    expect((await scene.endpoints.get(endpoint.id)).status).toBe('active');
    for (const { accountId } of others) expect(sequencesOf(receiver, accountId)).toEqual(span(3, 27));
  });

  test('an endpoint whose every request hangs holds up no other endpoint', async () => {
    const sources = [await scene.addAccount(), await scene.addAccount()];
    const [dead, alive] = [await scene.receive(() => 'hang'), await scene.receive()];
    await scene.addEndpoint({ url: dead.url });
    await scene.addEndpoint({ url: alive.url });

    await Promise.all(sources.map(source => source.makeEvents(10)));
    await waitUntil('the deliveries to the other', SOON_MS, () => alive.received.length === 20);

    expect(dead.received).toHaveLength(2);
  });

  test('a slow account is passed by the others, and comes to its end all the same', async () => {
    const [slow, quick] = [await scene.addAccount(), await scene.addAccount()];
    const receiver = await scene.receive(async ({ events }) => {
      if (events[0]?.partitionkey === quick.accountId) return 204;
      // Each takes until the other account has had eight more.
      const awaited = 8 * requestsOf(receiver, slow.accountId).length;
      await waitUntil(
        'the other account',
        SOON_MS,
        () => sequencesOf(receiver, quick.accountId).length >= awaited,
      );
      return 204;
    });
    await scene.addEndpoint({ url: receiver.url });

    await Promise.all([slow.makeEvents(5), quick.makeEvents(40)]);
    await waitUntil('every delivery', SOON_MS, () => receiver.received.length === 45);

    expect(sequencesOf(receiver, slow.accountId)).toEqual(span(3, 7));
    expect(sequencesOf(receiver, quick.accountId)).toEqual(span(3, 42));
  });

  test('an endpoint is sent at most as many requests at a time as it allows', async () => {
    let underWay = 0;
    let most = 0;
    const receiver = await scene.receive(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(resolve => setTimeout(resolve, 20));
      underWay -= 1;
      return 204;
    });
    const sources = await Promise.all(Array.from({ length: 9 }, () => scene.addAccount()));
    await scene.addEndpoint({ url: receiver.url, maxInFlight: 3 });

    await Promise.all(sources.map(source => source.makeEvents(4)));
    await waitUntil('every delivery', SOON_MS, () => receiver.received.length === 36);

    expect(most).toBe(3);
  });

  test('a long lane gives its place to others after a while', async () => {
    const [long, short] = [await scene.addAccount(), await scene.addAccount()];
    await long.makeEvents(90);
    const receiver = await scene.receive();
    const accounts = [long.accountId, short.accountId];
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      accounts,
      maxInFlight: 1,
      start: 'beginning',
    });
    await waitUntil('the long lane to begin', SOON_MS, () => requestsOf(receiver, long.accountId).length > 0);
    await short.makeEvents(1);
    await waitUntil('every delivery', SOON_MS, () =>
      scene.hasReached(endpoint.id, { [long.accountId]: 92, [short.accountId]: 3 }),
    );

    const order = receiver.received.map(({ events }) => events[0]?.partitionkey);
    const afterShort = order.length - 1 - order.lastIndexOf(short.accountId);
    expect(sequencesOf(receiver, long.accountId)).toEqual(span(3, 92));
    expect(afterShort).toBeGreaterThan(20);
  });

  test('an endpoint that is disabled is left alone after the request under way', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(10);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const receiver = await scene.receive(async () => {
      await answered;
      return 204;
    });
    const other = await scene.receive();
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts, start: 'beginning' });
    await waitUntil('a request', SOON_MS, () => receiver.received.length === 1);
    await scene.endpoints.disable(endpoint.id);
    answer();
    await scene.attempted(endpoint.id, 1);
    await scene.addEndpoint({ url: other.url, accounts, start: 'beginning' });
    await waitUntil('the deliveries to another endpoint', SOON_MS, () => other.received.length === 10);
    expect(receiver.received).toHaveLength(1);

    await scene.endpoints.enable(endpoint.id, 'backlog');
    await waitUntil('the rest', SOON_MS, () => receiver.received.length === 10);
    // What was accepted while it was being disabled counts.
    expect(sequencesOf(receiver, source.accountId)).toEqual(span(3, 12));
    expect(Number(receiver.received[1]?.headers['scim-previous-sequence'])).toBe(3);
  });

  test('an endpoint whose secret cannot be opened holds up no other, and the log says so', async () => {
    const source = await scene.addAccount();
    const receivers = [await scene.receive(), await scene.receive(), await scene.receive()];
    const made = [];
    for (const { url } of receivers) made.push(await scene.addEndpoint({ url }));
    const broken = made[1]?.endpoint.id ?? '';
    await runSql(
      scene.service.database,
      `UPDATE endpoint_secrets SET sealed = 'v1.lost.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA' WHERE endpoint_id = '${broken}'`,
    );

    await source.makeEvents(3);
    await waitUntil('the deliveries to the others', SOON_MS, () =>
      [receivers[0], receivers[2]].every(receiver => receiver?.received.length === 3),
    );

    expect(receivers[1]?.received).toHaveLength(0);
    expect(scene.service.logText()).toContain('a webhook endpoint cannot be called');
    expect(scene.service.logText()).toContain(broken);
  });
});

/** A ping: a verification that is sent at once to one endpoint, whatever state it is in. */
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { requestsOf } from '../support/webhooks/received-events.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
const HOUR = 3_600_000;

describe.each(databaseKinds())('a ping, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { WEBHOOK_RETRY_SCHEDULE: '1h,1h,1h,1h,1h,1h' });
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  test('sends a verification to the one endpoint, and returns the outcome', async () => {
    const receiver = await scene.receive(() => ({ status: 202, body: 'thanks' }));
    const other = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['*'] });
    await scene.addEndpoint({ url: other.url, types: ['*'] });
    const attempt = await scene.endpoints.ping(endpoint.id);

    expect(attempt).toMatchObject({
      trigger: 'ping',
      attempt: 1,
      outcome: 'delivered',
      statusCode: 202,
      response: 'thanks',
      accountId: '',
      eventId: receiver.received[0]?.events[0]?.id,
    });
    expect(receiver.received[0]?.events[0]).toMatchObject({
      type: 'endpoint.verification',
      subject: endpoint.id,
      data: { endpoint: { id: endpoint.id, url: receiver.url } },
    });
    expect(await scene.attempts(endpoint.id)).toEqual([attempt]);
    const [published] = await scene.operationalEvents('endpoint.verification');
    expect(published?.id).toBe(attempt.eventId);

    await scene.addAccount();
    await waitUntil('what comes behind it', SOON_MS, () =>
      [receiver.received.length === 3, other.received.length === 2].every(Boolean),
    );
    expect(requestsOf(other, 'operations')).toEqual([]);
    expect(requestsOf(receiver, 'operations')).toHaveLength(1);
  });

  test('reaches an endpoint that is disabled, and leaves it so', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });
    await scene.endpoints.disable(endpoint.id);

    expect(await scene.endpoints.ping(endpoint.id)).toMatchObject({ outcome: 'delivered' });
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({ status: 'disabled' });
  });

  test('that fails says why, is not repeated, and counts for nothing', async () => {
    const receiver = await scene.receive(() => ({ status: 418, body: 'short and stout' }));
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });

    expect(await scene.endpoints.ping(endpoint.id)).toMatchObject({
      outcome: 'failed',
      failure: 'status',
      statusCode: 418,
      response: 'short and stout',
      error: 'The receiver answered 418; only 2xx accepts an event.',
    });
    scene.advance(HOUR);
    const source = await scene.addAccount();
    receiver.answerWith(() => 204);
    await source.makeEvents(1);
    await waitUntil('what comes behind it', SOON_MS, () => receiver.received.length === 2);
    expect(requestsOf(receiver, 'operations')).toHaveLength(1);
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({
      status: 'active',
      consecutiveFailures: 0,
    });
  });

  test('that is answered ends the waiting of an endpoint that was failing', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(() => 500);
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts });
    await source.makeEvents(2);
    for (let failures = 1; failures < 5; failures += 1) {
      await scene.attempted(endpoint.id, failures);
      await scene.advanceToNextRetry(endpoint.id);
    }
    await scene.attempted(endpoint.id, 5);
    expect((await scene.endpoints.get(endpoint.id)).status).toBe('failing');
    receiver.answerWith(() => 204);
    await scene.endpoints.ping(endpoint.id);

    await waitUntil('the lane to be empty', SOON_MS, async () =>
      (await scene.lanes(endpoint.id)).every(({ nextSequence }) => nextSequence === 5),
    );
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({ status: 'active' });
  });

  test('that is answered sets a lane going that was refused alone, and one that fails does not', async () => {
    const refused = await scene.addAccount();
    const accepted = await scene.addAccount();
    let isMended = false;
    const receiver = await scene.receive(({ events }) =>
      !isMended && (events[0]?.partitionkey === refused.accountId || events[0]?.partitionkey === 'operations')
        ? 500
        : 204,
    );
    const accounts = [refused.accountId, accepted.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts });
    await refused.makeEvents(1);
    await scene.attempted(endpoint.id, 1);
    await accepted.makeEvents(1);
    await scene.attempted(endpoint.id, 2);
    const blocked = async () => (await scene.lanes(endpoint.id, 'blocked')).map(({ dueAt }) => dueAt);
    const before = await blocked();
    expect(before).toHaveLength(1);
    expect(await scene.endpoints.ping(endpoint.id)).toMatchObject({ outcome: 'failed' });
    expect(await blocked()).toEqual(before);

    isMended = true;
    expect(await scene.endpoints.ping(endpoint.id)).toMatchObject({ outcome: 'delivered' });
    await waitUntil('the lane to be empty', SOON_MS, async () => (await blocked()).length === 0);
    expect((await scene.attempts(endpoint.id)).at(-1)).toMatchObject({
      accountId: refused.accountId,
      outcome: 'delivered',
    });
  });
});

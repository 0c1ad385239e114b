/** A worker that was held up past its lease: what it brings home then changes nothing. */
import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { sequencesOf } from '../../support/webhooks/received-events.ts';
import { WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
const HOUR = 3_600_000;

describe.each(databaseKinds())('a worker whose lease has ended, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { WEBHOOK_RETRY_SCHEDULE: '1s' });
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  test.each([
    ['accepted', 204],
    ['refused', 500],
    ['gone', 410],
  ])('cannot move the lane, though its request is answered as %s', async (_word, status) => {
    const source = await scene.addAccount();
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    let asked = 0;
    const receiver = await scene.receive(async () => {
      asked += 1;
      if (asked > 1) return 204;
      await late;
      return status;
    });
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [source.accountId] });
    await source.makeEvents(2);
    await waitUntil('the first request', SOON_MS, () => receiver.received.length === 1);
    scene.advance(HOUR);
    await scene.attempted(endpoint.id, 2);
    const [lane] = await scene.lanes(endpoint.id);
    answer();
    const attempts = await scene.attempted(endpoint.id, 3);

    expect(lane).toMatchObject({ nextSequence: 5, readySequence: 4, attempt: 0 });
    expect(await scene.lanes(endpoint.id)).toEqual([lane]);
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({
      status: 'active',
      consecutiveFailures: 0,
    });
    const all = { after: undefined, limit: 9, isOpen: undefined };
    expect(await scene.endpoints.deadLetters(endpoint.id, all)).toEqual([]);
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 3, 4]);
    // It happened, so it is written down.
    expect(attempts.map(({ statusCode }) => statusCode).sort()).toEqual([204, 204, status].sort());

    await source.makeEvents(1);
    await scene.attempted(endpoint.id, 4);
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 3, 4, 5]);
  });
});

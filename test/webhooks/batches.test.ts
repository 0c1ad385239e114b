/** Batches, for endpoints that asked for them: CloudEvents in an array, in order, never more than agreed. */
import { Webhook } from 'standardwebhooks';
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { firstDeliveries, requestsOf, sequencesOf, span } from '../support/webhooks/received-events.ts';
import type { ReceivedRequest } from '../support/webhooks/webhook-receiver.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
const MEBIBYTE = 1_048_576;

describe.each(databaseKinds())('batches, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  const sizes = (requests: readonly ReceivedRequest[]): readonly number[] =>
    requests.map(({ events }) => events.length);

  test('carry the stored events in order, as many as were agreed at most, signed as one', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(25);
    const receiver = await scene.receive();
    const { secret } = await scene.addEndpoint({
      url: receiver.url,
      accounts: [source.accountId],
      batchMax: 10,
      start: 'beginning',
    });
    await waitUntil('every delivery', SOON_MS, () => sequencesOf(receiver, source.accountId).length === 25);

    expect(sequencesOf(receiver, source.accountId)).toEqual(span(3, 27));
    expect(sizes(receiver.received)).toEqual([10, 10, 5]);
    const feed = await scene.service.events(source.accountId);
    for (const { headers, body, events } of receiver.received) {
      expect(headers['content-type']).toBe('application/cloudevents-batch+json; charset=utf-8');
      expect(new Webhook(secret).verify(body, { ...headers })).toEqual(events);
      for (const event of events) {
        expect(body).toContain(JSON.stringify(feed.find(({ id }) => id === event.id)));
      }
    }
    expect(receiver.received.map(({ headers }) => Number(headers['scim-previous-sequence']))).toEqual([
      0, 12, 22,
    ]);
  });

  test('are arrays also when there is a single event', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive();
    await scene.addEndpoint({ url: receiver.url, batchMax: 10 });
    await source.makeEvents(1);
    const request = await waitUntil('the delivery', SOON_MS, () => receiver.received[0]);

    expect(request.body).toBe(`[${JSON.stringify(request.events[0])}]`);
    expect(request.headers['content-type']).toBe('application/cloudevents-batch+json; charset=utf-8');
  });

  test('with a refused event in them are taken apart until it is alone; everything else is delivered', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(60);
    const refused = 40;
    const receiver = await scene.receive(({ events }) =>
      events.some(({ sequence }) => Number(sequence) === refused) ? 422 : 204,
    );
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      accounts: [source.accountId],
      batchMax: 50,
      start: 'beginning',
    });
    await waitUntil('the refused event to be alone', SOON_MS, async () => {
      await scene.advanceToNextRetry(endpoint.id);
      return receiver.received.some(
        ({ events }) => events.length === 1 && Number(events[0]?.sequence) === refused,
      );
    });

    const [lane] = await scene.lanes(endpoint.id);
    expect(lane?.nextSequence).toBe(refused);
    const accepted = receiver.received
      .filter(({ events }) => events.every(({ sequence }) => Number(sequence) !== refused))
      .flatMap(({ events }) => events.map(({ sequence }) => Number(sequence)));
    expect(accepted).toEqual(span(3, refused - 1));
    // It begins with one event and doubles, so each failure halves what lies before the refused one.
    const failures = (await scene.attempts(endpoint.id)).filter(({ outcome }) => outcome === 'failed');
    expect(failures.length).toBeLessThanOrEqual(7);

    receiver.answerWith(() => 204);
    await waitUntil('the rest', SOON_MS, async () => {
      await scene.advanceToNextRetry(endpoint.id);
      return firstDeliveries(receiver, source.accountId).length === 60;
    });
    expect(firstDeliveries(receiver, source.accountId)).toEqual(span(3, 62));
  });

  test('have the id of what is in them: the same repeated, another when they have grown', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(() => 500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, batchMax: 10 });
    await source.makeEvents(1);
    await scene.attempted(endpoint.id, 1);
    await scene.advanceToNextRetry(endpoint.id);
    await scene.attempted(endpoint.id, 2);
    await source.makeEvents(1);
    receiver.answerWith(() => 204);
    await scene.advanceToNextRetry(endpoint.id);
    await scene.attempted(endpoint.id, 4);

    const [first, second, third, fourth] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(sizes(receiver.received)).toEqual([1, 1, 1, 1]);
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 3, 3, 4]);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    for (const id of [first, fourth]) expect(id).toMatch(/^batch_[0-9a-f]{32}$/);
  });

  test('that end at another event than before have another id', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(6);
    const receiver = await scene.receive();
    const settings = { url: receiver.url, accounts: [source.accountId], start: 'beginning' } as const;
    for (const batchMax of [6, 5, 4]) await scene.addEndpoint({ ...settings, batchMax });
    await waitUntil('every delivery', SOON_MS, () => sequencesOf(receiver, source.accountId).length === 18);

    const beginning = requestsOf(receiver, source.accountId).filter(
      ({ events }) => Number(events[0]?.sequence) === 3,
    );
    expect(new Set(beginning.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });

  test('stay below a mebibyte, whatever the script', async () => {
    const account = await scene.service.addAccount();
    const source = scene.sourceOf(account.accountId, account.baseUrl, account.token);
    for (let count = 0; count < 14; count += 1) {
      // Three bytes a character.
      const photos = [{ value: `https://example.com/${'あ'.repeat(30_000)}` }];
      const answer = await fetch(`${account.baseUrl}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${account.token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ userName: `long-${count}@example.com`, photos }),
      });
      expect(answer.status).toBe(201);
    }
    const receiver = await scene.receive();
    await scene.addEndpoint({
      url: receiver.url,
      accounts: [source.accountId],
      batchMax: 100,
      start: 'beginning',
    });
    await waitUntil('every delivery', SOON_MS, () => sequencesOf(receiver, source.accountId).length === 14);

    expect(sequencesOf(receiver, source.accountId)).toEqual(span(3, 16));
    expect(receiver.received.length).toBeGreaterThan(1);
    for (const { body } of receiver.received) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MEBIBYTE);
  });
});

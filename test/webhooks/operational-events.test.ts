/** Events about the delivery itself: in a source and a sequence of their own, sent on the same channels. */
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { requestsOf, sequencesOf, span } from '../support/webhooks/received-events.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;

describe.each(databaseKinds())('events about the delivery, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { WEBHOOK_RETRY_SCHEDULE: '1s,2s' });
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  async function feed(query: string, token: string): Promise<readonly string[]> {
    const response = await fetch(`${scene.service.url}/v1/events?limit=1000&${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    const { data } = (await response.json()) as { data: { type: string }[] }; // a page of the feed
    return data.map(({ type }) => type);
  }

  test('are numbered on their own without gaps, under a source of their own', async () => {
    const made = [];
    for (let count = 0; count < 3; count += 1) {
      made.push(await scene.addEndpoint({ url: 'http://127.0.0.1:9/hooks?token=of-the-receiver' }));
    }
    await Promise.all(made.map(({ endpoint }) => scene.endpoints.disable(endpoint.id)));
    await Promise.all(made.map(({ endpoint }) => scene.endpoints.enable(endpoint.id, 'backlog')));
    const events = await scene.operationalEvents();

    expect(events.length).toBeGreaterThanOrEqual(6);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(span(1, events.length));
    for (const { source, subject, data } of events) {
      expect(source).toBe(`${scene.service.url}/operations`);
      // What a query holds may be a secret of the receiver.
      expect(data['endpoint']).toEqual({ id: subject, url: 'http://127.0.0.1:9/hooks' });
    }
  });

  test('are in the feed, but in no account, and not for tokens that are limited to accounts', async () => {
    const source = await scene.addAccount();
    const { endpoint } = await scene.addEndpoint({ url: 'http://127.0.0.1:9/' });
    await scene.endpoints.disable(endpoint.id);
    const [event] = (await scene.operationalEvents('endpoint.disabled')).slice(-1);
    const whole = await scene.service.serviceToken();
    const limited = await scene.service.serviceToken(['*'], [source.accountId]);

    expect(await feed('', whole)).toContain('endpoint.disabled');
    expect(await feed(`account=${source.accountId}`, whole)).not.toContain('endpoint.disabled');
    expect(await feed('account=operations', whole)).toEqual([]);
    expect(await feed('', limited)).not.toContain('endpoint.disabled');
    expect(await feed('account=', limited)).not.toContain('endpoint.disabled');
    expect(await feed('type=endpoint.disabled', limited)).toEqual([]);
    for (const [token, status] of [
      [whole, 200],
      [limited, 404],
    ] as const) {
      const response = await fetch(`${scene.service.url}/v1/events/${event?.id}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(status);
    }
  });

  test('reach the endpoints that listen to every account and to their type, in order', async () => {
    const source = await scene.addAccount();
    const [all, named, other] = [await scene.receive(), await scene.receive(), await scene.receive()];
    await scene.addEndpoint({ url: all.url, types: ['endpoint.*'] });
    await scene.addEndpoint({ url: named.url, types: ['*'], accounts: [source.accountId] });
    await scene.addEndpoint({ url: other.url, types: ['team_member.*'] });
    const { endpoint } = await scene.addEndpoint({ url: 'http://127.0.0.1:9/' });
    for (let count = 0; count < 3; count += 1) {
      await scene.endpoints.disable(endpoint.id);
      await scene.endpoints.enable(endpoint.id, 'backlog');
    }
    await source.makeEvents(1);
    await waitUntil('the events', SOON_MS, () => all.received.length === 6);
    await waitUntil('the others', SOON_MS, () => named.received.length + other.received.length === 2);

    const sequences = sequencesOf(all, 'operations');
    expect(sequences).toEqual(span(sequences[0] ?? 0, (sequences[0] ?? 0) + 5));
    expect(all.received.map(({ events }) => events[0]?.type)).toEqual(
      span(1, 3).flatMap(() => ['endpoint.disabled', 'endpoint.enabled']),
    );
    expect(requestsOf(named, 'operations')).toEqual([]);
    expect(requestsOf(other, 'operations')).toEqual([]);
  });

  test('cause no endless events about themselves when they are refused', async () => {
    const receiver = await scene.receive(() => 500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['*'] });
    const { endpoint: stirring } = await scene.addEndpoint({ url: 'http://127.0.0.1:9/' });
    await scene.endpoints.disable(stirring.id);
    await scene.endpoints.enable(stirring.id, 'backlog');
    const before = (await scene.operationalEvents()).length;
    // Three are refused three times each: the two above, and that the endpoint is failing.
    await waitUntil('all to be given up', SOON_MS, async () => {
      await scene.advanceToNextRetry(endpoint.id);
      return (await scene.lanes(endpoint.id, 'waiting')).length === 0 && receiver.received.length === 9;
    });

    const added = (await scene.operationalEvents()).slice(before);
    expect(added.map(({ type }) => type)).toEqual(['endpoint.failing']);
    const filter = { after: undefined, limit: 9, isOpen: true };
    const letters = await scene.endpoints.deadLetters(endpoint.id, filter);
    expect(letters.map(({ accountId, attempts }) => [accountId, attempts])).toEqual([
      ['', 3],
      ['', 3],
      ['', 3],
    ]);
  });
});

/** What an endpoint receives: its types, its accounts, and from where on. */
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { requestsOf, sequencesOf, span } from '../support/webhooks/received-events.ts';
import type { Receiver } from '../support/webhooks/webhook-receiver.ts';
import { type EventSource, WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;

describe.each(databaseKinds())('the events that an endpoint receives, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  /** Waits until an account's events up to `last` were delivered or passed over. */
  async function waitUntilPassed(
    endpointId: string,
    { accountId }: EventSource,
    last: number,
  ): Promise<void> {
    await waitUntil(`event ${last} of ${accountId}`, SOON_MS, async () =>
      (await scene.lanes(endpointId)).some(
        lane => lane.accountId === accountId && lane.nextSequence === last + 1 && lane.readySequence === last,
      ),
    );
  }

  const typesAt = ({ received }: Receiver): ReadonlySet<string | undefined> =>
    new Set(received.map(({ events }) => events[0]?.type));

  test('the types it asked for, and which of them came before', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      types: ['connection.token_issued', 'team_member.provisioned'],
    });
    const source = await scene.addAccount();
    await source.makeEvents(2);
    await waitUntilPassed(endpoint.id, source, 4);

    expect(sequencesOf(receiver, source.accountId)).toEqual([2, 3, 4]);
    expect(receiver.received.map(({ headers }) => Number(headers['scim-previous-sequence']))).toEqual([
      0, 2, 3,
    ]);
  });

  test('groups of types by their pattern', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['connection.*'] });
    const source = await scene.addAccount();
    await source.makeEvents(3);
    await waitUntilPassed(endpoint.id, source, 5);

    expect(typesAt(receiver)).toEqual(new Set(['connection.enabled', 'connection.token_issued']));
  });

  test('nothing, while lanes go on, when no event is of its types', async () => {
    const receiver = await scene.receive();
    const source = await scene.addAccount();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['team_member.deleted'] });
    await source.makeEvents(3);
    await waitUntilPassed(endpoint.id, source, 5);

    expect(receiver.received).toHaveLength(0);
  });

  test('other types from the change on', async () => {
    const receiver = await scene.receive();
    const source = await scene.addAccount();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['team_member.deleted'] });
    await source.makeEvents(1);
    await waitUntilPassed(endpoint.id, source, 3);
    await scene.endpoints.update(endpoint.id, { types: ['*'] });
    await source.makeEvents(1);
    await waitUntilPassed(endpoint.id, source, 4);

    expect(sequencesOf(receiver, source.accountId)).toEqual([4]);
  });

  test('the accounts it names and no others, also those that share a part of the name', async () => {
    const receiver = await scene.receive();
    const [acme, acmeToo] = [await scene.addAccount('acme'), await scene.addAccount('acme-2')];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: ['acme-2'] });
    const coming = await scene.addAccount('acme-22');
    for (const source of [acme, coming, acmeToo]) await source.makeEvents(2);
    await waitUntilPassed(endpoint.id, acmeToo, 4);

    expect((await scene.lanes(endpoint.id)).map(({ accountId }) => accountId)).toEqual(['acme-2']);
    expect(receiver.received).toHaveLength(2);
    expect(sequencesOf(receiver, 'acme-2')).toEqual([3, 4]);
  });

  test('every event of an account that is made after it, when it names none', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['*'] });
    const source = await scene.addAccount();
    await source.makeEvents(1);
    await waitUntilPassed(endpoint.id, source, 3);

    expect(sequencesOf(receiver, source.accountId)).toEqual([1, 2, 3]);
  });

  test('an account it named before that was made', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      types: ['*'],
      accounts: ['yet-to-come'],
    });
    const source = await scene.addAccount('yet-to-come');
    await waitUntilPassed(endpoint.id, source, 2);

    expect(sequencesOf(receiver, source.accountId)).toEqual([1, 2]);
  });

  test('what comes, everything, or what is behind a cursor: as it chose', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(2);
    const { epoch, position } = await headOfFeed();
    await source.makeEvents(2);
    const receivers = [await scene.receive(), await scene.receive(), await scene.receive()];
    const [now, beginning, cursor] = receivers;
    const accounts = [source.accountId];
    const made = [
      await scene.addEndpoint({ url: now?.url ?? '', types: ['*'], accounts, start: 'now' }),
      await scene.addEndpoint({ url: beginning?.url ?? '', types: ['*'], accounts, start: 'beginning' }),
      await scene.addEndpoint({ url: cursor?.url ?? '', types: ['*'], accounts, start: { epoch, position } }),
    ];
    await source.makeEvents(1);
    for (const { endpoint } of made) await waitUntilPassed(endpoint.id, source, 7);

    expect(receivers.map(receiver => sequencesOf(receiver, source.accountId))).toEqual([
      [7],
      span(1, 7),
      span(5, 7),
    ]);
  });

  test('nothing behind a cursor of a feed that was reset: that is refused', async () => {
    const { position } = await headOfFeed();

    await expect(
      scene.addEndpoint({ url: 'http://127.0.0.1:9/', start: { epoch: 'feed', position } }),
    ).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining('reset') });
    expect(await scene.endpoints.list()).toEqual([]);
  });

  test('an account that is added to its list from then on, and one that is taken off no more', async () => {
    const [left, right] = [await scene.addAccount(), await scene.addAccount()];
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [left.accountId] });
    await Promise.all([left.makeEvents(1), right.makeEvents(1)]);
    await waitUntilPassed(endpoint.id, left, 3);

    await scene.endpoints.update(endpoint.id, { accounts: [right.accountId] });
    await Promise.all([left.makeEvents(1), right.makeEvents(1)]);
    await waitUntilPassed(endpoint.id, right, 4);
    expect(sequencesOf(receiver, left.accountId)).toEqual([3]);
    expect(sequencesOf(receiver, right.accountId)).toEqual([4]);

    await scene.endpoints.update(endpoint.id, { accounts: null });
    await left.makeEvents(1);
    await waitUntilPassed(endpoint.id, left, 5);
    expect(sequencesOf(receiver, left.accountId)).toEqual([3, 5]);
  });

  test('one run of events without a gap or a repetition, when it is made while writers write', async () => {
    const sources = [await scene.addAccount(), await scene.addAccount()];
    const receivers: Receiver[] = [];
    const made: string[] = [];
    let isWriting = true;
    const write = async (source: EventSource): Promise<number> => {
      let last = 2;
      for (; isWriting; last += 4) await source.makeEvents(4);
      return last;
    };
    const writing = sources.map(write);
    for (const start of ['now', 'beginning', 'now'] as const) {
      const receiver = await scene.receive();
      const { endpoint } = await scene.addEndpoint({
        url: receiver.url,
        types: ['*'],
        accounts: sources.map(({ accountId }) => accountId),
        start,
      });
      receivers.push(receiver);
      made.push(endpoint.id);
      await waitUntil('something to be delivered', SOON_MS, () =>
        sources.every(({ accountId }) => sequencesOf(receiver, accountId).length > 2),
      );
    }
    isWriting = false;
    const lasts = await Promise.all(writing);

    for (const [index, source] of sources.entries()) {
      const last = lasts[index] ?? 0;
      for (const id of made) await waitUntilPassed(id, source, last);
      const runs = receivers.map(receiver => sequencesOf(receiver, source.accountId));
      for (const run of runs) expect(run).toEqual(span(run[0] ?? 0, last));
      expect(runs.map(([first]) => first === 1)).toEqual([false, true, false]);
    }
  });

  test('each on its own: one endpoint that refuses keeps nothing from another', async () => {
    const source = await scene.addAccount();
    const [refusing, accepting] = [await scene.receive(() => 500), await scene.receive()];
    await scene.addEndpoint({ url: refusing.url });
    const { endpoint } = await scene.addEndpoint({ url: accepting.url });
    await source.makeEvents(4);
    await waitUntilPassed(endpoint.id, source, 6);

    expect(sequencesOf(accepting, source.accountId)).toEqual(span(3, 6));
    expect(requestsOf(refusing, source.accountId)).toHaveLength(1);
  });

  async function headOfFeed(): Promise<{ epoch: string; position: number }> {
    const response = await fetch(`${scene.service.url}/v1/events?limit=1000`, {
      headers: { authorization: `Bearer ${await scene.service.serviceToken()}` },
    });
    const { next } = (await response.json()) as { next: string }; // a page of the feed
    const [epoch = '', position] = Buffer.from(next.slice(3), 'base64url').toString().split('.');
    return { epoch, position: Number(position) };
  }
});

/** Replays: a range of events once more, beside the live ones and behind them. */
import type { Replay } from '../../src/webhooks/endpoint-store.ts';
import { parseReplayRange } from '../../src/webhooks/replay-range.ts';
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { requestsOf, sequencesOf, span } from '../support/webhooks/received-events.ts';
import type { ReceivedRequest, Receiver } from '../support/webhooks/webhook-receiver.ts';
import { type EventSource, WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
const ALL = parseReplayRange(undefined, undefined, undefined);

interface Received {
  readonly source: EventSource;
  readonly receiver: Receiver;
  readonly endpointId: string;
}

describe.each(databaseKinds())('a replay, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  /** An account whose events 1 … 8 were passed on as far as the endpoint wants them. */
  async function deliverEight(types: readonly string[] = ['*']): Promise<Received> {
    const source = await scene.addAccount();
    // One after the other, so that their times are in order too.
    for (let count = 0; count < 6; count += 1) await source.makeEvents(1);
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      types,
      accounts: [source.accountId],
      start: 'beginning',
    });
    await passed(endpoint.id, 8);
    return { source, receiver, endpointId: endpoint.id };
  }

  async function passed(endpointId: string, sequence: number): Promise<void> {
    await waitUntil(`event ${sequence}`, SOON_MS, async () =>
      (await scene.lanes(endpointId)).every(({ nextSequence }) => nextSequence === sequence + 1),
    );
  }

  const replaysOf = (endpointId: string): Promise<readonly Replay[]> =>
    scene.endpoints.replays(endpointId, { after: undefined, limit: 100 });

  async function ended(endpointId: string): Promise<void> {
    await waitUntil('every replay to end', SOON_MS, async () =>
      (await replaysOf(endpointId)).every(({ remaining }) => remaining === 0),
    );
  }

  async function replayAndEnd(endpointId: string, range: typeof ALL): Promise<Replay> {
    const replay = await scene.endpoints.replay(endpointId, range, false);
    await ended(endpointId);
    return replay;
  }

  const isReplay = ({ headers }: ReceivedRequest): boolean => headers['scim-replay'] === 'true';
  const sequencesIn = (requests: readonly ReceivedRequest[]): readonly number[] =>
    requests.flatMap(({ events }) => events.map(({ sequence }) => Number(sequence)));
  const replayed = ({ receiver, source }: Received): readonly number[] =>
    sequencesIn(requestsOf(receiver, source.accountId).filter(isReplay));

  test('of everything comes in order, marked, with the same ids and bodies; the live lane stays where it is', async () => {
    const { source, receiver, endpointId } = await deliverEight();
    const before = await scene.lanes(endpointId);
    const live = receiver.received.map(({ headers, body }) => [headers['webhook-id'], body]);
    const replay = await replayAndEnd(endpointId, ALL);

    expect(replay).toMatchObject({ events: 8, remaining: 8, onlyFailed: false });
    const again = receiver.received.slice(8);
    expect(again.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual(live);
    expect(again.every(isReplay)).toBe(true);
    expect(again.map(({ headers }) => Number(headers['scim-previous-sequence']))).toEqual(span(0, 7));
    expect(await scene.lanes(endpointId)).toEqual(before);
    expect(await replaysOf(endpointId)).toEqual([{ ...replay, remaining: 0 }]);
    const triggers = (await scene.attempts(endpointId)).map(({ trigger }) => trigger);
    expect(triggers).toEqual([...span(1, 8).map(() => 'event'), ...span(1, 8).map(() => 'replay')]);

    await source.makeEvents(1);
    await passed(endpointId, 9);
    expect(Number(receiver.received[16]?.headers['scim-previous-sequence'])).toBe(8);
  });

  test('by sequences is of one account, both ends included', async () => {
    const delivered = await deliverEight();
    const range = (from?: string, to?: string) => parseReplayRange(from, to, delivered.source.accountId);
    await replayAndEnd(delivered.endpointId, range('3', '5'));
    await replayAndEnd(delivered.endpointId, range(undefined, '00000000000000000002'));
    await replayAndEnd(delivered.endpointId, range('7'));

    expect(replayed(delivered)).toEqual([3, 4, 5, 1, 2, 7, 8]);
  });

  test('by cursors is of what is behind the first up to the second', async () => {
    const delivered = await deliverEight();
    const response = await fetch(
      `${scene.service.url}/v1/events?account=${delivered.source.accountId}&limit=3`,
      {
        headers: { authorization: `Bearer ${await scene.service.serviceToken()}` },
      },
    );
    const { next } = (await response.json()) as { next: string }; // a page of the feed
    await replayAndEnd(delivered.endpointId, parseReplayRange(undefined, next, undefined));
    expect(replayed(delivered)).toEqual([1, 2, 3]);

    await replayAndEnd(delivered.endpointId, parseReplayRange(next, undefined, undefined));
    expect(replayed(delivered)).toEqual(span(1, 8));
  });

  test('by times takes both ends in', async () => {
    const delivered = await deliverEight();
    const times = (await scene.service.events(delivered.source.accountId)).map(({ time }) => time);
    const [from = '', to = ''] = [times[3], times[5]];
    await replayAndEnd(delivered.endpointId, parseReplayRange(from, to, undefined));

    // Several may be of the same millisecond.
    const within = span(1, 8).filter(sequence => {
      const time = times[sequence - 1] ?? '';
      return time >= from && time <= to;
    });
    expect(within).toEqual(expect.arrayContaining([4, 6]));
    expect(replayed(delivered)).toEqual(within);
  });

  test('keeps to the types of the endpoint and to its accounts', async () => {
    const delivered = await deliverEight(['connection.*']);
    const stranger = await scene.addAccount();
    await replayAndEnd(delivered.endpointId, ALL);

    expect(replayed(delivered)).toEqual([1, 2]);
    expect(requestsOf(delivered.receiver, stranger.accountId)).toEqual([]);
    const foreign = parseReplayRange('1', undefined, stranger.accountId);
    await expect(scene.endpoints.replay(delivered.endpointId, foreign, false)).rejects.toMatchObject({
      code: 'badRequest',
    });
  });

  test('of nothing ends at once', async () => {
    const { receiver, source, endpointId } = await deliverEight();
    const replay = await replayAndEnd(endpointId, parseReplayRange('100', '200', source.accountId));

    expect(replay).toMatchObject({ events: 0, remaining: 0 });
    expect(await replaysOf(endpointId)).toEqual([replay]);
    expect(receiver.received).toHaveLength(8);
  });

  test('never overtakes the live lane: what that has yet to deliver comes from it, in order', async () => {
    const delivered = await deliverEight();
    const { receiver, source, endpointId } = delivered;
    receiver.answerWith(request => (!isReplay(request) && sequencesIn([request])[0] === 9 ? 500 : 204));
    await source.makeEvents(4);
    await scene.attempted(endpointId, 9);
    const { events } = await replayAndEnd(endpointId, ALL);

    expect(events).toBe(8);
    expect(replayed(delivered)).toEqual(span(1, 8));
    receiver.answerWith(() => 204);
    await scene.advanceToNextRetry(endpointId);
    await passed(endpointId, 12);
    expect(sequencesOf(receiver, source.accountId).slice(-5)).toEqual([8, 9, 10, 11, 12]);
  });

  test('runs beside live events and other replays, each in order', async () => {
    const delivered = await deliverEight();
    const { receiver, source, endpointId } = delivered;
    const begun = [
      await scene.endpoints.replay(endpointId, ALL, false),
      await scene.endpoints.replay(endpointId, ALL, false),
      await scene.endpoints.replay(endpointId, parseReplayRange('2', '4', source.accountId), false),
    ];
    await source.makeEvents(10);
    await ended(endpointId);
    await passed(endpointId, 18);

    const live = requestsOf(receiver, source.accountId).filter(request => !isReplay(request));
    expect(sequencesIn(live)).toEqual(span(1, 18));
    const numerically = (left: number, right: number): number => left - right;
    expect([...replayed(delivered)].sort(numerically)).toEqual(
      [...span(1, 8), ...span(1, 8), ...span(2, 4)].sort(numerically),
    );
    expect((await replaysOf(endpointId)).map(({ id }) => id)).toEqual(begun.map(({ id }) => id).reverse());
  });

  test('is refused while ten others run, in words', async () => {
    const { receiver, endpointId } = await deliverEight();
    receiver.answerWith(() => 500);
    for (let count = 0; count < 10; count += 1) await scene.endpoints.replay(endpointId, ALL, false);

    await expect(scene.endpoints.replay(endpointId, ALL, false)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('wait for one to end'),
    });
  });

  test('waits while the endpoint is disabled', async () => {
    const delivered = await deliverEight();
    const { receiver, source, endpointId } = delivered;
    await scene.endpoints.disable(endpointId);
    await scene.endpoints.replay(endpointId, ALL, false);
    const other = await scene.receive();
    const { endpoint: barrier } = await scene.addEndpoint({
      url: other.url,
      accounts: [source.accountId],
      start: 'beginning',
    });
    await scene.attempted(barrier.id, 6);
    expect(receiver.received).toHaveLength(8);

    await scene.endpoints.enable(endpointId, 'head');
    await ended(endpointId);
    expect(replayed(delivered)).toEqual(span(1, 8));
  });

  test('behind a cursor of a feed that was reset is refused', async () => {
    const { endpointId } = await deliverEight();
    const from = { kind: 'position', epoch: 'another', position: 0 } as const;
    const range = { kind: 'span', accountId: undefined, from, to: undefined } as const;

    await expect(scene.endpoints.replay(endpointId, range, false)).rejects.toMatchObject({ code: 'gone' });
  });
});

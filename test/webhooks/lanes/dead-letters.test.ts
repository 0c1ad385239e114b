/** Events that were given up: kept in sight, delivered once more on request, or marked as dealt with. */
import type { DeadLetter } from '../../../src/webhooks/endpoint-store.ts';
import { parseReplayRange } from '../../../src/webhooks/replay-range.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { sequencesOf } from '../../support/webhooks/received-events.ts';
import type { Receiver } from '../../support/webhooks/webhook-receiver.ts';
import { type EventSource, WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;

describe.each(databaseKinds())('dead letters, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { WEBHOOK_RETRY_SCHEDULE: '1s' });
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  const lettersOf = (endpointId: string, isOpen?: boolean): Promise<readonly DeadLetter[]> =>
    scene.endpoints.deadLetters(endpointId, { after: undefined, limit: 100, isOpen });

  /** Five events of one account, of which the receiver refuses the sequences 4 and 6; both have been given up. */
  async function twoLetters(): Promise<{ source: EventSource; receiver: Receiver; endpointId: string }> {
    const source = await scene.addAccount();
    const receiver = await scene.receive(({ events }) =>
      ['4', '6'].includes(events[0]?.sequence.at(-1) ?? '') ? 500 : 204,
    );
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [source.accountId] });
    await source.makeEvents(5);
    await waitUntil('two to be given up', SOON_MS, async () => {
      await scene.advanceToNextRetry(endpoint.id);
      return (await nextOf(endpoint.id)) === 8;
    });
    return { source, receiver, endpointId: endpoint.id };
  }

  const nextOf = async (endpointId: string): Promise<number | undefined> =>
    (await scene.lanes(endpointId))[0]?.nextSequence;

  async function ended(endpointId: string, replayId: string): Promise<void> {
    await waitUntil('the replay to end', SOON_MS, async () => {
      const [found] = await scene.endpoints.replays(endpointId, { after: undefined, limit: 1 });
      return found?.id === replayId && found.remaining === 0;
    });
  }

  test('are listed, the newest first, page by page, open or resolved', async () => {
    const { endpointId } = await twoLetters();
    const letters = await lettersOf(endpointId);
    const [newest, oldest] = letters;

    expect(letters.map(({ firstSequence }) => firstSequence)).toEqual([6, 4]);
    expect(await lettersOf(endpointId, true)).toEqual(letters);
    expect(await lettersOf(endpointId, false)).toEqual([]);
    const page = { after: newest?.id, limit: 1, isOpen: undefined };
    expect(await scene.endpoints.deadLetters(endpointId, page)).toEqual([oldest]);
  });

  test('are delivered once more on request, marked as a replay, and resolved by it; the lane stays where it is', async () => {
    const { source, receiver, endpointId } = await twoLetters();
    const [, letter] = await lettersOf(endpointId);
    receiver.answerWith(() => 204);
    const before = receiver.received.length;
    const replay = await scene.endpoints.retry(endpointId, letter?.id ?? '');
    await ended(endpointId, replay.id);

    expect(replay).toMatchObject({ events: 1, remaining: 1, onlyFailed: false });
    expect(receiver.received).toHaveLength(before + 1);
    expect(receiver.received[before]?.events.map(({ id }) => id)).toEqual([letter?.eventId]);
    expect(receiver.received[before]?.headers).toMatchObject({
      'scim-replay': 'true',
      'scim-delivery-attempt': '1',
      'webhook-id': letter?.eventId,
    });
    expect(await lettersOf(endpointId, false)).toEqual([{ ...letter, resolvedAt: expect.any(Number) }]);
    expect(await lettersOf(endpointId, true)).toHaveLength(1);
    expect(await nextOf(endpointId)).toBe(8);
    await expect(scene.endpoints.retry(endpointId, letter?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });

    await source.makeEvents(1);
    await waitUntil('the next event', SOON_MS, () => sequencesOf(receiver, source.accountId).at(-1) === 8);
    expect(Number(receiver.received.at(-1)?.headers['scim-previous-sequence'])).toBe(7);
  });

  test('stay open, and do not multiply, when they are refused once more', async () => {
    const { receiver, endpointId } = await twoLetters();
    const letters = await lettersOf(endpointId);
    const before = receiver.received.length;
    const replay = await scene.endpoints.retry(endpointId, letters[0]?.id ?? '');
    await waitUntil('the first refusal', SOON_MS, async () =>
      (await scene.attempts(endpointId)).some(({ trigger }) => trigger === 'replay'),
    );
    scene.advance(2_000);
    await ended(endpointId, replay.id);

    const again = receiver.received.slice(before);
    expect(again.map(({ headers }) => headers['scim-delivery-attempt'])).toEqual(['1', '2']);
    expect(await lettersOf(endpointId)).toEqual(letters);
    expect(await nextOf(endpointId)).toBe(8);
  });

  test('are resolved by hand, once', async () => {
    const { receiver, endpointId } = await twoLetters();
    const [letter] = await lettersOf(endpointId);
    const resolved = await scene.endpoints.resolve(endpointId, letter?.id ?? '');
    scene.advance(60_000);

    expect(resolved).toEqual({ ...letter, resolvedAt: expect.any(Number) });
    expect(await scene.endpoints.resolve(endpointId, letter?.id ?? '')).toEqual(resolved);
    expect(await lettersOf(endpointId, true)).toHaveLength(1);
    await expect(scene.endpoints.retry(endpointId, letter?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(receiver.received.every(({ headers }) => headers['scim-replay'] === undefined)).toBe(true);
  });

  test('belong to one endpoint: no other reaches them', async () => {
    const { receiver, endpointId } = await twoLetters();
    const [letter] = await lettersOf(endpointId);
    const { endpoint: other } = await scene.addEndpoint({ url: receiver.url });

    for (const act of ['retry', 'resolve'] as const) {
      await expect(scene.endpoints[act](other.id, letter?.id ?? '')).rejects.toMatchObject({
        code: 'notFound',
      });
    }
    expect(await lettersOf(endpointId, true)).toHaveLength(2);
  });

  test('are all delivered by a replay of only what failed, and nothing else is', async () => {
    const { source, receiver, endpointId } = await twoLetters();
    receiver.answerWith(() => 204);
    const before = receiver.received.length;
    const everything = parseReplayRange(undefined, undefined, undefined);
    const replay = await scene.endpoints.replay(endpointId, everything, true);
    await ended(endpointId, replay.id);

    expect(sequencesOf(receiver, source.accountId).slice(before)).toEqual([4, 6]);
    expect(await lettersOf(endpointId, true)).toEqual([]);
  });
});

/** A receiver that is down is probed by one request at a time, and costs no event its attempts. */
import type { Endpoint } from '../../../src/webhooks/endpoint.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { firstDeliveries, requestsOf, sequencesOf, span } from '../../support/webhooks/received-events.ts';
import type { Receiver } from '../../support/webhooks/webhook-receiver.ts';
import { type EventSource, WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SOON_MS = 10_000;
const LEEWAY_MS = 2 * SECOND;

describe.each(databaseKinds())('an endpoint that is down, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  const addAccounts = (count: number): Promise<readonly EventSource[]> =>
    Promise.all(Array.from({ length: count }, () => scene.addAccount()));
  const idsOf = (sources: readonly EventSource[]): string[] => sources.map(({ accountId }) => accountId);

  /** Waits until the endpoint is failing; the clock moves on from retry to retry. */
  async function failing(endpointId: string): Promise<Endpoint> {
    await waitUntil('the endpoint to be failing', SOON_MS, async () => {
      await scene.advanceToNextRetry(endpointId);
      return (await scene.endpoints.get(endpointId)).status === 'failing';
    });
    return calm(endpointId);
  }

  /** Waits until the probe that is under way has been judged. */
  function calm(endpointId: string): Promise<Endpoint> {
    return waitUntil('the probe to be judged', SOON_MS, async () => {
      const attempts = await scene.attempts(endpointId);
      return attempts.length === requests() && scene.endpoints.get(endpointId);
    });
  }
  let requests = (): number => 0;

  async function receive(status: number): Promise<Receiver> {
    const receiver = await scene.receive(() => status);
    requests = () => receiver.received.length;
    return receiver;
  }

  async function probe(endpointId: string): Promise<Endpoint> {
    const before = requests();
    await scene.advanceToNextProbe(endpointId);
    await waitUntil('a probe', SOON_MS, () => requests() > before);
    return calm(endpointId);
  }

  const published = async (endpointId: string): Promise<readonly (readonly [string, unknown])[]> =>
    (await scene.operationalEvents())
      .filter(({ subject }) => subject === endpointId)
      .map(({ type, data }) => [type, data]);

  test('is failing after five failures in a row on several accounts, and its probe delays no other endpoint', async () => {
    const sources = await addAccounts(4);
    const receiver = await receive(503);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(3)));
    await failing(endpoint.id);
    const attemptsBefore = (await scene.lanes(endpoint.id)).map(({ attempt }) => attempt);
    const requestsBefore = requests();

    const waits: number[] = [];
    for (let count = 1; count <= 6; count += 1) {
      const { nextProbeAt } = await probe(endpoint.id);
      expect(requests()).toBe(requestsBefore + count);
      waits.push((nextProbeAt ?? 0) - scene.now());
    }
    expect((await scene.lanes(endpoint.id)).map(({ attempt }) => attempt)).toEqual(attemptsBefore);
    for (const [index, planned] of [30 * SECOND, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(0.8 * planned - LEEWAY_MS);
      expect(waits[index]).toBeLessThanOrEqual(1.2 * planned);
    }
    expect(await published(endpoint.id)).toEqual([
      [
        'endpoint.failing',
        {
          endpoint: { id: endpoint.id, url: receiver.url },
          consecutiveFailures: 5,
          lastError: 'The receiver answered 503; only 2xx accepts an event.',
        },
      ],
    ]);
  });

  test('goes on at once with every account when it answers a probe, in order, and says so', async () => {
    const sources = await addAccounts(4);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(3)));
    await failing(endpoint.id);
    await probe(endpoint.id);
    await Promise.all(sources.map(source => source.makeEvents(2)));

    receiver.answerWith(() => 204);
    await scene.advanceToNextProbe(endpoint.id);
    await waitUntil('every delivery', SOON_MS, () =>
      sources.every(({ accountId }) => sequencesOf(receiver, accountId).at(-1) === 7),
    );
    for (const { accountId } of sources) expect(firstDeliveries(receiver, accountId)).toEqual(span(3, 7));
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({
      status: 'active',
      consecutiveFailures: 0,
      failingSince: null,
      nextProbeAt: null,
    });
    expect((await published(endpoint.id)).at(-1)).toEqual([
      'endpoint.enabled',
      { endpoint: { id: endpoint.id, url: receiver.url }, previousStatus: 'failing' },
    ]);
  });

  test('gets no second probe while the first one waits for its answer', async () => {
    const sources = await addAccounts(6);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await failing(endpoint.id);
    const before = requests();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    receiver.answerWith(async () => {
      await answered;
      return 500;
    });
    await scene.advanceToNextProbe(endpoint.id);
    await waitUntil('the probe', SOON_MS, () => requests() > before);

    // Another endpoint is served meanwhile, so the dispatcher has looked again.
    const other = await scene.receive();
    const { endpoint: healthy } = await scene.addEndpoint({ url: other.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await scene.attempted(healthy.id, 6);
    expect(requests()).toBe(before + 1);

    answer();
    await calm(endpoint.id);
    expect(requests()).toBe(before + 1);
  });

  test('is probed soon also when many requests were under way as it went down', async () => {
    const sources = await addAccounts(8);
    const receiver = await receive(204);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    receiver.answerWith(async () => {
      await waitUntil('all to be under way', SOON_MS, () => requests() >= 8);
      return 500;
    });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await scene.attempted(endpoint.id, 8);
    const { status, consecutiveFailures, nextProbeAt } = await scene.endpoints.get(endpoint.id);

    expect({ status, consecutiveFailures }).toEqual({ status: 'failing', consecutiveFailures: 5 });
    expect((nextProbeAt ?? 0) - scene.now()).toBeLessThanOrEqual(6 * SECOND);
  });

  test('keeps to the Retry-After of its probes', async () => {
    const sources = await addAccounts(2);
    const receiver = await receive(503);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await failing(endpoint.id);
    receiver.answerWith(() => ({ status: 503, headers: { 'retry-after': '1800' } }));
    const { nextProbeAt } = await probe(endpoint.id);

    expect(Math.abs((nextProbeAt ?? 0) - scene.now() - 30 * MINUTE)).toBeLessThan(LEEWAY_MS);
  });

  test('wastes no probe on accounts with nothing it wants', async () => {
    const sources = await addAccounts(2);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await failing(endpoint.id);
    await addAccounts(5);

    receiver.answerWith(() => 204);
    await scene.advanceToNextProbe(endpoint.id);
    await waitUntil('every delivery', SOON_MS, () =>
      scene.hasReached(endpoint.id, Object.fromEntries(sources.map(({ accountId }) => [accountId, 3]))),
    );
    for (const { accountId } of sources) expect(sequencesOf(receiver, accountId).at(-1)).toBe(3);
  });

  test('is not asked more often because it subscribes to the events about itself', async () => {
    const sources = await addAccounts(3);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, types: ['*'] });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await failing(endpoint.id);
    await waitUntil('the event that tells of it', SOON_MS, async () =>
      (await scene.lanes(endpoint.id, 'waiting')).some(({ accountId }) => accountId === ''),
    );
    const before = requests();
    for (let count = 1; count <= 6; count += 1) {
      const { nextProbeAt } = await probe(endpoint.id);
      expect(requests()).toBe(before + count);
      expect((nextProbeAt ?? 0) - scene.now()).toBeGreaterThan(3 * SECOND);
    }

    for (const { attempt } of await scene.lanes(endpoint.id)) expect(attempt).toBeLessThanOrEqual(2);
    expect((await published(endpoint.id)).map(([type]) => type)).toEqual(['endpoint.failing']);
  });

  test('with one account alone is failing as well, while that account goes through its schedule', async () => {
    const [source] = await addAccounts(1);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: [source?.accountId ?? ''] });
    await source?.makeEvents(2);
    const { consecutiveFailures } = await failing(endpoint.id);
    expect(consecutiveFailures).toBe(5);
    await scene.advanceToNextRetry(endpoint.id);
    await scene.attempted(endpoint.id, 6);
    expect((await scene.lanes(endpoint.id))[0]).toMatchObject({ attempt: 6 });

    receiver.answerWith(() => 204);
    await scene.advanceToNextRetry(endpoint.id);
    await waitUntil('the rest', SOON_MS, () => requests() === 8);
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({ status: 'active' });
    expect((await published(endpoint.id)).map(([type]) => type)).toEqual([
      'endpoint.failing',
      'endpoint.enabled',
    ]);
  });

  test('is not one that refuses a single account among others: that one alone waits', async () => {
    const [refused, ...others] = await addAccounts(3);
    const receiver = await receive(204);
    receiver.answerWith(({ events }) => (events[0]?.partitionkey === refused?.accountId ? 500 : 204));
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      accounts: [refused, ...others].map(source => source?.accountId ?? ''),
    });
    await refused?.makeEvents(2);
    for (let failures = 1; failures <= 8; failures += 1) {
      await waitUntil('the refusal', SOON_MS, async () =>
        (await scene.lanes(endpoint.id, 'blocked')).some(({ attempt }) => attempt === failures),
      );
      await Promise.all(others.map(source => source.makeEvents(1)));
      await waitUntil('the deliveries to the others', SOON_MS, async () => {
        const lanes = await scene.lanes(endpoint.id);
        return lanes.filter(({ nextSequence }) => nextSequence === 3 + failures).length === others.length;
      });
      expect((await scene.endpoints.get(endpoint.id)).status).toBe('active');
      await scene.advanceToNextRetry(endpoint.id);
    }

    expect(await published(endpoint.id)).toEqual([]);
    expect(new Set(sequencesOf(receiver, refused?.accountId ?? ''))).toEqual(new Set([3]));
  });

  test('because one account is refused while the others are quiet, takes what the others have at once', async () => {
    const [refused, other] = await addAccounts(2);
    const receiver = await receive(204);
    receiver.answerWith(({ events }) => (events[0]?.partitionkey === refused?.accountId ? 500 : 204));
    const { endpoint } = await scene.addEndpoint({
      url: receiver.url,
      accounts: [refused, other].map(source => source?.accountId ?? ''),
    });
    await refused?.makeEvents(1);
    await failing(endpoint.id);
    await other?.makeEvents(3);
    await waitUntil(
      'the deliveries to the other',
      SOON_MS,
      () => requestsOf(receiver, other?.accountId ?? '').length === 3,
    );

    expect((await scene.endpoints.get(endpoint.id)).status).toBe('active');
  });

  test('is disabled when it has accepted nothing for five days; nothing is lost', async () => {
    const sources = await addAccounts(2);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(2)));
    await failing(endpoint.id);
    scene.advance(119 * HOUR);
    await waitUntil('a probe', SOON_MS, () => requests() > 5);
    expect((await calm(endpoint.id)).status).toBe('failing');
    scene.advance(HOUR);
    await waitUntil('a probe', SOON_MS, async () => (await calm(endpoint.id)).status !== 'failing');

    const reason = 'Nothing was accepted for five days.';
    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({
      status: 'disabled',
      disabledReason: reason,
    });
    expect((await published(endpoint.id)).at(-1)).toEqual([
      'endpoint.disabled',
      { endpoint: { id: endpoint.id, url: receiver.url }, reason },
    ]);
    const before = requests();
    receiver.answerWith(() => 204);
    await Promise.all(sources.map(source => source.makeEvents(1)));
    expect(
      await scene.endpoints.deadLetters(endpoint.id, { after: undefined, limit: 9, isOpen: undefined }),
    ).toEqual([]);
    await scene.endpoints.enable(endpoint.id, 'backlog');
    await waitUntil('every delivery', SOON_MS, () => requests() === before + 6);
    for (const { accountId } of sources) expect(firstDeliveries(receiver, accountId)).toEqual([3, 4, 5]);
  });

  test('and was disabled by hand waits, and goes on with its backlog', async () => {
    const sources = await addAccounts(2);
    const receiver = await receive(204);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await scene.endpoints.disable(endpoint.id);
    await scene.endpoints.disable(endpoint.id);
    await Promise.all(sources.map(source => source.makeEvents(2)));
    const other = await scene.receive();
    const { endpoint: barrier } = await scene.addEndpoint({
      url: other.url,
      accounts: idsOf(sources),
      start: 'beginning',
    });
    await scene.attempted(barrier.id, 4);
    expect(requests()).toBe(0);

    await scene.endpoints.enable(endpoint.id, 'backlog');
    await scene.endpoints.enable(endpoint.id, 'backlog');
    await scene.attempted(endpoint.id, 4);
    for (const { accountId } of sources) expect(sequencesOf(receiver, accountId)).toEqual([3, 4]);
    expect(await published(endpoint.id)).toEqual([
      [
        'endpoint.disabled',
        { endpoint: { id: endpoint.id, url: receiver.url }, reason: 'Disabled by hand.' },
      ],
      ['endpoint.enabled', { endpoint: { id: endpoint.id, url: receiver.url }, previousStatus: 'disabled' }],
    ]);
  });

  test('goes on with what comes when it is enabled so; what was skipped shows as a gap', async () => {
    const sources = await addAccounts(2);
    const receiver = await receive(204);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await scene.attempted(endpoint.id, 2);
    await scene.endpoints.disable(endpoint.id);
    await Promise.all(sources.map(source => source.makeEvents(2)));
    await waitUntil(
      'the events to be ready',
      SOON_MS,
      async () =>
        (await scene.lanes(endpoint.id, 'waiting')).filter(({ readySequence }) => readySequence === 5)
          .length === 2,
    );
    await scene.endpoints.enable(endpoint.id, 'head');
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await scene.attempted(endpoint.id, 4);

    for (const { accountId } of sources) {
      expect(sequencesOf(receiver, accountId)).toEqual([3, 6]);
      expect(Number(requestsOf(receiver, accountId).at(-1)?.headers['scim-previous-sequence'])).toBe(3);
    }
  });

  test('is called with a fresh schedule when it is enabled by hand before it answered', async () => {
    const sources = await addAccounts(2);
    const receiver = await receive(500);
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts: idsOf(sources) });
    await Promise.all(sources.map(source => source.makeEvents(1)));
    await failing(endpoint.id);
    const before = requests();
    await scene.endpoints.enable(endpoint.id, 'backlog');
    await waitUntil('both to be tried', SOON_MS, () => requests() >= before + 2);
    await calm(endpoint.id);

    expect((await scene.lanes(endpoint.id)).map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect((await scene.endpoints.get(endpoint.id)).consecutiveFailures).toBe(2);
  });
});

/** A delivery that fails: tried again by the schedule, given up after it, and stepped over for all to see. */
import type { DeliveryAttempt } from '../../../src/webhooks/delivery-store.ts';
import { databaseKinds } from '../../support/database/databases.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { sequencesOf } from '../../support/webhooks/received-events.ts';
import type { Reply } from '../../support/webhooks/webhook-receiver.ts';
import { WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SOON_MS = 10_000;
/** The clock of the tests runs on while a request is under way. */
const LEEWAY_MS = 2 * SECOND;

const SCHEDULE_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
];

describe.each(databaseKinds())('a delivery that fails, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  /** Sends one event to a receiver that always answers so. @returns the attempts and the waits after them */
  async function fail(
    reply: Reply | (() => Reply),
    attempts: number,
    timeoutMs = 30_000,
  ): Promise<{ endpointId: string; made: readonly DeliveryAttempt[]; waits: readonly number[] }> {
    const source = await scene.addAccount();
    const receiver = await scene.receive(typeof reply === 'function' ? reply : () => reply);
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts, timeoutMs });
    await source.makeEvents(1);
    const waits: number[] = [];
    for (let count = 1; count <= attempts; count += 1) {
      const made = await scene.attempted(endpoint.id, count);
      const [lane] = await scene.lanes(endpoint.id);
      waits.push((lane?.dueAt ?? 0) - (made.at(-1)?.at ?? 0));
      if (count < attempts) await scene.advanceToNextRetry(endpoint.id);
    }
    return { endpointId: endpoint.id, made: await scene.attempts(endpoint.id), waits };
  }

  test('is tried 14 times in three days; then it is a dead letter, and its lane goes on behind a visible gap', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(({ events }) => (events[0]?.sequence.endsWith('4') ? 500 : 204));
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts });
    await source.makeEvents(3);

    for (let failures = 1; failures < 14; failures += 1) {
      const made = await scene.attempted(endpoint.id, 1 + failures);
      const [lane] = await scene.lanes(endpoint.id, 'blocked');
      expect(lane).toMatchObject({ nextSequence: 4, attempt: failures });
      const wait = (lane?.dueAt ?? 0) - (made.at(-1)?.at ?? 0);
      const planned = SCHEDULE_MS[failures - 1] ?? 0;
      expect(wait).toBeGreaterThanOrEqual(0.8 * planned);
      expect(wait).toBeLessThanOrEqual(1.2 * planned + LEEWAY_MS);
      await scene.advanceToNextRetry(endpoint.id);
    }
    await waitUntil(
      'the event behind it',
      SOON_MS,
      () => sequencesOf(receiver, source.accountId).at(-1) === 5,
    );

    const attempts = (await scene.attempted(endpoint.id, 16)).filter(
      ({ firstSequence }) => firstSequence === 4,
    );
    expect(attempts.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: 14 }, (_, index) => index + 1),
    );
    const days = ((attempts.at(-1)?.at ?? 0) - (attempts[0]?.at ?? 0)) / (24 * HOUR);
    expect(days).toBeGreaterThan(2.5);
    expect(days).toBeLessThan(3.8);
    expect(receiver.received.at(-1)?.headers).toMatchObject({
      'scim-previous-sequence': '00000000000000000003',
      'scim-delivery-attempt': '1',
    });
    const eventId = attempts[0]?.eventId;
    const letters = await scene.endpoints.deadLetters(endpoint.id, {
      after: undefined,
      limit: 10,
      isOpen: true,
    });
    expect(letters).toEqual([
      {
        id: expect.any(String),
        endpointId: endpoint.id,
        accountId: source.accountId,
        firstSequence: 4,
        lastSequence: 4,
        eventId,
        reason: 'exhausted',
        attempts: 14,
        lastError: 'The receiver answered 500; only 2xx accepts an event.',
        at: attempts.at(-1)?.at,
        resolvedAt: null,
      },
    ]);
    expect(await operational('delivery.exhausted', endpoint.id)).toEqual([
      {
        endpoint: { id: endpoint.id, url: receiver.url },
        account: { id: source.accountId },
        firstSequence: '00000000000000000004',
        lastSequence: '00000000000000000004',
        eventId,
        reason: 'exhausted',
        attempts: 14,
        lastError: 'The receiver answered 500; only 2xx accepts an event.',
      },
    ]);
  });

  test('waits as long as Retry-After asks, in seconds or as a date, an hour at most', async () => {
    const retryAfter = (value: string): Reply => ({ status: 503, headers: { 'retry-after': value } });
    const asked: readonly [string | (() => string), number][] = [
      ['120', 120 * SECOND],
      ['86400', HOUR],
      [() => new Date(scene.now() + 600 * SECOND).toUTCString(), 600 * SECOND],
    ];
    for (const [value, expected] of asked) {
      const { waits } = await fail(() => retryAfter(typeof value === 'string' ? value : value()), 1);
      expect(Math.abs((waits[0] ?? 0) - expected)).toBeLessThan(LEEWAY_MS);
    }
  });

  test('leaves a receiver that answers nothing in time alone for a minute from the second attempt on', async () => {
    const { made, waits } = await fail('hang', 2, 100);

    expect(made.map(({ failure, statusCode }) => [failure, statusCode])).toEqual([
      ['timeout', null],
      ['timeout', null],
    ]);
    expect(waits[0]).toBeLessThan(7 * SECOND + LEEWAY_MS);
    expect(waits[1]).toBeGreaterThanOrEqual(MINUTE);
  });

  test('is written down in words when the connection is cut', async () => {
    const { made } = await fail('cut', 1);

    expect(made).toMatchObject([
      {
        outcome: 'failed',
        failure: 'connection',
        statusCode: null,
        response: null,
        error: expect.any(String),
      },
    ]);
  });

  test.each([301, 302, 307, 308])(
    'counts a redirect (%i) as a failure, and does not follow it',
    async status => {
      const elsewhere = await scene.receive();
      const { made } = await fail({ status, headers: { location: elsewhere.url } }, 1);

      expect(made).toMatchObject([
        {
          outcome: 'failed',
          failure: 'status',
          statusCode: status,
          error: expect.stringContaining('redirects are not followed'),
        },
      ]);
      expect(elsewhere.received).toHaveLength(0);
    },
  );

  test.each([400, 401, 404, 422])(
    'is tried again after a %i as well: a faulty release of the receiver answers so',
    async status => {
      const { waits } = await fail(status, 1);

      expect(waits[0]).toBeGreaterThanOrEqual(4 * SECOND);
    },
  );

  test('disables the endpoint at once when the answer is 410, and keeps the events', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive(() => 410);
    const accounts = [source.accountId];
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, accounts });
    await source.makeEvents(3);
    await scene.attempted(endpoint.id, 1);

    expect(await scene.endpoints.get(endpoint.id)).toMatchObject({
      status: 'disabled',
      disabledReason: 'The receiver answered 410 Gone.',
    });
    expect(await operational('endpoint.disabled', endpoint.id)).toEqual([
      { endpoint: { id: endpoint.id, url: receiver.url }, reason: 'The receiver answered 410 Gone.' },
    ]);
    scene.advance(24 * HOUR);
    receiver.answerWith(() => 204);
    await scene.endpoints.enable(endpoint.id, 'backlog');
    await waitUntil('the events', SOON_MS, () => receiver.received.length === 4);
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 3, 4, 5]);
  });

  test('keeps the first 4 KiB of the answer', async () => {
    const body = `${'é'.repeat(1_000)}${'x'.repeat(10_000)}`;
    const { made } = await fail({ status: 500, body }, 1);

    expect(Buffer.byteLength(made[0]?.response ?? '')).toBe(4_096);
    expect(body.startsWith(made[0]?.response ?? '-')).toBe(true);
  });

  /** The data of the operational events of a type about an endpoint, as the feed has them. */
  async function operational(type: string, endpointId: string): Promise<readonly unknown[]> {
    const events = await scene.operationalEvents(type);
    return events.filter(({ subject }) => subject === endpointId).map(({ data }) => data);
  }
});

/** Whatever a receiver does, once it is well again it has had every event, each account's in order. */
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { PROPERTY_SEED } from '../property/property-seed.ts';
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { firstDeliveries, span } from '../support/webhooks/received-events.ts';
import type { Reply } from '../support/webhooks/webhook-receiver.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 20_000;
const RUNS = 6;
/** Fewer than the attempts of an event, so that none is given up. */
const MOST_REPLIES = 12;
const TIMEOUT_MS = 100;

const REPLIES: readonly Reply[] = [
  204,
  200,
  500,
  503,
  { status: 429, headers: { 'retry-after': '7' } },
  { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
  'cut',
  'hang',
];

const scenario = record({
  /** What the receiver answers, one after the other; from then on it is well. */
  replies: array(constantFrom(...REPLIES), { maxLength: MOST_REPLIES }),
  /** How many events each account makes before the endpoint is there, and after. */
  accounts: array(record({ before: integer({ min: 0, max: 4 }), after: integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  batchMax: constantFrom(1, 3, 100),
  maxInFlight: integer({ min: 1, max: 4 }),
});

describe.each(databaseKinds())('a receiver that may do anything, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  test('has had every event in order when it is well again', async () => {
    await assert(
      asyncProperty(scenario, async ({ replies, accounts, batchMax, maxInFlight }) => {
        const sources = await Promise.all(
          accounts.map(async account => ({ ...account, source: await scene.addAccount() })),
        );
        await Promise.all(sources.map(({ source, before }) => source.makeEvents(before)));
        const left = [...replies];
        const receiver = await scene.receive(() => left.shift() ?? 204);
        const { endpoint } = await scene.addEndpoint({
          url: receiver.url,
          types: ['*'],
          accounts: sources.map(({ source }) => source.accountId),
          batchMax,
          maxInFlight,
          timeoutMs: TIMEOUT_MS,
          start: 'beginning',
        });
        await Promise.all(sources.map(({ source, after }) => source.makeEvents(after)));

        const last = Object.fromEntries(
          sources.map(({ source, before, after }) => [source.accountId, 2 + before + after]),
        );
        await waitUntil('every delivery', SOON_MS, async () => {
          const isCalm = (await scene.attempts(endpoint.id)).length === receiver.received.length;
          if (isCalm) await scene.advanceToNextRetry(endpoint.id);
          if (isCalm) await scene.advanceToNextProbe(endpoint.id);
          return isCalm && (await scene.hasReached(endpoint.id, last));
        });
        for (const { source, before, after } of sources) {
          expect(firstDeliveries(receiver, source.accountId)).toEqual(span(1, 2 + before + after));
        }
        const all = { after: undefined, limit: 9, isOpen: undefined };
        expect(await scene.endpoints.deadLetters(endpoint.id, all)).toEqual([]);
        await scene.clear();
      }),
      { numRuns: RUNS, seed: PROPERTY_SEED },
    );
  });
});

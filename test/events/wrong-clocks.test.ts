/** A clock that is wrong, or is put right, neither stops deliveries nor makes anything old. */
import { readAllTables } from '../support/database/database-contents.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type Receiver, startReceiver } from '../support/webhooks/webhook-receiver.ts';
import { settingsOf } from '../support/webhooks/webhook-scene.ts';

const DAY_MS = 86_400_000;
const YEARS_MS = 73 * 365 * DAY_MS;
const SOON_MS = 20_000;

describe.each(databaseKinds())('with a wrong clock on $name', kind => {
  let fresh: FreshDatabase;
  let service: TestService;
  let receiver: Receiver;
  let offsetMs: number;
  let upMs: number;
  let endpointId: string;
  let token: string;
  let made = 0;

  const start = (): Promise<TestService> =>
    startTestService({
      databaseUrl: fresh.url,
      environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' },
      now: () => Date.now() + offsetMs,
      monotonicNow: () => performance.now() + upMs,
    });

  beforeEach(async () => {
    fresh = await kind.create();
    offsetMs = 0;
    upMs = 0;
    service = await start();
    receiver = await startReceiver();
    ({ token } = await service.addAccount({ id: 'acme' }));
    const { endpoint } = await service.deliveries.endpoints.add(settingsOf(receiver.url));
    endpointId = endpoint.id;
  });
  afterEach(async () => {
    await service.stop();
    await receiver.stop();
    await fresh.drop();
  });

  async function restart(): Promise<void> {
    await service.stop();
    service = await start();
  }

  const addMember = async (): Promise<void> => {
    made += 1;
    const answer = await fetch(`${service.url}/scim/v2/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `person-${made}@example.com`,
      }),
    });
    expect(answer.status).toBe(201);
  };

  const delivered = (count: number): Promise<unknown> =>
    waitUntil(`${count} requests`, SOON_MS, () => receiver.received.length >= count);

  const rows = async (table: string): Promise<number> =>
    (await readAllTables(service.database)).get(table)?.length ?? 0;

  async function expire(): Promise<void> {
    await service.deliveries.retention.run();
    await service.connections.watch.run();
  }

  const endpointStatus = async (): Promise<string> =>
    (await service.deliveries.endpoints.get(endpointId)).status;

  test.each([
    ['while it runs', false],
    ['and it is restarted', true],
  ])(
    'a service whose clock is set back by a day goes on with its deliveries, %s',
    async (_when, restarts) => {
      offsetMs = DAY_MS;
      await addMember();
      await delivered(1);
      offsetMs = 0;
      if (restarts) await restart();
      await addMember();
      await delivered(2);
    },
  );

  test('a retry that was planned on a later date is sent, whatever that date was', async () => {
    receiver.answerWith(() => 500);
    offsetMs = DAY_MS;
    await addMember();
    await waitUntil('the failure is written down', SOON_MS, async () =>
      (await readAllTables(service.database)).get('lanes')?.some(lane => Number(lane['attempt']) === 1),
    );
    receiver.answerWith(() => 204);
    offsetMs = 0;
    service.deliveries.wake();
    await delivered(2);
  });

  test('nothing is old in 2099, nor after the clock is put right, nor for what was written there', async () => {
    await addMember();
    await delivered(1);
    const events = await rows('events');
    offsetMs = YEARS_MS;
    await expire();
    await restart();
    await addMember();
    await delivered(2);
    await waitUntil('the attempts', SOON_MS, async () => (await rows('delivery_attempts')) === 2);
    for (const passed of [0, 3_600_000, DAY_MS]) {
      upMs += passed;
      await expire();
    }
    offsetMs = 0;
    await restart();
    await addMember();
    await delivered(3);
    await waitUntil('the attempts', SOON_MS, async () => (await rows('delivery_attempts')) === 3);
    await expire();
    expect(await rows('events')).toBe(events + 2);
    expect(await rows('delivery_attempts')).toBe(3);
    expect((await service.events('acme')).map(({ type }) => type)).not.toContain('connection.silent');

    // After the periods for which things are kept the service has deleted them, whatever their dates.
    upMs += 3_600_000;
    offsetMs += 3_600_000;
    await expire();
    upMs += 91 * DAY_MS;
    offsetMs += 91 * DAY_MS;
    await expire();
    expect(await rows('events')).toBeLessThan(2); // the silence of this connection is announced now
    expect(await rows('delivery_attempts')).toBe(0);
  });

  test('nothing that was written in 1970 is old when the clock is put right', async () => {
    await service.stop();
    offsetMs = -Date.now() + DAY_MS;
    service = await start();
    await addMember();
    await delivered(1);
    const events = await rows('events');
    offsetMs = 0;
    await restart();
    await addMember();
    await delivered(2);
    await waitUntil('the attempts', SOON_MS, async () => (await rows('delivery_attempts')) === 2);
    await expire();
    expect(await rows('events')).toBe(events + 1);
    expect(await rows('delivery_attempts')).toBe(2);
  });

  test('an endpoint that fails is not given up because the clock jumps ahead', async () => {
    receiver.answerWith(() => 500);
    await addMember();
    for (let failures = 1; failures <= 5; failures += 1) {
      await waitUntil(
        `failure ${failures}`,
        SOON_MS,
        async () => (await rows('delivery_attempts')) >= failures,
      );
      offsetMs += DAY_MS;
      service.deliveries.wake();
    }
    await waitUntil('the endpoint is failing', SOON_MS, async () => (await endpointStatus()) === 'failing');
    offsetMs += YEARS_MS;
    service.deliveries.wake();
    await waitUntil('another failure', SOON_MS, async () => (await rows('delivery_attempts')) >= 6);
    expect(await endpointStatus()).toBe('failing');
    receiver.answerWith(() => 204);
    offsetMs = 0;
    service.deliveries.wake();
    await waitUntil('the endpoint is active', SOON_MS, async () => (await endpointStatus()) === 'active');
  });
});

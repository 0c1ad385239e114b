/** The promise of webhooks: an account's events come in order and without gaps, each request signed and numbered. */
import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { runSql } from '../support/database/database-contents.ts';
import { databaseKinds } from '../support/database/databases.ts';
import { waitUntil } from '../support/wait-until.ts';
import { firstDeliveries, requestsOf, sequencesOf, span } from '../support/webhooks/received-events.ts';
import { WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;

describe.each(databaseKinds())('first deliveries, on $name', kind => {
  let scene: WebhookScene;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  test('carry the stored bytes of the feed, signed', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive();
    const { secret } = await scene.addEndpoint({ url: receiver.url, headers: { 'x-gateway': 'let-me-in' } });
    await source.makeEvents(1);

    const request = await waitUntil('the delivery', SOON_MS, () => receiver.received[0]);
    const [event] = request.events;
    if (!event) throw new Error('there is no event in it');
    const stored = await fetch(`${scene.service.url}/v1/events/${event.id}`, {
      headers: { authorization: `Bearer ${await scene.service.serviceToken()}` },
    });

    expect(request.body).toBe(await stored.text());
    expect(new Webhook(secret).verify(request.body, { ...request.headers })).toEqual(event);
    expect(request).toMatchObject({
      method: 'POST',
      path: '/hooks/rollcall',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': event.id,
        'scim-delivery-attempt': '1',
        'scim-previous-sequence': '0'.repeat(20),
        'x-gateway': 'let-me-in',
      },
    });
    expect(request.headers).not.toHaveProperty('scim-replay');
  });

  test('hold no raw line separator of Unicode, also in an event from before they were escaped', async () => {
    const source = await scene.addAccount();
    await source.makeEvents(1);
    const raw = "replace(body, 'Zoë', 'Zo\u0085\u2028\u2029')";
    await runSql(
      scene.service.database,
      `UPDATE events SET body = ${raw} WHERE account_id = '${source.accountId}'`,
    );
    const receiver = await scene.receive();
    const { secret } = await scene.addEndpoint({ url: receiver.url, start: 'beginning' });

    const isOurs = ({ body }: { readonly body: string }): boolean =>
      body.includes('Zo\\u0085\\u2028\\u2029 ');
    const request = await waitUntil('the delivery', SOON_MS, () => receiver.received.find(isOurs));
    expect(request.body).not.toMatch(/[\u0085\u2028\u2029]/);
    expect(new Webhook(secret).verify(request.body, { ...request.headers })).toEqual(request.events[0]);
  });

  test('are signed with ed25519 for an endpoint that asks for v1a', async () => {
    const source = await scene.addAccount();
    const receiver = await scene.receive();
    const { secret } = await scene.addEndpoint({ url: receiver.url, signature: 'v1a' });
    await source.makeEvents(1);

    const { headers, body } = await waitUntil('the delivery', SOON_MS, () => receiver.received[0]);
    const [scheme, signature = ''] = headers['webhook-signature']?.split(',') ?? [];
    const key = createPublicKey({
      key: {
        kty: 'OKP',
        crv: 'Ed25519',
        x: Buffer.from(secret.replace('whpk_', ''), 'base64').toString('base64url'),
      },
      format: 'jwk',
    });
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;

    expect(scheme).toBe('v1a');
    expect(verify(null, Buffer.from(content), key, Buffer.from(signature, 'base64'))).toBe(true);
  });

  test('are one at a time for each account', async () => {
    const sources = [await scene.addAccount(), await scene.addAccount()];
    const underWay = new Map<unknown, number>();
    let mostAtATime = 0;
    let mostOfOneAccount = 0;
    const receiver = await scene.receive(async ({ events }) => {
      const account = events[0]?.partitionkey;
      underWay.set(account, (underWay.get(account) ?? 0) + 1);
      mostOfOneAccount = Math.max(mostOfOneAccount, underWay.get(account) ?? 0);
      mostAtATime = Math.max(
        mostAtATime,
        [...underWay.values()].reduce((sum, each) => sum + each),
      );
      await new Promise(resolve => setTimeout(resolve, 10));
      underWay.set(account, (underWay.get(account) ?? 0) - 1);
      return 204;
    });
    await scene.addEndpoint({ url: receiver.url });

    await Promise.all(sources.map(source => source.makeEvents(10)));
    await waitUntil('every delivery', SOON_MS, () => receiver.received.length === 20);

    expect({ mostOfOneAccount, mostAtATime }).toEqual({ mostOfOneAccount: 1, mostAtATime: 2 });
    for (const { accountId } of sources) expect(requestsOf(receiver, accountId)).toHaveLength(10);
  });

  // The clock of the service moves on from here; signatures were verified above, by the clock of this machine.

  test('come in order and without gaps for each account, whatever is refused on the way', async () => {
    const sources = [await scene.addAccount(), await scene.addAccount(), await scene.addAccount()];
    let asked = 0;
    const receiver = await scene.receive(() => {
      asked += 1;
      return asked % 7 === 0 ? 503 : 204;
    });
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });

    await Promise.all(sources.map(source => source.makeEvents(30)));
    await waitUntil('every delivery', SOON_MS, async () => {
      await scene.advanceToNextRetry(endpoint.id);
      return sources.every(({ accountId }) => firstDeliveries(receiver, accountId).length === 30);
    });

    for (const { accountId } of sources) {
      expect(firstDeliveries(receiver, accountId)).toEqual(span(3, 32));
    }
    expect(receiver.received.length).toBeGreaterThan(90);
  });

  test('say which sequence came before, and a repetition says which attempt it is, at the time of the attempt', async () => {
    const source = await scene.addAccount();
    let asked = 0;
    const receiver = await scene.receive(() => {
      asked += 1;
      return asked === 2 ? 500 : 204;
    });
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });
    await source.makeEvents(2);
    await scene.attempted(endpoint.id, 2);
    scene.advance(3_600_000);
    await scene.attempted(endpoint.id, 3);

    const [first, refused, repeated] = receiver.received;
    expect(sequencesOf(receiver, source.accountId)).toEqual([3, 4, 4]);
    expect(first?.headers['scim-previous-sequence']).toBe('0'.repeat(20));
    expect(refused?.headers).toMatchObject({
      'scim-delivery-attempt': '1',
      'scim-previous-sequence': '00000000000000000003',
    });
    expect(repeated?.body).toBe(refused?.body);
    expect(repeated?.headers).toMatchObject({
      'webhook-id': refused?.headers['webhook-id'],
      'scim-delivery-attempt': '2',
      'scim-previous-sequence': '00000000000000000003',
    });
    const secondsBetween =
      Number(repeated?.headers['webhook-timestamp']) - Number(refused?.headers['webhook-timestamp']);
    expect(secondsBetween).toBeGreaterThanOrEqual(3_600);
    expect(secondsBetween).toBeLessThan(3_610);
  });
});

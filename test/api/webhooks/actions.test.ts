/** What the control API makes an endpoint do: tried with a ping, its secret rotated, stopped and set going again. */
import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import type { ReceivedRequest } from '../../support/webhooks/webhook-receiver.ts';
import { startWebhookService, type WebhookService } from './webhook-service.ts';

const LIMIT_MS = 10_000;
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex'); // RFC 8410 §4, before the 32 bytes

const pathOf = (endpoint: Json): string => `/webhook-endpoints/${String(endpoint['id'])}`;

const isSignedWith = (secret: unknown, { body, headers }: ReceivedRequest): boolean => {
  try {
    new Webhook(String(secret)).verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

/** @param publicKey `whpk_` and the 32 bytes in base64 */
function isSignedFor(publicKey: unknown, { body, headers }: ReceivedRequest): boolean {
  const bytes = Buffer.from(String(publicKey).replace('whpk_', ''), 'base64');
  const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI, bytes]), format: 'der', type: 'spki' });
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = String(headers['webhook-signature']).replace('v1a,', '');
  return verify(null, Buffer.from(content), key, Buffer.from(signature, 'base64'));
}

describe.each(databaseKinds())('what an endpoint is made to do, on $name', kind => {
  let hooks: WebhookService;
  beforeEach(async () => {
    hooks = await startWebhookService(kind);
    await hooks.service.addAccount({ id: 'acme' });
  });
  afterEach(() => hooks.close());

  const post = (endpoint: Json, action: string, body?: unknown): Promise<Json> =>
    hooks.control.expect(200, 'POST', `${pathOf(endpoint)}/${action}`, body);

  /** The requests that carry events of acme, when so many have come. */
  const arrivals = (count: number): Promise<readonly ReceivedRequest[]> =>
    waitUntil(`the arrival of ${count} events`, LIMIT_MS, () => {
      const found = hooks.receiver.received.filter(({ events }) => events[0]?.partitionkey === 'acme');
      return found.length >= count && found;
    });
  const sequences = (requests: readonly ReceivedRequest[]): readonly number[] =>
    requests.flatMap(({ events }) => events.map(({ sequence }) => Number(sequence)));

  describe('a ping', () => {
    test('sends a signed endpoint.verification at once and answers with its outcome', async () => {
      const endpoint = await hooks.addEndpoint({ headers: { 'x-api-key': 'hush' } });
      hooks.receiver.answerWith(() => ({ status: 202, body: 'thank you' }));
      const attempt = await post(endpoint, 'ping');
      const [request] = hooks.receiver.received;
      const [event] = request?.events ?? [];
      expect(hooks.receiver.received).toHaveLength(1);
      expect(request && isSignedWith(endpoint['secret'], request)).toBe(true);
      expect(request?.headers).toMatchObject({
        'x-api-key': 'hush',
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': event?.id,
      });
      expect(event).toMatchObject({
        type: 'endpoint.verification',
        source: `${hooks.service.url}/operations`,
        subject: endpoint['id'],
      });
      expect(attempt).toEqual({
        id: expect.any(String),
        account: null,
        eventId: event?.id,
        firstSequence: event?.sequence,
        lastSequence: event?.sequence,
        trigger: 'ping',
        attempt: 1,
        status: 'delivered',
        failure: null,
        statusCode: 202,
        error: null,
        response: 'thank you',
        durationMs: expect.any(Number),
        at: expect.any(String),
      });
      const { data } = await hooks.control.expect(200, 'GET', `${pathOf(endpoint)}/attempts`);
      expect(data).toEqual([attempt]);
    });

    test('that fails says why, in words', async () => {
      const endpoint = await hooks.addEndpoint();
      hooks.receiver.answerWith(() => ({ status: 302, headers: { location: '/' }, body: 'elsewhere' }));
      expect(await post(endpoint, 'ping')).toMatchObject({
        status: 'failed',
        failure: 'status',
        statusCode: 302,
        error: 'The receiver answered 302; redirects are not followed: register the address it leads to.',
        response: 'elsewhere',
      });
      hooks.receiver.answerWith(() => 'cut');
      expect(await post(endpoint, 'ping')).toMatchObject({
        status: 'failed',
        failure: 'connection',
        statusCode: null,
        response: null,
      });
      await hooks.receiver.stop();
      const { error } = await post(endpoint, 'ping');
      expect(error).toContain('refuses connections');
    });

    test('reaches an endpoint that is disabled, and is refused with a body that says something', async () => {
      const endpoint = await hooks.addEndpoint();
      await post(endpoint, 'disable');
      expect(await post(endpoint, 'ping', {})).toMatchObject({ status: 'delivered' });
      const { detail } = await hooks.control.expect(400, 'POST', `${pathOf(endpoint)}/ping`, { event: 1 });
      expect(detail).toBe('"event" is not a field of this request: it takes none.');
    });
  });

  describe('rotating the secret', () => {
    test('signs with the old and the new one while they overlap', async () => {
      const endpoint = await hooks.addEndpoint();
      const answer = await hooks.control.send('POST', `${pathOf(endpoint)}/rotate-secret`);
      const { secret, secrets } = answer.body;
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(secret).not.toBe(endpoint['secret']);
      const [newest, oldest] = secrets as Json[]; // a list of descriptions
      expect(secrets).toHaveLength(2);
      expect(newest?.['expiresAt']).toBeNull();
      const overlapMs = Date.parse(String(oldest?.['expiresAt'])) - Date.parse(String(newest?.['createdAt']));
      expect(overlapMs).toBe(86_400_000);
      await post(endpoint, 'ping');
      const [request] = hooks.receiver.received;
      expect(request && [secret, endpoint['secret']].map(each => isSignedWith(each, request))).toEqual([
        true,
        true,
      ]);
    });

    test('without an overlap ends the old one at once', async () => {
      const endpoint = await hooks.addEndpoint();
      const { secret } = await post(endpoint, 'rotate-secret', { overlap_seconds: 0 });
      await post(endpoint, 'ping');
      const [request] = hooks.receiver.received;
      expect(request && [secret, endpoint['secret']].map(each => isSignedWith(each, request))).toEqual([
        true,
        false,
      ]);
    });

    test('a second time does not lengthen the life of the first secret', async () => {
      const endpoint = await hooks.addEndpoint();
      const first = await post(endpoint, 'rotate-secret', { overlap_seconds: 10 });
      const second = await post(endpoint, 'rotate-secret', { overlap_seconds: 604_800 });
      const endOf = (answer: Json): unknown => (answer['secrets'] as Json[]).at(-1)?.['expiresAt'];
      expect(endOf(second)).toBe(endOf(first));
    });

    test('of ed25519 gives a new public key', async () => {
      const endpoint = await hooks.addEndpoint({ signature: 'v1a' });
      const rotated = await post(endpoint, 'rotate-secret', { overlap_seconds: 0 });
      expect(rotated['secret']).toBeUndefined();
      await post(endpoint, 'ping');
      const [request] = hooks.receiver.received;
      const keys = [rotated['publicKey'], endpoint['publicKey']];
      expect(request && keys.map(key => isSignedFor(key, request))).toEqual([true, false]);
    });

    test.each([[-1], [604_801], ['86400'], [null]])('an overlap of %j is refused', async overlap_seconds => {
      const endpoint = await hooks.addEndpoint();
      const path = `${pathOf(endpoint)}/rotate-secret`;
      const { detail } = await hooks.control.expect(400, 'POST', path, { overlap_seconds });
      expect(detail).toBe('"overlap_seconds" must be a whole number from 0 to 604800.');
    });
  });

  describe('stopping and setting going', () => {
    const disableAndWrite = async (): Promise<Json> => {
      const endpoint = await hooks.addEndpoint();
      const disabled = await post(endpoint, 'disable');
      expect(disabled).toMatchObject({ status: 'disabled', disabledReason: 'Disabled by hand.' });
      await hooks.writeEvents('acme', 2);
      await waitUntil('the events wait', LIMIT_MS, async () => {
        const { data } = await hooks.control.expect(200, 'GET', `${pathOf(endpoint)}/lanes?state=waiting`);
        return (data as Json[]).some(({ account, waiting }) => account === 'acme' && waiting === 2);
      });
      return endpoint;
    };

    test('a disabled endpoint is sent nothing, and gets what waited when it is enabled', async () => {
      const endpoint = await disableAndWrite();
      expect(hooks.receiver.received).toEqual([]);
      expect(await post(endpoint, 'enable')).toMatchObject({ status: 'active', disabledReason: null });
      expect(sequences(await arrivals(2))).toEqual([3, 4]);
    });

    test('enabled at the head, it goes on with what comes', async () => {
      const endpoint = await disableAndWrite();
      await post(endpoint, 'enable', { resume: 'head' });
      await hooks.writeEvents('acme');
      expect(sequences(await arrivals(1))).toEqual([5]);
    });

    test('both may be said twice', async () => {
      const endpoint = await hooks.addEndpoint();
      for (const action of ['disable', 'disable', 'enable', 'enable']) await post(endpoint, action);
      const { detail } = await hooks.control.expect(400, 'POST', `${pathOf(endpoint)}/enable`, {
        resume: 'tail',
      });
      expect(detail).toBe('"resume" must be one of backlog, head.');
    });

    test('a removed endpoint is not called any more', async () => {
      const endpoint = await hooks.addEndpoint();
      await hooks.control.expect(204, 'DELETE', pathOf(endpoint));
      const other = await hooks.addEndpoint();
      await hooks.writeEvents('acme');
      const [request] = await arrivals(1);
      expect(request && isSignedWith(other['secret'], request)).toBe(true);
      expect(hooks.receiver.received).toHaveLength(1);
    });
  });

  describe('where a new endpoint begins', () => {
    test('by default with what comes', async () => {
      await hooks.addEndpoint();
      await hooks.writeEvents('acme');
      expect(sequences(await arrivals(1))).toEqual([3]);
    });

    test('at the beginning, when asked', async () => {
      await hooks.addEndpoint({ start: 'beginning' });
      expect(sequences(await arrivals(2))).toEqual([1, 2]);
    });

    test('behind a cursor of the feed, when asked', async () => {
      const { next } = await hooks.control.expect(200, 'GET', '/events?account=acme&limit=1');
      await hooks.addEndpoint({ start: next });
      expect(sequences(await arrivals(1))).toEqual([2]);
    });

    test('not behind a cursor of a feed that was reset', async () => {
      const start = `v1.${Buffer.from('abc.1').toString('base64url')}`;
      const body = { url: hooks.receiver.url, start };
      const { detail } = await hooks.control.expect(410, 'POST', '/webhook-endpoints', body);
      expect(detail).toContain('The feed was reset');
    });
  });

  test('an endpoint gets the types and accounts it listens to, in batches when it wants them', async () => {
    await hooks.service.addAccount({ id: 'birch' });
    await hooks.addEndpoint({
      start: 'beginning',
      accounts: ['acme'],
      types: ['connection.token_issued'],
      batch: { max: 10 },
    });
    await hooks.writeEvents('birch');
    await hooks.writeEvents('acme', 3);
    const received = await waitUntil('all of acme', LIMIT_MS, () => {
      const events = hooks.receiver.received.flatMap(request => request.events);
      return events.length >= 4 && events;
    });
    expect(received.map(({ type, sequence }) => [type, Number(sequence)])).toEqual(
      [2, 3, 4, 5].map(sequence => ['connection.token_issued', sequence]),
    );
    expect(new Set(received.map(({ partitionkey }) => partitionkey))).toEqual(new Set(['acme']));
    expect(hooks.receiver.received[0]?.headers['content-type']).toMatch(
      /^application\/cloudevents-batch\+json/,
    );
  });
});

/** Secrets of webhook endpoints: rotated with an overlap, sealed in the database, opened with the configured keys. */
import { Webhook } from 'standardwebhooks';
import type { DatabaseLocation } from '../../src/config/config.ts';
import { readAllTables, readDatabaseFiles } from '../support/database/database-contents.ts';
import { databaseKinds } from '../support/database/databases.ts';
import { runCommand } from '../support/process/command.ts';
import { startTestService } from '../support/test-service.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { ReceivedRequest, Receiver } from '../support/webhooks/webhook-receiver.ts';
import { type EventSource, settingsOf, WebhookScene } from '../support/webhooks/webhook-scene.ts';

const SOON_MS = 10_000;
const FIRST_KEY = 'first:the-first-key-for-secrets-of-32-bytes!!';
const SECOND_KEY = 'second:the-second-key-for-secrets-of-32-bytes!';
const OTHER_FIRST_KEY = 'first:another-key-of-the-same-name-32-bytes!';

/** Whether a receiver that knows this secret accepts the request, at the time of the request. */
function accepts(secret: string, { headers, body }: ReceivedRequest): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
  const signature = new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body);
  return headers['webhook-signature']?.split(' ').includes(signature) ?? false;
}

const signaturesOf = ({ headers }: ReceivedRequest): readonly string[] =>
  headers['webhook-signature']?.split(' ') ?? [];

describe.each(databaseKinds())('the secrets of an endpoint, on $name', kind => {
  let scene: WebhookScene;
  let source: EventSource;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind, { SECRETS_KEY: FIRST_KEY });
    source = await scene.addAccount();
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.stop());

  async function nextDelivery(receiver: Receiver): Promise<ReceivedRequest> {
    const before = receiver.received.length;
    await source.makeEvents(1);
    return waitUntil('the delivery', SOON_MS, () => receiver.received[before]);
  }

  test('sign side by side during the overlap of a rotation, and the new one alone after it', async () => {
    const receiver = await scene.receive();
    const { endpoint, secret: old } = await scene.addEndpoint({ url: receiver.url });
    const { secret: fresh } = await scene.endpoints.rotateSecret(endpoint.id, 3_600_000);

    const during = await nextDelivery(receiver);
    expect(signaturesOf(during)).toHaveLength(2);
    expect(accepts(old, during)).toBe(true);
    expect(accepts(fresh, during)).toBe(true);

    scene.advance(3_600_000);
    const after = await nextDelivery(receiver);
    expect(signaturesOf(after)).toHaveLength(1);
    expect(accepts(old, after)).toBe(false);
    expect(accepts(fresh, after)).toBe(true);
  });

  test('that leaked sign nothing more once they are rotated without an overlap, not even those of an earlier overlap', async () => {
    const receiver = await scene.receive();
    const { endpoint, secret: first } = await scene.addEndpoint({ url: receiver.url });
    const { secret: second } = await scene.endpoints.rotateSecret(endpoint.id, 86_400_000);
    const { secret: third } = await scene.endpoints.rotateSecret(endpoint.id, 0);

    const delivery = await nextDelivery(receiver);
    expect(signaturesOf(delivery)).toHaveLength(1);
    expect([first, second, third].map(secret => accepts(secret, delivery))).toEqual([false, false, true]);
  });

  test('and its headers are nowhere in the database in clear', async () => {
    const shared = await scene.addEndpoint({
      url: 'http://127.0.0.1:9/hooks',
      headers: { authorization: 'Bearer of-the-gateway' },
    });
    const rotated = await scene.endpoints.rotateSecret(shared.endpoint.id, 60_000);
    const keys = [shared.secret, rotated.secret].map(secret => secret.replace('whsec_', ''));
    const clear = keys.flatMap(key => {
      const bytes = Buffer.from(key, 'base64');
      return [key, bytes.toString('hex'), bytes.toString('base64url'), bytes.toString('latin1')];
    });

    const stored = JSON.stringify([...(await readAllTables(scene.service.database))]);
    expect(stored).toContain(shared.endpoint.id);
    for (const text of [...clear, 'of-the-gateway']) {
      expect(stored).not.toContain(text);
      for (const file of readDatabaseFiles(scene.service.database)) {
        expect(file.includes(Buffer.from(text, 'latin1'))).toBe(false);
      }
    }
  });

  describe('and the keys of the configuration', () => {
    const restartedWith = async (keys: string): Promise<void> => {
      const service = await startTestService({
        databaseUrl: urlOf(scene.service.database),
        environment: { SECRETS_KEY: keys },
        now: () => scene.now(),
      });
      await service.stop();
    };

    test('go together: the service does not start without the key that sealed a secret, and says what to do', async () => {
      await scene.addEndpoint({ url: 'http://127.0.0.1:9/hooks' });

      await expect(restartedWith(SECOND_KEY)).rejects.toThrow(
        /sealed with the key "first", which SECRETS_KEY does not hold; put the old key behind the new one/,
      );
      await expect(restartedWith(OTHER_FIRST_KEY)).rejects.toThrow(/another key of the same name/);
      await expect(restartedWith(`${SECOND_KEY},${FIRST_KEY}`)).resolves.toBeUndefined();
    });

    test('go together: the process ends, instead of going on without deliveries', async () => {
      const fresh = await kind.create();
      const service = await startTestService({
        databaseUrl: fresh.url,
        environment: { SECRETS_KEY: FIRST_KEY, WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' },
      });
      await service.deliveries.endpoints.add(settingsOf('http://127.0.0.1:9/hooks'));
      await service.stop();
      const { code, stderr } = await runCommand(['serve'], {
        DATABASE_URL: fresh.url,
        SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
        SECRETS_KEY: SECOND_KEY,
        PORT: '0',
      });
      await fresh.drop();

      expect(code).toBe(1);
      expect(stderr).toContain('put the old key behind the new one');
    });

    test('go together for custom headers as well', async () => {
      const { endpoint } = await scene.addEndpoint({
        url: 'http://127.0.0.1:9/hooks',
        headers: { authorization: 'Bearer of-the-gateway' },
      });
      const second = await startTestService({
        databaseUrl: urlOf(scene.service.database),
        environment: { SECRETS_KEY: `${SECOND_KEY},${FIRST_KEY}` },
      });
      await second.deliveries.endpoints.rotateSecret(endpoint.id, 0);
      await second.stop();

      await expect(restartedWith(SECOND_KEY)).rejects.toThrow(/sealed with the key "first"/);
    });

    test('a key may go when every secret it sealed was rotated and the overlap is over', async () => {
      const { endpoint } = await scene.addEndpoint({ url: 'http://127.0.0.1:9/hooks' });
      const second = await startTestService({
        databaseUrl: urlOf(scene.service.database),
        environment: { SECRETS_KEY: `${SECOND_KEY},${FIRST_KEY}` },
        now: () => scene.now(),
      });
      await second.deliveries.endpoints.rotateSecret(endpoint.id, 60_000);
      await second.stop();

      await expect(restartedWith(SECOND_KEY)).rejects.toThrow(/sealed with the key "first"/);
      scene.advance(60_000);
      await expect(restartedWith(SECOND_KEY)).resolves.toBeUndefined();
    });
  });
});

const urlOf = (database: DatabaseLocation): string =>
  database.dialect === 'sqlite' ? `sqlite:${database.path}` : database.url;

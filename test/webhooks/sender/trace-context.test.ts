/** The trace of a request goes with its event, to every receiver. */

import { databaseKinds } from '../../support/database/databases.ts';
import { HttpConnection } from '../../support/network/http-connection.ts';
import { WebhookScene } from '../../support/webhooks/webhook-scene.ts';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe.each(databaseKinds())('on $name', kind => {
  let scene: WebhookScene;
  let scim: HttpConnection;

  beforeAll(async () => {
    scene = await WebhookScene.start(kind);
    const account = await scene.service.addAccount({ id: 'acme' });
    scim = new HttpConnection(account.baseUrl, account.token);
  });

  afterEach(() => scene.clear());

  afterAll(async () => {
    scim.close();
    await scene.stop();
  });

  const post = async (userName: string, traceparent?: string): Promise<void> => {
    const headers = traceparent === undefined ? {} : { traceparent };
    const answer = await scim.send('POST', '/Users', { body: { userName }, headers });
    expect(answer.status).toBe(201);
  };

  test('an event that is sent singly carries its trace as a header too', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url });
    await post('ann@example.com', TRACE);
    await post('bo@example.com');
    await post('cy@example.com', 'not-a-trace');
    await post('di@example.com', TRACE.replace(/^00/, 'ff'));
    await scene.attempted(endpoint.id, 4);
    expect(receiver.received.map(({ headers }) => headers['traceparent'])).toEqual([
      TRACE,
      undefined,
      undefined,
      undefined,
    ]);
    const events = receiver.received.flatMap(({ body }) => JSON.parse(body) as { traceparent?: string }); // as sent
    expect(events.map(({ traceparent }) => traceparent)).toEqual([TRACE, undefined, undefined, undefined]);
  });

  test('a batch has no trace of its own', async () => {
    const receiver = await scene.receive();
    const { endpoint } = await scene.addEndpoint({ url: receiver.url, batchMax: 10 });
    await post('eve@example.com', TRACE);
    await scene.attempted(endpoint.id, 1);
    const [request] = receiver.received;
    expect(request?.headers['traceparent']).toBeUndefined();
    expect(request?.body).toContain(TRACE);
  });
});

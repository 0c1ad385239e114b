/** A service with a receiver of webhooks beside it, and the control API at hand. */
import { ControlClient } from '../../support/control-client.ts';
import type { databaseKinds } from '../../support/database/databases.ts';
import type { Json } from '../../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../../support/test-service.ts';
import { type Receiver, startReceiver } from '../../support/webhooks/webhook-receiver.ts';

export interface WebhookService {
  readonly service: TestService;
  readonly receiver: Receiver;
  /** With all scopes, for all accounts. */
  readonly control: ControlClient;
  /** A caller with the scope for webhooks, limited to some accounts. */
  limitedTo(...accounts: readonly string[]): Promise<ControlClient>;
  /** Makes an endpoint that calls the receiver. */
  addEndpoint(settings?: Json): Promise<Json>;
  /** Writes one event into an account, and another one for each further time. */
  writeEvents(accountId: string, times?: number): Promise<void>;
  close(): Promise<void>;
}

/** @param retrySchedule how long to wait after each failed attempt */
export async function startWebhookService(
  kind: ReturnType<typeof databaseKinds>[number],
  retrySchedule = '10ms,10ms',
): Promise<WebhookService> {
  const database = await kind.create();
  const service = await startTestService({
    databaseUrl: database.url,
    environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_RETRY_SCHEDULE: retrySchedule },
  });
  const receiver = await startReceiver();
  const control = new ControlClient(service.url, await service.serviceToken());
  return {
    service,
    receiver,
    control,
    limitedTo: async (...accounts) =>
      new ControlClient(service.url, await service.serviceToken(['webhooks:write'], accounts)),
    addEndpoint: settings =>
      control.expect(201, 'POST', '/webhook-endpoints', { url: receiver.url, ...settings }),
    writeEvents: async (accountId, times = 1) => {
      for (let written = 0; written < times; written += 1) {
        await service.accounts.issueToken(accountId, 'spare', null);
      }
    },
    close: async () => {
      // The receiver first: the service waits for the requests under way, and some hang.
      await receiver.stop();
      await service.stop();
      await database.drop();
    },
  };
}

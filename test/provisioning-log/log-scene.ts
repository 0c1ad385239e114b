/** A service, accounts with their identity providers, and the provisioning log at hand. */
import { ControlClient } from '../support/control-client.ts';
import type { databaseKinds } from '../support/database/databases.ts';
import { ScimClient } from '../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../support/test-service.ts';

/** One entry of the log, as the control API shows it. */
export interface ShownEntry {
  readonly id: string;
  readonly account: string | null;
  readonly unproven: boolean;
  readonly at: string;
  readonly outcome: string;
  readonly meaning: string;
  readonly memberId: string | null;
  readonly userName: string | null;
  readonly externalId: string | null;
  readonly changed: readonly string[];
  readonly ignored: readonly string[];
  readonly unknownAttributes: number;
  readonly unknownNames: readonly string[];
  readonly events: readonly string[];
  readonly method: string;
  readonly path: string;
  readonly bulkIndex: number | null;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly explanation: {
    readonly id: string;
    readonly title: string;
    readonly cause: string;
    readonly where: string;
    readonly change: string;
    readonly again: string | null;
  } | null;
  readonly tokenId: string | null;
  readonly identityProvider: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly durationMs: number;
}

export interface LogScene {
  readonly service: TestService;
  /** With all scopes, for all accounts. */
  readonly control: ControlClient;
  /** A new account, and its identity provider. */
  connect(identityProvider?: string, policies?: readonly string[]): Promise<ScimClient>;
  /** Newest first. @param query such as `outcome=refused` */
  log(client: ScimClient, query?: string): Promise<readonly ShownEntry[]>;
  /** The newest entry. */
  newest(client: ScimClient): Promise<ShownEntry>;
  /** Those of no account, newest first. */
  strangers(): Promise<readonly ShownEntry[]>;
  close(): Promise<void>;
}

export async function openLogScene(
  kind: ReturnType<typeof databaseKinds>[number],
  environment: Readonly<Record<string, string>> = {},
): Promise<LogScene> {
  const database = await kind.create();
  const service = await startTestService({ databaseUrl: database.url, environment });
  const control = new ControlClient(service.url, await service.serviceToken());
  const log: LogScene['log'] = async ({ account }, query = '') => {
    const page = await control.expect(
      200,
      'GET',
      `/accounts/${account.accountId}/provisioning-log?limit=1000&${query}`,
    );
    return page['data'] as ShownEntry[]; // as openapi.yaml says, which its own test checks
  };
  return {
    service,
    control,
    connect: async (identityProvider = 'okta', policies = []) =>
      new ScimClient(await service.addAccount({ identityProvider, policies })),
    log,
    newest: async client => {
      const [newest] = await log(client);
      if (!newest) throw new Error('the log is empty');
      return newest;
    },
    strangers: async () => (await control.expect(200, 'GET', '/provisioning-log'))['data'] as ShownEntry[], // see log
    close: async () => {
      await service.stop();
      await database.drop();
    },
  };
}

/** What the log says of these entries, oldest first. */
export const meaningsOf = (entries: readonly ShownEntry[]): readonly string[] =>
  entries.map(({ meaning }) => meaning).reverse();

/** A filter, as identity providers look a person up. */
export const where = (filter: string): string => `/Users?filter=${encodeURIComponent(filter)}`;

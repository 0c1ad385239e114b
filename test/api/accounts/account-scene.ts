/** A service with the control API at hand, and identity providers that call it. */

import type { Environment } from '../../../src/config/config.ts';
import { EventSchemas, fetchSchema } from '../../events/event-schemas.ts';
import { ControlClient } from '../../support/control-client.ts';
import type { databaseKinds, FreshDatabase } from '../../support/database/databases.ts';
import { type Json, ScimClient } from '../../support/scim/scim-client.ts';
import { startTestService, type TestService } from '../../support/test-service.ts';

export const SAML = { protocol: 'saml', provider: 'Okta', status: 'active' };

export interface AccountScene {
  readonly service: TestService;
  /** With all scopes, for all accounts. */
  readonly control: ControlClient;
  caller(scopes: readonly string[], accounts?: readonly string[]): Promise<ControlClient>;
  /** Makes an account that signs in with SAML, and switches SCIM on. */
  connect(id: string, settings?: Json): Promise<ScimClient>;
  /** An identity provider with a token. */
  provider(id: string, token: unknown): ScimClient;
  /** An account's events about its connection, in order; each is held to its schema. */
  connectionEvents(id: string): Promise<readonly { readonly type: string; readonly data: Json }[]>;
  close(): Promise<void>;
}

interface SceneOptions {
  /** A new one by default; the scene drops it. */
  readonly database?: FreshDatabase;
  readonly environment?: Environment;
  readonly now?: () => number;
}

export async function startAccountScene(
  kind: ReturnType<typeof databaseKinds>[number],
  { database: given, ...options }: SceneOptions = {},
): Promise<AccountScene> {
  const database = given ?? (await kind.create());
  const service = await startTestService({ databaseUrl: database.url, ...options });
  const caller: AccountScene['caller'] = async (scopes, accounts) =>
    new ControlClient(service.url, await service.serviceToken(scopes, accounts ?? null));
  const control = await caller(['*']);
  const schemas = new EventSchemas(fetchSchema);
  const provider: AccountScene['provider'] = (accountId, token) =>
    new ScimClient({ accountId, baseUrl: `${service.url}/scim/v2`, token: String(token) });
  return {
    service,
    control,
    caller,
    provider,
    connect: async (id, settings = {}) => {
      await control.expect(201, 'PUT', `/accounts/${id}`, { sso: SAML, ...settings });
      const { token } = await control.expect(200, 'POST', `/accounts/${id}/scim/enable`);
      return provider(id, token);
    },
    connectionEvents: async id => {
      const events = (await service.events(id)) as unknown as readonly (Json & {
        type: string;
        data: Json;
      })[]; // whatever they tell
      for (const event of events)
        expect({ event, faults: await schemas.faultsOf(event) }).toMatchObject({ faults: [] });
      return events
        .filter(({ type }) => type.startsWith('connection.'))
        .map(({ type, data }) => ({ type, data }));
    },
    close: async () => {
      await service.stop();
      await database.drop();
    },
  };
}

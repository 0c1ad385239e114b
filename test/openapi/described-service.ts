/** A running service, and what openapi.yaml says of it. */
import type { Environment } from '../../src/config/config.ts';
import { HttpConnection } from '../support/network/http-connection.ts';
import { startTestService, type TestService } from '../support/test-service.ts';
import { ApiDescription } from './api-description.ts';

export const SCIM = '/scim/v2';
export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const description = new ApiDescription();

/** `scim`: account acme, of Okta; `control`: a service token for the events, webhooks and members of acme; `operator`: a service token for everything; `jumpcloud`: account birch. */
export type Caller = 'scim' | 'control' | 'operator' | 'jumpcloud' | 'stranger';

export interface DescribedService {
  readonly service: TestService;
  readonly connections: Readonly<Record<Caller, HttpConnection>>;
  close(): Promise<void>;
}

export async function startDescribedService(environment: Environment = {}): Promise<DescribedService> {
  const service = await startTestService({
    environment: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8', ...environment },
  });
  const { token } = await service.addAccount({ id: 'acme', identityProvider: 'okta' });
  const jumpcloud = await service.addAccount({ id: 'birch', identityProvider: 'jumpcloud' });
  const connections = {
    scim: new HttpConnection(service.url, token),
    control: new HttpConnection(
      service.url,
      await service.serviceToken(
        ['events:read', 'webhooks:write', 'members:read', 'members:write'],
        ['acme'],
      ),
    ),
    operator: new HttpConnection(service.url, await service.serviceToken(['*'])),
    jumpcloud: new HttpConnection(service.url, jumpcloud.token),
    stranger: new HttpConnection(service.url, 'not-a-token'),
  };
  return {
    service,
    connections,
    close: async () => {
      for (const connection of Object.values(connections)) connection.close();
      await service.stop();
    },
  };
}

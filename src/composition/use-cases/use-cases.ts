/** The part of the composition root that makes what the surfaces serve and the loops do. */
import type { ConnectionStatuses } from '../../provisioning-log/connection/connection-status.ts';
import type { SelfTests } from '../../self-test/self-tests.ts';
import type { Foundation } from '../foundation.ts';
import { type Connections, createConnections } from './connections.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createFeedReading, type FeedReading } from './feed.ts';
import { createConnectionStatuses, createProvisioningLog, type ProvisioningLog } from './log.ts';
import { createMembers, type MemberUseCases } from './members.ts';
import { createSelfTests } from './self-tests.ts';

export interface UseCases {
  readonly provisioning: ProvisioningLog;
  readonly memberUseCases: MemberUseCases;
  readonly connections: Connections;
  readonly connectionStatuses: ConnectionStatuses;
  readonly deliveries: Deliveries;
  readonly reading: FeedReading;
  readonly selfTests: SelfTests;
}

export function createUseCases(foundation: Foundation): UseCases {
  const { database, events, limits } = foundation;
  const provisioning = createProvisioningLog(foundation);
  const memberUseCases = createMembers(database, events, provisioning.flush, limits.payAhead);
  const connections = createConnections({ ...foundation, members: memberUseCases.members });
  const connectionStatuses = createConnectionStatuses(foundation, connections.accounts);
  const deliveries = createDeliveries(foundation);
  const reading = createFeedReading(foundation, deliveries.wake);
  const selfTests = createSelfTests(foundation);
  return { provisioning, memberUseCases, connections, connectionStatuses, deliveries, reading, selfTests };
}

/** Composes the service and runs it: nothing but the composition constructs its parts. */
import type { Express } from 'express';
import type { Accounts } from './accounts/accounts.ts';
import { Lifecycle } from './base/lifecycle.ts';
import type { Log } from './base/log.ts';
import { createFoundation, type ServiceAddress, type ServiceOptions } from './composition/foundation.ts';
import { createHttp } from './composition/http.ts';
import { prepareInstallation } from './composition/installation.ts';
import { createUseCases, type UseCases } from './composition/use-cases/use-cases.ts';
import type { Config } from './config/config.ts';

export interface Service extends UseCases {
  readonly app: Express;
  readonly accounts: Accounts;
  /** Listens, and starts what runs in the background. @returns the address it listens on */
  start(): Promise<ServiceAddress>;
  /** Finishes the requests that were accepted, then releases everything. */
  stop(): Promise<void>;
}

/** Opens the database, migrating it if needed, and wires the service. It does not listen yet. */
export async function createService(
  config: Config,
  log: Log,
  options: ServiceOptions = {},
): Promise<Service> {
  const foundation = await createFoundation(config, log, options);
  const useCases = createUseCases(foundation);
  const { connections, deliveries, reading } = useCases;
  const { app, operations, listening, pages, requests } = createHttp(foundation, useCases, options);
  const lifecycle = new Lifecycle([
    { stop: () => foundation.database.close() },
    prepareInstallation(foundation, deliveries.check),
    foundation.uptime,
    foundation.limits,
    operations,
    listening,
    reading.notifications,
    deliveries,
    { stop: () => connections.offboarding.finish() },
    foundation.loops,
    requests,
    pages,
    reading.readers,
    operations.readiness,
  ]);
  const start = async (): Promise<ServiceAddress> => {
    await lifecycle.start();
    return foundation.address();
  };
  return { app, accounts: connections.accounts, ...useCases, start, stop: () => lifecycle.stop() };
}

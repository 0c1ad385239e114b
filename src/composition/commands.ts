/** The use cases as the command line has them: without listening, and beside a running service. */
import type { Accounts } from '../accounts/accounts.ts';
import type { OffboardingJob } from '../accounts/offboarding/job.ts';
import type { SetupLinks } from '../accounts/setup-links/setup-links.ts';
import type { ServiceTokens } from '../accounts/tokens/service-tokens.ts';
import { BackgroundLoops } from '../base/background-loop.ts';
import { systemClock } from '../base/clock.ts';
import { createLog } from '../base/log.ts';
import { type Config, inspectConfig, readConfig } from '../config/config.ts';
import type { ConnectionStatuses } from '../provisioning-log/connection/connection-status.ts';
import type { LogReader } from '../provisioning-log/entry-reading.ts';
import type { TimelineStore } from '../provisioning-log/timeline.ts';
import type { SelfTests } from '../self-test/self-tests.ts';
import { foreignKeyRefusal } from '../store/accounts/signing-key-store.ts';
import type { Database } from '../store/database/database.ts';
import { connectDatabase, openExistingDatabase } from '../store/database/open.ts';
import { EventLog } from '../store/events/event-log.ts';
import type { Endpoints } from '../webhooks/endpoints.ts';
import { installedPublicUrl } from './installation.ts';
import { createConnections } from './use-cases/connections.ts';
import { openEndpoints } from './use-cases/deliveries.ts';
import { createConnectionStatuses, openLogReader } from './use-cases/log.ts';
import { createMembers, type MemberUseCases } from './use-cases/members.ts';
import { createSelfTests } from './use-cases/self-tests.ts';

/** Everything but the webhook endpoints, for which the stored secrets must be opened. */
export interface Services extends MemberUseCases {
  readonly accounts: Accounts;
  readonly serviceTokens: ServiceTokens;
  readonly setupLinks: SetupLinks;
  /** Where setup links may lead back to. */
  readonly returnOrigins: readonly string[];
  readonly offboarding: OffboardingJob;
  /** The provisioning log, which a running service writes. */
  readonly entries: LogReader;
  readonly connectionStatuses: ConnectionStatuses;
  readonly timelines: TimelineStore;
  readonly selfTests: SelfTests;
  readonly publicUrl: string;
}

interface Closable {
  close(): Promise<void>;
}

type Run<Given, Result> = (given: Given) => Promise<Result>;

/** Runs a command on an existing database, and closes it. */
export async function withDatabase<Result>(
  { database: location }: Config,
  run: Run<Database, Result>,
): Promise<Result> {
  return closing(await openExistingDatabase(location), run);
}

/**
 * Development keys that are missing are made when the database is open: a mistyped DATABASE_URL leaves nothing behind.
 * @param given instead of what the settings say
 */
const withInstallation = <Result>(
  run: (database: Database, config: Config) => Promise<Result>,
  given?: Config,
): Promise<Result> =>
  withDatabase(given ?? inspectConfig().config, database => run(database, given ?? readConfig()));

/** Runs a command on the services of the installation that the settings name. */
export const withServices = <Result>(run: Run<Services, Result>, given?: Config): Promise<Result> =>
  withInstallation(async (database, config) => closing(await openServices(database, config), run), given);

export async function openServices(database: Database, config: Config): Promise<Services & Closable> {
  const publicUrl = await installedPublicUrl(config, database, warnOperator);
  const events = new EventLog(database, () => publicUrl);
  const memberUseCases = createMembers(database, events, async () => undefined);
  // For what runs in a service alone.
  const log = createLog('silent');
  const loops = new BackgroundLoops({ clock: systemClock, now: Date.now, log });
  const connections = createConnections({
    config,
    database,
    events,
    members: memberUseCases.members,
    loops,
    log,
    now: Date.now,
    monotonicNow: systemClock.now,
    // A running service decides what is old.
    uptime: { within: async () => undefined },
    issueRefusal: await foreignKeyRefusal(database, config.signingKeys[0]),
  });
  const close = () => loops.stop().then(() => connections.offboarding.finish());
  const selfTests = createSelfTests({ now: Date.now, publicUrl: () => publicUrl, log });
  const connectionStatuses = createConnectionStatuses(
    { config, database, now: Date.now, publicUrl: () => publicUrl },
    connections.accounts,
  );
  return {
    ...connections,
    ...memberUseCases,
    ...openLogReader(database),
    connectionStatuses,
    selfTests,
    returnOrigins: config.pages.returnOrigins,
    publicUrl,
    close,
  };
}

/** Runs a command on the webhook endpoints; a running service does the delivering. */
export const withEndpoints = <Result>(run: Run<Endpoints, Result>, given?: Config): Promise<Result> =>
  withInstallation((database, config) => useEndpoints(database, config, run), given);

/** The same with the schema it has: to migrate leaves a lock file of this user beside a SQLite database. */
export const inspectEndpoints = <Result>(run: Run<Endpoints, Result>, config: Config): Promise<Result> =>
  closing(connectDatabase(config.database), database => useEndpoints(database, config, run));

/** Standard output is for the answers to scripts. */
const warnOperator = (text: string): void => void process.stderr.write(`${text}\n`);

async function useEndpoints<Result>(
  database: Database,
  config: Config,
  run: Run<Endpoints, Result>,
): Promise<Result> {
  const publicUrl = await installedPublicUrl(config, database, warnOperator);
  const events = new EventLog(database, () => publicUrl);
  return closing(await openEndpoints({ config, database, events }), ({ endpoints }) => run(endpoints));
}

async function closing<Opened extends Closable, Result>(
  opened: Opened,
  run: Run<Opened, Result>,
): Promise<Result> {
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}

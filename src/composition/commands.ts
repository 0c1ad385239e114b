/** The use cases as the command line has them: without listening, and beside a running service. */
import type { Accounts } from '../accounts/accounts.ts';
import type { OffboardingJob } from '../accounts/offboarding-job.ts';
import type { ServiceTokens } from '../accounts/tokens/service-tokens.ts';
import type { Config } from '../config/config.ts';
import { createLog } from '../log.ts';
import type { LogReader } from '../provisioning-log/entry-reading.ts';
import type { TimelineStore } from '../provisioning-log/timeline.ts';
import { foreignKeyRefusal } from '../store/accounts/signing-key-store.ts';
import type { Database } from '../store/database/database.ts';
import { connectDatabase, openExistingDatabase } from '../store/database/open.ts';
import { EventLog } from '../store/events/event-log.ts';
import { readPublicUrl, writePublicUrl } from '../store/operations/installation-store.ts';
import type { Endpoints } from '../webhooks/endpoints.ts';
import { createConnections } from './connections.ts';
import { openEndpoints } from './deliveries.ts';
import { installedPublicUrl } from './installation.ts';
import { openLogReader } from './log.ts';
import { createMembers, type MemberUseCases } from './members.ts';

interface Closable {
  close(): Promise<void>;
}

/** Accounts and tokens. */
export interface AccountUseCases {
  readonly accounts: Accounts;
  readonly serviceTokens: ServiceTokens;
  readonly offboarding: OffboardingJob;
  readonly publicUrl: string;
}

export async function openAccounts(config: Config): Promise<AccountUseCases & Closable> {
  const { accounts, serviceTokens, offboarding, publicUrl, close } = await openDirectory(config);
  return { accounts, serviceTokens, offboarding, publicUrl, close };
}

export async function openMembers(
  config: Config,
): Promise<MemberUseCases & { readonly accounts: Accounts } & Closable> {
  const { memberUseCases, accounts, close } = await openDirectory(config);
  return { ...memberUseCases, accounts, close };
}

/** The provisioning log, which a running service writes. */
export async function openLog(config: Config): Promise<
  {
    readonly accounts: Accounts;
    readonly exchanges: LogReader;
    readonly timelines: TimelineStore;
    readonly publicUrl: string;
  } & Closable
> {
  const { database, accounts, publicUrl, close } = await openDirectory(config);
  return { accounts, ...openLogReader(database), publicUrl, close };
}

/** Webhook endpoints; a running service does the delivering. */
export async function openWebhooks(config: Config): Promise<{ readonly endpoints: Endpoints } & Closable> {
  return openEndpointsOn(await openExistingDatabase(config.database), config);
}

/** The same with the schema it has: to migrate leaves a lock file of this user beside a SQLite database. */
export async function inspectWebhooks(config: Config): Promise<{ readonly endpoints: Endpoints } & Closable> {
  return openEndpointsOn(connectDatabase(config.database), config);
}

/** The address of the installation: what the service has stored, and how it is changed on purpose. */
export async function openInstallation(config: Config): Promise<
  {
    readonly publicUrl: string | undefined;
    setPublicUrl(publicUrl: string): Promise<void>;
  } & Closable
> {
  const database = await openExistingDatabase(config.database);
  return {
    publicUrl: await readPublicUrl(database),
    setPublicUrl: publicUrl => writePublicUrl(database, publicUrl),
    close: () => database.close(),
  };
}

/** Standard output is for the answers to scripts. */
const warnOperator = (text: string): void => void process.stderr.write(`${text}\n`);

async function openEndpointsOn(database: Database, config: Config) {
  try {
    const publicUrl = await installedPublicUrl(config, database, warnOperator);
    const events = new EventLog(database, () => publicUrl);
    const { endpoints, close } = await openEndpoints({ config, database, events });
    return { endpoints, close: () => close().then(() => database.close()) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDirectory(config: Config) {
  const database = await openExistingDatabase(config.database);
  const publicUrl = await installedPublicUrl(config, database, warnOperator);
  const events = new EventLog(database, () => publicUrl);
  const memberUseCases = createMembers(database, events, async () => undefined);
  const { members } = memberUseCases;
  const log = createLog('silent');
  const [signingKey] = config.signingKeys;
  const connections = createConnections({
    config,
    database,
    events,
    members,
    log,
    now: Date.now,
    // A running service judges what is old.
    age: { within: async () => undefined },
    issueRefusal: await foreignKeyRefusal(database, signingKey),
  });
  const close = () => connections.stop().then(() => database.close());
  return { ...connections, memberUseCases, database, publicUrl, close };
}

/** The part of the composition root that looks after accounts and their connections. */
import { v7 as uuidv7 } from 'uuid';
import { Accounts } from '../accounts/accounts.ts';
import { ConnectionWatch } from '../accounts/connection-watch.ts';
import { OffboardingJob } from '../accounts/offboarding-job.ts';
import { ServiceTokens } from '../accounts/tokens/service-tokens.ts';
import { TokenSigner } from '../accounts/tokens/token.ts';
import { TokenUse } from '../accounts/tokens/use.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { RollcallError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Members } from '../members/members.ts';
import { SqlAccountStore } from '../store/accounts/account-store.ts';
import { SqlConnectionWatchStore } from '../store/accounts/connection-watch-store.ts';
import { SqlOffboardingStore } from '../store/accounts/offboarding-store.ts';
import type { Database } from '../store/database/database.ts';
import type { EventLog } from '../store/events/event-log.ts';
import type { AgeJudge } from '../uptime.ts';

export interface Connections {
  readonly accounts: Accounts;
  readonly serviceTokens: ServiceTokens;
  readonly offboarding: OffboardingJob;
  readonly watch: ConnectionWatch;
  readonly tokenUse: TokenUse;
  readonly store: SqlAccountStore;
  readonly signer: TokenSigner;
  start(): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

interface Dependencies {
  readonly config: Config;
  readonly database: Database;
  readonly events: EventLog;
  readonly members: Members;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly age: AgeJudge;
  /** Why no token may be issued here. */
  readonly issueRefusal?: RollcallError | undefined;
}

export function createConnections({
  config,
  database,
  events,
  members,
  log,
  now,
  age,
  issueRefusal,
}: Dependencies): Connections {
  const { requireSamlSso, silentAfterDays } = config;
  const store = new SqlAccountStore(database, events);
  const signer = new TokenSigner(config.signingKeys, now, issueRefusal);
  const shared = { accounts: store, now, newId: uuidv7, log };
  const offboarding = new OffboardingJob({ ...shared, store: new SqlOffboardingStore(database), members });
  const watch = new ConnectionWatch({
    ...shared,
    store: new SqlConnectionWatchStore(database, events),
    silentAfterDays,
    age,
  });
  const tokenUse = new TokenUse({
    store,
    now,
    monotonicNow: systemClock.now,
    schedule: systemClock.schedule,
    log,
  });
  const accounts = new Accounts({ store, signer, now, newId: uuidv7, requireSamlSso });
  return {
    accounts,
    serviceTokens: new ServiceTokens({ store, accounts, signer, now, newId: uuidv7 }),
    offboarding,
    watch,
    tokenUse,
    store,
    signer,
    start: () => {
      offboarding.start();
      watch.start();
    },
    stop: async () => {
      await watch.stop();
      await offboarding.stop();
      await tokenUse.stop();
    },
  };
}

/** The part of the composition root that looks after accounts and their connections. */
import { v7 as uuidv7 } from 'uuid';
import { Accounts } from '../../accounts/accounts.ts';
import { ConnectionWatch } from '../../accounts/connection/watch.ts';
import { OffboardingJob } from '../../accounts/offboarding/job.ts';
import { SetupLinks } from '../../accounts/setup-links/setup-links.ts';
import { ServiceTokens } from '../../accounts/tokens/service-tokens.ts';
import { TokenSigner } from '../../accounts/tokens/token.ts';
import { TokenUse } from '../../accounts/tokens/use.ts';
import type { RollcallError } from '../../base/errors.ts';
import type { AgeJudge } from '../../base/uptime.ts';
import type { Members } from '../../members/members.ts';
import { SqlAccountStore } from '../../store/accounts/account-store.ts';
import { SqlConnectionWatchStore } from '../../store/accounts/connection-watch-store.ts';
import { SqlOffboardingStore } from '../../store/accounts/offboarding-store.ts';
import { SqlSetupLinkStore } from '../../store/accounts/setup-link-store.ts';
import type { Foundation } from '../foundation.ts';

export interface Connections {
  readonly accounts: Accounts;
  readonly serviceTokens: ServiceTokens;
  readonly offboarding: OffboardingJob;
  readonly watch: ConnectionWatch;
  readonly setupLinks: SetupLinks;
  readonly tokenUse: TokenUse;
  readonly store: SqlAccountStore;
  readonly signer: TokenSigner;
}

interface Dependencies
  extends Pick<Foundation, 'config' | 'database' | 'events' | 'loops' | 'log' | 'now' | 'monotonicNow'> {
  readonly members: Members;
  readonly uptime: AgeJudge;
  /** Why no token may be issued here. */
  readonly issueRefusal?: RollcallError | undefined;
}

export function createConnections({
  config,
  database,
  events,
  members,
  loops,
  log,
  now,
  monotonicNow,
  uptime,
  issueRefusal,
}: Dependencies): Connections {
  const { requireSamlSso, silentAfterDays } = config;
  const store = new SqlAccountStore(database, events);
  const signer = new TokenSigner(config.signingKeys, now, issueRefusal);
  const shared = { accounts: store, now, newId: uuidv7, loops };
  const offboarding = new OffboardingJob({
    ...shared,
    store: new SqlOffboardingStore(database),
    members,
    log,
  });
  const watch = new ConnectionWatch({
    ...shared,
    store: new SqlConnectionWatchStore(database, events),
    silentAfterDays,
    age: uptime,
  });
  const tokenUse = new TokenUse({ store, now, monotonicNow, loops });
  const accounts = new Accounts({ store, signer, now, newId: uuidv7, requireSamlSso });
  return {
    accounts,
    serviceTokens: new ServiceTokens({ store, accounts, signer, now, newId: uuidv7 }),
    setupLinks: new SetupLinks({
      store: new SqlSetupLinkStore(database, events),
      accounts,
      now,
      newId: uuidv7,
    }),
    offboarding,
    watch,
    tokenUse,
    store,
    signer,
  };
}

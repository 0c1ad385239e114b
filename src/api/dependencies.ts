/** What the handlers of the control API work with. */
import type { Accounts } from '../accounts/accounts.ts';
import type { OffboardingJob } from '../accounts/offboarding/job.ts';
import type { SetupLinks } from '../accounts/setup-links/setup-links.ts';
import type { Authenticator } from '../accounts/tokens/authenticate.ts';
import type { ValidTokens } from '../accounts/tokens/valid-tokens.ts';
import type { Feed } from '../events/feed/feed.ts';
import type { LongPoll } from '../events/feed/long-poll.ts';
import type { StreamDependencies } from '../events/feed/stream.ts';
import type { StreamSlots } from '../events/feed/stream-slots.ts';
import type { ControlLimits } from '../http/request/limits.ts';
import type { ResponseBacklog } from '../http/response-backlog.ts';
import type { Erasure } from '../members/erasure.ts';
import type { MemberImport } from '../members/import/import.ts';
import type { Members } from '../members/members.ts';
import type { Snapshots } from '../members/snapshots.ts';
import type { ConnectionStatuses } from '../provisioning-log/connection/connection-status.ts';
import type { LogReader } from '../provisioning-log/entry-reading.ts';
import type { TimelineStore } from '../provisioning-log/timeline.ts';
import type { SelfTests } from '../self-test/self-tests.ts';
import type { Endpoints } from '../webhooks/endpoints.ts';
import type { CompleteAttributes } from './members/body.ts';
import type { TokenShares } from './request/token-shares.ts';

export interface ApiDependencies extends StreamDependencies {
  readonly accounts: Accounts;
  readonly authenticator: Authenticator;
  readonly backlog: Pick<ResponseBacklog, 'admit' | 'reserve'>;
  readonly completeAttributes: CompleteAttributes;
  readonly connectionStatuses: Pick<ConnectionStatuses, 'read'>;
  readonly endpoints: Endpoints;
  readonly erasure: Erasure;
  readonly logReader: LogReader;
  readonly feed: Feed;
  /** Writes what waits, so that a reader of the provisioning log finds what just happened. */
  readonly flushLog: () => Promise<void>;
  readonly imports: MemberImport;
  readonly limits: ControlLimits;
  readonly longPoll: LongPoll;
  readonly members: Members;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly offboarding: Pick<OffboardingJob, 'wake'>;
  /** Without a trailing slash. */
  readonly publicUrl: () => string;
  readonly selfTests: Pick<SelfTests, 'run'>;
  /** Where setup links may lead back to. */
  readonly returnOrigins: readonly string[];
  readonly setupLinks: SetupLinks;
  readonly shares: TokenShares;
  readonly slots: StreamSlots;
  readonly snapshots: Snapshots;
  readonly timelines: TimelineStore;
  readonly validTokens: ValidTokens;
}

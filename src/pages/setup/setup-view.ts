/** Everything the setup page shows of an account, read at once. */

import type { Account } from '../../accounts/account.ts';
import type { GuideEvidence } from '../../accounts/guides/guide.ts';
import { type WordedGuide, wordGuide } from '../../accounts/guides/worded-guide.ts';
import type { SetupLink } from '../../accounts/setup-links/setup-link.ts';
import type { SetupSession } from '../../accounts/setup-links/setup-links.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { findTestAddress } from '../../accounts/test-address.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import type { Members } from '../../members/members.ts';
import type { Progress } from '../../provisioning-log/connection/connection-progress.ts';
import type { ConnectionStatuses } from '../../provisioning-log/connection/connection-status.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import type { EntryAudience } from '../parts/entry-line.ts';

export interface SetupView {
  readonly link: SetupLink;
  readonly account: Account;
  readonly guide: WordedGuide;
  readonly progress: Progress;
  /** For whom its requests are worded. */
  readonly audience: EntryAudience;
  /** Those that are valid, the newest first. */
  readonly tokens: readonly TokenRecord[];
  /** How many tokens there have ever been. */
  readonly issued: number;
  /** The newest first. */
  readonly entries: readonly LogEntry[];
  /** What has happened, so that steps tick themselves. */
  readonly evidence: ReadonlySet<GuideEvidence>;
  readonly now: number;
}

export interface SetupViewDependencies {
  readonly connectionStatuses: Pick<ConnectionStatuses, 'read'>;
  readonly members: Pick<Members, 'page' | 'list'>;
  readonly logReader: Pick<LogReader, 'listEntries'>;
  readonly flushLog: () => Promise<void>;
  readonly now: () => number;
  readonly publicUrl: () => string;
}

const LINES = 50;

export const baseUrlOf = (publicUrl: string): string => `${publicUrl}/scim/v2`;

/** @param product the name of the main app */
export async function readSetupView(
  dependencies: SetupViewDependencies,
  { link, account }: SetupSession,
  product: string | undefined,
): Promise<SetupView> {
  const { connectionStatuses, members, logReader, flushLog } = dependencies;
  const { id, identityProvider, connection } = account;
  await flushLog();
  const [status, entries, testAddress] = await Promise.all([
    connectionStatuses.read(account),
    link.may.includes('log') ? newestEntries(logReader, id) : [],
    findTestAddress(account, members, link.admin.email),
  ]);
  const { health, progress, baseUrl, at: now } = status;
  const lookedUpAt = health?.milestones.kinds.look_up?.succeededAt ?? null;
  const tokens = status.tokens
    .filter(token => tokenState(token, now) === 'active')
    .map(token => ({ ...token, lastUsedAt: lastUse(token, entries) }))
    .toReversed();
  return {
    link,
    account,
    guide: wordGuide(identityProvider, {
      baseUrl,
      ...(product === undefined ? {} : { product }),
      testAddress,
    }),
    progress,
    audience: { identityProvider, baseUrl, since: connection.since, lookedUpAt },
    tokens,
    issued: status.tokens.length,
    entries,
    evidence: new Set(progress.ticks),
    now,
  };
}

/** What a token's own row says is written at most once a minute; its requests are known at once. */
function lastUse({ id, lastUsedAt }: TokenRecord, entries: readonly LogEntry[]): number | null {
  const newest = entries.find(({ tokenId }) => tokenId === id)?.at;
  return newest === undefined ? lastUsedAt : Math.max(newest, lastUsedAt ?? 0);
}

async function newestEntries(
  reader: SetupViewDependencies['logReader'],
  accountId: string,
): Promise<readonly LogEntry[]> {
  const everything = {
    from: undefined,
    to: undefined,
    outcomes: undefined,
    memberId: undefined,
    text: undefined,
  };
  return (await reader.listEntries({ accountId, ...everything, after: undefined, limit: LINES })).entries;
}

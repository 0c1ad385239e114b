/** Everything the setup page shows of an account, read at once. */

import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { GuideStep } from '../../accounts/guides/guide.ts';
import { type WordedGuide, wordGuide } from '../../accounts/guides/worded-guide.ts';
import type { SetupLink } from '../../accounts/setup-links/setup-link.ts';
import type { SetupSession } from '../../accounts/setup-links/setup-links.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { findTestAddress } from '../../accounts/test-address.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import type { Members } from '../../members/members.ts';
import type { ConnectionHealth } from '../../provisioning-log/connection-health.ts';
import { type ConnectionVerdict, verdictOf } from '../../provisioning-log/connection-verdict.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import { queryFor, SENT } from './people.ts';

type Evidence = NonNullable<GuideStep['proves']>;

export interface SetupView {
  readonly link: SetupLink;
  readonly account: Account;
  readonly guide: WordedGuide;
  readonly verdict: ConnectionVerdict;
  /** Those that are valid, the newest first. */
  readonly tokens: readonly TokenRecord[];
  /** How many tokens there have ever been. */
  readonly issued: number;
  /** The newest first. */
  readonly entries: readonly LogEntry[];
  /** What has happened, so that steps tick themselves. */
  readonly evidence: ReadonlySet<Evidence>;
  readonly now: number;
}

export interface SetupViewDependencies {
  readonly accounts: Pick<Accounts, 'listTokens'>;
  readonly members: Pick<Members, 'page' | 'list'>;
  readonly logReader: Pick<LogReader, 'listEntries' | 'findHealth'>;
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
  const { accounts, members, logReader, flushLog, publicUrl } = dependencies;
  const { id, identityProvider } = account;
  await flushLog();
  const [all, health, entries, people, testAddress] = await Promise.all([
    accounts.listTokens(id),
    logReader.findHealth(id),
    link.may.includes('log') ? newestEntries(logReader, id) : [],
    members.page(id, queryFor(1, SENT)),
    findTestAddress(account, members, link.admin.email),
  ]);
  const now = dependencies.now();
  const tokens = all
    .filter(token => tokenState(token, now) === 'active')
    .map(token => ({ ...token, lastUsedAt: lastUse(token, entries) }))
    .toReversed();
  return {
    link,
    account,
    guide: wordGuide(identityProvider, {
      baseUrl: baseUrlOf(publicUrl()),
      ...(product === undefined ? {} : { product }),
      testAddress,
    }),
    verdict: verdictOf(account, health, tokens.length, now),
    tokens,
    issued: all.length,
    entries,
    evidence: evidenceOf(account, health, entries, people.members.length > 0),
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

function evidenceOf(
  { connection }: Account,
  health: ConnectionHealth | undefined,
  entries: readonly LogEntry[],
  hasPeople: boolean,
): ReadonlySet<Evidence> {
  const succeeded = (method: string): boolean =>
    entries.some(
      entry =>
        entry.method === method &&
        entry.memberId !== null &&
        entry.outcome !== 'refused' &&
        entry.outcome !== 'failed',
    );
  const found: Evidence[] = [];
  if (connection.state !== 'disabled') found.push('enabled');
  if (health && health.firstContactAt !== null) found.push('first_contact');
  if (health && health.lastSuccessAt !== null) found.push('tested');
  if (succeeded('POST') && succeeded('DELETE')) found.push('test_person');
  if (hasPeople) found.push('first_person');
  return new Set(found);
}

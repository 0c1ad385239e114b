import type { Account } from '../../accounts/account.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Audience } from '../../api/provisioning-log/answers.ts';
import { openLog } from '../../composition/commands.ts';
import { readConfig } from '../../config/config.ts';
import type { LogReader } from '../../provisioning-log/entry-reading.ts';
import type { TimelineStore } from '../../provisioning-log/timeline.ts';

/** The provisioning log, and for whom its explanations are worded. */
export interface OpenedLog {
  readonly accounts: Accounts;
  readonly exchanges: LogReader;
  readonly timelines: TimelineStore;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
}

/** Runs a command on the provisioning log, and lets go of the database. */
export async function withLog(run: (opened: OpenedLog) => Promise<void>): Promise<void> {
  const { publicUrl, close, ...opened } = await openLog(readConfig());
  try {
    await run({ ...opened, baseUrl: `${publicUrl}/scim/v2` });
  } finally {
    await close();
  }
}

export const audienceOf = ({ identityProvider }: Account, baseUrl: string): Audience => ({
  identityProvider,
  baseUrl,
});

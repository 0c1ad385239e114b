import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { readConfig } from '../config.ts';
import type { ExchangeReader } from '../exchanges/exchange-reading.ts';
import type { TimelineStore } from '../exchanges/timeline.ts';
import type { Audience } from '../operator/exchange-answers.ts';
import { openLog } from '../service-commands.ts';

/** The provisioning log, and for whom its explanations are worded. */
export interface OpenedLog {
  readonly accounts: Accounts;
  readonly exchanges: ExchangeReader;
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

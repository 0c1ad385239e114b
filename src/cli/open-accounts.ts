import type { Accounts } from '../accounts/accounts.ts';
import type { Leaving } from '../accounts/leaving.ts';
import { readConfig } from '../config.ts';
import { openAccounts } from '../service.ts';

/** Runs a command on accounts and tokens, and lets go of the database. */
export async function withAccounts(
  run: (accounts: Accounts, publicUrl: string, leaving: Leaving) => Promise<void>,
): Promise<void> {
  const config = readConfig();
  const { accounts, publicUrl, leaving, close } = await openAccounts(config);
  try {
    await run(accounts, publicUrl, leaving);
  } finally {
    await close();
  }
}

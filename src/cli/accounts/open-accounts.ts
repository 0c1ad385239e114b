import { type AccountUseCases, openAccounts } from '../../composition/commands.ts';
import { readConfig } from '../../config/config.ts';

/** Runs a command on accounts and tokens, and lets go of the database. */
export async function withAccounts(run: (useCases: AccountUseCases) => Promise<void>): Promise<void> {
  const { close, ...useCases } = await openAccounts(readConfig());
  try {
    await run(useCases);
  } finally {
    await close();
  }
}

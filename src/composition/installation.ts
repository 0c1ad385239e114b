/** The part of the composition root that knows under which address the installation is reached. */

import { RollcallError } from '../base/errors.ts';
import type { Part } from '../base/lifecycle.ts';
import type { Log } from '../base/log.ts';
import type { Config } from '../config/config.ts';
import { publicUrlOf } from '../config/public-url.ts';
import { announceSigningKeys } from '../store/accounts/signing-key-store.ts';
import type { Database } from '../store/database/database.ts';
import { readPublicUrl, writePublicUrl } from '../store/operations/installation-store.ts';
import type { Foundation } from './foundation.ts';
import { reportUserNameClashes } from './use-cases/members.ts';

/** What is checked and settled in the database before anything is accepted. @param checkSecrets throws when the stored secrets cannot be opened */
export const prepareInstallation = (
  { config, database, log }: Foundation,
  checkSecrets: () => Promise<void>,
): Part => ({
  start: async () => {
    await requireSamePublicUrl(config, database);
    await checkSecrets();
    await announceSigningKeys(database, config.signingKeys);
    await reportUserNameClashes(database, log);
  },
});

/**
 * Events carry the address for ever, and identity providers are set up with it: a mistyped one must not get in. What
 * a start in development has stored, with plain http, may be replaced.
 */
async function requireSamePublicUrl(config: Config, database: Database): Promise<void> {
  const stored = await readPublicUrl(database);
  if (!config.production || !stored?.startsWith('https:') || stored === config.publicUrl) return;
  throw new RollcallError(
    'conflict',
    `PUBLIC_URL is ${config.publicUrl}, and this installation has been ${stored} so far. Correct PUBLIC_URL; or, if the address is really to change, run "rollcall public-url ${config.publicUrl}" first.`,
  );
}

/** Stores the address of a service that starts. In development, where ports come and go, the last start counts. */
export async function storePublicUrl(database: Database, publicUrl: string, log: Log): Promise<void> {
  const stored = await readPublicUrl(database);
  if (stored === publicUrl) return;
  await writePublicUrl(database, publicUrl);
  if (stored !== undefined)
    log.info('the installation has another address now', { before: stored, publicUrl });
}

/**
 * @returns the address that the service stored at its last start, whatever the settings of this process are; before
 *   the first start what they are
 * @param warn called in words when the settings name another address
 */
export async function installedPublicUrl(
  config: Config,
  database: Database,
  warn: (text: string) => void,
): Promise<string> {
  const stored = await readPublicUrl(database);
  const own = publicUrlOf(config, config.port);
  if (stored === undefined) return own;
  if (config.publicUrl !== undefined && config.publicUrl !== stored)
    warn(`PUBLIC_URL is ${own} here, and the service runs as ${stored}: that is what is used.`);
  return stored;
}

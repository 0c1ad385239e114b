/** The signing keys of the service that serves this database, by their fingerprints; a command line compares its own. */
import { fingerprintOf } from '../../accounts/tokens/key-fingerprint.ts';
import { RollcallError } from '../../base/errors.ts';
import type { SigningKey } from '../../config/keys.ts';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';

/** The instance that started last is right: during a rolling change of keys it has the new ones. */
export async function announceSigningKeys(
  database: Pick<Database, 'write'>,
  keys: readonly SigningKey[],
): Promise<void> {
  await database.write(async trx => {
    await trx.all(sql`DELETE FROM signing_keys`);
    for (const key of keys) {
      // Two instances that start together announce the same.
      await trx.all(
        sql`INSERT INTO signing_keys (key_id, fingerprint) VALUES (${key.keyId}, ${fingerprintOf(key)}) ON CONFLICT (key_id) DO UPDATE SET fingerprint = excluded.fingerprint`,
      );
    }
  });
}

/**
 * Why a token signed with this key would be refused by the service, if it would be.
 * @param key the one that signs
 * @returns `undefined` when the service has it, or has not started yet
 */
export async function foreignKeyRefusal(
  database: Pick<Database, 'all'>,
  key: SigningKey | undefined,
): Promise<RollcallError | undefined> {
  const known = await database.all<{ key_id: string; fingerprint: string }>(
    sql`SELECT key_id, fingerprint FROM signing_keys ORDER BY key_id`,
  );
  if (!key || known.length === 0) return undefined;
  const fingerprint = fingerprintOf(key);
  if (known.some(each => each.key_id === key.keyId && each.fingerprint === fingerprint)) return undefined;
  const names = known.map(({ key_id }) => JSON.stringify(key_id)).join(', ');
  return new RollcallError(
    'conflict',
    `The service would refuse this token: it signs with ${names}, and here the key is ${JSON.stringify(key.keyId)}${known.some(each => each.key_id === key.keyId) ? ' with another secret' : ''}. Run the command with the SIGNING_KEYS of the service. If they were changed here on purpose, restart the service first.`,
  );
}

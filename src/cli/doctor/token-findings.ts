/** What the doctor says of the keys that signed the tokens which could be used. */
import type { SigningKey } from '../../config/keys.ts';
import type { InspectedDatabase } from '../../store/operations/inspection.ts';
import { counted } from '../command-output.ts';
import { type Finding, findingsOf } from './finding.ts';

/** @param keys the first one signs, all verify */
export function examineTokens(
  inspected: InspectedDatabase,
  keys: readonly SigningKey[],
  now: number,
): Promise<readonly Finding[]> {
  return findingsOf('keys', async report => {
    const refusal = await inspected.keyRefusal(keys[0]);
    if (refusal) report('failure', refusal.message);
    const signed = await inspected.tokenKeys(now);
    for (const { keyId, tokens } of signed) {
      const count = counted(tokens, 'token');
      if (keyId === null) report('ok', `${count} signed before the key was noted.`);
      else if (keys.some(key => key.keyId === keyId)) report('ok', `${count} signed by ${keyId}.`);
      else {
        report(
          'warning',
          `${count} signed by ${keyId}, which is not among SIGNING_KEYS: refused. Issue new ones, or put the key back.`,
        );
      }
    }
  });
}

/** A fingerprint of a signing key: enough to recognize it, not enough to sign. */
import { createHmac } from 'node:crypto';
import type { SigningKey } from '../../config/keys.ts';

const CHARACTERS = 16;

/** Differs for different secrets, also where both keys have the same id. */
export const fingerprintOf = ({ secret }: SigningKey): string =>
  createHmac('sha256', secret).update('rollcall signing key').digest('base64url').slice(0, CHARACTERS);

/** The keys of the configuration: parsed from a setting, or made once for development. */
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCodeOf } from '../base/errors.ts';
import { fileFailure } from './file-failure.ts';

/** A secret with a name, so that it can be replaced while the old one is still known. */
export interface SigningKey {
  readonly keyId: string;
  /** At least 32 bytes in production. */
  readonly secret: string;
}

export interface KeySetting {
  readonly name: string;
  /** Reported when production does not set it. */
  readonly howToSet: string;
  /** Whether an entry may be a secret without `kid:`; its kid is then made from its hash. */
  readonly allowsBareSecrets: boolean;
  /** The file of the development key, beside the database, and what it is for. */
  readonly file: string;
  readonly duty: string;
}

export const SIGNING_KEYS: KeySetting = {
  name: 'SIGNING_KEYS',
  howToSet:
    'set kid:secret with a secret of at least 32 random bytes, for instance 2026:$(openssl rand -hex 32).',
  allowsBareSecrets: false,
  file: 'signing-key',
  duty: 'signing key',
};

export const SECRETS_KEY: KeySetting = {
  name: 'SECRETS_KEY',
  howToSet:
    'set at least 32 random bytes, for instance $(openssl rand -hex 32), and keep them: they seal the webhook secrets in the database.',
  allowsBareSecrets: true,
  file: 'secrets-key',
  duty: 'key for stored secrets',
};

const MINIMUM_SECRET_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_.-]{1,16}$/;
const DERIVED_KEY_ID_CHARACTERS = 8;

/** @returns the keys in order; none when it is unset, which in production is a fault */
export function readKeys(
  { name, howToSet, allowsBareSecrets }: KeySetting,
  text: string | undefined,
  production: boolean,
  faults: string[],
): SigningKey[] {
  if (!text) {
    if (production) faults.push(`${name} is missing: ${howToSet}`);
    return [];
  }
  const keys: SigningKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const { keyId, secret } = readEntry(entry, allowsBareSecrets);
    // The entry itself is never repeated: it may hold a secret in the wrong place.
    if (!KEY_ID.test(keyId)) {
      faults.push(
        `${name} entry ${index + 1} must be kid:secret, the kid of at most 16 letters, digits, "_", "-" or ".".`,
      );
    } else if (keys.some(key => key.keyId === keyId)) {
      faults.push(`${name} names the kid ${JSON.stringify(keyId)} twice.`);
    } else if (secret === '' || (production && Buffer.byteLength(secret) < MINIMUM_SECRET_BYTES)) {
      faults.push(
        `${name} entry ${index + 1}: the secret is too weak; it needs at least ${MINIMUM_SECRET_BYTES} bytes.`,
      );
    } else {
      keys.push({ keyId, secret });
    }
  }
  return keys;
}

function readEntry(entry: string, allowsBareSecrets: boolean): SigningKey {
  const separator = entry.indexOf(':');
  const secret = entry.slice(separator + 1).trim();
  if (separator >= 0 || !allowsBareSecrets) {
    return { keyId: entry.slice(0, Math.max(separator, 0)).trim(), secret };
  }
  const digest = createHash('sha256').update(secret).digest('hex');
  return { keyId: digest.slice(0, DERIVED_KEY_ID_CHARACTERS), secret };
}

/** What there is of a key that no setting gives. */
export interface DevelopmentKey {
  readonly setting: KeySetting;
  /** The absolute path of its file. */
  readonly path: string;
  /** `undefined`: there is none, or `fault` says why it cannot be used. */
  readonly key: SigningKey | undefined;
  readonly fault: string | undefined;
  readonly made: boolean;
}

/** Reads the key kept in a file of `folder`, and changes nothing. */
export function readDevelopmentKey(setting: KeySetting, folder: string): DevelopmentKey {
  const path = resolve(folder, setting.file);
  const absent = { setting, path, key: undefined, fault: undefined, made: false };
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret !== '') return { ...absent, key: { keyId: 'dev', secret } };
    const fault = `The key in ${path} is empty. Delete the file, and a new key is made; what the old one signed or sealed is lost.`;
    return { ...absent, fault };
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? absent : { ...absent, fault: fileFailure(path, 'read', error) };
  }
}

/** The key kept in a file of `folder` (mode 0600), made at the first start. */
export function readOrMakeDevelopmentKey(setting: KeySetting, folder: string): DevelopmentKey {
  const found = readDevelopmentKey(setting, folder);
  if (found.key !== undefined || found.fault !== undefined) return found;
  try {
    const made = makeKeyFile(folder, found.path);
    return { ...readDevelopmentKey(setting, folder), made };
  } catch (error) {
    if (errorCodeOf(error) === undefined) throw error;
    return { ...found, fault: `No ${setting.duty} could be made: ${fileFailure(folder, 'written', error)}` };
  }
}

/** @returns whether it was made here: another process may have been faster */
function makeKeyFile(folder: string, path: string): boolean {
  mkdirSync(folder, { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    // A link appears whole or not at all, and for one of two processes that start together.
    linkSync(fresh, path);
    return true;
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    unlinkSync(fresh);
  }
}

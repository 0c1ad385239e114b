/** Seals small secrets for the database: AES-256-GCM under keys of the configuration. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

interface BoxKey {
  readonly keyId: string;
  readonly secret: string;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A kid may hold dots, the two parts after it cannot. */
const SEALED = /^v1\.(.{1,64})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

export class SecretBox {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #sealingKeyId: string;

  /** @param keys the first one seals, all open, so that a key can be replaced */
  constructor(keys: readonly BoxKey[]) {
    const [first] = keys;
    if (!first) throw new Error('a secret box needs a key');
    this.#sealingKeyId = first.keyId;
    this.#keys = new Map(keys.map(({ keyId, secret }) => [keyId, derive(secret)]));
  }

  /**
   * @param context what the secret belongs to, such as the id of its endpoint; it opens for the same alone
   * @returns `v1.<kid>.<iv>.<ciphertext and tag>`, the last two in base64url
   */
  seal(plain: Buffer, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key(this.#sealingKeyId), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return `v1.${this.#sealingKeyId}.${iv.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /** @throws Error in words when the key is missing, or the text was changed or belongs to something else */
  open(sealed: string, context: string): Buffer {
    const [, keyId = '', iv = '', rest = ''] = SEALED.exec(sealed) ?? [];
    const bytes = Buffer.from(rest, 'base64url');
    // The last character of base64url may carry bits that are never read.
    if (bytes.toString('base64url') !== rest || bytes.length < TAG_BYTES) throw changed();
    const key = this.#key(keyId);
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw changed({ cause });
    }
  }

  #key(keyId: string): Buffer {
    const key = this.#keys.get(keyId);
    if (key) return key;
    throw new Error(
      `a stored secret was sealed with the key ${JSON.stringify(keyId)}, which SECRETS_KEY does not hold; put the old key behind the new one`,
    );
  }
}

const changed = (options?: ErrorOptions): Error =>
  new Error(
    'a stored secret cannot be opened: it was changed, belongs to something else, or was sealed with another key of the same name',
    options,
  );

const derive = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'rollcall stored secrets v1', KEY_BYTES));

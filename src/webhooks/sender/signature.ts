/** Signatures of webhooks: Standard Webhooks 1.0. */
import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { SignatureScheme, SigningSecret } from '../endpoint.ts';

const SECRET_BYTES = 32;

/**
 * The value of `webhook-signature`: one signature for each secret, so that a receiver finds the one it knows
 * while secrets are rotated.
 * @param timestampSeconds the value of `webhook-timestamp`
 * @throws Error without a secret: an unsigned request must not leave
 */
export function signatureHeader(
  secrets: readonly SigningSecret[],
  id: string,
  timestampSeconds: number,
  body: Uint8Array,
): string {
  if (secrets.length === 0) throw new Error('there is no secret to sign a webhook with');
  const content = [Buffer.from(`${id}.${timestampSeconds}.`), body];
  return secrets.map(secret => `${secret.scheme},${signatureOf(secret, content)}`).join(' ');
}

/** @param content in pieces */
function signatureOf({ scheme, key }: SigningSecret, content: readonly Uint8Array[]): string {
  switch (scheme) {
    case 'v1': {
      const hmac = createHmac('sha256', key);
      for (const piece of content) hmac.update(piece);
      return hmac.digest('base64');
    }
    case 'v1a': {
      const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
      return sign(null, Buffer.concat(content), privateKey).toString('base64');
    }
  }
}

export interface NewSecret {
  /** What the signer needs: the secret itself, or the private key in PKCS #8 DER. */
  readonly key: Buffer;
  /** What the receiver needs, to be shown once: `whsec_…`, or the public key, which is no secret. */
  readonly shown: string;
  /** `whpk_…` with the 32 bytes of an ed25519 key; `null` for a shared secret. */
  readonly publicKey: string | null;
}

export function makeSecret(scheme: SignatureScheme): NewSecret {
  if (scheme === 'v1') {
    const key = randomBytes(SECRET_BYTES);
    return { key, shown: `whsec_${key.toString('base64')}`, publicKey: null };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const shown = `whpk_${Buffer.from(x, 'base64url').toString('base64')}`;
  return { key: privateKey.export({ format: 'der', type: 'pkcs8' }), shown, publicKey: shown };
}

/**
 * Bearer tokens: JWTs signed with HS256, each with a row in the database so that it can be listed and
 * revoked immediately. `iss` and `aud` are constants, so that moving to another host name kills no token.
 */
import jwt from 'jsonwebtoken';
import type { RollcallError } from '../../base/errors.ts';
import type { SigningKey } from '../../config/keys.ts';

/** `scim`: an identity provider's token for one account; `control`: a service token for the control API. */
export type TokenAudience = 'scim' | 'control';

interface TokenClaims {
  readonly tokenId: string;
  /** The account for `scim`; `service` for `control`. */
  readonly subject: string;
}

export type TokenFault =
  | 'malformed'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'bad_signature'
  | 'expired'
  | 'wrong_audience'
  | 'incomplete';

export type TokenVerdict =
  | { readonly claims: TokenClaims; readonly fault?: undefined }
  /** The claims of a token that we did sign: it is ours, and has expired. */
  | { readonly claims?: TokenClaims | undefined; readonly fault: TokenFault };

const ISSUER = 'rollcall';
const AUDIENCES: Readonly<Record<TokenAudience, string>> = {
  scim: 'rollcall:scim',
  control: 'rollcall:control',
};
const ALGORITHM = 'HS256';
const REMEMBERED = 10_000;
/** Longer than any token we sign; nothing longer is looked at. */
const LONGEST_TOKEN = 1_000;

interface Remembered {
  readonly claims: TokenClaims;
  readonly expiresAtMs: number;
}

export class TokenSigner {
  readonly #keys: readonly [SigningKey, ...SigningKey[]];
  readonly #now: () => number;
  /** Signatures that were verified before: a directory sends the same token thousands of times. */
  readonly #verified = new Map<string, Remembered>();

  readonly #refusal: RollcallError | undefined;

  /**
   * @param keys the first one signs, all verify
   * @param now milliseconds since the epoch
   * @param refusal thrown instead of signing, where the signature would not be accepted
   */
  constructor(keys: readonly SigningKey[], now: () => number, refusal?: RollcallError) {
    const [first, ...others] = keys;
    if (!first) throw new Error('at least one signing key is needed');
    this.#keys = [first, ...others];
    this.#now = now;
    this.#refusal = refusal;
  }

  /** The id of the key that signs. */
  get keyId(): string {
    return this.#keys[0].keyId;
  }

  /**
   * @param expiresAt milliseconds since the epoch, `null` for a token that lives until it is revoked
   * @throws RollcallError the refusal, if there is one
   */
  sign(audience: TokenAudience, tokenId: string, subject: string, expiresAt: number | null): string {
    if (this.#refusal) throw this.#refusal;
    const [{ keyId, secret }] = this.#keys;
    const payload = {
      iss: ISSUER,
      aud: AUDIENCES[audience],
      sub: subject,
      jti: tokenId,
      iat: Math.floor(this.#now() / 1000),
      ...(expiresAt === null ? {} : { exp: Math.floor(expiresAt / 1000) }),
    };
    return jwt.sign(payload, secret, { algorithm: ALGORITHM, keyid: keyId });
  }

  /** Says whose token this is, or for the log alone what is wrong with it. Revocation is the caller's to check. */
  verify(audience: TokenAudience, token: string): TokenVerdict {
    if (token.length > LONGEST_TOKEN) return { fault: 'malformed' };
    const remembered = this.#verified.get(audience + token);
    if (remembered) {
      const { claims, expiresAtMs } = remembered;
      return expiresAtMs > this.#now() ? { claims } : { claims, fault: 'expired' };
    }
    const header = headerOf(token);
    if (!header) return { fault: 'malformed' };
    if (header.alg !== ALGORITHM) return { fault: 'wrong_algorithm' };
    // Ours name their key: another token is no token of a key that was removed.
    if (header.kid === undefined) return { fault: 'malformed' };
    const key = this.#keys.find(candidate => candidate.keyId === header.kid);
    if (!key) return { fault: 'unknown_key' };
    try {
      const payload = jwt.verify(token, key.secret, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCES[audience],
        // Judged below: of a token that has expired the log wants to know whose it is.
        ignoreExpiration: true,
      });
      if (typeof payload === 'string' || !payload.jti || !payload.sub) return { fault: 'incomplete' };
      const claims = { tokenId: payload.jti, subject: payload.sub };
      const expiresAtMs = (payload.exp ?? Number.POSITIVE_INFINITY) * 1000;
      this.#remember(audience + token, { claims, expiresAtMs });
      return expiresAtMs > this.#now() ? { claims } : { claims, fault: 'expired' };
    } catch (error) {
      return { fault: faultOf(error) };
    }
  }

  #remember(key: string, verified: Remembered): void {
    if (this.#verified.size >= REMEMBERED) this.#verified.clear();
    this.#verified.set(key, verified);
  }
}

function headerOf(token: string): { alg?: unknown; kid?: unknown } | undefined {
  try {
    return jwt.decode(token, { complete: true })?.header;
  } catch {
    // jsonwebtoken throws a SyntaxError when the header is not JSON; to us it is one more malformed token.
    return undefined;
  }
}

function faultOf(error: unknown): TokenFault {
  if (!(error instanceof jwt.JsonWebTokenError)) return 'malformed';
  if (error.message.startsWith('jwt audience') || error.message.startsWith('jwt issuer'))
    return 'wrong_audience';
  return error.message === 'invalid signature' ? 'bad_signature' : 'malformed';
}

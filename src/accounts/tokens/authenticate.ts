/** Who is calling: from an Authorization header to an account, or to one and the same refusal. */
import { RollcallError } from '../../base/errors.ts';
import type { Account } from '../account.ts';
import { addressRefused } from '../connection/refusal.ts';
import { isAllowedAddress } from './allowed-addresses.ts';
import { claimedAccount } from './claimed-account.ts';
import type { TokenAudience, TokenFault, TokenSigner } from './token.ts';

export interface TokenLife {
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** A token and its account, in one read: a revocation or a policy holds from the next request on. */
export interface FoundToken {
  readonly token: TokenLife & { readonly allowedAddresses: readonly string[] | null };
  readonly account: Account;
}

export interface CredentialStore {
  findToken(tokenId: string): Promise<FoundToken | undefined>;
  findServiceToken(tokenId: string): Promise<(TokenLife & ServiceGrant) | undefined>;
  isEmpty(table: 'accounts' | 'service_tokens'): Promise<boolean>;
}

export interface ServiceGrant {
  readonly scopes: readonly string[];
  /** `null`: every account. */
  readonly accounts: readonly string[] | null;
}

export interface ScimCaller {
  readonly tokenId: string;
  readonly account: Account;
  /** From where the token may be used; `null`: from everywhere. */
  readonly allowedAddresses: readonly string[] | null;
}

export interface ServiceCaller extends ServiceGrant {
  readonly tokenId: string;
}

export type CredentialFault = TokenFault | 'missing' | 'basic' | 'unknown_token' | 'revoked';

/** A 401; `fault` is for the log alone, the client never learns it. */
export class CredentialError extends RollcallError {
  readonly fault: CredentialFault;
  /** Of a token that we did sign, for the log. */
  readonly tokenId: string | undefined;
  /** Whose token it was, for the log; of a token for SCIM. */
  readonly accountId: string | undefined;
  /** Whose token it claims to be, which is not proven; for the log. */
  readonly claimedAccountId: string | undefined;

  constructor(fault: CredentialFault, tokenId?: string, accountId?: string, claimedAccountId?: string) {
    super(
      'unauthorized',
      fault === 'missing'
        ? 'This request carries no bearer token: send the header "Authorization: Bearer <token>".'
        : 'The bearer token is not valid: it is mistyped, expired, revoked or meant for another service. Issue a new one and paste it in full.',
    );
    this.fault = fault;
    this.tokenId = tokenId;
    this.accountId = accountId;
    this.claimedAccountId = claimedAccountId;
  }
}

const REMEMBERED = 10_000;
const FILLED_KEPT_MS = 1_000;
const RETRY_AFTER_SECONDS = 30;

const nothingHere = (cause: CredentialError): RollcallError =>
  new RollcallError(
    'unavailable',
    'This service has no account yet. If it had one before, its database is lost, or it was started with another one: the operator should check DATABASE_URL and the disk.',
    { cause, retryAfterSeconds: RETRY_AFTER_SECONDS },
  );

/** A credential that is refused without the database is refused as well while the database is away. */
function isNotKnown(error: unknown): false {
  if (error instanceof RollcallError && error.code === 'unavailable') return false;
  throw error;
}

export class Authenticator {
  readonly #signer: TokenSigner;
  readonly #store: CredentialStore;
  readonly #now: () => number;
  /** Which addresses were judged before: reading ranges takes longer than a lookup, and a directory asks thousands of times. */
  readonly #judged = new Map<string, boolean>();
  readonly #filledAt = new Map<string, number>();

  constructor(signer: TokenSigner, store: CredentialStore, now: () => number) {
    this.#signer = signer;
    this.#store = store;
    this.#now = now;
  }

  /** @throws CredentialError; RollcallError `unavailable` while there is no account at all */
  scimCaller(authorization: string | undefined): Promise<ScimCaller> {
    return this.#unlessEmpty('accounts', this.#scimCaller(authorization));
  }

  /** @throws CredentialError; RollcallError `unavailable` while there are neither accounts nor service tokens */
  serviceCaller(authorization: string | undefined): Promise<ServiceCaller> {
    return this.#unlessEmpty('service_tokens', this.#serviceCaller(authorization));
  }

  /** The caller of a service token that was verified before. @throws CredentialError when it has ended since */
  async serviceCallerOf(tokenId: string): Promise<ServiceCaller> {
    const found = await this.#store.findServiceToken(tokenId);
    if (!found) throw new CredentialError('unknown_token', tokenId);
    this.#checkAlive(found, tokenId);
    return { tokenId, scopes: found.scopes, accounts: found.accounts };
  }

  /**
   * A database that was lost and recreated knows no token. Clients take 401 for their own mistake: an identity provider
   * gives the connection up, and a consumer of events ends. They try again after 503.
   */
  async #unlessEmpty<Caller>(table: 'accounts' | 'service_tokens', caller: Promise<Caller>): Promise<Caller> {
    try {
      return await caller;
    } catch (error) {
      if (error instanceof CredentialError && (await this.#isEmpty(table).catch(isNotKnown)))
        throw nothingHere(error);
      throw error;
    }
  }

  /** Asked at most once a second where there is something, for refused requests come by the thousand. */
  async #isEmpty(table: 'accounts' | 'service_tokens'): Promise<boolean> {
    const now = this.#now();
    const filledAt = this.#filledAt.get(table);
    if (filledAt !== undefined && Math.abs(now - filledAt) < FILLED_KEPT_MS) return false;
    const isEmpty =
      (await this.#store.isEmpty('accounts')) &&
      (table === 'accounts' || (await this.#store.isEmpty('service_tokens')));
    if (!isEmpty) this.#filledAt.set(table, now);
    return isEmpty;
  }

  async #scimCaller(authorization: string | undefined): Promise<ScimCaller> {
    const { tokenId, subject } = this.#claims('scim', authorization);
    const found = await this.#store.findToken(tokenId);
    if (!found || found.account.id !== subject) throw new CredentialError('unknown_token', tokenId, subject);
    this.#checkAlive(found.token, tokenId, subject);
    return { tokenId, account: found.account, allowedAddresses: found.token.allowedAddresses };
  }

  async #serviceCaller(authorization: string | undefined): Promise<ServiceCaller> {
    return this.serviceCallerOf(this.#claims('control', authorization).tokenId);
  }

  /** @throws ConnectionRefusal unless the token may be used from this address */
  requireAddress({ tokenId, allowedAddresses }: ScimCaller, address: string | undefined): void {
    if (allowedAddresses === null) return;
    const key = `${tokenId} ${address} ${allowedAddresses.join()}`;
    let isAllowed = this.#judged.get(key);
    if (isAllowed === undefined) {
      isAllowed = isAllowedAddress(allowedAddresses, address);
      if (this.#judged.size >= REMEMBERED) this.#judged.clear();
      this.#judged.set(key, isAllowed);
    }
    if (!isAllowed) throw addressRefused(address);
  }

  #claims(audience: TokenAudience, authorization: string | undefined) {
    const token = tokenIn(authorization);
    if (token === undefined) throw new CredentialError('missing');
    const verdict = this.#signer.verify(audience, token);
    const { fault, claims } = verdict;
    if (fault !== undefined) {
      const isScim = audience === 'scim';
      if (claims) throw new CredentialError(fault, claims.tokenId, isScim ? claims.subject : undefined);
      const shown = isBasic(authorization) ? 'basic' : fault;
      throw new CredentialError(
        shown,
        undefined,
        undefined,
        isScim ? claimedAccount(authorization) : undefined,
      );
    }
    return claims;
  }

  #checkAlive(row: TokenLife, tokenId: string, accountId?: string): void {
    if (row.revokedAt !== null) throw new CredentialError('revoked', tokenId, accountId);
    if (row.expiresAt !== null && row.expiresAt <= this.#now()) {
      throw new CredentialError('expired', tokenId, accountId);
    }
  }
}

const isBasic = (authorization: string | undefined): boolean => /^\s*basic\s/i.test(authorization ?? '');

/** Whether the header holds anything that could be a token. */
export const carriesToken = (authorization: string | undefined): boolean =>
  tokenIn(authorization) !== undefined;

/** The token of "Bearer <token>", or the whole value: some connectors send the configured text verbatim. */
function tokenIn(authorization: string | undefined): string | undefined {
  const value = authorization?.trim() ?? '';
  // Also "Bearer Bearer …": pasted with the word into a field that adds it.
  const token = value.replace(/^(?:bearer(?:\s+|$))+/i, '');
  return token === '' ? undefined : token;
}

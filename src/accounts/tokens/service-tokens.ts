/** The use cases on service tokens: issued for the main app and for operators, listed, revoked. */
import { RollcallError } from '../../base/errors.ts';
import type { Accounts, IssuedToken } from '../accounts.ts';
import type { TokenRecord } from '../state.ts';
import type { ServiceGrant } from './authenticate.ts';
import { newToken, noSuchToken } from './change.ts';
import { isScope, SCOPES } from './scopes.ts';
import type { TokenSigner } from './token.ts';

export interface ServiceTokenRecord
  extends Pick<TokenRecord, 'id' | 'label' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'keyId'>,
    ServiceGrant {}

export interface ServiceTokenStore {
  listServiceTokens(): Promise<readonly ServiceTokenRecord[]>;
  addServiceToken(token: ServiceTokenRecord): Promise<void>;
  /** @returns whether there is such a token; one that was revoked before stays as it was */
  revokeServiceToken(tokenId: string, at: number): Promise<boolean>;
}

interface Dependencies {
  readonly store: ServiceTokenStore;
  readonly accounts: Pick<Accounts, 'get'>;
  readonly signer: TokenSigner;
  readonly now: () => number;
  readonly newId: () => string;
}

export class ServiceTokens {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws RollcallError `badRequest` for an unknown scope, `notFound` for an unknown account */
  async issue(grant: ServiceGrant, label: string, expiresAt: number | null): Promise<IssuedToken> {
    const { store, accounts, signer, now, newId } = this.#dependencies;
    const unknown = grant.scopes.filter(scope => !isScope(scope));
    if (unknown.length > 0 || grant.scopes.length === 0) {
      throw new RollcallError('badRequest', `The scopes must be among ${Object.keys(SCOPES).join(', ')}.`);
    }
    for (const id of grant.accounts ?? []) await accounts.get(id);
    const { keyId } = signer;
    const moment = { now: now(), newId, keyId };
    const { id, createdAt } = newToken(moment, { label, expiresAt, allowedAddresses: null });
    const token = signer.sign('control', id, 'service', expiresAt);
    await store.addServiceToken({ id, label, createdAt, expiresAt, revokedAt: null, keyId, ...grant });
    return { tokenId: id, token };
  }

  list(): Promise<readonly ServiceTokenRecord[]> {
    return this.#dependencies.store.listServiceTokens();
  }

  /** It is refused from the next request on; revoking it again changes nothing. @throws RollcallError `notFound` */
  async revoke(tokenId: string): Promise<void> {
    const { store, now } = this.#dependencies;
    if (!(await store.revokeServiceToken(tokenId, now()))) throw noSuchToken(tokenId);
  }
}

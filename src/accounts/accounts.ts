/** The use cases on accounts: SCIM switched on, policies set, tokens issued and revoked; told by events. */
import { RollcallError } from '../errors.ts';
import type { ConnectionEventType } from '../members/event-catalogue.ts';
import type { EventDraft } from '../members/member-event.ts';
import {
  type Account,
  applyPolicySettings,
  DEFAULT_POLICIES,
  parseAccountId,
  type SsoProtocol,
} from './account.ts';
import type { ServiceGrant } from './authenticate.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { TokenSigner } from './token.ts';

export interface TokenRecord {
  readonly id: string;
  readonly label: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export interface ServiceTokenRecord extends TokenRecord, ServiceGrant {}

export interface AccountStore {
  findAccount(id: string): Promise<Account | undefined>;
  listAccounts(): Promise<readonly Account[]>;
  listTokens(accountId: string): Promise<readonly TokenRecord[]>;
  listServiceTokens(): Promise<readonly ServiceTokenRecord[]>;
  /** @throws RollcallError `conflict` when the id is taken */
  addAccount(account: Account, token: TokenRecord, events: readonly EventDraft[]): Promise<void>;
  /** @throws RollcallError `notFound` */
  updateAccount(id: string, change: (account: Account) => Account): Promise<Account>;
  addToken(accountId: string, token: TokenRecord, events: readonly EventDraft[]): Promise<void>;
  /** @returns whether a live token was revoked; one that was revoked before stays as it was */
  revokeToken(
    accountId: string,
    tokenId: string,
    at: number,
    events: readonly EventDraft[],
  ): Promise<boolean>;
  addServiceToken(token: ServiceTokenRecord): Promise<void>;
  revokeServiceToken(tokenId: string, at: number): Promise<boolean>;
}

export interface NewAccount {
  readonly id: string;
  readonly name: string | undefined;
  readonly identityProvider: IdentityProvider;
  readonly sso: SsoProtocol;
}

/** A token in clear: shown once, stored nowhere. */
export interface IssuedToken {
  readonly tokenId: string;
  readonly token: string;
}

interface Dependencies {
  readonly store: AccountStore;
  readonly signer: TokenSigner;
  readonly now: () => number;
  readonly newId: () => string;
  readonly requireSamlSso: boolean;
}

const KNOWN_SCOPES = [
  '*',
  'accounts:read',
  'accounts:write',
  'members:read',
  'members:write',
  'events:read',
  'webhooks:write',
  'log:read',
] as const;

export class Accounts {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Opens an account for SCIM and issues its first token.
   * @throws RollcallError `conflict` without active SAML SSO where it is required, or when the id is taken
   */
  async add(wanted: NewAccount): Promise<IssuedToken> {
    const { store, now, newId, requireSamlSso } = this.#dependencies;
    if (requireSamlSso && wanted.sso !== 'saml') {
      throw new RollcallError(
        'conflict',
        'SCIM needs an account that signs in with SAML SSO. Set it up first (--sso saml), or run Rollcall with REQUIRE_SAML_SSO=false.',
      );
    }
    const at = now();
    const account: Account = {
      id: parseAccountId(wanted.id),
      name: wanted.name ?? wanted.id,
      identityProvider: wanted.identityProvider,
      sso: wanted.sso,
      policies: DEFAULT_POLICIES,
      connection: 'enabled',
      createdAt: at,
      updatedAt: at,
    };
    const record: TokenRecord = {
      id: newId(),
      label: 'first token',
      createdAt: at,
      expiresAt: null,
      revokedAt: null,
    };
    // Signed before it is stored: a token nobody ever saw must not exist.
    const issued = this.#sign(account.id, record);
    await store.addAccount(account, record, [
      this.#event(account.id, 'connection.enabled', { identityProvider: account.identityProvider }),
      this.#event(account.id, 'connection.token_issued', tokenData(record)),
    ]);
    return issued;
  }

  /** @throws RollcallError `notFound` */
  async get(id: string): Promise<Account> {
    const account = await this.#dependencies.store.findAccount(id);
    if (!account) throw new RollcallError('notFound', `There is no account ${JSON.stringify(id)}.`);
    return account;
  }

  list(): Promise<readonly Account[]> {
    return this.#dependencies.store.listAccounts();
  }

  /**
   * @param settings `name=value`, such as `authority=reject`
   * @throws RollcallError `badRequest`, `notFound`
   */
  setPolicies(id: string, settings: readonly string[]): Promise<Account> {
    return this.#update(id, account => ({
      ...account,
      policies: applyPolicySettings(account.policies, settings),
    }));
  }

  /** Changes what describes the account. @throws RollcallError `notFound` */
  describe(id: string, change: Partial<Pick<Account, 'name' | 'identityProvider'>>): Promise<Account> {
    return this.#update(id, account => ({ ...account, ...change }));
  }

  /** @throws RollcallError `notFound`, `badRequest` when the expiry lies in the past */
  async issueToken(accountId: string, label: string, expiresAt: number | null): Promise<IssuedToken> {
    await this.get(accountId);
    const record = this.#newRecord(label, expiresAt);
    const issued = this.#sign(accountId, record);
    await this.#dependencies.store.addToken(accountId, record, [
      this.#event(accountId, 'connection.token_issued', tokenData(record)),
    ]);
    return issued;
  }

  /** @throws RollcallError `notFound` */
  async listTokens(accountId: string): Promise<readonly TokenRecord[]> {
    await this.get(accountId);
    return this.#dependencies.store.listTokens(accountId);
  }

  /** The token is refused from the next request on; revoking it again changes nothing. @throws RollcallError `notFound` */
  async revokeToken(accountId: string, tokenId: string): Promise<void> {
    const token = (await this.listTokens(accountId)).find(({ id }) => id === tokenId);
    if (!token) throw noSuchToken(tokenId);
    await this.#dependencies.store.revokeToken(accountId, tokenId, this.#dependencies.now(), [
      this.#event(accountId, 'connection.token_revoked', tokenData(token)),
    ]);
  }

  /** @throws RollcallError `badRequest` for an unknown scope, `notFound` for an unknown account */
  async issueServiceToken(
    grant: ServiceGrant,
    label: string,
    expiresAt: number | null,
  ): Promise<IssuedToken> {
    const unknown = grant.scopes.filter(scope => !KNOWN_SCOPES.some(known => known === scope));
    if (unknown.length > 0 || grant.scopes.length === 0) {
      throw new RollcallError('badRequest', `The scopes must be among ${KNOWN_SCOPES.join(', ')}.`);
    }
    for (const id of grant.accounts ?? []) await this.get(id);
    const record: ServiceTokenRecord = { ...this.#newRecord(label, expiresAt), ...grant };
    const token = this.#dependencies.signer.sign('control', record.id, 'service', record.expiresAt);
    await this.#dependencies.store.addServiceToken(record);
    return { tokenId: record.id, token };
  }

  listServiceTokens(): Promise<readonly ServiceTokenRecord[]> {
    return this.#dependencies.store.listServiceTokens();
  }

  /** @throws RollcallError `notFound` */
  async revokeServiceToken(tokenId: string): Promise<void> {
    const known = (await this.listServiceTokens()).some(({ id }) => id === tokenId);
    if (!known) throw noSuchToken(tokenId);
    await this.#dependencies.store.revokeServiceToken(tokenId, this.#dependencies.now());
  }

  #update(id: string, change: (account: Account) => Account): Promise<Account> {
    const { store, now } = this.#dependencies;
    return store.updateAccount(id, account => ({ ...change(account), updatedAt: now() }));
  }

  #newRecord(label: string, expiresAt: number | null): TokenRecord {
    const { now, newId } = this.#dependencies;
    if (expiresAt !== null && expiresAt <= now()) {
      throw new RollcallError('badRequest', 'The expiry lies in the past.');
    }
    return { id: newId(), label, createdAt: now(), expiresAt, revokedAt: null };
  }

  #sign(accountId: string, record: TokenRecord): IssuedToken {
    return {
      tokenId: record.id,
      token: this.#dependencies.signer.sign('scim', record.id, accountId, record.expiresAt),
    };
  }

  #event(accountId: string, type: ConnectionEventType, data: Record<string, unknown>): EventDraft {
    const { now, newId } = this.#dependencies;
    const id = newId();
    return {
      id,
      type,
      subject: accountId,
      occurredAt: now(),
      requestId: id,
      traceparent: undefined,
      data: { account: { id: accountId }, ...data, actor: { kind: 'operator' } },
    };
  }
}

/** What an event says of a token: never the token itself. */
const tokenData = ({ id, label, expiresAt }: TokenRecord): Record<string, unknown> => ({
  token: { id, label, expires: expiresAt === null ? null : new Date(expiresAt).toISOString() },
});

const noSuchToken = (id: string): RollcallError =>
  new RollcallError('notFound', `There is no token ${JSON.stringify(id)}; list them with "token list".`);

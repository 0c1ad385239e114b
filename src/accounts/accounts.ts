/** The use cases on accounts: opened, connected, suspended, closed, their tokens issued and revoked; announced by events. */
import { RollcallError } from '../base/errors.ts';
import { requireCredential } from '../members/account-gate.ts';
import {
  type Account,
  parseAccountId,
  parsePolicySettings,
  type SingleSignOn,
  type SsoProtocol,
  signOnWith,
} from './account.ts';
import {
  type AccountSettings,
  closeAccount,
  disableConnection,
  enableConnection,
  putAccount,
  requireConnection,
  requireOpen,
  resumeConnection,
  suspendConnection,
} from './change.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { OPERATOR, type Requester } from './requester.ts';
import type { AccountChange, AccountContext, AccountGuard, AccountState, TokenRecord } from './state.ts';
import {
  addToken,
  newToken,
  noSuchToken,
  revokeToken,
  rotateToken,
  type TokenSettings,
} from './tokens/change.ts';
import type { TokenSigner } from './tokens/token.ts';

/** A page of a list that is ordered by id. */
export interface ListRequest {
  /** The id to go on behind; `undefined`: from the beginning. */
  readonly after: string | undefined;
  readonly limit: number;
}

export interface AccountListRequest extends ListRequest {
  /** `null`: all there are. */
  readonly accountIds: readonly string[] | null;
}

export interface AccountStore {
  findAccount(id: string): Promise<Account | undefined>;
  /** Without those that are closed. */
  listAccounts(list: AccountListRequest): Promise<readonly Account[]>;
  listTokens(accountId: string, list: ListRequest): Promise<readonly TokenRecord[]>;
  /**
   * Reads an account with its tokens under its lock, lets `decide` choose, and commits the outcome with its events in
   * one transaction.
   * @param guard of a change that was asked for; left out where the service changes an account by itself
   * @throws what `decide` or the guard throws
   */
  changeAccount<Change extends AccountChange>(
    id: string,
    decide: (current: AccountState | undefined) => Change,
    guard?: AccountGuard,
  ): Promise<Change>;
}

export interface NewAccount {
  readonly id: string;
  readonly name: string | undefined;
  readonly identityProvider: IdentityProvider;
  readonly sso: SsoProtocol | SingleSignOn;
}

/** A token in clear: shown once, stored nowhere. */
export interface IssuedToken {
  readonly tokenId: string;
  readonly token: string;
}

/** What is asked for when a token is issued, besides its label. */
export interface IssueOptions {
  readonly allowedAddresses?: readonly string[] | null;
  readonly by?: Requester;
}

/** A token that was issued, and the account it is for. */
export interface Issue extends IssuedToken {
  readonly account: Account;
  readonly record: TokenRecord;
}

interface Dependencies {
  readonly store: AccountStore;
  readonly signer: TokenSigner;
  readonly now: () => number;
  readonly newId: () => string;
  readonly requireSamlSso: boolean;
}

const FIRST_TOKEN: TokenSettings = { label: 'first token', expiresAt: null, allowedAddresses: null };
/** For the command line, which shows all there is. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

export class Accounts {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Opens an account, switches SCIM on and issues its first token, in one transaction.
   * @throws RollcallError `conflict` without active SAML SSO where it is required, or when the account is there
   */
  async add({ sso, ...wanted }: NewAccount, by: Requester = OPERATOR): Promise<IssuedToken> {
    const id = parseAccountId(wanted.id);
    const { identityProvider, name = id } = wanted;
    const settings = { identityProvider, name, sso: typeof sso === 'string' ? signOnWith(sso) : sso };
    return this.#issue(id, by, (context, current) => {
      if (current && current.account.closedAt === null) {
        throw new RollcallError('conflict', `The account ${JSON.stringify(id)} exists already.`);
      }
      const opened = putAccount(context, id, current, settings);
      const record = newToken(context, FIRST_TOKEN);
      const enabled = enableConnection(
        context,
        { account: opened.account, tokens: current?.tokens ?? [] },
        record,
      );
      return { ...enabled, events: [...opened.events, ...enabled.events], issued: record };
    });
  }

  /**
   * Opens an account without switching SCIM on, changes one, or opens a closed one again.
   * @throws RollcallError `badRequest`, `conflict`
   */
  async put(
    id: string,
    settings: AccountSettings,
    by: Requester = OPERATOR,
  ): Promise<{ readonly account: Account; readonly isNew: boolean }> {
    parseAccountId(id);
    let isNew = false;
    const { account } = await this.#change(id, by, (context, current) => {
      isNew = current === undefined || current.account.closedAt !== null;
      return putAccount(context, id, current, settings);
    });
    return { account, isNew };
  }

  /** Changes an account that is there. @throws RollcallError `notFound`, `conflict` when it is closed */
  set(id: string, settings: AccountSettings, by: Requester = OPERATOR): Promise<Account> {
    return this.#changeExisting(id, by, (context, current) => {
      requireOpen(current.account);
      return putAccount(context, id, current, settings);
    });
  }

  /**
   * @param settings `name=value`, such as `authority=reject`
   * @throws RollcallError `badRequest`, `notFound`
   */
  async setPolicies(id: string, settings: readonly string[]): Promise<Account> {
    return this.set(id, { policies: parsePolicySettings(settings) });
  }

  find(id: string): Promise<Account | undefined> {
    return this.#dependencies.store.findAccount(id);
  }

  /** @throws RollcallError `notFound` */
  async get(id: string): Promise<Account> {
    const account = await this.find(id);
    if (!account) throw noSuchAccount(id);
    return account;
  }

  /** Those that are not closed, by id. */
  list(list: Partial<AccountListRequest> = {}): Promise<readonly Account[]> {
    return this.#dependencies.store.listAccounts({
      after: undefined,
      limit: NO_LIMIT,
      accountIds: null,
      ...list,
    });
  }

  /** @throws RollcallError `notFound`, `conflict` in words, `badRequest` */
  enable(id: string, settings: Partial<TokenSettings> = {}, by: Requester = OPERATOR): Promise<Issue> {
    return this.#issue(id, by, (context, current) => {
      const record = newToken(context, { ...FIRST_TOKEN, ...settings });
      return { ...enableConnection(context, existing(current, id), record), issued: record };
    });
  }

  /** @throws RollcallError `notFound`, `conflict` */
  suspend(id: string, reason: string | null, by: Requester = OPERATOR): Promise<Account> {
    return this.#changeExisting(id, by, (context, current) => suspendConnection(context, current, reason));
  }

  /** @throws RollcallError `notFound`, `conflict` */
  resume(id: string, by: Requester = OPERATOR): Promise<Account> {
    return this.#changeExisting(id, by, resumeConnection);
  }

  /** Its members leave in the background when they are to: see OffboardingJob. @throws RollcallError `notFound`, `conflict` */
  disable(id: string, members: 'keep' | 'deprovision', by: Requester = OPERATOR): Promise<Account> {
    return this.#changeExisting(id, by, (context, current) => disableConnection(context, current, members));
  }

  /** Its members go in the background: see OffboardingJob. @throws RollcallError `notFound` */
  close(id: string, by: Requester = OPERATOR): Promise<Account> {
    return this.#changeExisting(id, by, closeAccount);
  }

  /** @throws RollcallError `notFound`, `conflict`, `badRequest` when the expiry lies in the past */
  issueToken(
    accountId: string,
    label: string,
    expiresAt: number | null,
    { allowedAddresses = null, by = OPERATOR }: IssueOptions = {},
  ): Promise<Issue> {
    return this.#issue(accountId, by, (context, current) => {
      const { account } = existing(current, accountId);
      requireConnection(account);
      const issued = newToken(context, { label, expiresAt, allowedAddresses });
      return { account, ...addToken(context, accountId, issued), issued };
    });
  }

  /**
   * Issues a token like another one, which ends after the overlap.
   * @throws RollcallError `notFound`, `conflict`
   */
  rotateToken(
    accountId: string,
    tokenId: string,
    overlapMs: number,
    by: Requester = OPERATOR,
  ): Promise<Issue> {
    return this.#issue(accountId, by, (context, current) => {
      const state = existing(current, accountId);
      requireConnection(state.account);
      return rotateToken(context, state, tokenId, overlapMs);
    });
  }

  /** In the order in which they were issued. @throws RollcallError `notFound` */
  async listTokens(accountId: string, list: Partial<ListRequest> = {}): Promise<readonly TokenRecord[]> {
    await this.get(accountId);
    return this.#dependencies.store.listTokens(accountId, { after: undefined, limit: NO_LIMIT, ...list });
  }

  /** @throws RollcallError `notFound` */
  async getToken(accountId: string, tokenId: string): Promise<TokenRecord> {
    const found = (await this.listTokens(accountId)).find(({ id }) => id === tokenId);
    if (!found) throw noSuchToken(tokenId);
    return found;
  }

  /** The token is refused from the next request on; revoking it again changes nothing. @throws RollcallError `notFound` */
  async revokeToken(accountId: string, tokenId: string, by: Requester = OPERATOR): Promise<void> {
    await this.#changeExisting(accountId, by, (context, current) => revokeToken(context, current, tokenId));
  }

  #change<Change extends AccountChange>(
    id: string,
    by: Requester,
    decide: (context: AccountContext, current: AccountState | undefined) => Change,
  ): Promise<Change> {
    const { store, signer, now, newId, requireSamlSso } = this.#dependencies;
    const { keyId } = signer;
    return store.changeAccount(
      id,
      current => decide({ by, now: now(), newId, requireSamlSso, keyId }, current),
      {
        actor: by.actor,
        check: credential => requireCredential(by.actor, credential, now()),
      },
    );
  }

  async #changeExisting(
    id: string,
    by: Requester,
    decide: (context: AccountContext, current: AccountState) => AccountChange,
  ): Promise<Account> {
    const { account } = await this.#change(id, by, (context, current) =>
      decide(context, existing(current, id)),
    );
    return account;
  }

  async #issue(
    id: string,
    by: Requester,
    decide: (
      context: AccountContext,
      current: AccountState | undefined,
    ) => AccountChange & { readonly issued: TokenRecord },
  ): Promise<Issue> {
    const { account, issued, token } = await this.#change(id, by, (context, current) => {
      const change = decide(context, current);
      // Signed before it is stored: a token that was never shown must not exist.
      const { id: tokenId, expiresAt } = change.issued;
      return { ...change, token: this.#dependencies.signer.sign('scim', tokenId, id, expiresAt) };
    });
    return { account, record: issued, tokenId: issued.id, token };
  }
}

function existing(current: AccountState | undefined, id: string): AccountState {
  if (!current) throw noSuchAccount(id);
  return current;
}

const noSuchAccount = (id: string): RollcallError =>
  new RollcallError('notFound', `There is no account ${JSON.stringify(id.slice(0, 80))}.`);

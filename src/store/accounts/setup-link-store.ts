/** Setup links in the database. */
import type { Account } from '../../accounts/account.ts';
import type { ListRequest } from '../../accounts/accounts.ts';
import type { SetupAdmin, SetupLink, SetupMode, SetupRight } from '../../accounts/setup-links/setup-link.ts';
import type { SetupLinkChange, SetupLinkStore } from '../../accounts/setup-links/setup-links.ts';
import type { AccountGuard } from '../../accounts/state.ts';
import { noSuchAccount } from '../../base/errors.ts';
import type { ServiceActor } from '../../events/actor.ts';
import type { Database, Transaction } from '../database/database.ts';
import { Columns, constant, NOTHING, type Sql, sql } from '../database/sql.ts';
import type { EventLog } from '../events/event-log.ts';
import { type CredentialColumns, credentialOf, lockedRow } from './lock.ts';
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from './rows.ts';

const COLUMNS = new Columns([
  'id',
  'account_id',
  'secret_hash',
  'session_hash',
  'mode',
  'may',
  'admin',
  'return_url',
  'created_by',
  'created_at',
  'expires_at',
  'revoked_at',
  'opened_at',
  'opened_in',
  'last_seen_at',
  'completed_at',
  'other_browsers',
  'other_browser_at',
]);

interface SetupLinkRow {
  id: string;
  account_id: string;
  secret_hash: string;
  session_hash: string | null;
  mode: string;
  may: string;
  admin: string;
  return_url: string | null;
  created_by: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
  opened_at: number | null;
  opened_in: string | null;
  last_seen_at: number | null;
  completed_at: number | null;
  other_browsers: number;
  other_browser_at: number | null;
}

export class SqlSetupLinkStore implements SetupLinkStore {
  readonly #database: Database;
  readonly #events: EventLog;

  constructor(database: Database, events: EventLog) {
    this.#database = database;
    this.#events = events;
  }

  async listSetupLinks(accountId: string, { after, limit }: ListRequest): Promise<readonly SetupLink[]> {
    const behind = after === undefined ? NOTHING : sql`AND id > ${after}`;
    const rows = await this.#database.all<SetupLinkRow>(
      sql`SELECT ${COLUMNS.names} FROM setup_links
           WHERE account_id = ${accountId} ${behind} ORDER BY id LIMIT ${constant(limit)}`,
    );
    return rows.map(toLink);
  }

  findBySecret(secretHash: string): Promise<SetupLink | undefined> {
    return this.#find(sql`secret_hash = ${secretHash}`);
  }

  findBySession(sessionHash: string): Promise<SetupLink | undefined> {
    return this.#find(sql`session_hash = ${sessionHash}`);
  }

  async addSetupLink(
    link: SetupLink,
    revokeOthers: boolean,
    { accept, ...guard }: AccountGuard & { readonly accept: (account: Account) => void },
  ): Promise<void> {
    await this.#database.write(async trx => {
      accept(await this.#lock(trx, link.accountId, guard));
      if (revokeOthers) {
        await trx.all(
          sql`UPDATE setup_links SET revoked_at = ${link.createdAt}
               WHERE account_id = ${link.accountId} AND revoked_at IS NULL AND expires_at > ${link.createdAt}`,
        );
        await this.#endSessions(trx, link.accountId);
      }
      await trx.all(sql`INSERT INTO setup_links (${COLUMNS.names}) VALUES ${COLUMNS.row(fromLink(link))}`);
    });
  }

  async changeSetupLink(
    accountId: string,
    linkId: string,
    decide: (current: SetupLink) => SetupLinkChange,
    guard: AccountGuard = UNGUARDED,
  ): Promise<SetupLink | undefined> {
    const changed = await this.#database.write(async trx => {
      await this.#lock(trx, accountId, guard);
      const [row] = await trx.all<SetupLinkRow>(
        sql`SELECT ${COLUMNS.names} FROM setup_links WHERE account_id = ${accountId} AND id = ${linkId}`,
      );
      if (!row) return undefined;
      const current = toLink(row);
      const { link, events } = decide(current);
      if (link !== current) {
        await trx.all(
          sql`UPDATE setup_links SET ${COLUMNS.assignments(fromLink(link))} WHERE id = ${linkId}`,
        );
      }
      if (link.revokedAt !== current.revokedAt) await this.#endSessions(trx, accountId);
      if (events.length > 0) await this.#events.append(trx, accountId, events, 0);
      return { link, events };
    });
    if (changed && changed.events.length > 0) this.#events.announce();
    return changed?.link;
  }

  /** @throws RollcallError `notFound`; what the guard throws */
  async #lock(trx: Transaction, accountId: string, { actor, check }: AccountGuard): Promise<Account> {
    const [row] = await trx.all<AccountRow & CredentialColumns>(
      lockedRow(this.#database.dialect, accountId, actor, ACCOUNT_COLUMNS.of('accounts')),
    );
    check(await credentialOf(trx, actor, row));
    if (!row) throw noSuchAccount();
    return toAccount(row);
  }

  /** Has a change that waits for the account's lock read its credential again. */
  async #endSessions(trx: Transaction, accountId: string): Promise<void> {
    await trx.all(
      sql`UPDATE accounts SET credentials_version = credentials_version + 1 WHERE id = ${accountId}`,
    );
  }

  async #find(condition: Sql): Promise<SetupLink | undefined> {
    const [row] = await this.#database.all<SetupLinkRow>(
      sql`SELECT ${COLUMNS.names} FROM setup_links WHERE ${condition}`,
    );
    return row && toLink(row);
  }
}

/** A stranger's browser: the secret of the link is all the credential there is. */
const UNGUARDED: AccountGuard = { actor: { kind: 'operator' }, check: () => undefined };

function toLink(row: SetupLinkRow): SetupLink {
  return {
    id: row.id,
    accountId: row.account_id,
    mode: row.mode as SetupMode, // written below, as the next three
    may: JSON.parse(row.may) as SetupRight[],
    admin: JSON.parse(row.admin) as SetupAdmin,
    createdBy: JSON.parse(row.created_by) as ServiceActor,
    returnUrl: row.return_url,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    openedAt: row.opened_at,
    openedIn: row.opened_in,
    lastSeenAt: row.last_seen_at,
    completedAt: row.completed_at,
    otherBrowsers: row.other_browsers,
    otherBrowserAt: row.other_browser_at,
    secretHash: row.secret_hash,
    sessionHash: row.session_hash,
  };
}

const fromLink = (link: SetupLink): SetupLinkRow => ({
  id: link.id,
  account_id: link.accountId,
  secret_hash: link.secretHash,
  session_hash: link.sessionHash,
  mode: link.mode,
  may: JSON.stringify(link.may),
  admin: JSON.stringify(link.admin),
  return_url: link.returnUrl,
  created_by: JSON.stringify(link.createdBy),
  created_at: link.createdAt,
  expires_at: link.expiresAt,
  revoked_at: link.revokedAt,
  opened_at: link.openedAt,
  opened_in: link.openedIn,
  last_seen_at: link.lastSeenAt,
  completed_at: link.completedAt,
  other_browsers: link.otherBrowsers,
  other_browser_at: link.otherBrowserAt,
});

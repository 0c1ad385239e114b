/**
 * The members table under both baselines: the SQL shape of migrations/ and the durability of Rollcall
 * (WAL, synchronous=FULL), one commit a request, without events. Nothing of src/ is used, so that a
 * baseline stays what it is when Rollcall changes.
 */
import BetterSqlite from 'better-sqlite3';
import { v7 } from 'uuid';

export type Attributes = Readonly<Record<string, unknown>>;

/** A member as it is stored; `attributes` is JSON text ready to send, without id and meta. */
export interface MemberRow {
  readonly id: string;
  readonly attributes: string;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
}

const ACCOUNT = 'bench';
const SHOWN = 'id, attributes, version, created_at, modified_at';

export class MemberTable {
  readonly #connection: BetterSqlite.Database;
  readonly #statements: ReturnType<typeof prepareStatements>;
  /** Each runs as one transaction with one flush. */
  readonly create: (attributes: Attributes) => MemberRow;
  readonly change: (id: string, edit: (attributes: Attributes) => Attributes) => MemberRow | undefined;

  constructor(path: string) {
    this.#connection = new BetterSqlite(path);
    this.#connection.pragma('journal_mode = WAL');
    this.#connection.pragma('synchronous = FULL');
    this.#connection.exec(SCHEMA);
    this.#statements = prepareStatements(this.#connection);
    this.create = this.#connection.transaction((attributes: Attributes) =>
      this.#create(attributes),
    ).immediate;
    this.change = this.#connection.transaction((id: string, edit: (attributes: Attributes) => Attributes) =>
      this.#change(id, edit),
    ).immediate;
  }

  find(id: string): MemberRow | undefined {
    return this.#statements.byId.get(ACCOUNT, id);
  }

  findByUserName(userName: string): MemberRow[] {
    return this.#statements.byUserName.all(ACCOUNT, fold(userName));
  }

  page(offset: number, limit: number): MemberRow[] {
    return this.#statements.page.all(ACCOUNT, limit, offset);
  }

  /** A kept count, as in Rollcall. */
  count(): number {
    return this.#statements.count.get(ACCOUNT)?.member_count ?? 0;
  }

  #create(attributes: Attributes): MemberRow {
    const now = Date.now();
    const row = {
      id: v7(),
      attributes: JSON.stringify(attributes),
      version: 1,
      created_at: now,
      modified_at: now,
    };
    this.#statements.insert.run({ account_id: ACCOUNT, ...row, ...searchColumns(attributes) });
    this.#statements.changeCount.run(1, ACCOUNT);
    for (const email of emailKeys(attributes)) this.#statements.rememberEmail.run(ACCOUNT, row.id, email);
    return row;
  }

  #change(id: string, edit: (attributes: Attributes) => Attributes): MemberRow | undefined {
    const before = this.find(id);
    if (!before) return undefined;
    const old = JSON.parse(before.attributes) as Attributes; // we wrote this JSON ourselves
    const attributes = edit(old);
    const row = {
      ...before,
      attributes: JSON.stringify(attributes),
      version: before.version + 1,
      modified_at: Date.now(),
    };
    this.#statements.update.run({ account_id: ACCOUNT, ...row, ...searchColumns(attributes) });
    const emails = emailKeys(attributes);
    if (emails.join('\n') !== emailKeys(old).join('\n')) {
      this.#statements.forgetEmails.run(ACCOUNT, id);
      for (const email of emails) this.#statements.rememberEmail.run(ACCOUNT, id, email);
    }
    return row;
  }
}

const SCHEMA = `
  CREATE TABLE accounts (id TEXT PRIMARY KEY, member_count INTEGER NOT NULL);
  INSERT INTO accounts VALUES ('${ACCOUNT}', 0);
  CREATE TABLE members (
    account_id TEXT NOT NULL, id TEXT NOT NULL, user_name_key TEXT NOT NULL, external_id TEXT, email_key TEXT,
    active INTEGER NOT NULL, attributes TEXT NOT NULL, search TEXT NOT NULL, version INTEGER NOT NULL,
    managed_by TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, activated_at INTEGER,
    PRIMARY KEY (account_id, id)
  );
  CREATE UNIQUE INDEX members_user_name ON members (account_id, user_name_key);
  CREATE INDEX members_external_id ON members (account_id, external_id, id);
  CREATE INDEX members_email ON members (account_id, email_key, id);
  CREATE INDEX members_active ON members (account_id, active, id);
  CREATE TABLE member_emails (account_id TEXT NOT NULL, member_id TEXT NOT NULL, value_key TEXT NOT NULL);
  CREATE INDEX member_emails_value ON member_emails (account_id, value_key, member_id);
  CREATE INDEX member_emails_member ON member_emails (account_id, member_id);
`;

function prepareStatements(connection: BetterSqlite.Database) {
  return {
    byId: connection.prepare<[string, string], MemberRow>(
      `SELECT ${SHOWN} FROM members WHERE account_id = ? AND id = ?`,
    ),
    byUserName: connection.prepare<[string, string], MemberRow>(
      `SELECT ${SHOWN} FROM members WHERE account_id = ? AND user_name_key = ? ORDER BY id LIMIT 100`,
    ),
    // SQLite (3.54, with STAT4) plans by the values bound to an ORDER BY query and so compiles it anew on every
    // execution; values it cannot look into, such as these casts, keep the statement prepared.
    page: connection.prepare<[string, number, number], MemberRow>(
      `SELECT ${SHOWN} FROM members WHERE account_id = CAST(? AS TEXT) ORDER BY id
         LIMIT CAST(? AS INTEGER) OFFSET CAST(? AS INTEGER)`,
    ),
    count: connection.prepare<[string], { member_count: number }>(
      'SELECT member_count FROM accounts WHERE id = ?',
    ),
    changeCount: connection.prepare('UPDATE accounts SET member_count = member_count + ? WHERE id = ?'),
    insert: connection.prepare(
      `INSERT INTO members VALUES (@account_id, @id, @user_name_key, @external_id, @email_key, @active, @attributes,
         @search, @version, 'idp', @created_at, @modified_at, @created_at)`,
    ),
    update: connection.prepare(
      `UPDATE members SET user_name_key = @user_name_key, external_id = @external_id, email_key = @email_key,
         active = @active, attributes = @attributes, search = @search, version = @version, modified_at = @modified_at
       WHERE account_id = @account_id AND id = @id`,
    ),
    rememberEmail: connection.prepare('INSERT INTO member_emails VALUES (?, ?, ?)'),
    forgetEmails: connection.prepare('DELETE FROM member_emails WHERE account_id = ? AND member_id = ?'),
  };
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

function searchColumns(attributes: Attributes) {
  const { userName, externalId, active } = attributes;
  return {
    user_name_key: fold(String(userName)),
    external_id: typeof externalId === 'string' ? externalId : null,
    email_key: emailKeys(attributes)[0] ?? null,
    active: Number(active !== false),
    search: JSON.stringify(flatten(attributes)),
  };
}

/** One flat object of folded values: what a filter on any attribute would look at. */
function flatten(value: unknown, prefix = '', into: Record<string, unknown> = {}): Record<string, unknown> {
  for (const [name, inner] of Object.entries(value ?? {})) {
    if (Array.isArray(inner))
      into[prefix + name] = inner.map(element => (isObject(element) ? flatten(element) : element));
    else if (isObject(inner)) flatten(inner, `${prefix}${name}.`, into);
    else into[prefix + name] = typeof inner === 'string' ? fold(inner) : inner;
  }
  return into;
}

function emailKeys(attributes: Attributes): string[] {
  const emails: unknown = attributes['emails'];
  if (!Array.isArray(emails)) return [];
  return emails.filter(isObject).map(email => fold(String(email['value'])));
}

const isObject = (value: unknown): value is Attributes => typeof value === 'object' && value !== null;

/** Finds members: filters, sorting and pages as SQL. */
import type { MemberList, MemberPage, MemberQuery, PageKey } from '../members/member-query.ts';
import { type Database, parameter, Statement } from './database.ts';
import { conditionFor, INTEGER, orderFor, type SqlCondition, TEXT } from './member-query-sql.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './member-rows.ts';

const LARGEST_PAGE_BYTES = 16_777_216;

interface Found {
  readonly rows: readonly MemberRow[];
  readonly before: PageKey | undefined;
  readonly after: PageKey | undefined;
}

export class MemberSearch {
  readonly #database: Database;
  readonly #memberCount: Statement<'account'>;

  constructor(database: Database) {
    this.#database = database;
    this.#memberCount = new Statement(
      database
        .build('accounts')
        .select('member_count')
        .where({ id: parameter('account') }),
    );
  }

  /** A page, and how many match in all. */
  async search(accountId: string, query: MemberQuery): Promise<MemberPage> {
    const where = this.#condition(accountId, query);
    const { rows, before, after } = await this.#find(where, query);
    const offset = query.start.kind === 'offset' ? query.start.offset : undefined;
    const isWholeRest =
      offset !== undefined && !after && query.limit > 0 && (rows.length > 0 || offset === 0);
    const total = isWholeRest
      ? offset + rows.length
      : query.filter
        ? await this.#count(where)
        : await this.#countAll(accountId);
    return { total, members: rows.map(toStored), before, after };
  }

  /** A page alone. */
  async page(accountId: string, query: MemberQuery): Promise<MemberList> {
    const { rows, before, after } = await this.#find(this.#condition(accountId, query), query);
    return { members: rows.map(toStored), before, after };
  }

  #condition(accountId: string, { filter }: MemberQuery): SqlCondition {
    const condition = filter && conditionFor(filter, accountId, this.#database.dialect);
    return {
      text: `account_id = ${TEXT[this.#database.dialect]}${condition ? ` AND ${condition.text}` : ''}`,
      bindings: [accountId, ...(condition?.bindings ?? [])],
    };
  }

  async #find(where: SqlCondition, { sort, start, limit }: MemberQuery): Promise<Found> {
    if (limit === 0) return { rows: [], before: undefined, after: undefined };
    const backwards = start.kind === 'before';
    const order = orderFor(sort, backwards, this.#database.dialect);
    const beyond = start.kind === 'offset' ? undefined : order.beyond(start.key);
    // One row more than asked for tells whether there is a next page.
    const found = await this.#database.all<MemberRow & { sort_value: PageKey['value'] }>(
      `SELECT ${READ_COLUMNS.join(', ')}, ${order.value} AS sort_value FROM members
        WHERE ${where.text}${beyond ? ` AND ${beyond.text}` : ''} ORDER BY ${order.orderBy} LIMIT ${INTEGER[this.#database.dialect]} OFFSET ${INTEGER[this.#database.dialect]}`,
      [...where.bindings, ...(beyond?.bindings ?? []), limit + 1, start.kind === 'offset' ? start.offset : 0],
    );
    const rows = withinBytes(found.slice(0, limit));
    const hasMore = found.length > rows.length;
    if (backwards) rows.reverse();
    const keyOf = (row: (typeof rows)[number] | undefined) => row && { value: row.sort_value, id: row.id };
    const isFirst = start.kind === 'offset' ? start.offset === 0 : backwards && !hasMore;
    return {
      rows,
      before: isFirst ? undefined : keyOf(rows[0]),
      after: hasMore || backwards ? keyOf(rows.at(-1)) : undefined,
    };
  }

  async #count(where: SqlCondition): Promise<number> {
    const [row] = await this.#database.all<{ total: number }>(
      `SELECT count(*) AS total FROM members WHERE ${where.text}`,
      where.bindings,
    );
    return row?.total ?? 0;
  }

  /** A kept count: counting 100,000 rows takes milliseconds that every first page would pay. */
  async #countAll(accountId: string): Promise<number> {
    const row = await this.#memberCount.first<{ member_count: number }>(this.#database, {
      account: accountId,
    });
    return row?.member_count ?? 0;
  }
}

/** A page may be shorter than asked for (RFC 7644 §3.4.2.4), but holds at least one member. */
function withinBytes<Row extends MemberRow>(rows: readonly Row[]): Row[] {
  let length = 0;
  const end = rows.findIndex((row, index) => {
    length += row.attributes.length;
    return index > 0 && length > LARGEST_PAGE_BYTES;
  });
  return end < 0 ? [...rows] : rows.slice(0, end);
}

/** Finds members: filters, sorting and pages as SQL. */
import type { MemberList, MemberPage, MemberQuery, PageKey, PageOptions } from '../../members/query.ts';
import type { Database, Transaction } from '../database/database.ts';
import { GO_ON } from '../database/reading/protocol.ts';
import { asInteger, asText, hasIdIn } from '../database/shared-sql.ts';
import { NOTHING, name, type Sql, sql } from '../database/sql.ts';
import { isSmall, lookupKindOf } from './lookup.ts';
import { conditionFor, orderFor } from './query-sql.ts';
import { type MemberRow, READ_COLUMNS, toStored } from './rows.ts';

/** Few milliseconds for each thread it passes. A client that wants more asks for the next page. */
const LARGEST_PAGE_BYTES = 4_194_304;

/** A member of a page, before its attributes are read. */
interface Place {
  readonly id: string;
  readonly size: number;
  readonly sort_value: PageKey['value'];
}

interface Reading {
  readonly read: Transaction;
  readonly accountId: string;
  readonly where: Sql;
  /** Whether the members are read with their places, in one statement. */
  readonly isSmall: boolean;
  readonly reserve: PageOptions['reserve'];
}

/** Evaluated for each member that a search looks at, so that it can be stopped. PostgreSQL can stop any statement. */
const STOPPABLE = { sqlite: sql`AND ${name(GO_ON)}()`, postgres: NOTHING } as const;

export class MemberSearch {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A page, and how many match in all. @throws RollcallError as `Database.search` does; what `reserve` throws */
  search(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberPage> {
    return this.#run(accountId, query, options, async reading => {
      const page = await this.#page(reading, query);
      const { members, after } = page;
      const offset = query.start.kind === 'offset' ? query.start.offset : undefined;
      const isWholeRest =
        offset !== undefined && !after && query.limit > 0 && (members.length > 0 || offset === 0);
      const total = isWholeRest
        ? offset + members.length
        : query.filter
          ? await countMatches(reading)
          : await this.#countAll(reading);
      return { total, ...page };
    });
  }

  /** A page alone. @throws RollcallError as `search` does */
  page(accountId: string, query: MemberQuery, options?: PageOptions): Promise<MemberList> {
    return this.#run(accountId, query, options, reading => this.#page(reading, query));
  }

  /** In the serving thread where an index finds little, and as a search otherwise. */
  async #run<T>(
    accountId: string,
    query: MemberQuery,
    options: PageOptions | undefined,
    work: (reading: Reading) => Promise<T>,
  ): Promise<T> {
    const { signal, reserve } = options ?? {};
    const { dialect } = this.#database;
    const where = conditionOf(accountId, query, dialect, NOTHING);
    const kind = lookupKindOf(query);
    if (kind === 'one' || (kind === 'few' && (await isSmall(this.#database, accountId, where, query))))
      return work({ read: this.#database, accountId, where, isSmall: true, reserve });
    const stoppable = conditionOf(accountId, query, dialect, STOPPABLE[dialect]);
    return this.#database.search({ accountId, signal }, read =>
      work({ read, accountId, where: stoppable, isSmall: false, reserve }),
    );
  }

  async #page(reading: Reading, { sort, start, limit }: MemberQuery): Promise<MemberList> {
    if (limit === 0) return { members: [], before: undefined, after: undefined };
    const { read, where, isSmall, reserve } = reading;
    const { dialect } = this.#database;
    const backwards = start.kind === 'before';
    const order = orderFor(sort, backwards, dialect);
    const beyond = start.kind === 'offset' ? NOTHING : sql`AND ${order.beyond(start.key)}`;
    const offset = start.kind === 'offset' ? start.offset : 0;
    // What is sorted is ids alone: a thousand members may be a hundred megabytes. One more than asked for says
    // whether there is a next page.
    const found = await read.all<Place>(
      sql`SELECT ${isSmall ? READ_COLUMNS.names : sql`id`}, octet_length(attributes) AS size,
                 ${order.value} AS sort_value
            FROM members WHERE ${where} ${beyond}
           ORDER BY ${order.orderBy} LIMIT ${asInteger(limit + 1)} OFFSET ${asInteger(offset)}`,
    );
    const places = withinBytes(found.slice(0, limit));
    const hasMore = found.length > places.length;
    reserve?.(places.reduce((bytes, { size }) => bytes + size, 0));
    if (backwards) places.reverse();
    const keyOf = (place: Place | undefined) => place && { value: place.sort_value, id: place.id };
    const isFirst = start.kind === 'offset' ? start.offset === 0 : backwards && !hasMore;
    const rows = isSmall ? (places as (Place & MemberRow)[]) : await this.#membersAt(reading, places); // as selected above
    return {
      members: rows.map(toStored),
      before: isFirst ? undefined : keyOf(places[0]),
      after: hasMore || backwards ? keyOf(places.at(-1)) : undefined,
    };
  }

  /** In the order of the places. */
  async #membersAt({ read, accountId }: Reading, places: readonly Place[]): Promise<readonly MemberRow[]> {
    if (places.length === 0) return [];
    const ids = places.map(({ id }) => id);
    const rows = await read.all<MemberRow>(
      sql`SELECT ${READ_COLUMNS.names} FROM members
           WHERE account_id = ${accountId} AND ${hasIdIn(this.#database.dialect, ids)}`,
    );
    const byId = new Map(rows.map(row => [row.id, row]));
    return places.map(({ id }) => byId.get(id) as MemberRow); // read from the same committed state
  }

  /** A kept count: counting 100,000 rows takes milliseconds that every first page would pay. */
  async #countAll({ read, accountId }: Reading): Promise<number> {
    const [row] = await read.all<{ member_count: number }>(
      sql`SELECT member_count FROM accounts WHERE id = ${accountId}`,
    );
    return row?.member_count ?? 0;
  }
}

/** @param further to be true as well of each member that is looked at, before the filter is asked */
function conditionOf(
  accountId: string,
  { filter }: MemberQuery,
  dialect: Database['dialect'],
  further: Sql,
): Sql {
  const condition = filter ? sql`AND ${conditionFor(filter, accountId, dialect)}` : NOTHING;
  return sql`account_id = ${asText(accountId)} ${further} ${condition}`;
}

async function countMatches({ read, where }: Reading): Promise<number> {
  const [row] = await read.all<{ total: number }>(sql`SELECT count(*) AS total FROM members WHERE ${where}`);
  return row?.total ?? 0;
}

/** A page may be shorter than asked for (RFC 7644 §3.4.2.4), but holds at least one member. */
function withinBytes(places: readonly Place[]): Place[] {
  let bytes = 0;
  const end = places.findIndex(({ size }, index) => {
    bytes += size;
    return index > 0 && bytes > LARGEST_PAGE_BYTES;
  });
  return end < 0 ? [...places] : places.slice(0, end);
}

/** Which questions about members an index answers, with little to read: they need not queue for a reader. */
import { fold } from '../../members/member.ts';
import type { MemberFilter, MemberQuery } from '../../members/query.ts';
import type { Database } from '../database/database.ts';
import { asText } from '../database/shared-sql.ts';
import { constant, NOTHING, type Sql, sql } from '../database/sql.ts';
import { orderFor } from './query-sql.ts';

const MOST_ROWS = 100;
const ONE_TOO_MANY = constant(MOST_ROWS + 1);
const MOST_BYTES = 262_144;

/** Fields whose values have an index of their own that is in the order of ids as well. */
const INDEXED = ['externalId', 'email'];
const UNIQUE = ['userName', 'id'];

/** `one`: at most one member; `few`: an index finds them, however many they are. */
export type LookupKind = 'one' | 'few' | 'none';

export function lookupKindOf({ filter, sort, start, limit }: MemberQuery): LookupKind {
  const condition = filter && soleTerm(filter);
  if (!sort && isEquality(condition, UNIQUE)) return 'one';
  if (sort || limit > MOST_ROWS) return 'none';
  const isAtStart = start.kind === 'offset' && start.offset === 0;
  if (!condition) return isAtStart || start.kind !== 'offset' ? 'few' : 'none';
  const isIndexed = isEquality(condition, INDEXED) || emailWanted(condition) !== undefined;
  return isIndexed && isAtStart ? 'few' : 'none';
}

/**
 * Whether there are so few and small ones that they may be read in the serving thread.
 * @param where the condition of the query within its account
 */
export async function isSmall(
  database: Database,
  accountId: string,
  where: Sql,
  { filter, start, limit }: MemberQuery,
): Promise<boolean> {
  const email = filter && emailWanted(soleTerm(filter));
  if (email !== undefined && (await countEmails(database, accountId, email)) > limit) return false;
  const order = orderFor(undefined, start.kind === 'before', database.dialect);
  const beyond = start.kind === 'offset' ? NOTHING : sql`AND ${order.beyond(start.key)}`;
  // octet_length() of a column reads its header alone, on both databases.
  const [found] = await database.all<{ members: number; bytes: number | null }>(
    sql`SELECT count(*) AS members, sum(octet_length(attributes)) AS bytes
          FROM (SELECT attributes FROM members WHERE ${where} ${beyond}
                 ORDER BY ${order.orderBy} LIMIT ${ONE_TOO_MANY}) found`,
  );
  const { members = 0, bytes = 0 } = found ?? {};
  // Of what is filtered, all must be on the page: otherwise all would have to be counted.
  return (bytes ?? 0) <= MOST_BYTES && (!filter || members <= limit);
}

async function countEmails(database: Database, accountId: string, email: string): Promise<number> {
  const [found] = await database.all<{ members: number }>(
    sql`SELECT count(*) AS members
          FROM (SELECT 1 FROM member_emails
                 WHERE account_id = ${asText(accountId)} AND value_key = ${asText(fold(email))}
                 LIMIT ${ONE_TOO_MANY}) found`,
  );
  return found?.members ?? 0;
}

function soleTerm(filter: MemberFilter): MemberFilter {
  const [only, ...others] = filter.kind === 'and' || filter.kind === 'or' ? filter.terms : [filter];
  return only && only !== filter && others.length === 0 ? soleTerm(only) : filter;
}

const isEquality = (filter: MemberFilter | undefined, paths: readonly string[]): boolean =>
  filter?.kind === 'compare' && filter.operator === 'eq' && paths.includes(filter.field.path);

/** The value that `emails.value eq` asks for. */
function emailWanted(filter: MemberFilter): string | undefined {
  if (filter.kind !== 'element' || filter.attribute !== 'emails') return undefined;
  const { filter: condition } = filter;
  return condition.kind === 'compare' &&
    isEquality(condition, ['value']) &&
    typeof condition.value === 'string'
    ? condition.value
    : undefined;
}

/**
 * From a MemberFilter to SQL. Comparisons may yield NULL (unassigned), which WHERE takes for false and NOT must too:
 * hence `IS NOT TRUE`.
 */

import { foldUserName, userNameKey } from '../../members/identity/user-name.ts';
import { fold } from '../../members/member.ts';
import type { Field, MemberFilter, MemberSort, PageKey } from '../../members/query.ts';
import type { Database } from '../database/database.ts';
import { asInteger, asText } from '../database/shared-sql.ts';
import { join, NOTHING, quoted, type Sql, sql } from '../database/sql.ts';
import { sortKeyOf } from './search-document.ts';

type Dialect = Database['dialect'];

/** Fields with a column of their own, and so with an index. */
const COLUMNS: ReadonlyMap<string, Sql> = new Map([
  ['id', sql`id`],
  ['userName', sql`user_name_key`],
  ['externalId', sql`external_id`],
  ['email', sql`email_key`],
  ['managedBy', sql`managed_by`],
  ['active', sql`active`],
  ['meta.created', sql`created_at`],
  ['meta.lastModified', sql`modified_at`],
  ['meta.version', sql`version`],
]);

const ORDER_OPERATORS = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` } as const;

/** The condition for `filter` within one account; it stands beside one on `account_id`. */
export const conditionFor = (filter: MemberFilter, accountId: string, dialect: Dialect): Sql =>
  new ConditionWriter(accountId, dialect).write(filter);

/** How a list is ordered and where a page of it begins, as SQL. */
export interface SqlOrder {
  /** The value sorted by; `NULL` when the list is in the order of ids. */
  readonly value: Sql;
  readonly orderBy: Sql;
  /** Narrows a condition to the members beyond `key` in this order. */
  beyond(key: PageKey): Sql;
}

/**
 * Unassigned values come last when ascending, first when descending (RFC 7644 §3.4.2.3); equal ones in the order
 * of ids, which never changes.
 * @param backwards the mirrored order, for the page before a place
 */
export function orderFor(sort: MemberSort | undefined, backwards: boolean, dialect: Dialect): SqlOrder {
  const [idDirection, idBeyond] = directionOf(backwards);
  const byId = (key: PageKey): Sql => sql`id ${idBeyond} ${asText(key.id)}`;
  if (!sort) return { value: sql`NULL`, orderBy: sql`id ${idDirection}`, beyond: byId };
  const value = sortValue(sort, dialect);
  const falls = sort.descending !== backwards;
  const [direction, isBeyond] = directionOf(falls);
  const beyond = (key: PageKey): Sql => {
    if (key.value === null) {
      const sameValue = sql`(${value}) IS NULL AND ${byId(key)}`;
      return falls ? sql`((${sameValue}) OR (${value}) IS NOT NULL)` : sql`(${sameValue})`;
    }
    const bound = typeof key.value === 'string' ? asText(key.value) : asInteger(key.value);
    const further = sql`${value} ${isBeyond} ${bound} OR (${value} = ${bound} AND ${byId(key)})`;
    return falls ? sql`(${further})` : sql`(${further} OR (${value}) IS NULL)`;
  };
  return {
    value,
    orderBy: sql`(${value}) IS NULL ${direction}, ${value} ${direction}, id ${idDirection}`,
    beyond,
  };
}

const directionOf = (falls: boolean): readonly [Sql, Sql] =>
  falls ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];

function sortValue({ field, element }: MemberSort, dialect: Dialect): Sql {
  if (element === undefined) return fieldValue(field, undefined, dialect);
  const key = sortKeyOf(element);
  return dialect === 'sqlite'
    ? sql`json_extract(search, ${quoted(`${jsonPath(key)}."${field.path}"`)})`
    : sql`(search -> ${quoted(key)} ->> ${quoted(field.path)}) COLLATE "C"`;
}

class ConditionWriter {
  readonly #accountId: string;
  readonly #dialect: Dialect;

  constructor(accountId: string, dialect: Dialect) {
    this.#accountId = accountId;
    this.#dialect = dialect;
  }

  /** @param element whether fields are those of an element `e` of a multi-valued attribute */
  write(filter: MemberFilter, element = false): Sql {
    switch (filter.kind) {
      case 'always':
        return filter.value ? sql`1 = 1` : sql`1 = 0`;
      case 'and':
      case 'or': {
        const terms = filter.terms.map(term => this.write(term, element));
        return sql`(${join(terms, filter.kind === 'and' ? ' AND ' : ' OR ')})`;
      }
      case 'not':
        return sql`((${this.write(filter.term, element)}) IS NOT TRUE)`;
      case 'present': {
        const value = this.#value(filter.field, element);
        return filter.field.kind === 'text' ? sql`(${value} <> '')` : sql`(${value} IS NOT NULL)`;
      }
      case 'compare':
        return this.#compare(filter, element);
      case 'element':
        return this.#element(filter.attribute, filter.filter);
    }
  }

  #compare({ field, operator, value }: Extract<MemberFilter, { kind: 'compare' }>, element: boolean): Sql {
    const left = this.#value(field, element);
    if (field.kind === 'boolean') return sql`(${left} = ${this.#boolean(value === true, field, element)})`;
    if (typeof value !== 'string') {
      const compares = operator === 'eq' ? sql`=` : orderOperator(operator);
      return sql`(${left} ${compares} ${asInteger(Number(value))})`;
    }
    const text = comparedText(field, operator, value);
    switch (operator) {
      case 'eq':
        return sql`(${left} = ${asText(text)})`;
      case 'sw':
        return startsWith(left, text);
      case 'ew': {
        if (text === '') return sql`(${left} IS NOT NULL)`;
        const ending =
          this.#dialect === 'sqlite'
            ? sql`substr(${left}, -length(${text}))`
            : sql`right(${left}, length(${asText(text)}))`;
        return sql`(${ending} = ${asText(text)})`;
      }
      case 'co':
        return this.#dialect === 'sqlite'
          ? sql`(instr(${left}, ${asText(text)}) > 0)`
          : sql`(strpos(${left}, ${asText(text)}) > 0)`;
      case 'gt':
      case 'ge':
      case 'lt':
      case 'le':
        return sql`(${left} ${ORDER_OPERATORS[operator]} ${asText(text)})`;
    }
  }

  #element(attribute: string, filter: MemberFilter): Sql {
    const indexed = attribute === 'emails' ? emailWanted(filter) : undefined;
    const conditions: Sql[] = [];
    if (indexed !== undefined) {
      conditions.push(
        sql`id IN (SELECT member_id FROM member_emails
                    WHERE account_id = ${asText(this.#accountId)} AND value_key = ${asText(fold(indexed))})`,
      );
    }
    if (indexed === undefined || filter.kind !== 'compare') {
      const elements =
        this.#dialect === 'sqlite'
          ? sql`json_each(search, ${quoted(jsonPath(attribute))}) e`
          : sql`jsonb_array_elements(search -> ${quoted(attribute)}) e(value)`;
      conditions.push(sql`EXISTS (SELECT 1 FROM ${elements} WHERE ${this.write(filter, true)})`);
    }
    return sql`(${join(conditions, ' AND ')})`;
  }

  #value(field: Field, element: boolean): Sql {
    return fieldValue(field, element ? sql`e` : undefined, this.#dialect);
  }

  #boolean(value: boolean, field: Field, element: boolean): Sql {
    const isColumn = !element && COLUMNS.has(field.path);
    return this.#dialect === 'sqlite' || isColumn ? asInteger(Number(value)) : asText(String(value));
  }
}

/** A prefix as a range, which an index can answer. */
function startsWith(left: Sql, prefix: string): Sql {
  if (prefix === '') return sql`(${left} IS NOT NULL)`;
  const above = successorOf(prefix);
  const isBelow = above === undefined ? NOTHING : sql`AND ${left} < ${asText(above)}`;
  return sql`(${left} >= ${asText(prefix)} ${isBelow})`;
}

/** A value in the form in which the field's values are kept. */
function comparedText({ path, caseExact }: Field, operator: string, value: string): string {
  if (path === 'userName') return operator === 'eq' ? userNameKey(value) : foldUserName(value);
  return caseExact ? value : fold(value);
}

/** The e-mail that an element filter on `emails` pins down, if it does. */
function emailWanted(filter: MemberFilter): string | undefined {
  if (filter.kind === 'and') return filter.terms.map(emailWanted).find(value => value !== undefined);
  const pinned = filter.kind === 'compare' && filter.field.path === 'value' && filter.operator === 'eq';
  return pinned && typeof filter.value === 'string' ? filter.value : undefined;
}

/** @param alias the element of a multi-valued attribute that the field belongs to */
function fieldValue(field: Field, alias: Sql | undefined, dialect: Dialect): Sql {
  const column = alias === undefined ? COLUMNS.get(field.path) : undefined;
  if (column) return column;
  const source = alias === undefined ? sql`search` : sql`${alias}.value`;
  return dialect === 'sqlite'
    ? sql`json_extract(${source}, ${quoted(jsonPath(field.path))})`
    : sql`(${source} ->> ${quoted(field.path)}) COLLATE "C"`;
}

/** Paths come from our schema, never from a client; the check keeps it so. */
function jsonPath(path: string): string {
  if (!/^[\^A-Za-z0-9.:$_-]+$/.test(path)) throw new Error(`not a schema path: ${path}`);
  return `$."${path}"`;
}

function orderOperator(operator: string): Sql {
  const symbol = Object.entries(ORDER_OPERATORS).find(([name]) => name === operator)?.[1];
  if (!symbol) throw new Error(`${operator} does not order`);
  return symbol;
}

const LAST_CODE_POINT = 0x10_ffff;
const SURROGATES_START = 0xd800;
const SURROGATES_END = 0xdfff;

/** The smallest text above every text that starts with `prefix`, in code-point order. */
function successorOf(prefix: string): string | undefined {
  const points = Array.from(prefix, character => character.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() ?? 0;
    if (last >= LAST_CODE_POINT) continue;
    const next = last + 1 === SURROGATES_START ? SURROGATES_END + 1 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}

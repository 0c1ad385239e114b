/**
 * From a MemberFilter to SQL. Text is assembled from constants and schema paths only; every value a client
 * sent is a binding. Comparisons may yield NULL (unassigned), which WHERE takes for false and NOT must too:
 * hence `IS NOT TRUE`.
 */

import { fold } from '../../members/member.ts';
import type { Field, MemberFilter, MemberSort, PageKey } from '../../members/query.ts';
import { foldUserName, userNameKey } from '../../members/user-name.ts';
import type { Database, SqlValue } from '../database/database.ts';
import { sortKeyOf } from './search-document.ts';

export interface SqlCondition {
  readonly text: string;
  readonly bindings: readonly SqlValue[];
}

type Dialect = Database['dialect'];

/** Fields with a column of their own, and so with an index. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ['id', 'id'],
  ['userName', 'user_name_key'],
  ['externalId', 'external_id'],
  ['email', 'email_key'],
  ['managedBy', 'managed_by'],
  ['active', 'active'],
  ['meta.created', 'created_at'],
  ['meta.lastModified', 'modified_at'],
  ['meta.version', 'version'],
]);

/**
 * Bindings whose value SQLite's planner cannot see. Compiled with STAT4, as it is here, it plans again whenever a
 * bare `?` in such a place gets another value, which costs more than the query.
 */
export const TEXT = { sqlite: 'CAST(? AS TEXT)', postgres: '?::text' } as const;
export const INTEGER = { sqlite: 'CAST(? AS INTEGER)', postgres: '?::bigint' } as const;

const ORDER_OPERATORS = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

/** The condition for `filter` within one account; it stands beside `account_id = ?`. */
export function conditionFor(filter: MemberFilter, accountId: string, dialect: Dialect): SqlCondition {
  const bindings: SqlValue[] = [];
  const text = new ConditionWriter(accountId, dialect, bindings).write(filter);
  return { text, bindings };
}

/** How a list is ordered and where a page of it begins, as SQL. */
export interface SqlOrder {
  /** The value sorted by; `NULL` when the list is in the order of ids. */
  readonly value: string;
  readonly orderBy: string;
  /** The condition for members beyond `key` in this order. */
  beyond(key: PageKey): SqlCondition;
}

/**
 * Unassigned values come last when ascending, first when descending (RFC 7644 §3.4.2.3); equal ones in the order
 * of ids, which never changes.
 * @param backwards the mirrored order, for the page before a place
 */
export function orderFor(sort: MemberSort | undefined, backwards: boolean, dialect: Dialect): SqlOrder {
  const [idDirection, idBeyond] = backwards ? ['DESC', '<'] : ['ASC', '>'];
  const byId = (key: PageKey): SqlCondition => ({
    text: `id ${idBeyond} ${TEXT[dialect]}`,
    bindings: [key.id],
  });
  if (!sort) return { value: 'NULL', orderBy: `id ${idDirection}`, beyond: byId };
  const value = sortValue(sort, dialect);
  const falls = sort.descending !== backwards;
  const [direction, isBeyond] = falls ? ['DESC', '<'] : ['ASC', '>'];
  const beyond = (key: PageKey): SqlCondition => {
    if (key.value === null) {
      const sameValue = `(${value}) IS NULL AND id ${idBeyond} ${TEXT[dialect]}`;
      return {
        text: falls ? `((${sameValue}) OR (${value}) IS NOT NULL)` : `(${sameValue})`,
        bindings: [key.id],
      };
    }
    const bound = typeof key.value === 'string' ? TEXT[dialect] : INTEGER[dialect];
    const further = `${value} ${isBeyond} ${bound} OR (${value} = ${bound} AND id ${idBeyond} ${TEXT[dialect]})`;
    return {
      text: falls ? `(${further})` : `(${further} OR (${value}) IS NULL)`,
      bindings: [key.value, key.value, key.id],
    };
  };
  return {
    value,
    orderBy: `(${value}) IS NULL ${direction}, ${value} ${direction}, id ${idDirection}`,
    beyond,
  };
}

function sortValue({ field, element }: MemberSort, dialect: Dialect): string {
  if (element === undefined) return sqlOf(field, undefined, dialect);
  const key = sortKeyOf(element);
  return dialect === 'sqlite'
    ? `json_extract(search, '${jsonPath(key)}."${field.path}"')`
    : `(search -> '${key}' ->> '${field.path}') COLLATE "C"`;
}

class ConditionWriter {
  readonly #accountId: string;
  readonly #dialect: Dialect;
  readonly #bindings: SqlValue[];

  constructor(accountId: string, dialect: Dialect, bindings: SqlValue[]) {
    this.#accountId = accountId;
    this.#dialect = dialect;
    this.#bindings = bindings;
  }

  /** @param element whether fields are those of an element `e` of a multi-valued attribute */
  write(filter: MemberFilter, element = false): string {
    switch (filter.kind) {
      case 'always':
        return filter.value ? '1 = 1' : '1 = 0';
      case 'and':
      case 'or':
        return `(${filter.terms.map(term => this.write(term, element)).join(` ${filter.kind.toUpperCase()} `)})`;
      case 'not':
        return `((${this.write(filter.term, element)}) IS NOT TRUE)`;
      case 'present': {
        const value = sqlOf(filter.field, element ? 'e' : undefined, this.#dialect);
        return filter.field.kind === 'text' ? `(${value} <> '')` : `(${value} IS NOT NULL)`;
      }
      case 'compare':
        return this.#compare(filter, element);
      case 'element':
        return this.#element(filter.attribute, filter.filter);
    }
  }

  #compare({ field, operator, value }: Extract<MemberFilter, { kind: 'compare' }>, element: boolean): string {
    const left = sqlOf(field, element ? 'e' : undefined, this.#dialect);
    if (field.kind === 'boolean')
      return `(${left} = ${this.#bind(this.#boolean(value === true, field, element))})`;
    if (typeof value !== 'string') {
      return `(${left} ${operator === 'eq' ? '=' : orderOperator(operator)} ${this.#bind(Number(value))})`;
    }
    const text = comparedText(field, operator, value);
    switch (operator) {
      case 'eq':
        return `(${left} = ${this.#bindText(text)})`;
      case 'sw':
        return this.#startsWith(left, text);
      case 'ew': {
        const ending =
          this.#dialect === 'sqlite' ? `substr(${left}, -length(?))` : `right(${left}, length(?::text))`;
        if (text === '') return `(${left} IS NOT NULL)`;
        this.#bindings.push(text);
        return `(${ending} = ${this.#bindText(text)})`;
      }
      case 'co':
        return this.#dialect === 'sqlite'
          ? `(instr(${left}, ${this.#bindText(text)}) > 0)`
          : `(strpos(${left}, ${this.#bindText(text)}) > 0)`;
      case 'gt':
      case 'ge':
      case 'lt':
      case 'le':
        return `(${left} ${ORDER_OPERATORS[operator]} ${this.#bindText(text)})`;
    }
  }

  /** A prefix as a range, which an index can answer. */
  #startsWith(left: string, prefix: string): string {
    if (prefix === '') return `(${left} IS NOT NULL)`;
    const above = successorOf(prefix);
    const from = `${left} >= ${this.#bindText(prefix)}`;
    return above === undefined ? `(${from})` : `(${from} AND ${left} < ${this.#bindText(above)})`;
  }

  #element(attribute: string, filter: MemberFilter): string {
    const indexed = attribute === 'emails' ? emailWanted(filter) : undefined;
    const conditions: string[] = [];
    if (indexed !== undefined) {
      this.#bindings.push(this.#accountId);
      conditions.push(
        `id IN (SELECT member_id FROM member_emails WHERE account_id = ${TEXT[this.#dialect]} AND value_key = ${this.#bindText(fold(indexed))})`,
      );
    }
    if (indexed === undefined || filter.kind !== 'compare') {
      const elements =
        this.#dialect === 'sqlite'
          ? `json_each(search, '${jsonPath(attribute)}') e`
          : `jsonb_array_elements(search -> '${attribute}') e(value)`;
      conditions.push(`EXISTS (SELECT 1 FROM ${elements} WHERE ${this.write(filter, true)})`);
    }
    return `(${conditions.join(' AND ')})`;
  }

  #boolean(value: boolean, field: Field, element: boolean): SqlValue {
    const isColumn = !element && COLUMNS.has(field.path);
    return this.#dialect === 'sqlite' || isColumn ? Number(value) : String(value);
  }

  #bind(value: SqlValue): string {
    this.#bindings.push(value);
    return typeof value === 'string' ? TEXT[this.#dialect] : INTEGER[this.#dialect];
  }

  #bindText(value: string): string {
    this.#bindings.push(value);
    return TEXT[this.#dialect];
  }
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

/** A field's value as SQL; `alias` names the element of a multi-valued attribute it belongs to. */
function sqlOf(field: Field, alias: string | undefined, dialect: Dialect): string {
  const column = alias === undefined ? COLUMNS.get(field.path) : undefined;
  if (column) return column;
  const source = alias === undefined ? 'search' : `${alias}.value`;
  return dialect === 'sqlite'
    ? `json_extract(${source}, '${jsonPath(field.path)}')`
    : `(${source} ->> '${field.path}') COLLATE "C"`;
}

/** Paths come from our schema, never from a client; the check keeps it so. */
function jsonPath(path: string): string {
  if (!/^[\^A-Za-z0-9.:$_-]+$/.test(path)) throw new Error(`not a schema path: ${path}`);
  return `$."${path}"`;
}

function orderOperator(operator: string): string {
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

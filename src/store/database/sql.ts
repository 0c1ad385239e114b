/**
 * SQL as text with its bindings: sql`SELECT id FROM members WHERE account_id = ${accountId}`.
 *
 * What stands in `${…}` is a binding, or another piece of SQL; so nothing that a client sent becomes text. The text of
 * a template is joined once as long as the pieces in it are the same, and is then the same string at each call, by
 * which SQLite's connections find the prepared statement.
 */

export type SqlValue = string | number | null;

/** Text that is cut where the bindings stand. */
class SqlText {
  readonly pieces: readonly string[];
  #marked: string | undefined;
  #numbered: string | undefined;

  constructor(pieces: readonly string[]) {
    this.pieces = pieces;
  }

  get marked(): string {
    this.#marked ??= this.pieces.join('?');
    return this.#marked;
  }

  get numbered(): string {
    this.#numbered ??= this.pieces.reduce((text, piece, number) => `${text}$${number}${piece}`);
    return this.#numbered;
  }
}

export class Sql {
  readonly parts: SqlText;
  readonly bindings: readonly SqlValue[];

  constructor(parts: SqlText, bindings: readonly SqlValue[] = []) {
    this.parts = parts;
    this.bindings = bindings;
  }

  /** With `?` for each binding, as SQLite takes it. */
  get marked(): string {
    return this.parts.marked;
  }

  /** With `$1`, `$2`, …, as PostgreSQL takes it. */
  get numbered(): string {
    return this.parts.numbered;
  }
}

interface Composition {
  /** The text of each value that is SQL. */
  readonly nested: readonly (SqlText | undefined)[];
  readonly text: SqlText;
}

/** The last text of each template in the code. It saves time, and changes nothing else. */
const compositions = new WeakMap<TemplateStringsArray, Composition>();

// Loops instead of functions: it runs several times in each request.
export function sql(strings: TemplateStringsArray, ...values: readonly (SqlValue | Sql)[]): Sql {
  const known = compositions.get(strings);
  const bindings: SqlValue[] = [];
  let isKnown = known !== undefined;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as SqlValue | Sql; // the index is within
    if (typeof value === 'object' && value !== null) {
      if (known?.nested[index] !== value.parts) isKnown = false;
      for (const binding of value.bindings) bindings.push(binding);
    } else {
      if (known?.nested[index] !== undefined) isKnown = false;
      bindings.push(value);
    }
  }
  if (known && isKnown) return new Sql(known.text, bindings);
  const nested = values.map(value => (value instanceof Sql ? value.parts : undefined));
  const text = compose(strings, nested);
  compositions.set(strings, { nested, text });
  return new Sql(text, bindings);
}

/** @param between what stands between the strings: SQL, or `undefined` for a binding */
function compose(strings: readonly string[], between: readonly (SqlText | undefined)[]): SqlText {
  const pieces: string[] = [];
  let open = strings[0] ?? '';
  for (let index = 1; index < strings.length; index += 1) {
    const inner = between[index - 1]?.pieces ?? A_BINDING;
    for (let piece = 0; piece < inner.length - 1; piece += 1) {
      pieces.push(open + inner[piece]);
      open = '';
    }
    open += `${inner.at(-1) ?? ''}${strings[index] ?? ''}`;
  }
  pieces.push(open);
  return new SqlText(pieces);
}

/** The text before it, and that behind it. */
const A_BINDING = ['', ''];

export const NOTHING = sql``;

/**
 * A number that is part of the text: SQLite plans by it, and does not look at bindings.
 * @throws Error when it is no whole number
 */
export function constant(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  return new Sql(new SqlText([String(value)]));
}

const NAME = /^[a-z_]+(?:\.[a-z_]+)?$/;

/**
 * A table or a column whose name the code knows.
 * @throws Error when it would need quotes
 */
export function name(value: string): Sql {
  if (!NAME.test(value)) throw new Error(`not a name of a table or a column: ${value}`);
  return new Sql(new SqlText([value]));
}

/** A text in quotes, as part of the SQL: for what the code knows, such as a path of the schema. */
export const quoted = (text: string): Sql => new Sql(new SqlText([`'${text.replaceAll("'", "''")}'`]));

export function join(pieces: readonly Sql[], separator: ', ' | ' AND ' | ' OR ' | ' || ' = ', '): Sql {
  const [first, ...others] = pieces;
  if (others.length === 0) return first ?? NOTHING;
  const between = others.map(() => separator);
  return new Sql(
    compose(
      ['', ...between, ''],
      pieces.map(({ parts }) => parts),
    ),
    pieces.flatMap(({ bindings }) => bindings),
  );
}

/** Of texts, for `IN`; of none, nothing is in it and everything `NOT IN` it, on PostgreSQL as well. */
export const list = (values: readonly SqlValue[]): Sql =>
  values.length === 0 ? sql`(SELECT '' WHERE 1 = 0)` : new Sql(bracketed(values.length), values);

const bracketed = (length: number): SqlText =>
  new SqlText(['(', ...Array<string>(length - 1).fill(', '), ')']);

/** The column of a property: `created_at` of `createdAt`. */
export const columnOf = (property: string): string =>
  property.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** Columns that are read or written together, by the names of their properties. */
export class Columns<Name extends string> {
  /** `id, created_at` */
  readonly names: Sql;
  /** `id, created_at AS "createdAt"`, for `SELECT`. */
  readonly selected: Sql;
  readonly #names: readonly Name[];
  readonly #row: SqlText;
  readonly #assignments: SqlText;

  constructor(names: readonly Name[]) {
    this.names = join(names.map(each => name(columnOf(each))));
    this.selected = join(names.map(each => selectedAs(each)));
    this.#names = names;
    this.#row = bracketed(names.length);
    this.#assignments = new SqlText([
      ...names.map((each, index) => `${index === 0 ? '' : ', '}${columnOf(each)} = `),
      '',
    ]);
  }

  /** `table.id, table.created_at AS "createdAt"` */
  of(table: string): Sql {
    return join(this.#names.map(each => selectedAs(each, `${table}.`)));
  }

  /** `(?, ?)`, for `VALUES`. */
  row(values: Readonly<Record<Name, SqlValue>>): Sql {
    return new Sql(this.#row, this.#bindings(values));
  }

  /** `(?, ?), (?, ?)` */
  rows(many: readonly Readonly<Record<Name, SqlValue>>[]): Sql {
    return join(many.map(values => this.row(values)));
  }

  /** `a = ?, b = ?`, for `UPDATE … SET`. */
  assignments(values: Readonly<Record<Name, SqlValue>>): Sql {
    return new Sql(this.#assignments, this.#bindings(values));
  }

  /** The values under the names of their columns, for JSON. */
  record(values: Readonly<Record<Name, SqlValue>>): Readonly<Record<string, SqlValue>> {
    return Object.fromEntries(this.#names.map(each => [columnOf(each), values[each]]));
  }

  #bindings(values: Readonly<Record<Name, SqlValue>>): readonly SqlValue[] {
    return this.#names.map(each => values[each]);
  }
}

function selectedAs(property: string, prefix = ''): Sql {
  const column = columnOf(property);
  const selected = name(prefix + column);
  return column === property ? selected : sql`${selected} AS ${new Sql(new SqlText([`"${property}"`]))}`;
}

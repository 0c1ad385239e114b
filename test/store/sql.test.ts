/** The template that all SQL of the stores is written in. */
import fc from 'fast-check';
import { readConfig } from '../../src/config/config.ts';
import type { Database } from '../../src/store/database/database.ts';
import { openDatabase } from '../../src/store/database/open.ts';
import { asInteger, asText } from '../../src/store/database/shared-sql.ts';
import {
  Columns,
  constant,
  join,
  list,
  NOTHING,
  name,
  quoted,
  type Sql,
  sql,
} from '../../src/store/database/sql.ts';
import { databaseKinds, type FreshDatabase } from '../support/database/databases.ts';

describe('the text of a template', () => {
  test('has a placeholder for each value, counted through all that is nested in it', () => {
    const inner = sql`b = ${'two'} AND ${sql`c = ${3}`}`;
    const query = sql`SELECT a FROM t WHERE ${inner} AND d = ${null} ${NOTHING} LIMIT ${constant(4)}`;
    expect(query.marked).toBe('SELECT a FROM t WHERE b = ? AND c = ? AND d = ?  LIMIT 4');
    expect(query.numbered).toBe('SELECT a FROM t WHERE b = $1 AND c = $2 AND d = $3  LIMIT 4');
    expect(query.bindings).toEqual(['two', 3, null]);
  });

  test('is the same string at each run of a template with the same pieces, whatever its values', () => {
    const isNamed = (value: string): Sql => sql`name = ${value}`;
    const find = (value: string): Sql =>
      sql`SELECT id FROM members WHERE ${isNamed(value)} AND active = ${1}`;
    expect(find('ami').parts).toBe(find('bo').parts);
  });

  test('follows the pieces when they change from one run to the next', () => {
    const find = (also: Sql, value: Sql | number): Sql => sql`SELECT 1 WHERE ${value} = 1 ${also}`;
    expect(find(NOTHING, 1).numbered).toBe('SELECT 1 WHERE $1 = 1 ');
    expect(find(sql`AND 2 = ${2}`, 1).numbered).toBe('SELECT 1 WHERE $1 = 1 AND 2 = $2');
    expect(find(sql`AND 2 = ${2}`, constant(1)).numbered).toBe('SELECT 1 WHERE 1 = 1 AND 2 = $1');
    expect(find(NOTHING, 1).bindings).toEqual([1]);
    expect(sql`SELECT ${join([])}1 ${join([sql`AND 1 = ${2}`])}`.marked).toBe('SELECT 1 AND 1 = ?');
  });

  test('takes no name and no number that would have to be quoted', () => {
    for (const bad of ['', 'a b', 'a;', 'A', "a'", 'a.b.c', '1'])
      expect(() => name(bad)).toThrow('not a name');
    for (const bad of [1.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => constant(bad)).toThrow('not a whole number');
  });

  test('lists the columns that are written together', () => {
    const columns = new Columns(['id', 'at']);
    const row = { id: 'x', at: 1 };
    expect(sql`INSERT INTO t (${columns.names}) VALUES ${columns.rows([row, row])}`).toMatchObject({
      marked: 'INSERT INTO t (id, at) VALUES (?, ?), (?, ?)',
      bindings: ['x', 1, 'x', 1],
    });
    expect(sql`UPDATE t SET ${columns.assignments(row)} WHERE id = ${'y'}`).toMatchObject({
      numbered: 'UPDATE t SET id = $1, at = $2 WHERE id = $3',
      bindings: ['x', 1, 'y'],
    });
    expect(sql`SELECT ${columns.of('t')} FROM t`.marked).toBe('SELECT t.id, t.at FROM t');
  });

  test('reads and writes a property in the column of its name', () => {
    const columns = new Columns(['id', 'lastUsedAt']);
    const row = { id: 'x', lastUsedAt: 1 };
    expect(sql`SELECT ${columns.selected} FROM t`.marked).toBe(
      'SELECT id, last_used_at AS "lastUsedAt" FROM t',
    );
    expect(columns.of('t').marked).toBe('t.id, t.last_used_at AS "lastUsedAt"');
    expect(sql`INSERT INTO t (${columns.names}) VALUES ${columns.row(row)}`.marked).toBe(
      'INSERT INTO t (id, last_used_at) VALUES (?, ?)',
    );
    expect(columns.assignments(row).marked).toBe('id = ?, last_used_at = ?');
    expect(columns.record(row)).toEqual({ id: 'x', last_used_at: 1 });
  });
});

describe.each(databaseKinds())('SQL from the template, on $name', kind => {
  let fresh: FreshDatabase;
  let database: Database;

  beforeAll(async () => {
    fresh = await kind.create();
    const { database: location } = readConfig({
      DATABASE_URL: fresh.url,
      SIGNING_KEYS: 'k:secret',
      SECRETS_KEY: 'k:secret',
    });
    database = await openDatabase(location);
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  const isTrue = async (condition: Sql): Promise<boolean> => {
    const [row] = await database.all<{ answer: number }>(
      sql`SELECT CASE WHEN ${condition} THEN 1 ELSE 0 END AS answer`,
    );
    return row?.answer === 1;
  };

  test('an empty list contains nothing', async () => {
    expect(await isTrue(sql`${asText('a')} IN ${list([])}`)).toBe(false);
    expect(await isTrue(sql`${asText('a')} NOT IN ${list([])}`)).toBe(true);
    expect(await isTrue(sql`${asText('a')} IN ${list(['b', 'a'])}`)).toBe(true);
    expect(await isTrue(sql`${asText('a')} IN ${list(['b'])}`)).toBe(false);
  });

  // PostgreSQL stores no text with a null character, and neither database a lone surrogate.
  const text = fc
    .oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("'; DROP TABLE members; --", '?', '$1', '\\', "''", '"', '/*', '%s'),
    )
    .map(value => value.replaceAll('\0', ''));

  test('a value comes back as it was, however it is nested, and is never part of the text', async () => {
    const value = fc.oneof(text, fc.maxSafeInteger(), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 6 }), text, async (values, quotedText) => {
        const pieces = values.map((each, index) => {
          const bound = typeof each === 'number' ? asInteger(each) : asText(each);
          return sql`SELECT ${constant(index)} AS nth, CAST(${bound} AS TEXT) AS found`;
        });
        const union = pieces.reduce((all, piece) => sql`${all} UNION ALL ${piece}`);
        const rows = await database.all<{ found: string | null; same: string }>(
          sql`SELECT found, ${quoted(quotedText)} AS same FROM (${union}) listed
               WHERE ${join([sql`nth >= ${0}`, sql`nth < ${values.length}`], ' AND ')} ORDER BY nth`,
        );
        expect(rows).toEqual(
          values.map(each => ({ found: each === null ? null : String(each), same: quotedText })),
        );
      }),
      { numRuns: 60 },
    );
  });
});

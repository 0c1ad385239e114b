/** What an import does at its limits, and when the database fails, without a database. */
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_POLICIES } from '../../../src/accounts/account.ts';
import { memberLineReader } from '../../../src/api/members/body.ts';
import type { ChangeContext } from '../../../src/members/change.ts';
import { type ImportRecord, MemberImport, MOST_LINES } from '../../../src/members/import/import.ts';
import { readLines } from '../../../src/members/import/line-reader.ts';
import type { MemberAttributes } from '../../../src/members/member.ts';
import type { MemberUpsert, StoredChange } from '../../../src/members/members.ts';
import { waitUntil } from '../../support/wait-until.ts';

const LIMIT_MS = 5_000;

const CONTEXT: ChangeContext = {
  accountId: 'acme',
  policies: DEFAULT_POLICIES,
  actor: { kind: 'operator' },
  request: { id: uuidv7(), method: null, bulkIndex: null },
  traceparent: undefined,
  now: 0,
  newId: uuidv7,
};

const CREATED: StoredChange = { outcome: 'created', member: undefined };
const complete = (given: Readonly<Record<string, unknown>>) => given as unknown as MemberAttributes; // only passed on

type Write = (upserts: readonly MemberUpsert[]) => Promise<readonly StoredChange[]>;
const writeAll: Write = upserts => Promise.resolve(upserts.map(() => CREATED));

const importWith = (write: Write): MemberImport =>
  new MemberImport({ upsertSeveral: (_context, upserts) => write(upserts) }, memberLineReader(complete));

async function* linesOf(count: number, onRead: (line: number) => void = () => undefined) {
  for (let line = 1; line <= count; line += 1) {
    onRead(line);
    yield Buffer.from(`{"userName":"member-${line}"}\n`);
  }
}

async function run(
  imports: MemberImport,
  chunks: AsyncIterable<Buffer>,
  fromLine = 1,
): Promise<readonly ImportRecord[]> {
  const records: ImportRecord[] = [];
  const tell = (record: ImportRecord) => Promise.resolve(void records.push(record));
  await imports.run({ chunks, fromLine, context: () => CONTEXT }, tell);
  return records;
}

test('a file of the greatest size is imported, and the line behind it is where to go on', async () => {
  const whole = await run(importWith(writeAll), linesOf(MOST_LINES));
  expect(whole.at(-1)).toMatchObject({ summary: { created: MOST_LINES, failed: 0 } });
  let read = 0;
  const larger = await run(
    importWith(writeAll),
    linesOf(MOST_LINES + 500, line => {
      read = line;
    }),
  );
  expect(read).toBe(MOST_LINES + 1);
  expect(larger.filter(record => 'error' in record)).toEqual([
    { line: MOST_LINES + 1, error: expect.stringContaining(`from_line=${MOST_LINES + 1}`) },
  ]);
  const rest = await run(importWith(writeAll), linesOf(MOST_LINES + 500), MOST_LINES + 1);
  expect(rest.at(-1)).toMatchObject({ summary: { created: 500, failed: 0 } });
});

test('no more is read than is written: memory does not grow with the file', async () => {
  let read = 0;
  let written = 0;
  let furthestAhead = 0;
  const write: Write = async upserts => {
    furthestAhead = Math.max(furthestAhead, read - written);
    await Promise.resolve();
    written += upserts.length;
    return writeAll(upserts);
  };
  await run(
    importWith(write),
    linesOf(5_000, line => {
      read = line;
    }),
  );
  expect({ written, furthestAhead }).toEqual({ written: 5_000, furthestAhead: 20 });
});

test('large lines make small batches', async () => {
  const batches: number[] = [];
  const write: Write = upserts => {
    batches.push(upserts.length);
    return writeAll(upserts);
  };
  async function* large() {
    const photo = `https://example.com/${'x'.repeat(100_000)}`;
    for (let line = 1; line <= 30; line += 1)
      yield Buffer.from(`${JSON.stringify({ userName: `m-${line}`, photos: [{ value: photo }] })}\n`);
  }
  await run(importWith(write), large());
  expect(Math.max(...batches)).toBe(1);
  expect(batches.reduce((sum, size) => sum + size, 0)).toBe(30);
});

test('when the database fails, the answer says from which line to go on, without a word of the cause', async () => {
  let batches = 0;
  const failure = new Error('disk I/O error at /var/lib');
  const write: Write = upserts => {
    batches += 1;
    return batches === 3 ? Promise.reject(failure) : writeAll(upserts);
  };
  const records: ImportRecord[] = [];
  const running = importWith(write).run(
    { chunks: linesOf(1_000), fromLine: 1, context: () => CONTEXT },
    record => Promise.resolve(void records.push(record)),
  );
  await expect(running).rejects.toBe(failure);
  expect(records.at(-1)).toEqual({
    stopped: { line: 41, error: expect.not.stringContaining('disk') },
  });
});

test('few run at a time, and one that ends makes room', async () => {
  const ends: (() => void)[] = [];
  const waiting: Write = upserts =>
    new Promise(resolve => {
      ends.push(() => resolve(upserts.map(() => CREATED)));
    });
  const imports = importWith(waiting);
  const running = Array.from({ length: 4 }, () => run(imports, linesOf(1)));
  await waitUntil('four imports', LIMIT_MS, () => ends.length === 4);
  await expect(run(imports, linesOf(1))).rejects.toMatchObject({ code: 'tooManyRequests' });
  ends[0]?.();
  await Promise.race(running);
  const next = run(imports, linesOf(1));
  await waitUntil('the fifth', LIMIT_MS, () => ends.length === 5);
  for (const end of ends) end();
  await Promise.all(running);
  expect((await next).at(-1)).toMatchObject({ summary: { created: 1 } });
});

describe('lines', () => {
  const cut = async (chunks: readonly string[], longest = 8): Promise<readonly unknown[]> => {
    async function* source() {
      for (const chunk of chunks) yield Buffer.from(chunk);
    }
    const lines: unknown[] = [];
    for await (const { number, bytes } of readLines(source(), longest))
      lines.push([number, bytes?.toString()]);
    return lines;
  };

  test('are cut wherever the chunks are, with either end of line', async () => {
    const text = 'one\ntwo\r\n\nfour';
    const expected = [
      [1, 'one'],
      [2, 'two'],
      [3, ''],
      [4, 'four'],
    ];
    for (let size = 1; size <= text.length; size += 1) {
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect({ size, lines: await cut(chunks) }).toEqual({ size, lines: expected });
    }
    expect(await cut([])).toEqual([]);
    expect(await cut(['one\n'])).toEqual([[1, 'one']]);
  });

  test('that are too long are passed over, to their end', async () => {
    expect(await cut(['12345678\n123456', '789', '0\nok\n'])).toEqual([
      [1, '12345678'],
      [2, undefined],
      [3, 'ok'],
    ]);
    expect(await cut(['1234', '56789'])).toEqual([[1, undefined]]);
  });
});

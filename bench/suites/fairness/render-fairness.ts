/** The fairness table as Markdown that is aligned, so that it reads well in a terminal and in docs/performance.md. */
import type { Tally } from './attack.ts';
import type { FairnessGoal, FairnessRow } from './measure-row.ts';

export interface FairnessReport {
  readonly suite: string;
  readonly title: string;
  readonly goal: FairnessGoal;
  readonly rows: readonly (FairnessRow & { readonly database: string })[];
}

const HEADER = [
  'one account sends',
  'p50',
  'p99',
  'not 200',
  'loop p99',
  'loop max',
  'MB before',
  'peak',
  'after',
  'its answers',
  'goal',
] as const;
/** The others are numbers. */
const LEFT_ALIGNED: ReadonlySet<number> = new Set([0, 3, 9, 10]);

export function renderFairness({ title, goal, rows }: FairnessReport): string {
  const databases = [...new Set(rows.map(row => row.database))];
  const tables = databases.flatMap(database => [
    '',
    `### ${database}`,
    '',
    ...renderTable(rows.filter(row => row.database === database).map(cellsOf)),
  ]);
  const kept = rows.filter(row => row.missed.length === 0).length;
  const words = `Goal: p99 of the other account < ${goal.p99Ms} ms, no answer but 200 for it, memory < ${goal.peakMb} MB and back within a minute. ${kept} of ${rows.length} rows keep it.`;
  return ['', `${title}.`, '', words, ...tables].join('\n');
}

function cellsOf(row: FairnessRow): string[] {
  const { memory } = row;
  const after =
    memory && memory.backAfterSeconds !== undefined && memory.backAfterSeconds >= 1
      ? `${memory.afterMb.toFixed(0)} (${memory.backAfterSeconds.toFixed(0)} s)`
      : (memory?.afterMb.toFixed(0) ?? '');
  return [
    row.kind,
    row.p50Ms.toFixed(1),
    row.p99Ms.toFixed(1),
    tallyText(row.notOk),
    row.loopDelay.p99Ms.toFixed(1),
    row.loopDelay.maxMs.toFixed(0),
    memory?.beforeMb.toFixed(0) ?? '',
    memory?.peakMb.toFixed(0) ?? '',
    after,
    tallyText(row.attacker),
    row.missed.length === 0 ? 'kept' : `missed: ${row.missed.join(', ')}`,
  ];
}

const tallyText = (tally: Tally): string =>
  Object.entries(tally)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');

function renderTable(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((name, column) =>
    Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    LEFT_ALIGNED.has(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(HEADER), line(rule), ...rows.map(line)];
}

const pad = (cell: string, width: number, column: number): string =>
  LEFT_ALIGNED.has(column) ? cell.padEnd(width) : cell.padStart(width);

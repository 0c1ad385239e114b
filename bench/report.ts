/** Results as a table that people like to read. */
import type { Comparison, Measurement, Ratio } from './compare.ts';
import type { Machine } from './machine.ts';

export interface SuiteReport {
  readonly suite: string;
  /** What was compared, and under which circumstances. */
  readonly title: string;
  /** Heads the column of names and the column of ratios. */
  readonly subject: string;
  readonly comparisons: readonly Comparison[];
}

/** `close`: a tenth short at most, which is within the noise of a shared machine. */
type Verdict = 'kept' | 'close' | 'missed';

/** @returns `undefined` when nothing was promised */
function judge({ median, budget }: Ratio): Verdict | undefined {
  if (budget === undefined) return undefined;
  if (median >= budget) return 'kept';
  return median >= budget * 0.9 ? 'close' : 'missed';
}

/** The whole result as text. */
export function renderReport(machine: Machine, reports: readonly SuiteReport[]): string {
  const { cores, processor, node, platform, flushMs } = machine;
  const facts = `${cores} cores (${processor}), Node ${node}, ${platform}; one flush to disk takes ${flushMs.toFixed(2)} ms`;
  return ['', facts, ...reports.map(renderSuite), renderVerdicts(reports)].join('\n');
}

const COLUMNS = [
  'work',
  'measured',
  'requests/s',
  'p50',
  'p99',
  'CPU each',
  'ratio',
  '(rounds)',
  'budget',
  '',
] as const;
const LEFT_ALIGNED: ReadonlySet<number> = new Set([0, 1, 7, 9]);

function renderSuite({ title, subject, comparisons }: SuiteReport): string {
  const header = COLUMNS.map(name => (name === 'ratio' ? `${subject} is` : name));
  const rows = comparisons.flatMap(({ work, measurements }) =>
    measurements.map((measurement, index) => [index === 0 ? work : '', ...cellsOf(measurement)]),
  );
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        LEFT_ALIGNED.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(render(header).length);
  const body = rows.flatMap((row, index) => [...(row[0] !== '' && index > 0 ? [''] : []), render(row)]);
  return ['', title, '', render(header), rule, ...body].join('\n');
}

function cellsOf({ name, requestsPerSecond, p50Ms, p99Ms, cpuMicroseconds, ratio }: Measurement): string[] {
  return [
    name,
    wholeNumber(requestsPerSecond),
    milliseconds(p50Ms),
    milliseconds(p99Ms),
    cpuMicroseconds === undefined ? '' : `${wholeNumber(cpuMicroseconds)} µs`,
    ratio ? times(ratio.median) : '',
    ratio ? `(${times(ratio.lowest)} – ${times(ratio.highest)})` : '',
    ratio?.budget === undefined ? '' : `≥ ${ratio.budget}×`,
    (ratio && judge(ratio)) ?? '',
  ];
}

function renderVerdicts(reports: readonly SuiteReport[]): string {
  const ratios = reports.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ measurements }) => measurements.flatMap(({ ratio }) => ratio ?? [])),
  );
  const verdicts = ratios.map(judge);
  const count = (verdict: Verdict): string =>
    `${verdicts.filter(each => each === verdict).length} ${verdict}`;
  return `\nbudgets: ${count('kept')}, ${count('close')} (a tenth short at most), ${count('missed')}`;
}

const wholeNumber = (value: number): string => Math.round(value).toLocaleString('en-US');
const milliseconds = (value: number): string => `${value < 100 ? value.toFixed(1) : wholeNumber(value)} ms`;
const times = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)}×`;

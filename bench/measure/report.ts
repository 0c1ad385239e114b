/** Results as a table that people like to read. */

import type { NamedLoopDelay } from '../servers/server-process.ts';
import { type FairnessReport, renderFairness } from '../suites/fairness/render-fairness.ts';
import type { Comparison, Measurement, Ratio } from './compare.ts';
import type { Machine } from './machine.ts';

/** Works measured beside others. */
interface ComparisonReport {
  readonly suite: string;
  /** What was compared, and under which circumstances. */
  readonly title: string;
  /** Heads the column of names and the column of ratios. */
  readonly subject: string;
  readonly comparisons: readonly Comparison[];
}

/** Numbers that stand for themselves. */
interface FigureReport {
  readonly suite: string;
  readonly title: string;
  readonly figures: readonly Figure[];
}

export type SuiteReport = ComparisonReport | FigureReport | FairnessReport;

/** What ran while a suite was measured; the longest stop of a service's event loop is what every client may meet. */
export interface LoopDelays {
  readonly loopDelays: readonly NamedLoopDelay[];
}

export interface Figure {
  /** What was measured, and from where to where. */
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'events/s' | 'changes/s';
  readonly budget?: Budget;
}

type Budget = { readonly atLeast: number } | { readonly atMost: number };

/** `close`: a tenth short at most, which is within the noise of a shared machine. */
type Verdict = 'kept' | 'close' | 'missed';

const NEARLY = 0.9;

function judge(value: number, budget: Budget): Verdict {
  const share = 'atLeast' in budget ? value / budget.atLeast : budget.atMost / value;
  if (share >= 1) return 'kept';
  return share >= NEARLY ? 'close' : 'missed';
}

/** @returns `undefined` when nothing was promised */
const judgeRatio = ({ median, budget }: Ratio): Verdict | undefined =>
  budget === undefined ? undefined : judge(median, { atLeast: budget });

const judgeFigure = ({ value, budget }: Figure): Verdict | undefined =>
  budget === undefined ? undefined : judge(value, budget);

/** The whole result as text. */
export function renderReport(machine: Machine, reports: readonly (SuiteReport & LoopDelays)[]): string {
  const { cores, processor, node, platform, flushMs } = machine;
  const facts = `${cores} cores (${processor}), Node ${node}, ${platform}; one flush to disk takes ${flushMs.toFixed(2)} ms`;
  const suites = reports.flatMap(report => [renderSuite(report), ...report.loopDelays.map(renderLoopDelay)]);
  return ['', facts, ...suites, renderVerdicts(reports)].join('\n');
}

const renderLoopDelay = ({ name, p99Ms, maxMs }: NamedLoopDelay): string =>
  `event loop of ${name}: p99 ${milliseconds(p99Ms)}, ${milliseconds(maxMs)} at most`;

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

function renderSuite(report: SuiteReport): string {
  if ('rows' in report) return renderFairness(report);
  return 'figures' in report ? renderFigures(report) : renderComparisons(report);
}

function renderComparisons({ title, subject, comparisons }: ComparisonReport): string {
  const header = COLUMNS.map(name => (name === 'ratio' ? `${subject} is` : name));
  const rows = comparisons.flatMap(({ work, measurements }) =>
    measurements.map((measurement, index) => [index === 0 ? work : '', ...cellsOf(measurement)]),
  );
  return renderTable(title, header, LEFT_ALIGNED, rows);
}

function renderFigures({ title, figures }: FigureReport): string {
  const rows = figures.map(figure => [
    figure.name,
    withUnit(figure.value, figure.unit),
    figure.budget === undefined ? '' : budgetOf(figure.budget, figure.unit),
    judgeFigure(figure) ?? '',
  ]);
  return renderTable(title, ['figure', 'measured', 'budget', ''], new Set([0, 3]), rows);
}

const budgetOf = (budget: Budget, unit: Figure['unit']): string =>
  'atLeast' in budget ? `≥ ${withUnit(budget.atLeast, unit)}` : `≤ ${withUnit(budget.atMost, unit)}`;

/** @param rows where some begin with an empty cell, the others begin a group */
function renderTable(
  title: string,
  header: readonly string[],
  leftAligned: ReadonlySet<number>,
  rows: readonly (readonly string[])[],
): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        leftAligned.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(render(header).length);
  const isGrouped = rows.some(row => row[0] === '');
  const body = rows.flatMap((row, index) => [
    ...(isGrouped && row[0] !== '' && index > 0 ? [''] : []),
    render(row),
  ]);
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
    (ratio && judgeRatio(ratio)) ?? '',
  ];
}

function renderVerdicts(reports: readonly SuiteReport[]): string {
  const budgeted = reports.flatMap(report => ('rows' in report ? [] : [report]));
  if (budgeted.length === 0) return '';
  const verdicts = budgeted.flatMap(report =>
    'figures' in report
      ? report.figures.map(judgeFigure)
      : report.comparisons.flatMap(({ measurements }) =>
          measurements.map(({ ratio }) => ratio && judgeRatio(ratio)),
        ),
  );
  const count = (verdict: Verdict): string =>
    `${verdicts.filter(each => each === verdict).length} ${verdict}`;
  return `\nbudgets: ${count('kept')}, ${count('close')} (a tenth short at most), ${count('missed')}`;
}

const wholeNumber = (value: number): string => Math.round(value).toLocaleString('en-US');
const milliseconds = (value: number): string => `${value < 100 ? value.toFixed(1) : wholeNumber(value)} ms`;
const times = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)}×`;
const withUnit = (value: number, unit: Figure['unit']): string =>
  unit === 'ms' ? milliseconds(value) : `${unit === 's' ? value.toFixed(1) : wholeNumber(value)} ${unit}`;

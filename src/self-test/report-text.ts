/** A self-test as plain text: for a terminal, and for a report that an administrator copies. */
import type { ReportedStep, SelfTestReport } from './self-tests.ts';
import { seenText } from './verdict.ts';

const SIGHT_WIDTH = 17;

export function selfTestText({ verdict, steps, durationMs, notTested, runId }: SelfTestReport): string {
  const passed = steps.filter(({ isAsExpected }) => isAsExpected).length;
  const width = Math.max(0, ...steps.map(({ does }) => does.length));
  return [
    `${verdict.title} ${verdict.text}`,
    ...(steps.length === 0 ? [] : [steps.map(step => stepText(step, width)).join('\n')]),
    `${passed} of ${steps.length} as expected, in ${Math.round(durationMs)} ms. Run ${runId}.`,
    notTested,
  ].join('\n\n');
}

function stepText({ does, expected, got, isAsExpected, explanation }: ReportedStep, width: number): string {
  const line = [
    isAsExpected ? 'ok  ' : 'FAIL',
    does.padEnd(width),
    `expected ${seenText(expected).padEnd(SIGHT_WIDTH)}`,
    `got ${seenText(got)}`,
  ].join('  ');
  if (explanation === null) return line;
  const { title, cause, where, change } = explanation;
  return [line, `      ${title}. ${cause}`, `      Where: ${where}`, `      Change: ${change}`].join('\n');
}

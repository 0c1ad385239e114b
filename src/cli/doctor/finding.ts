import { failureOf } from './failure-words.ts';

/** One thing the doctor looked at, and what it found. */
export interface Finding {
  readonly check: string;
  /** `failure`: it does not work, or will lose something; `warning`: an operator should look. */
  readonly status: 'ok' | 'warning' | 'failure';
  /** Words for a person, with what to do. */
  readonly text: string;
}

export type Report = (status: Finding['status'], text: string) => void;

/** Collects what one check finds. That it could not be finished is a finding too, and the others go on. */
export async function findingsOf(
  check: string,
  look: (report: Report) => void | Promise<void>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const report: Report = (status, text) => findings.push({ check, status, text });
  try {
    await look(report);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    report('failure', failure);
  }
  return findings;
}

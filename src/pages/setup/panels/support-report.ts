/** A report for support, as text to copy: no token in it, and no person unless that is asked for. */
import { IDENTITY_PROVIDERS } from '../../../accounts/identity-provider.ts';
import type { LogEntry } from '../../../provisioning-log/entry.ts';
import type { SelfTestReport } from '../../../self-test/self-tests.ts';
import { type Html, html } from '../../html.ts';
import { copyField } from '../../parts/copy-field.ts';
import { baseUrlOf, type SetupView } from '../setup-view.ts';

const LINES = 10;

type Reported = Pick<SetupView, 'account' | 'entries' | 'now' | 'tokens' | 'progress'>;

/** @param isWithNames whether the lines say whom a request is about */
function supportReport(
  view: Reported,
  publicUrl: string,
  selfTest: SelfTestReport | undefined,
  isWithNames: boolean,
): string {
  const { account, entries, now, tokens, progress } = view;
  return [
    `Set-up report of ${new Date(now).toISOString()}`,
    `Account: ${account.name} (${account.id})`,
    `Identity provider: ${IDENTITY_PROVIDERS[account.identityProvider].label}`,
    `Base URL: ${baseUrlOf(publicUrl)}`,
    `Connection: ${account.connection.state}; ${progress.headline}`,
    `Tokens that work: ${tokens.length}`,
    `Self-test: ${selfTest === undefined ? 'not run' : `${selfTest.verdict.title} Run ${selfTest.runId}`}`,
    '',
    entries.length === 0 ? 'No requests yet.' : 'The last requests, newest first:',
    ...entries.slice(0, LINES).map(entry => entryText(entry, isWithNames)),
  ].join('\n');
}

function entryText(entry: LogEntry, isWithNames: boolean): string {
  const { at, method, path, status, outcome, explanation, requestId, meaning } = entry;
  const what = isWithNames ? `  ${meaning}` : '';
  const why = explanation === null ? '' : `  ${explanation}`;
  return `${new Date(at).toISOString()}  ${method} ${path}  ${status} ${outcome}${why}${what}  request ${requestId}`;
}

export const supportReportSection = (
  view: Reported,
  publicUrl: string,
  selfTest: SelfTestReport | undefined,
): Html =>
  html`<details><summary>Copy a report for support</summary><div class="stack">
${copyField({
  id: 'report',
  label: 'Report',
  value: supportReport(view, publicUrl, selfTest, false),
  note: 'It holds no token and no names.',
})}
<details><summary>With names</summary>${copyField({
    id: 'report-with-names',
    label: 'Report with names',
    value: supportReport(view, publicUrl, selfTest, true),
    note: 'It says whom each request is about.',
  })}</details>
</div></details>`;

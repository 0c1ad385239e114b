/** Whether our side works: the result of a self-test, and the button that runs one. */
import { IDENTITY_PROVIDERS, type IdentityProvider } from '../../../accounts/identity-provider.ts';
import type { ReportedStep, SelfTestReport } from '../../../self-test/self-tests.ts';
import { seenText } from '../../../self-test/verdict.ts';
import { type Html, html } from '../../html.ts';
import { explanationText } from '../../parts/entry-line.ts';
import { colourOf, type MarkName, stateMark } from '../../parts/state-mark.ts';

/** A self-test, and whether the service's own address answered meanwhile. */
export interface SelfTestResult {
  readonly report: SelfTestReport;
  readonly answersOutside: boolean;
}

type Outcome = SelfTestReport['verdict']['outcome'];

const MARKS: Readonly<Record<Outcome, MarkName>> = {
  works: 'done',
  rule: 'warning',
  fault: 'failed',
  not_run: 'waiting',
};
const REFUSED = 400;

export const selfTestForm = (label: string): Html =>
  html`<form method="post" action="/setup/self-test#self-test"><button>${label}</button></form>`;

export function selfTestPanel({ report, answersOutside }: SelfTestResult): Html {
  const { verdict, steps, durationMs, notTested, identityProvider } = report;
  const mark = MARKS[verdict.outcome];
  const passed = steps.filter(({ isAsExpected }) => isAsExpected).length;
  return html`<section class="stack" id="self-test" aria-labelledby="self-test-title" tabindex="-1">
<h3 id="self-test-title">Our side, with the requests of ${labelOf(identityProvider)}</h3>
<div class="note ${colourOf(mark)}"><span class="state">${stateMark(mark)}${verdict.title}</span><p>${verdict.text}</p></div>
${steps.length > 0 && html`<p class="soft">${passed} of ${steps.length} as expected, in ${(durationMs / 1_000).toFixed(2)} s.</p><ol class="lines">${steps.map(stepLine)}</ol>`}
<p class="row">${outsideLine(answersOutside)}</p>
<p class="soft">${notTested}</p>
</section>`;
}

function stepLine({ does, expected, got, isAsExpected, explanation, durationMs }: ReportedStep): Html {
  const [mark, word] = markOf(expected.status, got !== null, isAsExpected);
  const seen = isAsExpected
    ? `Answered ${seenText(got)}, as expected.`
    : `Expected ${seenText(expected)}; got ${seenText(got)}.`;
  return html`<li>${stateMark(mark, word)}<span>${does}</span><span class="soft num">${Math.round(durationMs)} ms</span>
<div class="more soft tight"><p>${seen}</p>${explanation !== null && html`<p>${explanation.title}.</p>${explanationText(explanation)}`}</div></li>`;
}

function markOf(status: number, isPlayed: boolean, isAsExpected: boolean): readonly [MarkName, string] {
  if (!isPlayed) return ['waiting', 'not played'];
  if (!isAsExpected) return ['failed', 'not as expected'];
  return status >= REFUSED ? ['expected', 'refused, as expected'] : ['done', 'as expected'];
}

const outsideLine = (answers: boolean): Html =>
  answers
    ? html`${stateMark('done')}Our address answers from here.`
    : html`${stateMark('failed')}Our address does not answer from here. That is ours to mend.`;

const labelOf = (identityProvider: IdentityProvider): string =>
  identityProvider === 'other' ? 'an identity provider' : IDENTITY_PROVIDERS[identityProvider].label;

/** What the identity provider does: the state of the connection in a sentence, and its requests, the newest first. */
import { type Html, html } from '../html.ts';
import { entryLine } from '../parts/entry-line.ts';
import { colourOf, type MarkName, stateMark } from '../parts/state-mark.ts';
import { type SelfTestResult, selfTestForm, selfTestPanel } from './self-test-panel.ts';
import { baseUrlOf, type SetupView } from './setup-view.ts';
import { supportReportSection } from './support-report.ts';

type StateName = SetupView['verdict']['state'];

const STATES: Readonly<Record<StateName, readonly [MarkName, string]>> = {
  off: ['waiting', 'Not switched on yet'],
  paused: ['warning', 'Paused'],
  no_token: ['failed', 'No token works'],
  waiting: ['waiting', 'Nothing has arrived yet'],
  token_refused: ['failed', 'The token was refused'],
  refused: ['failed', 'Something is wrong'],
  failed: ['failed', 'We failed, not you'],
  works: ['done', 'It works'],
};

export const stateMarkup = ({ verdict }: Pick<SetupView, 'verdict'>): Html => {
  const [mark, headline] = STATES[verdict.state];
  return html`<div class="note ${colourOf(mark)}"><span class="state">${stateMark(mark)}${headline}</span><p>${verdict.text}</p></div>`;
};

export const stripContent = ({ verdict }: Pick<SetupView, 'verdict'>): Html => {
  const [mark, headline] = STATES[verdict.state];
  return html`${stateMark(mark)}<span>${headline}</span>`;
};

/** One line that stays in sight on a narrow screen. */
export const stateStrip = (view: SetupView): Html =>
  html`<a class="strip" href="#live" data-live="strip">${stripContent(view)}</a>`;

export function livePanel(view: SetupView, publicUrl: string, selfTest?: SelfTestResult): Html {
  const { account, guide, entries, link } = view;
  const audience = { identityProvider: account.identityProvider, baseUrl: baseUrlOf(publicUrl) };
  return html`<section class="card stack live" id="live" data-live-address="/setup/live" aria-labelledby="live-title" tabindex="0">
<h2 id="live-title">What ${guide.label} does</h2>
<div data-live="state">${stateMarkup(view)}</div>
${
  link.may.includes('log')
    ? html`${selfTest && selfTestPanel(selfTest)}${linesOf(selfTest !== undefined, html`<ol class="lines" data-live="lines">${entries.map(entry => entryLine(entry, audience))}</ol>`)}
<p class="soft" data-live="connection"><noscript>Without JavaScript this page is loaded again every five seconds.</noscript></p>`
    : html`${selfTest && selfTestPanel(selfTest)}<p class="soft">This link does not show the requests.</p>`
}
${link.may.includes('self_test') && selfTestForm(selfTest ? 'Test our side again' : 'Test our side')}
${link.may.includes('log') && supportReportSection(view, publicUrl, selfTest?.report)}
</section>`;
}

/** The result of a self-test stands in the place of the requests, which are one click away. */
const linesOf = (isFolded: boolean, lines: Html): Html =>
  isFolded ? html`<details><summary>The requests so far</summary>${lines}</details>` : lines;

/** What the identity provider does: the state of the connection in a sentence, and its requests, the newest first. */

import { type Html, html } from '../../html.ts';
import { entryLine } from '../../parts/entry-line.ts';
import { progressLine, progressMarkup } from '../../parts/progress.ts';
import type { SetupView } from '../setup-view.ts';
import { type SelfTestResult, selfTestForm, selfTestPanel } from './self-test-panel.ts';
import { supportReportSection } from './support-report.ts';

/** One line that stays in sight on a narrow screen. */
export const stateStrip = (view: SetupView): Html =>
  html`<a class="strip" href="#live" data-live="strip">${progressLine(view.progress)}</a>`;

export function livePanel(view: SetupView, publicUrl: string, selfTest?: SelfTestResult): Html {
  const { audience, guide, entries, link } = view;
  return html`<section class="card stack live" id="live" data-live-address="/setup/live" aria-labelledby="live-title" tabindex="0">
<h2 id="live-title">What ${guide.label} does</h2>
<div data-live="state">${progressMarkup(view.progress)}</div>
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

/** A request of an identity provider as one line: a mark, a sentence, the time, and what to change when it failed. */
import { expectedRefusal, type RefusalContext } from '../../provisioning-log/connection/expected-refusals.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import { type Explanation, explain } from '../../provisioning-log/explanations/explanation.ts';
import { isExplanationId } from '../../provisioning-log/explanations/explanation-catalogue.ts';
import { type Html, html } from '../html.ts';
import { type MarkName, stateMark } from './state-mark.ts';
import { when } from './when.ts';

/** For whom explanations are worded, and which refusals are right. */
export interface EntryAudience extends RefusalContext {
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
}

const MARKS: Readonly<Record<LogEntry['outcome'], readonly [MarkName, string]>> = {
  done: ['done', 'done'],
  nothing_changed: ['done', 'done, nothing changed'],
  ignored: ['warning', 'done, something was left out'],
  refused: ['failed', 'refused'],
  failed: ['failed', 'our failure'],
};

/** @param below stands under the line, such as a link */
export function entryLine(entry: LogEntry, audience: EntryAudience, below?: Html): Html {
  const note = entry.outcome === 'refused' ? expectedRefusal(entry, audience) : null;
  const [mark, word] = note === null ? MARKS[entry.outcome] : (['expected', 'refused, as expected'] as const);
  return html`<li data-id="${entry.id}">${stateMark(mark, word)}<span><bdi>${entry.meaning}</bdi></span>${when(entry.at, 'clock')}${note === null ? moreOf(entry, audience) : html`<p class="more soft">${note}</p>`}${below && html`<p class="more soft">${below}</p>`}</li>`;
}

function moreOf(entry: LogEntry, { identityProvider, baseUrl }: EntryAudience): Html | false {
  const { outcome, explanation: id, requestId } = entry;
  if (!isExplanationId(id)) {
    return (
      outcome === 'failed' &&
      html`<p class="more soft">Ours to mend: it is tried again by itself. Request <code>${requestId}</code></p>`
    );
  }
  const explanation = explain(id, identityProvider, baseUrl);
  const text = html`<div class="tight soft">${explanationText(explanation)}</div>`;
  return outcome === 'refused' || outcome === 'failed'
    ? html`<div class="more">${text}</div>`
    : html`<details class="more soft"><summary>${explanation.title}</summary>${text}</details>`;
}

/** Its title stands before it. */
export const explanationText = (explanation: Explanation): Html =>
  html`<p>${explanation.cause}</p>
${remedyFacts(explanation)}`;

/** On which screen to change what. */
export const remedyFacts = ({ where, change, again }: Explanation): Html =>
  html`<dl class="facts"><dt>Where</dt><dd>${where}</dd><dt>Change</dt><dd>${change}</dd>${again !== null && html`<dt>Then</dt><dd>${again}</dd>`}</dl>`;

/** A request of an identity provider as one line: a mark, a sentence, the time, and what to change when it failed. */
import type { IdentityProvider } from '../../accounts/identity-provider.ts';
import type { LogEntry } from '../../provisioning-log/entry.ts';
import { type Explanation, explain } from '../../provisioning-log/explanations/explanation.ts';
import { isExplanationId } from '../../provisioning-log/explanations/explanation-catalogue.ts';
import { type Html, html } from '../html.ts';
import { type MarkName, stateMark } from './state-mark.ts';
import { when } from './when.ts';

/** For whom explanations are worded. */
export interface EntryAudience {
  readonly identityProvider: IdentityProvider;
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

/** Refusals that say nothing of the set-up: groups beside people who are in order, and a deletion that is repeated. */
const isExpected = ({ explanation, method }: LogEntry): boolean =>
  explanation === 'groups_pushed' || (explanation === 'member_gone' && method === 'DELETE');

export function entryLine(entry: LogEntry, audience: EntryAudience): Html {
  const [mark, word] = isExpected(entry)
    ? (['expected', 'refused, as expected'] as const)
    : MARKS[entry.outcome];
  return html`<li data-id="${entry.id}">${stateMark(mark, word)}<span><bdi>${entry.meaning}</bdi></span>${when(entry.at, 'clock')}${moreOf(entry, audience)}</li>`;
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
  if (isExpected(entry)) {
    return html`<details class="more soft"><summary>As expected: nothing to do</summary>${text}</details>`;
  }
  return outcome === 'refused' || outcome === 'failed'
    ? html`<div class="more">${text}</div>`
    : html`<details class="more soft"><summary>${explanation.title}</summary>${text}</details>`;
}

/** Its title stands before it. */
export const explanationText = ({ cause, where, change, again }: Explanation): Html =>
  html`<p>${cause}</p>
<dl class="facts"><dt>Where</dt><dd>${where}</dd><dt>Change</dt><dd>${change}</dd>${again !== null && html`<dt>Then</dt><dd>${again}</dd>`}</dl>`;

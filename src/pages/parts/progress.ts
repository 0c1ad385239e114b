/** How far a connection has come: a mark, a headline, a sentence, and what to change when it fails. */
import type { Progress } from '../../provisioning-log/connection/connection-progress.ts';
import { type Html, html } from '../html.ts';
import { remedyFacts } from './entry-line.ts';
import { colourOf, type MarkName, stateMark } from './state-mark.ts';

const MARKS: Readonly<Record<Progress['mark'], MarkName>> = {
  tick: 'done',
  ring: 'waiting',
  triangle: 'warning',
  cross: 'failed',
};

/** In one line. */
export const progressLine = ({ mark, headline }: Progress): Html =>
  html`${stateMark(MARKS[mark])}<span>${headline}</span>`;

export function progressMarkup({ headline, sentences, fault, mended, ...progress }: Progress): Html {
  const mark = MARKS[progress.mark];
  const remedy = fault?.explains && !fault.isOurs ? remedyFacts(fault.explains) : undefined;
  return html`<div class="note ${colourOf(mark)}"><span class="state">${stateMark(mark)}${headline}</span><p>${sentences.join(' ')}</p>${remedy}${mended && html`<p>${mended.text}</p>`}</div>`;
}

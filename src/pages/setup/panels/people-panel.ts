/** The set-up works: how many people came, and the two things that are forgotten most often. */
import type { Brand } from '../../brand.ts';
import { type Html, html } from '../../html.ts';
import { stateMark } from '../../parts/state-mark.ts';
import type { People } from './people.ts';

export function peoplePanel(
  { active, inactive, notSent, notSentNames }: People,
  label: string,
  { productName = 'the product', team }: Brand,
): Html {
  const all = active + inactive;
  const teamLink = (words: string): Html =>
    team === undefined ? html`${words}` : html`<a href="${team}">${words}</a>`;
  return html`<div class="note ok tight">
<h2><span class="state">${stateMark('done')}${label} manages your team</span></h2>
<p><strong>${all} ${all === 1 ? 'person' : 'people'} provisioned.</strong> ${active} active, ${inactive} inactive.</p>
<ul>
<li><strong>Roles.</strong> New people begin with the default role. ${teamLink(`Choose roles in ${productName}`)}.</li>
${
  notSent > 0 &&
  html`<li><strong>${notSent} ${notSent === 1 ? 'person is' : 'people are'} on the team and ${label} has not sent them:</strong> ${notSentNames.map(
    (name, index) => html`${index > 0 && ', '}<bdi>${name}</bdi>`,
  )}${notSent > notSentNames.length && html` and ${notSent - notSentNames.length} more`}. Assign them in ${label}, or ${teamLink(`remove them in ${productName}`)}. They stay until you do.</li>`
}
</ul></div>`;
}

/** What can go wrong: the questions people ask, then every failure of this identity provider, by where it is mended. */
import {
  explanationAnchor,
  troubleshootingOf,
} from '../../../provisioning-log/explanations/troubleshooting.ts';
import { type Html, html } from '../../html.ts';
import { explanationText } from '../../parts/entry-line.ts';
import { richText } from '../../parts/rich-text.ts';
import { baseUrlOf, type SetupView } from '../setup-view.ts';

export const troubleshootingSection = (
  { account, guide }: Pick<SetupView, 'account' | 'guide'>,
  publicUrl: string,
): Html =>
  html`<details id="troubleshooting"><summary>If something goes wrong</summary><div class="stack">
<dl class="stack">${guide.problems.map(({ question, answer }) => html`<div><dt><strong>${question}</strong></dt><dd>${richText(answer)}</dd></div>`)}</dl>
${troubleshootingOf(account.identityProvider, baseUrlOf(publicUrl)).map(
  ({ title, explanations }) => html`<h3>${title}</h3>
${explanations.map(
  explanation =>
    html`<details id="${explanationAnchor(explanation.id)}"><summary>${explanation.title}</summary><div class="tight">${explanationText(explanation)}</div></details>`,
)}`,
)}
</div></details>`;

/** A value to copy: a field that can be selected, and a button beside it where a script runs. */
import { type Html, html } from '../html.ts';

interface CopyField {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Where it goes, or what to know about it. */
  readonly note?: string | undefined;
  /** `false` where the label stands beside it already. */
  readonly isLabelShown?: boolean;
}

export const copyField = ({ id, label, value, note, isLabelShown = true }: CopyField): Html =>
  html`<div class="copy">
<label for="${id}" class="${isLabelShown ? '' : 'only-read'}">${label}</label>
${
  value.includes('\n')
    ? html`<textarea id="${id}" rows="${Math.min(12, value.split('\n').length + 1)}" readonly spellcheck="false">${value}</textarea>`
    : html`<input id="${id}" value="${value}" readonly autocomplete="off" spellcheck="false" data-1p-ignore data-lpignore="true">`
}
<button type="button" data-copy="${id}">Copy<span class="only-read"> ${label}</span></button>
${note !== undefined && html`<small>${note}</small>`}
</div>`;

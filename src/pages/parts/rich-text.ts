/** Texts of guides: names on screens stand between two asterisks, and are the only markup there is. */
import { type Html, html } from '../html.ts';

export const richText = (text: string): readonly Html[] =>
  text.split('**').map((part, index) => (index % 2 === 0 ? html`${part}` : html`<strong>${part}</strong>`));

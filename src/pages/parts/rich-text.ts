/**
 * Texts of guides. Names on screens stand between two asterisks and code between backticks; addresses of the web are
 * links. There is no other markup.
 */
import { type Html, html, webAddress } from '../html.ts';

const MARKUP = /\*\*(?<strong>[^*]+)\*\*|`(?<code>[^`]+)`|(?<address>https:\/\/[^\s)]+)/g;

export function richText(text: string): readonly Html[] {
  const parts: Html[] = [];
  let at = 0;
  for (const { 0: whole, index, groups = {} } of text.matchAll(MARKUP)) {
    parts.push(html`${text.slice(at, index)}`, markedUp(groups));
    at = index + whole.length;
  }
  return [...parts, html`${text.slice(at)}`];
}

function markedUp({ strong, code, address }: Readonly<Record<string, string | undefined>>): Html {
  if (strong !== undefined) return html`<strong>${strong}</strong>`;
  if (address === undefined) return html`<code>${code}</code>`;
  return html`<a href="${webAddress(address)}" rel="noopener" target="_blank">${address}</a>`;
}

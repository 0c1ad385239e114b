/** Times: in UTC from the server, in the reader's zone where page.js runs, and the full instant on hovering. */
import { type Html, html } from '../html.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

type Form = 'clock' | 'minute' | 'day' | 'full';

const digits = (value: number): string => String(value).padStart(2, '0');

const FORMS: Readonly<Record<Form, (at: Date) => string>> = {
  clock: at => `${FORMS.minute(at)}:${digits(at.getUTCSeconds())}`,
  minute: at => `${digits(at.getUTCHours())}:${digits(at.getUTCMinutes())}`,
  day: at => `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`,
  full: at => `${FORMS.day(at)}, ${FORMS.minute(at)}`,
};

/** @param at milliseconds since the epoch */
export function when(at: number, form: Form): Html {
  const date = new Date(at);
  return html`<time datetime="${date.toISOString()}" title="${date.toISOString()}" data-form="${form}">${FORMS[form](date)}</time>`;
}

/** The time of day for what is recent, and the day besides for what is not. */
export const whenSeen = (at: number, now: number): Html => when(at, now - at < DAY_MS ? 'minute' : 'full');

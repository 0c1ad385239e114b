/** A shape and a word for a state: never colour alone. */
import { type Html, html } from '../html.ts';

export type MarkName = 'done' | 'expected' | 'warning' | 'failed' | 'waiting';

const SHAPES: Readonly<Record<MarkName, Html>> = {
  done: html`<path d="M3 8.5l3.5 3.5L13 4.5"/>`,
  expected: html`<path d="M3 8h10"/>`,
  warning: html`<path d="M8 2.5l6 11H2z"/><path d="M8 6.5v3.5M8 12v.2"/>`,
  failed: html`<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>`,
  waiting: html`<circle cx="8" cy="8" r="5.5"/>`,
};

const COLOURS: Readonly<Record<MarkName, string>> = {
  done: 'ok',
  expected: 'idle',
  warning: 'warn',
  failed: 'bad',
  waiting: 'idle',
};

export const colourOf = (mark: MarkName): string => COLOURS[mark];

/** @param word for those who do not see it; `undefined` where the text beside it says the same */
export const stateMark = (mark: MarkName, word?: string): Html =>
  html`<svg class="mark ${colourOf(mark)}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${SHAPES[mark]}</svg>${word !== undefined && html`<span class="only-read">${word}: </span>`}`;

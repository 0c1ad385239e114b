/** What docs/events.md shows, to be run as it stands there. */
import { readFileSync } from 'node:fs';

const DOCUMENT = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');

/** The one block of code in a language that contains a text. */
export function codeBlock(language: 'js' | 'python', text: string): string {
  const blocks = [...DOCUMENT.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))];
  const [block, ...others] = blocks.map(([, code]) => String(code)).filter(code => code.includes(text));
  if (block === undefined || others.length > 0) {
    throw new Error(`docs/events.md must have one block of ${language} with ${text}`);
  }
  return block;
}

/** The table whose first heading is this one: the headings, and the cells of each row. */
export function table(firstHeading: string): readonly (readonly string[])[] {
  const [, rest] = DOCUMENT.split(new RegExp(`^(?=\\| ${firstHeading} +\\|)`, 'm'));
  if (rest === undefined) throw new Error(`docs/events.md has no table that begins with ${firstHeading}`);
  const lines = rest.slice(0, rest.indexOf('\n\n')).split('\n');
  return lines
    .filter((_, index) => index !== 1)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

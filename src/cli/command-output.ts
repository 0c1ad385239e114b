/** What a command prints: text for people, or with --json one line for programs. */

export interface JsonOption {
  readonly json?: true;
}

/** A command found a fault and has printed it: the exit code is 1. */
export class CommandFailed extends Error {}

/** With --json standard output carries this one JSON line and nothing else. */
export function print(json: true | undefined, value: object, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

/** A list that has no further pages, in the shape of the control API's pages. */
export const wholePage = <Item>(data: readonly Item[]) => ({ data, next: null });

/**
 * What there is, name by name, for people: what stands inside an object has its path for a name.
 * @param next the command to type next, without `rollcall`
 */
export function printObject(json: true | undefined, value: object, next?: string): void {
  const rows = rowsOf(value, '');
  const width = Math.max(...rows.map(([name]) => name.length)) + COLUMN_GAP;
  const lines = rows.map(([name, field]) => `${name.padEnd(width)}${field}`);
  print(json, value, [...lines, ...(next === undefined ? [] : ['', `Next: rollcall ${next}`])].join('\n'));
}

const COLUMN_GAP = 2;

const rowsOf = (value: object, path: string): readonly (readonly [string, string])[] =>
  Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    const isObject = typeof field === 'object' && field !== null && !Array.isArray(field);
    return isObject ? rowsOf(field, `${path}${name}.`) : [[`${path}${name}`, wordsFor(field)] as const];
  });

function wordsFor(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '-';
  if (Array.isArray(value)) return value.map(wordsFor).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, field]) => `${name} ${wordsFor(field)}`)
    .join(' ');
}

/** `1 event`, `2 events`: for nouns that take an s. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const isoDate = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

/** What a command prints: text for people, or with --json one line for programs. */

export interface JsonOption {
  readonly json?: true;
}

/** What a command found out is bad news, and is told already: the exit code is 1. */
export class CommandFailed extends Error {}

/** With --json standard output carries this one JSON line and nothing else. */
export function print(json: true | undefined, value: object, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

/** What there is, name by name, for people. */
export function printObject(json: true | undefined, value: object): void {
  const lines = Object.entries(value).map(([name, field]) => `${name.padEnd(20)}  ${wordsFor(field)}`);
  print(json, value, lines.join('\n'));
}

const wordsFor = (value: unknown): string =>
  value === null ? '-' : typeof value === 'object' ? JSON.stringify(value) : String(value);

export const isoDate = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

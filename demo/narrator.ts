/** Everything the demo prints, in aligned columns; colour only where the terminal shows it (node:util decides). */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** A request of an identity provider and what became of it. */
interface ToldExchange {
  readonly provider: string;
  /** Continues the provider's name: "JumpCloud" "creates Ann". */
  readonly does: string;
  readonly status: number;
  /** Method and path, readable. */
  readonly wire: string;
  readonly isAsExpected: boolean;
}

/** One event, or several of one kind, as the main app takes them. */
interface ToldEvent {
  readonly accountId: string;
  /** "#4", or "#4–13" for several. */
  readonly numbers: string;
  /** The last part of its type. */
  readonly kind: string;
  readonly happened: string;
  readonly action: string;
}

const ACTOR_COLUMN = 13;
const DOES_COLUMN = 47;
const EVENT_COLUMN = 13;
const KIND_COLUMN = 14;
const NARROWEST = 60;
const WIDEST = 120;

const STYLE_OF_PROVIDER: Readonly<Record<string, Style>> = { JumpCloud: 'cyan', Okta: 'blue' };
const STYLE_OF_KIND: Readonly<Record<string, Style>> = {
  provisioned: 'green',
  reactivated: 'green',
  updated: 'yellow',
  deprovisioned: 'red',
  deleted: 'red',
};

export class Narrator {
  readonly #write: (text: string) => void;
  readonly #width: number;
  readonly #hasColumns: boolean;
  #scenes = 0;

  /** @param columns the terminal's width; `undefined` where there is none */
  constructor(write: (text: string) => void, columns: number | undefined) {
    this.#write = write;
    this.#hasColumns = columns !== undefined;
    this.#width = Math.min(Math.max(columns ?? WIDEST, NARROWEST), WIDEST);
  }

  title(text: string): void {
    this.#line(`\n${styleText('bold', text)}`);
  }

  /** An explanation, in whole sentences. */
  text(text: string): void {
    for (const line of wrap(text, this.#width - 2)) this.#line(`  ${line}`);
  }

  scene(text: string): void {
    this.#scenes += 1;
    this.#line(`\n${styleText('bold', `${this.#scenes}. ${text}`)}`);
  }

  exchange({ provider, does, status, wire, isAsExpected }: ToldExchange): void {
    const actor = styleText(STYLE_OF_PROVIDER[provider] ?? 'magenta', provider.padEnd(ACTOR_COLUMN));
    const shownStatus = isAsExpected ? `${status}` : styleText('red', `${status} ✗`);
    // A log keeps the whole path, whatever its length; a terminal would break the line.
    const room = this.#hasColumns ? this.#width - 2 - ACTOR_COLUMN - DOES_COLUMN - 5 : wire.length;
    this.#line(
      `  ${actor}${does.padEnd(DOES_COLUMN)}${shownStatus}  ${styleText('dim', shorten(wire, room))}`,
    );
  }

  event({ accountId, numbers, kind, happened, action }: ToldEvent): void {
    const indent = 2 + ACTOR_COLUMN + EVENT_COLUMN + KIND_COLUMN;
    const room = this.#width - indent;
    const whole = `${happened} → ${action}`;
    const lines = whole.length <= room ? [whole] : [...wrap(happened, room), ...wrap(`→ ${action}`, room)];
    const actor = styleText('magenta', '   main app'.padEnd(ACTOR_COLUMN));
    const number = `${accountId} ${numbers}`.padEnd(EVENT_COLUMN);
    const shownKind = styleText(STYLE_OF_KIND[kind] ?? 'dim', kind.padEnd(KIND_COLUMN));
    this.#line(`  ${actor}${number}${shownKind}${lines[0]}`);
    for (const line of lines.slice(1)) this.#line(' '.repeat(indent) + line);
  }

  /** Something the main app does by itself. */
  mainAppDoes(text: string): void {
    const indent = 2 + ACTOR_COLUMN;
    const [first = '', ...others] = wrap(text, this.#width - indent);
    this.#line(`  ${styleText('magenta', '   main app'.padEnd(ACTOR_COLUMN))}${first}`);
    for (const line of others) this.#line(' '.repeat(indent) + line);
  }

  /** Why what was just seen matters. */
  remark(text: string): void {
    const indent = 2 + ACTOR_COLUMN;
    for (const line of wrap(text, this.#width - indent)) {
      this.#line(' '.repeat(indent) + styleText('italic', line));
    }
  }

  success(text: string): void {
    this.#line(`\n${styleText(['bold', 'green'], `✓ ${text}`)}`);
  }

  failure(text: string): void {
    this.#line(`\n${styleText(['bold', 'red'], `✗ ${text}`)}`);
  }

  /** Lines of a log, as they are. */
  log(heading: string, lines: readonly string[]): void {
    this.#line(`\n  ${heading}:`);
    for (const line of lines) this.#line(`  ${styleText('dim', line)}`);
  }

  /** A line of the summary: a number and what was counted. */
  count(amount: number, text: string): void {
    const [first = '', ...others] = wrap(text, this.#width - 7);
    this.#line(`  ${String(amount).padStart(3)}  ${first}`);
    for (const line of others) this.#line(`       ${line}`);
  }

  #line(text: string): void {
    this.#write(`${text.trimEnd()}\n`);
  }
}

function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 12 ? '' : `${text.slice(0, room - 1)}…`;
}

/** Breaks a text between words; a longer word stands on a line of its own. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

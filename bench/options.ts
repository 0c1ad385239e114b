/** The command line of the bench. */
import { parseArgs } from 'node:util';
import type { Suite } from './suites/suite.ts';

export interface BenchOptions {
  /** Names of the suites to run. */
  readonly suites: readonly string[];
  readonly json: boolean;
  readonly isQuick: boolean;
  /** A document whose chapter "Results" is replaced. */
  readonly resultsFile: string | undefined;
  /** Of the fairness suite: the database to measure on, and a pattern for the names of the kinds; all when not said. */
  readonly database: string | undefined;
  readonly only: string | undefined;
  readonly connections: number;
  /** Members of each server in the side-by-side suites. */
  readonly members: number;
  /** Members of the large account in the scale suite. */
  readonly scale: number;
  /** How often every server is measured; the middle round counts. */
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

/** The command line was wrong; the message says how to put it right. */
export class OptionError extends Error {}

const FULL = { members: 10_000, scale: 100_000, rounds: 5, roundMs: 1_000, warmUpMs: 500 };
const QUICK = { members: 1_000, scale: 5_000, rounds: 3, roundMs: 250, warmUpMs: 150 };

/**
 * @returns the options, or the help text when that was asked for
 * @throws {OptionError}
 */
export function readOptions(
  args: readonly string[],
  known: readonly Pick<Suite, 'name' | 'about' | 'onlyWhenNamed'>[],
): BenchOptions | string {
  const { values, positionals } = parse(args);
  if (values.help) return helpText(known);
  const names = known.map(suite => suite.name);
  const unknown = positionals.filter(name => !names.includes(name));
  if (unknown.length > 0) {
    throw new OptionError(`There is no suite ${unknown.join(', ')}; known suites: ${names.join(', ')}.`);
  }
  const preset = values.quick ? QUICK : FULL;
  return {
    suites:
      positionals.length > 0
        ? positionals
        : known.filter(suite => !suite.onlyWhenNamed).map(({ name }) => name),
    json: values.json ?? false,
    isQuick: values.quick ?? false,
    resultsFile: values.results,
    database: values.database,
    only: values.only,
    connections: readCount('connections', values.connections, 32),
    members: readCount('members', values.members, preset.members),
    scale: readCount('scale', values.scale, preset.scale),
    rounds: readCount('rounds', values.rounds, preset.rounds),
    roundMs: preset.roundMs,
    warmUpMs: preset.warmUpMs,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        connections: { type: 'string' },
        members: { type: 'string' },
        scale: { type: 'string' },
        rounds: { type: 'string' },
        database: { type: 'string' },
        only: { type: 'string' },
        results: { type: 'string' },
      },
    });
  } catch (cause) {
    const [problem] = String(cause instanceof Error ? cause.message : cause).split('. ');
    throw new OptionError(`${problem}; --help lists the options.`, { cause });
  }
}

function readCount(name: string, text: string | undefined, preset: number): number {
  if (text === undefined) return preset;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new OptionError(`--${name} must be a whole number from 1 to 9999999; it is ${JSON.stringify(text)}.`);
}

function helpText(known: readonly Pick<Suite, 'name' | 'about'>[]): string {
  return `npm run bench [-- suite … options]

Suites (all but fairness, when none is named):
${known.map(({ name, about }) => `  ${name.padEnd(16)}${about}`).join('\n')}

Options:
  --quick         a rough answer in about half a minute
  --json          JSON instead of a table
  --connections N concurrent connections (32)
  --members N     members of each server (${FULL.members}; quick ${QUICK.members})
  --scale N       members of the large account, events of the events suite (${FULL.scale}; quick ${QUICK.scale})
  --rounds N      rounds, of which the middle one counts (${FULL.rounds}; quick ${QUICK.rounds})
  --database NAME the fairness suite on sqlite or postgresql alone
  --only PATTERN  of the fairness suite, the kinds whose name fits this pattern
  --results FILE  also replaces the chapter "Results" of a document, such as docs/performance.md

LOG_LEVEL sets how much the measured service logs (warn).`;
}

/** The commands of docs/cli.md, made from the command line itself. */
import type { Command, Option } from 'commander';
import { createProgram } from '../src/cli/cli.ts';

/** One section for each group of commands; those that stand alone come first. */
export function commandReference(): string {
  const { commands } = createProgram();
  const alone = commands.filter(({ commands: inner }) => inner.length === 0);
  const groups = commands.filter(({ commands: inner }) => inner.length > 0);
  return [
    '### Service',
    ...alone.map(command => commandPart(command, '')),
    ...groups.flatMap(group => [
      `### ${capitalized(group.name())}`,
      `${sentence(group.description())}`,
      ...group.commands.map(command => commandPart(command, `${group.name()} `)),
    ]),
  ].join('\n\n');
}

function commandPart(command: Command, prefix: string): string {
  const operands = command.registeredArguments.map(argument =>
    argument.required ? ` <${argument.name()}>` : ` [${argument.name()}]`,
  );
  const options = command.options.filter(({ hidden, long }) => !hidden && long !== '--json');
  const lines = [
    `#### \`${prefix}${command.name()}${operands.join('')}\``,
    '',
    sentence(command.description()),
    ...(options.length === 0 ? [] : ['', ...options.map(optionLine)]),
  ];
  return lines.join('\n');
}

function optionLine({ flags, description, defaultValue, argChoices, mandatory }: Option): string {
  const notes = [
    ...(mandatory ? ['required'] : []),
    ...(argChoices ? [argChoices.join(', ')] : []),
    ...(isShown(defaultValue) ? [`default ${String(defaultValue)}`] : []),
  ];
  return `- \`${flags}\`: ${escaped(description)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

/** An empty list is what a repeatable option begins with. */
const isShown = (value: unknown): boolean => ['string', 'number'].includes(typeof value);

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const sentence = (text: string): string => `${capitalized(escaped(text))}.`;
/** Neither emphasis nor a tag of HTML. */
const escaped = (text: string): string => text.replaceAll(/[*<]/g, '\\$&');

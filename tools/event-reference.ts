/** The parts of docs/events.md that are made from the catalogue. */
import { type CataloguedEvent, EVENT_CATALOGUE } from '../src/events/catalogue/catalogue.ts';
import { EVENT_DEFINITIONS } from '../src/events/catalogue/definitions.ts';
import type { EventGroup } from '../src/events/catalogue/entry.ts';
import { type JsonProperties, type JsonSchema, referencesIn } from '../src/events/catalogue/json-schema.ts';
import { exampleEvent } from './example-event.ts';

const LINE_WIDTH = 100;
/** EventDetail as a whole; their own text says what they hold. */
const WHOLE = ['member', 'changed', 'previous'];

const GROUP_TITLES: Readonly<Record<EventGroup, string>> = {
  member: 'Events about a team member',
  connection: 'Events about a connection',
  operational: 'Events about the delivery itself',
};

/** By the name of the marker each stands under. */
export function eventReference(): Readonly<Record<string, string>> {
  return { example: shownExample(), envelope: envelopeTable(), types: typeTable(), data: dataSections() };
}

function shownExample(): string {
  const shown = EVENT_CATALOGUE.find(({ type }) => type === 'team_member.updated');
  if (!shown) throw new Error('the type that is shown is no longer in the catalogue');
  return jsonBlock(exampleEvent(shown));
}

const typeTable = (): string =>
  table(
    ['type', 'when', 'what the main app does'],
    EVENT_CATALOGUE.map(({ type, when, mainApp }) => [`\`${type}\``, when, mainApp]),
  );

const envelopeTable = (): string =>
  table(
    ['attribute', 'value', 'meaning'],
    Object.entries<JsonSchema>(EVENT_DEFINITIONS.EventEnvelope.properties ?? {}).map(([name, schema]) => [
      `\`${name}\``,
      valueText(schema),
      schema.description ?? '',
    ]),
  );

function dataSections(): string {
  const groups = Object.entries(GROUP_TITLES).map(([group, title]) => {
    const entries = EVENT_CATALOGUE.filter(entry => entry.group === group);
    const fields = entries.map(({ data }) => fieldsOf(wholeData(data).properties ?? {}, ''));
    const [first = []] = fields;
    const common = first.filter(({ path }) => fields.every(of => of.some(field => field.path === path)));
    const types = entries.map((entry, index) => typeSection(entry, fields[index] ?? [], common));
    return [`### ${title}`, 'What all of them tell:', fieldTable(common), ...types].join('\n\n');
  });
  return groups.join('\n\n');
}

function typeSection(
  { type, when, example }: CataloguedEvent,
  fields: readonly Field[],
  common: readonly Field[],
): string {
  const isCommon = (field: Field): boolean => common.some(({ path }) => path === field.path);
  const own = fields
    .filter(field => !isCommon(field) || field.note)
    .map(field => (isCommon(field) ? { ...field, meaning: field.note ?? '' } : field));
  return [
    `#### \`${type}\``,
    when,
    ...(own.length > 0 ? [fieldTable(own)] : []),
    jsonBlock(example.data),
  ].join('\n\n');
}

interface Field {
  readonly path: string;
  readonly value: string;
  readonly meaning: string;
  /** What holds for this type beyond the shared definition. */
  readonly note: string | undefined;
}

/** The data before an erasure; what is left after it is the same for every type. */
const wholeData = (data: JsonSchema): JsonSchema => data.oneOf?.[0] ?? data;

function fieldsOf(properties: JsonProperties, parent: string): readonly Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${parent}${name}`;
    const whole = { ...definitionOf(schema), ...(schema.allOf ? {} : schema) };
    if (whole.properties && !WHOLE.includes(path)) return fieldsOf(whole.properties, `${path}.`);
    const note = schema.allOf?.find(({ description }) => description !== undefined)?.description;
    return [{ path, value: valueText(whole), meaning: whole.description ?? '', note }];
  });
}

function definitionOf(schema: JsonSchema): JsonSchema {
  const [name = ''] = referencesIn(schema);
  return Object.entries<JsonSchema>(EVENT_DEFINITIONS).find(([known]) => known === name)?.[1] ?? {};
}

const fieldTable = (fields: readonly Field[]): string =>
  table(
    ['field', 'value', 'meaning'],
    fields.map(({ path, value, meaning }) => [`\`${path}\``, value, meaning]),
  );

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  uri: 'address',
  'date-time': 'time (RFC 3339)',
};
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
  object: 'object',
  null: 'null',
};

function valueText({ type, format, enum: values, const: only }: JsonSchema): string {
  if (only !== undefined) return `\`${String(only)}\``;
  if (values) return values.map(value => (value === null ? 'null' : `\`${String(value)}\``)).join(' or ');
  return [type ?? []]
    .flat()
    .map(name => (name === 'string' && format ? FORMATS[format] : TYPES[name]) ?? name)
    .join(' or ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const jsonBlock = (value: unknown): string => `\`\`\`json\n${jsonText(value, '')}\n\`\`\``;

/** JSON for people: what fits into a line stays in one. */
function jsonText(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const parts = (deeper: string): string[] =>
    Object.entries(value).map(
      ([name, inner]) => `${isList ? '' : `${JSON.stringify(name)}: `}${jsonText(inner, deeper)}`,
    );
  const space = isList || Object.keys(value).length === 0 ? '' : ' ';
  const line = `${open}${space}${parts(indent).join(', ')}${space}${close}`;
  if (indent !== '' && indent.length + line.length <= LINE_WIDTH && !line.includes('\n')) return line;
  const deeper = `${indent}  `;
  return `${open}\n${parts(deeper)
    .map(part => deeper + part)
    .join(',\n')}\n${indent}${close}`;
}

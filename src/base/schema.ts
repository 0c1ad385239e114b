/**
 * What comes in from outside, checked by schemas: bodies, query parameters and lines of imports. The blocks here give
 * every fault in words that say what is allowed, and `parseWith` names all faults of a value together.
 */
import { z } from 'zod';
import { RollcallError } from './errors.ts';

export type Schema = z.ZodType;
export type Shape = Readonly<Record<string, Schema>>;

const MOST_FAULTS = 10;
const LONGEST_ECHO = 60;
const MISSING = 'is missing.';

/** A value that is absent is missing, whatever it must be. @param must what follows the name of the field */
export const fault = (must: string) => ({
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? MISSING : must),
});

/** @param most characters; at least one */
export function text(most: number) {
  const length = fault(`must be a text of 1 to ${most} characters.`);
  return (
    z
      .string(length)
      .min(1, length)
      .max(most, length)
      // PostgreSQL cannot store U+0000, and no database half of a surrogate pair.
      .refine(
        value => !/\p{Cc}/u.test(value) && value.isWellFormed(),
        'must not hold line breaks or other control characters.',
      )
  );
}

export function wholeNumber(least: number, most: number) {
  const range = fault(`must be a whole number from ${least} to ${most}.`);
  return z.int(range).min(least, range).max(most, range);
}

export const oneOf = <const Value extends string>(...values: readonly Value[]) =>
  z.enum(values, fault(`must be one of ${values.join(', ')}.`));

export const trueOrFalse = z.boolean(fault('must be true or false.'));

/** A list whose faults cost no time: one that is too long is not read, and reading ends at the last fault reported. */
export const boundedList = <Item extends Schema>(item: Item, least: number, most: number, must: string) =>
  z
    .unknown()
    .transform((value, context): readonly z.output<Item>[] => {
      if (!Array.isArray(value) || value.length < least || value.length > most) {
        context.addIssue({ code: 'custom', message: value === undefined ? MISSING : must });
        return z.NEVER;
      }
      const items: z.output<Item>[] = [];
      for (const [index, each] of value.entries()) {
        const result = item.safeParse(each);
        if (result.success) items.push(result.data);
        for (const issue of result.error?.issues ?? []) {
          context.addIssue({ ...issue, path: [index, ...issue.path] });
        }
        if (context.issues.length >= MOST_FAULTS) break;
      }
      return items;
    })
    .meta({
      type: 'array',
      ...(least > 0 ? { minItems: least } : {}),
      maxItems: most,
      get items() {
        return jsonSchemaOf(item);
      },
    });

/** What a client may send, as JSON Schema. */
export function jsonSchemaOf(schema: Schema): Readonly<Record<string, unknown>> {
  const { $schema: _, ...document } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return document;
}

/** A list without repetitions. */
export const listOf = <Item extends Schema>(item: Item, most: number, least = 1) =>
  boundedList(item, least, most, `must be a list of ${least} to ${most} values.`).transform(
    (values): readonly z.output<Item>[] => [...new Set(values)],
  );

/** An object of these fields alone. */
export const fields = <const Fields extends Shape>(shape: Fields) =>
  closed(shape, 'field', 'of this request', 'the fields are');

/** The query parameters of an address, and no others. */
export const parameters = <const Parameters extends Shape>(shape: Parameters) =>
  closed(shape, 'query parameter', 'of this address', 'they are');

function closed<const Fields extends Shape>(shape: Fields, noun: string, place: string, listed: string) {
  const names = Object.keys(shape).join(', ');
  const known = names === '' ? `${place}: it takes none.` : `${place}; ${listed} ${names}.`;
  const { error } = fault(`must be an object with the fields ${names}.`);
  return z.strictObject(shape, {
    error: issue => {
      if (issue.code !== 'unrecognized_keys') return error(issue);
      return `${issue.keys.length === 1 ? `is not a ${noun}` : `are not ${noun}s`} ${known}`;
    },
  });
}

/** What `schema` reads goes on to a parser of the domain; its refusal gets the name of the field. */
export const parsed = <Raw extends Schema, Value>(schema: Raw, parse: (raw: z.output<Raw>) => Value) =>
  schema.transform((raw, context): Value => {
    try {
      return parse(raw);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== 'badRequest') throw error;
      context.addIssue({ code: 'custom', message: `: ${error.message}` });
      return z.NEVER;
    }
  });

/** @throws RollcallError `badRequest` that names every fault */
export function parseWith<Wanted extends Schema>(schema: Wanted, value: unknown): z.output<Wanted> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RollcallError('badRequest', faultsText(result.error.issues));
}

type Issue = z.core.$ZodIssue;

/** Of each field the first fault. */
function faultsText(issues: readonly Issue[]): string {
  const texts = new Map<string, string>();
  for (const issue of issues) {
    const place = `${issue.code === 'unrecognized_keys'} ${issue.path.join('.')}`;
    if (texts.has(place)) continue;
    if (texts.size === MOST_FAULTS) return [...texts.values(), 'There is more.'].join(' ');
    texts.set(place, faultText(issue));
  }
  return [...texts.values()].join(' ');
}

function faultText(issue: Issue): string {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.slice(0, MOST_FAULTS).map(key => nameOf([...path, key.slice(0, LONGEST_ECHO)]));
    return `${names.join(', ')} ${message}`;
  }
  const name = nameOf(path);
  const [, whole] = /^: (.*)$/s.exec(message) ?? [];
  if (whole === undefined) return path.length === 0 ? message : `${name} ${message}`;
  // A parser of the domain may name the field itself.
  return path.length === 0 || whole.startsWith(name) ? whole : `${name}: ${whole}`;
}

/** `["types", 1]` as `"types[1]"`. */
const nameOf = (path: readonly PropertyKey[]): string =>
  JSON.stringify(
    path.reduce<string>(
      (name, key) =>
        typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`,
      '',
    ),
  );

/** The bodies of the control API: JSON objects of known fields, each judged by its reader, every fault in words. */
import type { Request, Response } from 'express';
import { RollcallError } from '../errors.ts';
import { bodyCollector, checkMediaType, parseBody } from '../http/request/body.ts';
import { recheckCaller } from './control-request.ts';

/** Reads the value of the field `name`. @throws RollcallError `badRequest` naming the field */
export type Field<Value> = (value: unknown, name: string) => Value;

export type JsonObject = Readonly<Record<string, unknown>>;

type KnownFields = Readonly<Record<string, Field<unknown>>>;

/** What was read: the required fields, and of the others those that were given. */
export type Values<Known extends KnownFields, Required extends keyof Known = never> = {
  readonly [Name in Required]: ReturnType<Known[Name]>;
} & { readonly [Name in Exclude<keyof Known, Required>]?: ReturnType<Known[Name]> };

const LARGEST_BODY_BYTES = 65_536;
const LONGEST_ECHO = 60;

const collectBody = bodyCollector(LARGEST_BODY_BYTES);

/**
 * Reads the body of a request; an empty one stands for `{}`.
 * @throws RollcallError `badRequest`, `invalidSyntax`, `payloadTooLarge`, `unsupportedMediaType`
 */
export async function readJsonObject(request: Request, response: Response): Promise<JsonObject> {
  const isLate = !request.complete;
  const bytes = await collectBody(request, response);
  if (isLate) await recheckCaller(response);
  if (bytes.length === 0) return {};
  const charset = checkMediaType(request, ['application/json']);
  const value = await parseBody(bytes, { charset });
  return isObject(value) ? value : refuse('The body must be a JSON object.');
}

/** @throws RollcallError `badRequest` for what is unknown, missing or does not fit */
export function readFields<Known extends KnownFields, const Required extends keyof Known = never>(
  given: JsonObject,
  known: Known,
  required: readonly Required[] = [],
  prefix = '',
): Values<Known, Required> {
  const values = Object.entries(given).map(([name, value]) => {
    const field = Object.hasOwn(known, name) ? known[name] : undefined;
    return [
      name,
      field ? field(value, prefix + name) : refuse(unknownField(prefix + name.slice(0, LONGEST_ECHO), known)),
    ] as const;
  });
  const missing = required.find(name => !Object.hasOwn(given, name));
  if (missing !== undefined) refuse(`"${prefix}${String(missing)}" is missing.`);
  return Object.fromEntries(values) as Values<Known, Required>; // every name has its own reader's value
}

/** @param most characters; at least one */
export function text(most: number): Field<string> {
  return (value, name) => {
    if (typeof value !== 'string' || value === '' || value.length > most) {
      refuse(`"${name}" must be a text of 1 to ${most} characters.`);
    }
    // PostgreSQL cannot store U+0000, and no database half of a surrogate pair.
    if (/\p{Cc}/u.test(value) || !value.isWellFormed()) {
      refuse(`"${name}" must not hold line breaks or other control characters.`);
    }
    return value;
  };
}

export function wholeNumber(least: number, most: number): Field<number> {
  return (value, name) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : refuse(`"${name}" must be a whole number from ${least} to ${most}.`);
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Field<Value> {
  return (value, name) =>
    values.find(known => known === value) ?? refuse(`"${name}" must be one of ${values.join(', ')}.`);
}

export const trueOrFalse: Field<boolean> = (value, name) =>
  typeof value === 'boolean' ? value : refuse(`"${name}" must be true or false.`);

/** A list without repetitions. */
export function listOf<Value>(item: Field<Value>, most: number, least = 1): Field<readonly Value[]> {
  return (value, name) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      refuse(`"${name}" must be a list of ${least} to ${most} values.`);
    }
    return [...new Set(value.map((each, index) => item(each, `${name}[${index}]`)))];
  };
}

export function orNull<Value>(field: Field<Value>): Field<Value | null> {
  return (value, name) => (value === null ? null : field(value, name));
}

export function object<Known extends KnownFields, const Required extends keyof Known = never>(
  known: Known,
  required: readonly Required[] = [],
): Field<Values<Known, Required>> {
  return (value, name) =>
    isObject(value)
      ? readFields(value, known, required, `${name}.`)
      : refuse(`"${name}" must be an object with the fields ${Object.keys(known).join(', ')}.`);
}

/** What `field` reads goes on to a parser of the domain; its refusal gets the name of the field. */
export function parsed<Raw, Value>(field: Field<Raw>, parse: (raw: Raw) => Value): Field<Value> {
  return (value, name) => {
    const raw = field(value, name);
    try {
      return parse(raw);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== 'badRequest') throw error;
      throw new RollcallError('badRequest', `"${name}": ${error.message}`, { cause: error });
    }
  };
}

function unknownField(name: string, known: KnownFields): string {
  const names = Object.keys(known);
  const field = JSON.stringify(name);
  return names.length === 0
    ? `${field} is not a field of this request: it takes none.`
    : `${field} is not a field of this request; the fields are ${names.join(', ')}.`;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refuse(detail: string): never {
  throw new RollcallError('badRequest', detail);
}

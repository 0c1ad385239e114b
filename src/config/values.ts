/** Readers of single settings: each gives a value, or adds a fault in words. */
import { AddressRange } from './address-range.ts';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_DURATION_MS = 30 * UNIT_MS.d;
const MOST_PORT = 65_535;

interface ReadingContext {
  /** The setting's name, with which a fault begins. */
  readonly name: string;
  readonly production: boolean;
  readonly faults: string[];
}

export interface Reader<Value> {
  /** What the value must be: it completes "NAME must be …". */
  readonly remedy: string;
  /** @returns what means nothing once a fault was added */
  read(text: string, context: ReadingContext): Value;
}

export const text: Reader<string> = { remedy: 'a text', read: value => value };

export const wholeNumber = (least: number, most: number): Reader<number> =>
  single(`a whole number from ${least} to ${most}`, least, value => {
    const number = Number(value);
    return /^\d{1,15}$/.test(value) && number >= least && number <= most ? number : undefined;
  });

export const port: Reader<number> = wholeNumber(0, MOST_PORT);

export const onOrOff: Reader<boolean> = single('on or off (true or false)', false, value => {
  if (['true', 'on', '1', 'yes'].includes(value.toLowerCase())) return true;
  return ['false', 'off', '0', 'no'].includes(value.toLowerCase()) ? false : undefined;
});

export const oneOf = <Choice extends string>(choices: readonly [Choice, ...Choice[]]): Reader<Choice> =>
  single(`one of ${choices.join(', ')}`, choices[0], value =>
    choices.find(choice => choice === value.toLowerCase()),
  );

/** `undefined` for a setting that is not set and has no default. */
export const optional = <Value>(reader: Reader<Value>): Reader<Value | undefined> => ({
  remedy: reader.remedy,
  read: (value, context) => (value === '' ? undefined : reader.read(value, context)),
});

export const ports: Reader<readonly number[]> = listOf(
  `ports from 1 to ${MOST_PORT}, separated by commas`,
  entry => (/^[1-9]\d{0,4}$/.test(entry) && Number(entry) <= MOST_PORT ? Number(entry) : undefined),
);

/** Durations such as `5s`, `2m` or `24h`; in milliseconds. */
export const durations: Reader<readonly number[]> = listOf(
  'durations of at most 30 days, separated by commas, such as 5s,2m,24h',
  entry => {
    const [, digits = '', unit = ''] = /^(\d{1,10})(ms|s|m|h|d)$/.exec(entry) ?? [];
    const milliseconds = Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS]; // as the pattern says; else NaN
    return milliseconds <= LONGEST_DURATION_MS ? milliseconds : undefined;
  },
);

const isWebAddress = (entry: string): boolean =>
  URL.canParse(entry) && ['http:', 'https:'].includes(new URL(entry).protocol);

export const webAddress: Reader<string> = single(
  'a web address such as https://app.example.com/team',
  '',
  value => (isWebAddress(value) ? new URL(value).href : undefined),
);

export const webOrigins: Reader<readonly string[]> = listOf(
  'origins separated by commas, such as https://app.example.com',
  entry =>
    isWebAddress(entry) && new URL(entry).href === `${new URL(entry).origin}/`
      ? new URL(entry).origin
      : undefined,
);

export const accentColour: Reader<string> = single('a colour such as #2757b6', '#2757b6', value =>
  /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined,
);

export const addressRanges: Reader<readonly string[]> = listOf(
  'addresses or ranges of addresses, separated by commas, such as 10.0.0.0/8,127.0.0.1',
  (entry, { name, faults }) => {
    try {
      AddressRange.parse(entry);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push(`${name}: ${error.message}`);
    }
    return entry;
  },
);

/** @param parse gives `undefined` for an entry that is none */
function listOf<Value>(
  remedy: string,
  parse: (entry: string, context: ReadingContext) => Value | undefined,
): Reader<readonly Value[]> {
  const parseEntry = (entry: string, context: ReadingContext): readonly Value[] => {
    const value = parse(entry, context);
    if (value !== undefined) return [value];
    context.faults.push(`${context.name} must be ${remedy}; ${JSON.stringify(entry)} is none.`);
    return [];
  };
  return {
    remedy,
    read: (value, context) =>
      value === '' ? [] : value.split(',').flatMap(entry => parseEntry(entry.trim(), context)),
  };
}

/** @param parse gives `undefined` for what is wrong; `fallback` then keeps the type, and is never used */
function single<Value>(
  remedy: string,
  fallback: Value,
  parse: (value: string) => Value | undefined,
): Reader<Value> {
  return {
    remedy,
    read(value, { name, faults }) {
      const found = parse(value);
      if (found !== undefined) return found;
      faults.push(`${name} must be ${remedy}; it is ${JSON.stringify(value)}.`);
      return fallback;
    },
  };
}

/** Readers of single settings: each gives a value, or adds a fault in words. */
import { AddressRange } from './address-range.ts';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const LONGEST_DURATION_MS = 30 * UNIT_MS.d;

export function readWholeNumber(
  name: string,
  text: string | undefined,
  { whenUnset, least, most }: { whenUnset: number; least: number; most: number },
  faults: string[],
): number {
  if (!text) return whenUnset;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
  faults.push(`${name} must be a whole number from ${least} to ${most}; it is ${JSON.stringify(text)}.`);
  return whenUnset;
}

export function readSwitch(
  name: string,
  text: string | undefined,
  whenUnset: boolean,
  faults: string[],
): boolean {
  if (!text) return whenUnset;
  const value = text.toLowerCase();
  if (['true', 'on', '1', 'yes'].includes(value)) return true;
  if (['false', 'off', '0', 'no'].includes(value)) return false;
  faults.push(`${name} must be on or off (true or false); it is ${JSON.stringify(text)}.`);
  return whenUnset;
}

/** Ports, separated by commas. */
export function readPorts(
  name: string,
  text: string | undefined,
  whenUnset: readonly number[],
  faults: string[],
): readonly number[] {
  return readList(text, whenUnset, entry => {
    const port = Number(entry);
    if (/^[1-9]\d{0,4}$/.test(entry) && port <= 65_535) return port;
    faults.push(
      `${name} must be ports from 1 to 65535, separated by commas; ${JSON.stringify(entry)} is none.`,
    );
    return undefined;
  });
}

/** Durations such as `5s`, `2m` or `24h`, separated by commas; in milliseconds. */
export function readDurations(name: string, text: string, faults: string[]): readonly number[] {
  return readList(text, [], entry => {
    const [, digits = '', unit = ''] = /^(\d{1,10})(ms|s|m|h|d)$/.exec(entry) ?? [];
    const milliseconds = Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS]; // as the pattern says; else NaN
    if (milliseconds <= LONGEST_DURATION_MS) return milliseconds;
    faults.push(
      `${name} must be durations of at most 30 days, separated by commas, such as 5s,2m,24h; ${JSON.stringify(entry)} is none.`,
    );
    return undefined;
  });
}

/** Address ranges and single addresses, separated by commas. */
export function readAddressRanges(
  name: string,
  text: string | undefined,
  faults: string[],
): readonly string[] {
  return readList(text, [], entry => {
    try {
      AddressRange.parse(entry);
      return entry;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push(`${name}: ${error.message}`);
      return undefined;
    }
  });
}

function readList<Value>(
  text: string | undefined,
  whenUnset: readonly Value[],
  read: (entry: string) => Value | undefined,
): readonly Value[] {
  if (!text) return whenUnset;
  return text
    .split(',')
    .map(entry => read(entry.trim()))
    .filter(value => value !== undefined);
}

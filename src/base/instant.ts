/** The beginning of a day such as `2027-01-31`, UTC, in milliseconds since the epoch; `undefined` for no real day. */
export function midnightOf(day: string): number | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // JavaScript takes 31 February for a day in March.
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return isReal ? midnight : undefined;
}

/**
 * A date and time of RFC 3339 in milliseconds since the epoch, rounded down; with a space for the "+" of its zone,
 * which is what a query makes of one that was not encoded.
 * @returns `undefined` for everything else
 */
export function parseInstant(text: string): number | undefined {
  const [, day = '', time, zone] =
    /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)([Zz]|[ +-]\d{2}:\d{2})$/.exec(text) ?? [];
  if (midnightOf(day) === undefined) return undefined;
  const at = Date.parse(`${day}T${time}${zone?.toUpperCase().replace(' ', '+')}`);
  return Number.isNaN(at) ? undefined : at;
}

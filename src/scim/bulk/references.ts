/** References to what another operation of the same bulk request creates: the text `bulkId:…` (RFC 7644 §3.7.2). */

const REFERENCE = /^bulkId:(.+)$/is;

export const isReference = (text: string): boolean => REFERENCE.test(text);

/** The bulkIds an operation refers to, in its target or in its data. */
export function referencesIn(id: string | undefined, data: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  mapTexts([id, data], text => {
    const [, bulkId] = REFERENCE.exec(text) ?? [];
    if (bulkId !== undefined) found.add(bulkId);
    return text;
  });
  return found;
}

/** The id that a reference leads to. */
export function resolveReference(text: string, created: ReadonlyMap<string, string>): string | undefined {
  const [, bulkId] = REFERENCE.exec(text) ?? [];
  return bulkId === undefined ? undefined : created.get(bulkId);
}

/** The data with each reference replaced by the id it leads to. */
export function resolveReferences(data: unknown, created: ReadonlyMap<string, string>): unknown {
  return mapTexts(data, text => resolveReference(text, created) ?? text);
}

/** The data without the references that lead nowhere yet. */
export function withoutReferences(data: unknown, created: ReadonlyMap<string, string>): unknown {
  return mapTexts(data, text =>
    isReference(text) && resolveReference(text, created) === undefined ? null : text,
  );
}

/** The branches of an object that hold references; a list that holds one is kept whole. */
export function onlyReferences(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const branches = Object.entries(data).filter(([, inner]) => referencesIn(undefined, inner).size > 0);
  return Object.fromEntries(branches.map(([key, inner]) => [key, onlyReferences(inner)]));
}

/** A copy of parsed JSON with its texts changed; the body reader has limited the depth. */
function mapTexts(value: unknown, change: (text: string) => string | null): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map(item => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
}

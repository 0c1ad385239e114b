/** What should happen, compared with what did happen, in words a person can act on. */

/** Collects everything that went differently; the demo succeeds only when it stays empty. */
export class Findings {
  readonly #found: string[] = [];

  /** @param where what was looked at, such as "JumpCloud, POST /Users" */
  add(where: string, ...differences: readonly string[]): void {
    for (const difference of differences) this.#found.push(`${where}: ${difference}`);
  }

  get all(): readonly string[] {
    return this.#found;
  }
}

/**
 * Says where `actual` falls short of `expected`. An object may have more than is expected of it; an expected
 * `undefined` must be absent; arrays must match element by element, a Set its elements in any order.
 * @param path where we are, for the sentence; empty at the top
 */
export function differencesFrom(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      differencesFrom(value, actual[name], path === '' ? name : `${path} › ${name}`),
    );
  }
  if (expected instanceof Set && Array.isArray(actual)) {
    return differencesFrom([...expected].sort().join(', '), actual.toSorted().join(', '), path);
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, index) => differencesFrom(value, actual[index], `${path}[${index}]`));
  }
  if (Object.is(expected, actual)) return [];
  const what = path === '' ? 'it' : path;
  return [
    `${what} should ${expected === undefined ? 'be absent' : `be ${show(expected)}`} but is ${show(actual)}`,
  ];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

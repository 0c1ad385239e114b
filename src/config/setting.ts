import type { Reader } from './values.ts';

export interface Setting<Value> {
  readonly name: string;
  readonly reader: Reader<Value>;
  /** As it would be written in the environment; `''`: none. */
  readonly default: string;
  /** What holds without a value, where `default` cannot say it. */
  readonly otherwise?: string;
  /** For operators, in Markdown; links lead from `docs`. */
  readonly meaning: string;
}

export const setting = <Value>(
  name: string,
  reader: Reader<Value>,
  [fallback, otherwise]: readonly [string, string?],
  meaning: string,
): Setting<Value> => ({
  name,
  reader,
  default: fallback,
  ...(otherwise === undefined ? {} : { otherwise }),
  meaning,
});

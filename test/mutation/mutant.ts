/** A bug made by hand in an important rule. */
export interface Mutant {
  /** What goes wrong, as a sentence. */
  readonly fault: string;
  /** The file that holds the rule. */
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly search: string;
  readonly replacement: string;
  /** Test files; one of their tests must fail. */
  readonly tests: readonly string[];
}

/** Mutants of one file that the same tests must kill. */
export const mutantsOf = (
  file: string,
  tests: readonly string[],
  faults: readonly (readonly [fault: string, search: string, replacement: string])[],
): readonly Mutant[] =>
  faults.map(([fault, search, replacement]) => ({ fault, file, search, replacement, tests }));

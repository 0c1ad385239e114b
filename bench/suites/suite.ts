/** What every suite is given, and what it hands back. */

import type { SuiteReport } from '../measure/report.ts';
import type { BenchOptions } from '../options.ts';
import type { ServerProcesses } from '../servers/server-process.ts';

export interface BenchContext {
  readonly options: BenchOptions;
  /** Scratch space, removed at the end. */
  readonly directory: string;
  /** Whatever is started here is ended with the suite. */
  readonly servers: ServerProcesses;
  /** Tells a waiting person what goes on; standard output stays free for the result. */
  say(text: string): void;
}

export interface Suite {
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** It takes too long to run beside the others. */
  readonly onlyWhenNamed?: boolean;
  run(bench: BenchContext): Promise<SuiteReport>;
}

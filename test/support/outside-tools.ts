/** Tools by other people that tests run, and that are no dependencies of the project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

interface OutsideTools {
  readonly folder: string;
  /** Skips its tests on a laptop without the tools. */
  readonly describe: typeof describe;
}

/**
 * What the script `.ci/<name>` installs.
 * @throws Error under continuous integration when it did not run: a test that is skipped there guards nothing
 */
export function outsideTools(name: 'client-tools' | 'reader-tools'): OutsideTools {
  const folder = join(MODULES, `.${name}`);
  if (existsSync(join(folder, 'ready'))) return { folder, describe };
  if (process.env['CI']) throw new Error(`CI must have these tools: run .ci/${name} first`);
  process.stderr.write(`The tools of .ci/${name} are not installed: their tests are skipped.\n`);
  return { folder, describe: describe.skip as typeof describe }; // it describes as well
}

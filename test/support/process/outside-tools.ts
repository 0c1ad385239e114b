/** Programs and tools by other people that tests run, and that are no dependencies of the project. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

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
  tellMissing(`what .ci/${name} installs`, name);
  return { folder, describe: describe.skip as typeof describe }; // it describes as well
}

/**
 * A program of Debian.
 * @returns its path; `undefined` where it is not installed
 * @throws Error under continuous integration instead
 */
export function findProgram(name: string): string | undefined {
  // Debian keeps servers where the path of ordinary users does not lead.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  const found = folders.map(folder => join(folder, name)).find(isExecutable);
  if (found === undefined) tellMissing(name, 'debian-tools');
  return found;
}

function tellMissing(what: string, script: string): void {
  if (process.env['CI']) throw new Error(`CI must have ${what}: run .ci/${script} first`);
  process.stderr.write(`\n${what} is not installed: its tests are SKIPPED.\n\n`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Programs from elsewhere that tests start: continuous integration must have them, a laptop is told what it misses. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @returns the path of a program; `undefined` where it is not installed
 * @throws in continuous integration instead
 */
export function findProgram(name: string): string | undefined {
  // Debian keeps servers where the path of ordinary users does not lead.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  const found = folders.map(folder => join(folder, name)).find(isExecutable);
  if (found === undefined && process.env['CI'])
    throw new Error(`CI must have ${name}: run .ci/debian-tools first`);
  if (found === undefined) process.stderr.write(`\n${name} is not installed: its tests are SKIPPED.\n\n`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the test run keeps its databases. */
import { accessSync, constants, statfsSync } from 'node:fs';

const MEMORY = '/dev/shm';
/** Containers are often given 64 MiB, which PostgreSQL alone would fill. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

/**
 * Puts the temporary files of this process and of those it starts into memory, where the machine has room for them.
 * Every commit is synced, which costs milliseconds on a disk; a test ends processes and not machines, so what it shows
 * about crashes is the same.
 */
export function keepTemporaryFilesInMemory(): void {
  if (process.env['TMPDIR'] === undefined && hasRoom()) process.env['TMPDIR'] = MEMORY;
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false; // not Linux
  }
}

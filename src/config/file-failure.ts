/** Words for a file or folder that the system does not let this process use. */
import { resolve } from 'node:path';
import { errorCodeOf } from '../base/errors.ts';

/**
 * @param error what the system answered
 * @returns a sentence with the absolute path and what to do
 */
export function fileFailure(path: string, use: 'read' | 'written', error: unknown): string {
  const place = resolve(path);
  const code = errorCodeOf(error) ?? 'no reason was given';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${place} cannot be ${use} by this user${userNumber()}: become the user of the service, and let that user own it (chown) and write it (chmod u+rw).`;
    case 'EROFS':
      return `${place} cannot be written: its file system is mounted read-only; mount it for writing.`;
    case 'ENOENT':
      return `${place} is not there: check the path, and whether its disk is mounted.`;
    case 'ENOTDIR':
      return `${place} cannot be ${use}: a part of its path is no folder; check the path.`;
    case 'EISDIR':
      return `${place} is a folder, and a file is needed there: move it away.`;
    case 'ENOSPC':
      return `${place} cannot be written: its disk is full; make room.`;
    default:
      return `${place} cannot be ${use} (${code}).`;
  }
}

/** The name may be unknown in a container; Windows has no numbers. */
const userNumber = (): string => (process.getuid === undefined ? '' : ` (uid ${process.getuid()})`);

/** Who may read a file, and whether this process may use it. */
import { access, constants, stat } from 'node:fs/promises';
import { errorCodeOf } from '../../base/errors.ts';
import { fileFailure } from '../../config/file-failure.ts';
import type { Report } from './finding.ts';

const PERMISSIONS_OF_OTHERS = 0o077;

/** Reports whether others can read a file; nothing when it is not there. */
export async function examineAccess(path: string, report: Report): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const { mode } = await stat(path);
    if ((mode & PERMISSIONS_OF_OTHERS) === 0) report('ok', `Only its owner can read ${path}.`);
    else
      report('warning', `Others on this machine can read ${path}: chmod 600 ${path}, and its folder to 700.`);
  } catch (error) {
    // That it is missing, or cannot be reached, is reported by the check that reads it.
    if (errorCodeOf(error) === undefined) throw error;
  }
}

/** Asks the system. @returns what it says, in words, unless it allows it; `absent` when there is nothing */
export async function refusalOf(
  path: string,
  use: 'read' | 'written',
): Promise<{ readonly words: string } | 'absent' | undefined> {
  try {
    await access(path, use === 'read' ? constants.R_OK : constants.W_OK);
    return undefined;
  } catch (error) {
    return errorCodeOf(error) === 'ENOENT' ? 'absent' : { words: fileFailure(path, use, error) };
  }
}

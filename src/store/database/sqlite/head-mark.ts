/**
 * How far the feed of a SQLite database was, in a file beside it (`…-head`). A write-ahead log that was damaged, cut off
 * or removed after an unclean end loses committed changes without a word: SQLite reads it up to the first fault. The
 * database is then behind the mark, and positions would be given a second time.
 *
 * The mark is written after each commit and not flushed, which would double the cost of a commit: it survives a crash of
 * the process at any moment, and is some seconds old after a failure of the machine.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { errorCodeOf } from '../../../base/errors.ts';

export interface Head {
  readonly epoch: string;
  /** The last position that was given out. */
  readonly head: number;
}

/** Always the same length, so that a mark is written over in one piece. */
const BYTES = 64;

/** @returns `undefined` when there is none, or none that can be read */
export function readHeadMark(path: string): Head | undefined {
  try {
    const file = openSync(markPath(path), constants.O_RDONLY);
    try {
      return readFrom(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export class HeadMark {
  readonly #path: string;
  #file: number | undefined;
  #last: Head | undefined;

  constructor(path: string) {
    this.#path = markPath(path);
  }

  /** Notes where the feed is, unless a commit of another process has noted more already. */
  note(now: Head): void {
    if (this.#last?.epoch === now.epoch && this.#last.head >= now.head) return;
    this.#file ??= openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const noted = readFrom(this.#file);
    if (noted?.epoch !== now.epoch || noted.head < now.head) {
      writeSync(this.#file, `${now.epoch} ${now.head}`.padEnd(BYTES - 1).concat('\n'), 0);
    }
    this.#last = now;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

const markPath = (path: string): string => `${path}-head`;

function readFrom(file: number): Head | undefined {
  const bytes = Buffer.alloc(BYTES);
  const length = readSync(file, bytes, 0, BYTES, 0);
  const [, epoch, head] = /^([0-9a-f]+) (\d+) *\n$/.exec(bytes.toString('latin1', 0, length)) ?? [];
  return epoch === undefined || head === undefined ? undefined : { epoch, head: Number(head) };
}

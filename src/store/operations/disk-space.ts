/** How much room is left where the database lies. */
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DatabaseLocation } from '../../config/config.ts';

/** @returns bytes; `undefined` on PostgreSQL, whose server does not show its disk to clients */
export async function freeBytes(location: DatabaseLocation): Promise<number | undefined> {
  if (location.dialect !== 'sqlite') return undefined;
  const { bavail, bsize } = await statfs(dirname(resolve(location.path)));
  return bavail * bsize;
}

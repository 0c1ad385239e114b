/** The facts of a machine without which its numbers mean nothing. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { median } from './statistics.ts';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly node: string;
  readonly platform: string;
  /** What one flush to disk costs where the databases lie: the floor of an ungrouped durable write. */
  readonly flushMs: number;
}

/** @param directory where the databases will lie */
export function readMachine(directory: string): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    flushMs: measureFlush(join(directory, 'flush-probe')),
  };
}

const FLUSHES = 100;
const SQLITE_PAGE_BYTES = 4_096;

function measureFlush(path: string): number {
  const file = openSync(path, 'w');
  const page = Buffer.alloc(SQLITE_PAGE_BYTES);
  try {
    const costs = Array.from({ length: FLUSHES }, () => {
      writeSync(file, page);
      const start = performance.now();
      fdatasyncSync(file);
      return performance.now() - start;
    });
    return median(costs);
  } finally {
    closeSync(file);
  }
}

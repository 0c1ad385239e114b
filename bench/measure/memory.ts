/** What a process keeps in memory, where the system tells. */
import { readFileSync } from 'node:fs';

const SAMPLE_MS = 50;
const KILOBYTES = 1_000;

/** Watches a process until `stop`, which gives the most it had in memory, in MB; `undefined` outside Linux. */
export function watchMemory(pid: number): { stop(): number | undefined } {
  let most = readResidentMb(pid);
  const timer = setInterval(() => {
    most = Math.max(most ?? 0, readResidentMb(pid) ?? 0);
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}

/** @returns what a process has in memory now, in MB; `undefined` outside Linux */
export function readResidentMb(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kibibytes) * 1_024) / KILOBYTES / KILOBYTES;
}

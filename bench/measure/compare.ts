/** Measures one kind of work on several servers in turn, so that whatever else the machine does hits all alike. */
import { readFileSync } from 'node:fs';
import type { Directory } from '../directory.ts';
import { applyLoad, type LoadResult } from '../load.ts';
import type { BenchOptions } from '../options.ts';
import type { Answer, Work } from '../scenarios.ts';
import { median, percentile } from './statistics.ts';

export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** What the design promises, if it does. */
  readonly budget: number | undefined;
}

export interface Measurement {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the server for one request; `undefined` where the system does not tell. */
  readonly cpuMicroseconds: number | undefined;
  /** Throughput of the first server divided by that of this one, round by round. */
  readonly ratio: Ratio | undefined;
}

export interface Comparison {
  readonly work: string;
  /** The one that is judged stands first. */
  readonly measurements: readonly Measurement[];
}

interface Slice extends LoadResult {
  readonly cpuMs: number | undefined;
}

/** @param budgets the least ratio of the first directory to each of the others, by name */
export async function compare(
  work: Work,
  directories: readonly Directory[],
  budgets: Readonly<Record<string, number>>,
  options: BenchOptions,
): Promise<Comparison> {
  for (const directory of directories) {
    await checkAnswer(work, directory);
    await measure(work, directory, options.connections, options.warmUpMs);
  }
  const slices = new Map(directories.map(directory => [directory, [] as Slice[]]));
  for (let round = 0; round < options.rounds; round++) {
    for (const directory of rotate(directories, round)) {
      slices.get(directory)?.push(await measure(work, directory, options.connections, options.roundMs));
    }
  }
  const [subject = []] = slices.values();
  return {
    work: work.name,
    measurements: [...slices].map(([{ name }, own]) => ({
      name,
      ...summarise(own),
      ratio: own === subject ? undefined : ratioOf(subject, own, budgets[name]),
    })),
  };
}

async function checkAnswer(work: Work, directory: Directory): Promise<void> {
  let sent = false;
  await applyLoad({
    target: directory.target,
    connections: 1,
    status: work.status,
    next: () => {
      if (sent) return undefined;
      sent = true;
      return work.next(directory);
    },
    onAnswer: body => {
      const answer = JSON.parse(body) as Answer; // every field of it is unknown until checked
      if (work.isRight(answer, directory)) return;
      throw new Error(`${directory.name} answered ${work.name} wrongly: ${body.slice(0, 1_000)}`);
    },
  });
}

async function measure(work: Work, directory: Directory, connections: number, forMs: number): Promise<Slice> {
  const cpuBefore = readCpuMs(directory.pid);
  const end = performance.now() + forMs;
  const result = await applyLoad({
    target: directory.target,
    connections,
    status: work.status,
    next: () => (performance.now() < end ? work.next(directory) : undefined),
  });
  const cpuAfter = readCpuMs(directory.pid);
  return {
    ...result,
    cpuMs: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
  };
}

/** Another one goes first in each round: being first after a pause or last before one must favour nobody. */
function rotate<T>(values: readonly T[], by: number): T[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}

const rateOf = ({ latenciesMs, seconds }: LoadResult): number => latenciesMs.length / seconds;

function summarise(slices: readonly Slice[]): Omit<Measurement, 'name' | 'ratio'> {
  const latencies = slices.flatMap(slice => slice.latenciesMs);
  const cpus = slices.flatMap(({ cpuMs, latenciesMs }) =>
    cpuMs === undefined ? [] : [cpuMs / latenciesMs.length],
  );
  return {
    requestsPerSecond: median(slices.map(rateOf)),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuMicroseconds: cpus.length > 0 ? median(cpus) * 1_000 : undefined,
  };
}

function ratioOf(subject: readonly Slice[], other: readonly Slice[], budget: number | undefined): Ratio {
  const ratios = subject.flatMap((slice, round) => {
    const beside = other[round];
    return beside ? [rateOf(slice) / rateOf(beside)] : [];
  });
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios), budget };
}

/** Linux counts CPU time in hundredths of a second, for every process alike (proc(5), fields 14 and 15). */
const MS_PER_TICK = 10;

function readCpuMs(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

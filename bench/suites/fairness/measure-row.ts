/** One row: one account sends one kind of request, another one reads, and the service is watched. */
import { readResidentMb, watchMemory } from '../../measure/memory.ts';
import { percentile } from '../../measure/statistics.ts';
import type { LoopDelay, RunningServer } from '../../servers/server-process.ts';
import type { Tally } from './attack.ts';
import { runAttack, runObserver } from './run-client.ts';
import type { Scene } from './scene.ts';

/** What must hold in every row for the other account, and for the memory of the service. */
export interface FairnessGoal {
  readonly p99Ms: number;
  readonly peakMb: number;
}

export interface FairnessRow {
  readonly kind: string;
  /** Of the other account's reads, from the moment at which each was due. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Reads of the other account that were not answered 200, by status. */
  readonly notOk: Tally;
  readonly health: { readonly maxMs: number; readonly failed: number };
  /** The answers to the expensive requests, by status. */
  readonly attacker: Tally;
  readonly loopDelay: LoopDelay;
  /** Resident memory of the service in MB; absent outside Linux. */
  readonly memory: Memory | undefined;
  /** What the goal says and this row does not keep, in words; empty when all holds. */
  readonly missed: readonly string[];
}

interface Memory {
  readonly beforeMb: number;
  readonly peakMb: number;
  readonly afterMb: number;
  /** Seconds after the last request; `undefined` when it was not back within the limit. */
  readonly backAfterSeconds: number | undefined;
}

export interface RowOptions {
  readonly server: RunningServer;
  readonly scene: Scene;
  readonly durationMs: number;
  readonly goal: FairnessGoal;
  readonly warmUpMs: number;
  /** How long to wait for the memory to come back; 0: not at all. */
  readonly memoryLimitMs: number;
}

const NO_ATTACK = 'nothing (the noise of the machine)';
/** The other account goes on for so long, for what an attack leaves behind. */
const AFTERMATH_MS = 500;
/** Back means: no more than this above what it was, as a heap that has grown keeps some of its room. */
const SLACK = 1.5;
const COOLING_STEP_MS = 2_000;

/** @param kind the name of a kind; `undefined` for a row without an attack, which shows the noise of the machine */
export async function measureRow(kind: string | undefined, options: RowOptions): Promise<FairnessRow> {
  const { server, scene, durationMs, goal, warmUpMs } = options;
  if (warmUpMs > 0) await runObserver(scene, warmUpMs);
  await server.readLoopDelay();
  const beforeMb = readResidentMb(server.pid);
  const watch = watchMemory(server.pid);
  const [observation, attacker] = await Promise.all([
    runObserver(scene, durationMs + AFTERMATH_MS),
    kind === undefined ? {} : runAttack(scene, kind, durationMs),
  ]);
  const loopDelay = await server.readLoopDelay();
  const peakMb = watch.stop();
  const memory =
    beforeMb === undefined || peakMb === undefined
      ? undefined
      : { beforeMb, peakMb, ...(await coolDown(options, beforeMb)) };
  const { 200: _ok, ...notOk } = observation.statuses;
  const measured = {
    kind: kind ?? NO_ATTACK,
    p50Ms: percentile(observation.latenciesMs, 0.5),
    p99Ms: percentile(observation.latenciesMs, 0.99),
    notOk,
    health: observation.health,
    attacker,
    loopDelay,
    memory,
  };
  return { ...measured, missed: missedBy(measured, goal, options.memoryLimitMs) };
}

/** A service that did not survive what it was sent, or a client that could not send it: the other rows still count. */
export function failedRow(kind: string | undefined, error: unknown): FairnessRow {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    kind: kind ?? NO_ATTACK,
    p50Ms: Number.NaN,
    p99Ms: Number.NaN,
    notOk: {},
    health: { maxMs: Number.NaN, failed: 0 },
    attacker: {},
    loopDelay: { p99Ms: Number.NaN, maxMs: Number.NaN },
    memory: undefined,
    missed: [`the row failed: ${reason}`],
  };
}

/** Lets the other account go on reading, as it would, until the memory is back. */
async function coolDown(
  { server, scene, memoryLimitMs }: RowOptions,
  beforeMb: number,
): Promise<Pick<Memory, 'afterMb' | 'backAfterSeconds'>> {
  const start = performance.now();
  for (;;) {
    const afterMb = readResidentMb(server.pid) ?? Number.NaN;
    const passedMs = performance.now() - start;
    if (afterMb <= beforeMb * SLACK) return { afterMb, backAfterSeconds: passedMs / 1_000 };
    if (passedMs >= memoryLimitMs) return { afterMb, backAfterSeconds: undefined };
    await runObserver(scene, Math.ceil(Math.min(COOLING_STEP_MS, memoryLimitMs - passedMs)));
  }
}

function missedBy(
  { p99Ms, notOk, health, memory }: Omit<FairnessRow, 'missed'>,
  goal: FairnessGoal,
  memoryLimitMs: number,
): string[] {
  const missed: string[] = [];
  if (!(p99Ms < goal.p99Ms)) missed.push('p99');
  if (Object.keys(notOk).length > 0) missed.push('answers');
  if (health.failed > 0) missed.push('/healthz');
  if (memory && memory.peakMb >= goal.peakMb) missed.push('memory');
  if (memory && memoryLimitMs > 0 && memory.backAfterSeconds === undefined) missed.push('memory not back');
  return missed;
}

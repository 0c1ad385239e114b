/**
 * The other account: reads at a fixed rate, whatever the answers take. Latencies count from the moment at which a
 * request was due, so that a service that stands still is charged for every request that had to wait, also for those
 * that could not even be sent ("coordinated omission").
 */
import { Agent, request as httpRequest } from 'node:http';
import { sampleUserName } from '../../sample-users.ts';
import type { Scene } from './scene.ts';

export interface Observation {
  /** Of the reads of the other account, in milliseconds; one that was never answered counts with its waiting time. */
  readonly latenciesMs: readonly number[];
  /** How many reads were answered with each status; `no answer` counts the others. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The slowest answer of `/healthz`, and how many were not 200. */
  readonly health: { readonly maxMs: number; readonly failed: number };
}

const READS_PER_SECOND = 40;
const HEALTH_EVERY = 10;
const CONNECTIONS = 64;
/** How long the answers that are missing at the end are waited for. */
const LAST_ANSWER_MS = 10_000;

/** @returns when `durationMs` is over and every read was answered or given up */
export async function observe(scene: Scene, durationMs: number): Promise<Observation> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const limit = AbortSignal.timeout(durationMs + LAST_ANSWER_MS);
  const latenciesMs: number[] = [];
  const statuses: Record<string, number> = {};
  const health = { maxMs: 0, failed: 0 };
  const pending: Promise<void>[] = [];
  const begin = performance.now();

  const read = async (number: number, due: number): Promise<void> => {
    const status = await get(scene, pathOf(scene, number), agent, limit);
    latenciesMs.push(performance.now() - due);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  const checkHealth = async (due: number): Promise<void> => {
    const status = await get(scene, '/healthz', agent, limit);
    health.maxMs = Math.max(health.maxMs, performance.now() - due);
    if (status !== '200') health.failed += 1;
  };

  for (let number = 0; ; number += 1) {
    const due = begin + (number * 1_000) / READS_PER_SECOND;
    if (due - begin >= durationMs) break;
    await reach(due);
    pending.push(read(number, due));
    if (number % HEALTH_EVERY === 0) pending.push(checkHealth(due));
  }
  await Promise.all(pending);
  agent.destroy();
  return { latenciesMs, statuses, health };
}

/** By id, by userName, and the first page, in turn. */
function pathOf({ readerIds }: Scene, number: number): string {
  const member = (number * 7) % readerIds.length;
  switch (number % 3) {
    case 0:
      return `/scim/v2/Users/${readerIds[member]}`;
    case 1:
      return `/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${sampleUserName(member)}"`)}`;
    default:
      return '/scim/v2/Users?startIndex=1&count=100';
  }
}

function get(
  { host, port, readerToken }: Scene,
  path: string,
  agent: Agent,
  signal: AbortSignal,
): Promise<string> {
  return new Promise(resolve => {
    const sent = httpRequest({
      host,
      port,
      path,
      agent,
      signal,
      headers: { authorization: `Bearer ${readerToken}` },
    });
    sent.on('error', () => resolve('no answer'));
    sent.once('response', response => {
      response.once('end', () => resolve(String(response.statusCode)));
      response.once('close', () => resolve('no answer'));
      response.resume();
    });
    sent.end();
  });
}

/** Timers fire up to a millisecond late, which is charged to the service: it is the same in every row. */
const reach = (due: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, Math.max(0, due - performance.now())));

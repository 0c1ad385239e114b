/** Sends one kind of request over a few connections, each as soon as the one before was answered. */
import { setMaxListeners } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kind } from './kind.ts';
import type { Scene } from './scene.ts';

export interface AttackRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** `application/scim+json` when there is a body and nothing else is said. */
  readonly contentType?: string;
  /** Whose token it carries; the account's SCIM token when not said. */
  readonly as?: 'control';
}

/** How many requests were answered with each status; `no answer` counts those that were cut off. */
export type Tally = Record<string, number>;

const CONNECTIONS = 8;
/** After a refused connection, so that a service that ended is not asked thousands of times a second. */
const PAUSE_AFTER_FAILURE_MS = 20;
const LEFT = 'left by the client';

/** Runs until `durationMs` is over; what is not answered then is cut off. */
export async function attack(kind: Kind, scene: Scene, durationMs: number): Promise<Tally> {
  const connections = kind.connections ?? CONNECTIONS;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxTotalSockets: connections });
  const over = AbortSignal.timeout(durationMs);
  setMaxListeners(0, over);
  const next = kind.requests(scene);
  const tally: Tally = {};
  const count = (outcome: string): void => {
    tally[outcome] = (tally[outcome] ?? 0) + 1;
  };
  const send = async (): Promise<void> => {
    while (!over.aborted) {
      const outcome = await exchange(kind, scene, next(), agent, over);
      if (over.aborted && outcome === 'no answer') break;
      count(outcome);
      if (outcome === 'no answer') await pause(PAUSE_AFTER_FAILURE_MS);
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  agent.destroy();
  return tally;
}

function exchange(
  kind: Kind,
  { host, port, attackerToken, controlToken }: Scene,
  { method, path, body, contentType = 'application/scim+json', as }: AttackRequest,
  agent: Agent,
  over: AbortSignal,
): Promise<string> {
  return new Promise(resolve => {
    const signal =
      kind.leavesAfterMs === undefined
        ? over
        : AbortSignal.any([over, AbortSignal.timeout(kind.leavesAfterMs)]);
    const sent = httpRequest({
      host,
      port,
      method,
      path,
      agent,
      signal,
      headers: {
        authorization: `Bearer ${as === 'control' ? controlToken : attackerToken}`,
        ...(body === undefined
          ? {}
          : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
      },
    });
    // The listener stays: a request that was aborted may fail once more.
    sent.on('error', () => resolve(signal.aborted && !over.aborted ? LEFT : 'no answer'));
    sent.once('response', response => take(kind, response, resolve));
    if (kind.bodyBytesPerSecond === undefined) sent.end(body);
    else void drip(sent, body ?? '', kind.bodyBytesPerSecond, signal);
  });
}

function take(kind: Kind, response: IncomingMessage, resolve: (outcome: string) => void): void {
  const status = String(response.statusCode);
  response.once('error', () => resolve(kind.leavesAfterMs === undefined ? 'no answer' : status));
  response.once('end', () => resolve(status));
  response.once('close', () => resolve(response.complete ? status : 'no answer'));
  if (kind.reads === 'never') response.pause();
  else response.resume();
}

async function drip(
  sent: { write(chunk: Buffer): void; end(): void; readonly destroyed: boolean },
  body: string,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Buffer.from(body);
  for (let start = 0; start < bytes.length && !sent.destroyed; start += bytesPerSecond) {
    sent.write(bytes.subarray(start, start + bytesPerSecond));
    // The end of the run is no failure.
    await pause(1_000, undefined, { signal }).catch(() => undefined);
  }
  if (!sent.destroyed) sent.end();
}

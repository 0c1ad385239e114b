/** Runs a client in a process of its own and hands its result back. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Tally } from './attack.ts';
import type { Order } from './client-process.ts';
import type { Observation } from './observe.ts';
import type { Scene } from './scene.ts';

const CLIENT = join(import.meta.dirname, 'client-process.ts');
/** Beyond the duration of the order: starting, and waiting for the last answers. */
const GRACE_MS = 60_000;

export const runAttack = (scene: Scene, kind: string, durationMs: number): Promise<Tally> =>
  runClient({ task: 'attack', scene, kind, durationMs }) as Promise<Tally>; // what client-process answers to this task

export const runObserver = (scene: Scene, durationMs: number): Promise<Observation> =>
  runClient({ task: 'observe', scene, durationMs }) as Promise<Observation>; // what client-process answers to this task

function runClient(order: Order): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(CLIENT, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const limit = setTimeout(() => child.kill('SIGKILL'), order.durationMs + GRACE_MS);
    child.once('error', reject);
    child.once('message', (message: { readonly result?: unknown; readonly failure?: string }) => {
      if (message.failure === undefined) resolve(message.result);
      else reject(new Error(`the client that should ${order.task} failed: ${message.failure}`));
    });
    child.once('exit', code => {
      clearTimeout(limit);
      reject(new Error(`the client that should ${order.task} ended (${code}) without a result`));
    });
    child.send(order);
  });
}

/** Child processes that serve HTTP: started, awaited until they answer, and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface ServerCommand {
  readonly name: string;
  /** The script and its arguments, run by the Node that runs the bench. */
  readonly args: readonly string[];
  /** `HOST` and `PORT` are added. */
  readonly env: Readonly<Record<string, string>>;
}

/** How long an event loop stood still between two turns, beyond what it chose to wait. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface NamedLoopDelay extends LoopDelay {
  readonly name: string;
}

export interface RunningServer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Of the time since the last call. */
  readLoopDelay(): Promise<LoopDelay>;
}

/** Loaded into every server: it measures and answers. */
const PROBE = join(import.meta.dirname, '../measure/loop-delay-probe.ts');
const HOST = '127.0.0.1';
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 5_000;
const POLL_MS = 50;
const PROBE_LIMIT_MS = 15_000;
const KEPT_OUTPUT = 4_000;

/** The children of one bench run; only these are ever signalled, each by its own handle. */
export class ServerProcesses {
  /** With their names. */
  readonly #children = new Map<ChildProcess, string>();

  /** Starts a server on a free port and waits until `GET /healthz` answers 200. */
  async start({ name, args, env }: ServerCommand): Promise<RunningServer> {
    const port = await findFreePort();
    const child = spawn(process.execPath, ['--import', PROBE, ...args], {
      env: { ...process.env, ...env, HOST, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#children.set(child, name);
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('exit', (code, signal) => {
      // A child that ends while it is still counted ended by itself: the failed requests that follow need a reason.
      if (this.#children.delete(child))
        process.stderr.write(`${name} ended (${signal ?? code}):\n${output}\n`);
    });
    for (const limit = Date.now() + START_LIMIT_MS; !(await isHealthy(port)); await delay(POLL_MS)) {
      if (child.pid === undefined || !this.#children.has(child)) throw new Error(`${name} did not start`);
      if (Date.now() > limit) throw new Error(`${name} did not answer /healthz in time:\n${output}`);
    }
    if (child.pid === undefined) throw new Error(`${name} has no process`);
    return { name, host: HOST, port, pid: child.pid, readLoopDelay: () => readLoopDelay(child) };
  }

  /** How long the event loop of each running server stood still since it was last read. */
  readLoopDelays(): Promise<readonly NamedLoopDelay[]> {
    return Promise.all(
      [...this.#children].map(async ([child, name]) => ({ name, ...(await readLoopDelay(child)) })),
    );
  }

  /** Asks every child to end, waits for it, and insists when that takes too long. */
  async stop(): Promise<void> {
    const children = [...this.#children.keys()];
    this.#children.clear();
    await Promise.all(children.map(endChild));
  }

  /** Ends every child at once; synchronous, for the way out of the process. */
  kill(): void {
    for (const child of this.#children.keys()) child.kill('SIGKILL');
    this.#children.clear();
  }
}

/** A loop that does not answer in time stood still for that long at least. */
async function readLoopDelay(child: ChildProcess): Promise<LoopDelay> {
  const limit = AbortSignal.timeout(PROBE_LIMIT_MS);
  const answer = once(child, 'message', { signal: limit });
  child.send('read');
  try {
    const [delay] = (await answer) as [LoopDelay]; // all that the probe sends
    return delay;
  } catch (error) {
    if (limit.aborted) return { p99Ms: PROBE_LIMIT_MS, maxMs: PROBE_LIMIT_MS };
    throw error;
  }
}

function endChild(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.once('exit', () => {
      clearTimeout(insist);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://${HOST}:${port}/healthz`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Refused while the server is not listening yet.
    return false;
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

const delay = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

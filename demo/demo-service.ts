/** The throw-away service: a child process of ours on a free loopback port, over a temporary folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** An account with SCIM switched on, as its IT admin gets it. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  /** Ends in /scim/v2. */
  readonly baseUrl: string;
  readonly token: string;
}

export interface DemoService {
  readonly url: string;
  readonly folder: string;
  addAccount(id: string, name: string, identityProvider: string): Promise<DemoAccount>;
  /** A token with which the main app may read the feed, and nothing else. */
  issueFeedToken(): Promise<string>;
  /** Of the service's own log. */
  lastLogLines(): readonly string[];
  /** Ends the child and removes the folder. */
  stop(): Promise<void>;
}

const ROLLCALL = fileURLToPath(new URL('../bin/rollcall.js', import.meta.url));
const HOST = '127.0.0.1';
const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 5_000;
const COMMAND_LIMIT_MS = 15_000;
const POLL_MS = 25;
const KEPT_LOG = 10_000;
const LOG_LINES = 3;
/** What a child needs of our own environment: never a setting or a database of a real Rollcall. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'] as const;

/**
 * Starts the service and waits until it can serve.
 * @param signal stops the start, and every later command; `stop` must be called all the same
 */
export async function startDemoService(signal: AbortSignal): Promise<DemoService> {
  const port = await findFreePort();
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  const env = environmentFor(port, folder);
  const child = spawn(process.execPath, [ROLLCALL, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-KEPT_LOG);
  });
  const hasEnded = endOf(child);
  const removeAtOnce = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  // The last resort, should we end without having come to stop().
  process.once('exit', removeAtOnce);

  /** Commands under way: they use the folder, so they end before it goes. */
  const commands = new Set<Promise<unknown>>();
  const run = async (...args: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    const options = { env, signal, timeout: COMMAND_LIMIT_MS };
    const command = promisify(execFile)(process.execPath, [ROLLCALL, ...args, '--json'], options);
    commands.add(command);
    const { stdout } = await command;
    return JSON.parse(stdout) as Record<string, string>; // these commands print one flat JSON object
  };

  const stop = async (): Promise<void> => {
    await Promise.allSettled(commands);
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.kill('SIGTERM');
    await hasEnded;
    clearTimeout(insist);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', removeAtOnce);
  };

  try {
    await waitUntilServing(`http://${HOST}:${port}`, child, signal);
  } catch (cause) {
    await stop();
    signal.throwIfAborted();
    throw new Error(`The service did not start.\n${log.trim()}\n`, { cause });
  }
  return {
    url: `http://${HOST}:${port}`,
    folder,
    addAccount: async (id, name, identityProvider) => {
      const printed = await run('account', 'add', id, '--name', name, '--idp', identityProvider);
      return { id, name, baseUrl: printed['baseUrl'] ?? '', token: printed['token'] ?? '' };
    },
    issueFeedToken: async () =>
      (await run('service-token', 'issue', '--scopes', 'events:read'))['token'] ?? '',
    lastLogLines: () => {
      const lines = log.split('\n').filter(line => line !== '');
      // We end it with a signal or it ends with 0: any other code is its own doing.
      if (child.exitCode) lines.push(`(the service ended by itself, with code ${child.exitCode})`);
      return lines.slice(-LOG_LINES);
    },
    stop,
  };
}

function environmentFor(port: number, folder: string): NodeJS.ProcessEnv {
  const passedOn = PASSED_ON.map(name => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(passedOn.filter(([, value]) => value !== undefined)),
    HOST,
    PORT: String(port),
    DATABASE_URL: `sqlite:${join(folder, 'rollcall.db')}`,
    LOG_LEVEL: 'warn',
  };
}

async function waitUntilServing(url: string, child: ChildProcess, signal: AbortSignal): Promise<void> {
  for (const limit = Date.now() + START_LIMIT_MS; Date.now() < limit; ) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error('its process ended');
    }
    if (await isServing(url, signal)) return;
    await delay(POLL_MS, undefined, { signal });
  }
  throw new Error(`/healthz did not answer within ${START_LIMIT_MS / 1000} s`);
}

async function isServing(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Refused while the service is not listening yet.
    return false;
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('There is no free port.'));
      });
    });
  });
}

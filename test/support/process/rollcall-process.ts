/** The service and its command line as processes of their own, started as an operator starts them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../../src/config/config.ts';

const BINARY = fileURLToPath(new URL('../../../bin/rollcall.js', import.meta.url));
const START_LIMIT_MS = 20_000;

/** What every process of one deployment must agree on. */
export interface Deployment {
  readonly databaseUrl: string;
  /** The same after each restart, whatever the port. */
  readonly publicUrl: string;
  /** Further settings. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<Outcome>;
}

/** All settings of its processes. */
export const environmentOf = ({ databaseUrl, publicUrl, environment }: Deployment): Environment => ({
  HOST: '127.0.0.1',
  PORT: '0',
  DATABASE_URL: databaseUrl,
  PUBLIC_URL: publicUrl,
  SIGNING_KEYS: 'test:a-signing-key-for-tests-of-32-bytes!',
  SECRETS_KEY: 'test:a-key-for-secrets-in-tests-of-32-bytes!',
  RATE_LIMIT: 'off',
  ...environment,
});

/** @param environment all that the process gets to see */
export function launch(args: readonly string[], environment: Environment): Running {
  const child = spawn(process.execPath, [BINARY, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, ...output }));
  });
  return { child, output, ended };
}

export class ServingProcess {
  readonly #running: Running;

  /** Starts it; `serving` tells when it listens. */
  constructor(deployment: Deployment) {
    this.#running = launch(['serve'], environmentOf(deployment));
  }

  get pid(): number {
    const { pid } = this.#running.child;
    if (pid === undefined) throw new Error('the process could not be started');
    return pid;
  }

  get ended(): Promise<Outcome> {
    return this.#running.ended;
  }

  /** @returns the address it listens on @throws when it ends or takes too long instead */
  serving(): Promise<string> {
    const { child, output, ended } = this.#running;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(limit);
        child.stderr?.off('data', look);
        act();
      };
      const fail = (what: string): void => settle(() => reject(new Error(`${what}: ${output.stderr}`)));
      const look = (): void => {
        const line = output.stderr.split('\n').find(text => text.includes('"message":"serving"'));
        if (line === undefined || !line.endsWith('}')) return;
        const { host, port } = JSON.parse(line) as { host: string; port: number }; // our own log line
        settle(() => resolve(`http://${host}:${port}`));
      };
      const limit = setTimeout(() => fail('the service did not start in time'), START_LIMIT_MS);
      child.stderr?.on('data', look);
      void ended.then(() => fail('the service ended'));
      look();
    });
  }

  /** As the kernel or a careless operator does it: at once, without a word. */
  kill(): void {
    this.#running.child.kill('SIGKILL');
  }

  /** Freezes it where it is, as a host that pauses does: its connections stay, and its clock goes on without it. */
  freeze(): void {
    this.#running.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#running.child.kill('SIGCONT');
  }

  /** As an orchestrator does it. */
  stop(): Promise<Outcome> {
    this.#running.child.kill('SIGTERM');
    return this.#running.ended;
  }
}

/** The service itself, started as an operator starts it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Directory } from './directory.ts';
import type { RunningServer } from './server-process.ts';
import type { BenchContext } from './suite.ts';

const BIN = join(import.meta.dirname, '..', 'bin', 'rollcall.js');
const run = promisify(execFile);

export interface Rollcall {
  readonly server: RunningServer;
  /** Makes an account with a token of its own. @param name as the table names it */
  addAccount(id: string, name: string): Promise<Pick<Directory, 'name' | 'target' | 'pid'>>;
}

/** Starts the service on a database of its own. @param file name of the database within the scratch directory */
export async function startRollcall({ directory, servers }: BenchContext, file: string): Promise<Rollcall> {
  const env = {
    DATABASE_URL: `sqlite:${join(directory, file)}`,
    RATE_LIMIT: 'off',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  };
  const server = await servers.start({ name: 'rollcall', args: [BIN, 'serve'], env });
  const { host, port, pid } = server;
  return {
    server,
    addAccount: async (id, name) => {
      const { stdout } = await run(
        process.execPath,
        [BIN, 'account', 'add', id, '--idp', 'other', '--json'],
        {
          env: { ...process.env, ...env, HOST: host, PORT: String(port) },
        },
      );
      return { name, pid, target: { host, port, headers: { Authorization: `Bearer ${tokenIn(stdout)}` } } };
    },
  };
}

function tokenIn(line: string): string {
  const { token } = JSON.parse(line) as { token?: unknown }; // checked below
  if (typeof token === 'string' && token !== '') return token;
  throw new Error('"rollcall account add --json" printed no token');
}

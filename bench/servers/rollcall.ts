/** The service itself, started as an operator starts it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Directory } from '../directory.ts';
import type { Target } from '../load.ts';
import type { BenchContext } from '../suites/suite.ts';
import type { RunningServer } from './server-process.ts';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin', 'rollcall.js');
const run = promisify(execFile);

export interface Rollcall {
  readonly server: RunningServer;
  /** Makes an account with a token of its own. @param name as the table names it */
  addAccount(id: string, name: string): Promise<Pick<Directory, 'name' | 'target' | 'pid'>>;
  /** The control API with a token that may do everything. @param options of `service-token issue`, to limit it */
  openControl(...options: readonly string[]): Promise<Target>;
}

/**
 * Starts the service on a database of its own.
 * @param file name of the database within the scratch directory
 * @param settings beyond those of every bench
 */
export async function startRollcall(
  { directory, servers }: Pick<BenchContext, 'directory' | 'servers'>,
  file: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Rollcall> {
  const env = {
    DATABASE_URL: `sqlite:${join(directory, file)}`,
    RATE_LIMIT: 'off',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    ...settings,
  };
  const server = await servers.start({ name: 'rollcall', args: startArguments(), env });
  const { host, port, pid } = server;
  const targetFor = async (...command: readonly string[]): Promise<Target> => {
    const { stdout } = await run(process.execPath, [BIN, ...command, '--json'], {
      env: { ...process.env, ...env, HOST: host, PORT: String(port) },
    });
    return { host, port, headers: { Authorization: `Bearer ${tokenIn(stdout)}` } };
  };
  return {
    server,
    addAccount: async (id, name) => ({
      name,
      pid,
      target: await targetFor('account', 'add', id, '--idp', 'other'),
    }),
    openControl: (...options) => targetFor('service-token', 'issue', '--scopes', '*', ...options),
  };
}

function tokenIn(line: string): string {
  const { token } = JSON.parse(line) as { token?: unknown }; // checked below
  if (typeof token === 'string' && token !== '') return token;
  throw new Error('the command printed no token');
}

/** What `npm start` gives to node, with its flags of V8. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...args] = scripts.start.split(' ');
  return args.map(arg => (arg === 'bin/rollcall.js' ? BIN : arg));
}

/** Runs the command line as a person or a script would. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../../src/config/config.ts';
import type { Json } from '../scim/scim-client.ts';
import type { Order } from './command-process.ts';
import { type Deployment, environmentOf, launch, type Outcome } from './rollcall-process.ts';

const COMMAND_PROCESS = fileURLToPath(new URL('command-process.ts', import.meta.url));

export type CommandResult = Outcome;

/** Runs it as a process of its own, from the entry that is installed. */
export const spawnCommand = (args: readonly string[], environment: Environment): Promise<CommandResult> =>
  launch(args, { PATH: process.env['PATH'], ...environment }).ended;

/** Runs it in the one process that this suite has for its commands: starting one costs far more than the command. */
export function runCommand(args: readonly string[], environment: Environment): Promise<CommandResult> {
  return commands.run({ args, environment: { PATH: process.env['PATH'], ...environment } });
}

/** Runs a command that must succeed, and reads the JSON it prints: nothing else may be on standard output. */
export async function runForJson(deployment: Deployment, ...args: readonly string[]): Promise<Json> {
  const { code, stdout, stderr } = await runCommand([...args, '--json'], environmentOf(deployment));
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: expect.any(String) });
  return JSON.parse(stdout) as Json; // every command prints an object
}

class CommandProcess {
  #child: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** One at a time, as all of them write to the output of one process. */
  run(order: Order): Promise<CommandResult> {
    const result = this.#last.then(() => this.#send(order));
    this.#last = result.catch(() => undefined);
    return result;
  }

  stop(): void {
    // A `serve` that could not start has left its handler of SIGTERM behind.
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #send(order: Order): Promise<CommandResult> {
    this.#child ??= fork(COMMAND_PROCESS, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        this.#child = undefined;
        reject(new Error(`the process of the commands ended within: ${order.args.join(' ')}`));
      };
      child.once('exit', fail);
      child.once('message', (result: CommandResult) => {
        child.off('exit', fail);
        resolve(result);
      });
      child.send(order);
    });
  }
}

const commands = new CommandProcess();
afterAll(() => commands.stop());

/** A process that runs one command after the other, so that a suite of many starts one process instead of many. */
import { main } from '../../../src/cli/cli.ts';
import type { Environment } from '../../../src/config/config.ts';
import type { CommandResult } from './command.ts';

export interface Order {
  readonly args: readonly string[];
  readonly environment: Environment;
}

process.on('message', (order: Order) => {
  void run(order).then(result => process.send?.(result));
});
process.on('disconnect', () => process.exit());

async function run({ args, environment }: Order): Promise<CommandResult> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  const output = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map(name => {
    const stream = process[name];
    const { write } = stream;
    stream.write = (chunk: string | Uint8Array) => {
      output[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
    return () => {
      stream.write = write;
    };
  });
  try {
    return { code: await main([process.execPath, 'rollcall', ...args]), ...output };
  } finally {
    for (const give of restore) give();
  }
}

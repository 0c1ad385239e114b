/** `rollcall public-url`: the address of the installation, and how it is changed on purpose. */
import type { Command } from 'commander';
import { withDatabase } from '../../composition/commands.ts';
import { ConfigError, inspectConfig } from '../../config/config.ts';
import { readPublicUrl } from '../../config/public-url.ts';
import { readPublicUrl as readStored, writePublicUrl } from '../../store/operations/installation-store.ts';
import { type JsonOption, print } from '../command-output.ts';

export function addPublicUrlCommand(program: Command): void {
  program
    .command('public-url')
    .description(
      'show the address of the installation; with an address, change it before a restart with that PUBLIC_URL',
    )
    .argument('[address]', 'the new address, without which nothing is changed')
    .option('--json', 'print JSON')
    .action(async (address: string | undefined, { json }: JsonOption) => {
      const { config } = inspectConfig();
      const wanted = address === undefined ? undefined : requireAddress(address, config.production);
      await withDatabase(config, async database => {
        const publicUrl = await readStored(database);
        if (wanted === undefined) {
          print(
            json,
            { publicUrl },
            publicUrl ?? 'The service has not been started yet, and has no address.',
          );
          return;
        }
        await writePublicUrl(database, wanted);
        print(
          json,
          { publicUrl: wanted, before: publicUrl },
          [
            `The address is ${wanted}${publicUrl === undefined ? '' : `, and was ${publicUrl}`}.`,
            `Set PUBLIC_URL=${wanted} for every instance and restart them all. Keep the old address answering until every identity provider uses the new one.`,
          ].join('\n'),
        );
      });
    });
}

/** @throws ConfigError in the words of the setting */
function requireAddress(text: string, production: boolean): string {
  const faults: string[] = [];
  const address = readPublicUrl(text, production, faults);
  if (address === undefined || faults.length > 0) throw new ConfigError(faults);
  return address;
}

/** The command line: serve, migrate, and what is managed beside a running service. */
import { Command, CommanderError } from 'commander';
import { RollcallError } from '../base/errors.ts';
import { ConfigError, readConfig } from '../config/config.ts';
import { readVersion } from '../config/version.ts';
import { migrate } from '../store/database/open.ts';
import { isDatabaseAway } from '../store/database/outage.ts';
import { addAccountCommands } from './accounts/commands.ts';
import { addSelfTestCommand } from './accounts/self-test-command.ts';
import { addServiceTokenCommands } from './accounts/service-token-commands.ts';
import { addSetupLinkCommands } from './accounts/setup-link-commands.ts';
import { addTokenCommands } from './accounts/token-commands.ts';
import { CommandFailed, type JsonOption, print } from './command-output.ts';
import { addDoctorCommand } from './doctor/commands.ts';
import { reasonOf } from './doctor/failure-words.ts';
import { addLogCommands } from './log/commands.ts';
import { addMemberCommands } from './members/commands.ts';
import { addBackupCommands } from './operations/backup-commands.ts';
import { addPublicUrlCommand } from './operations/public-url-command.ts';
import { serve } from './operations/serve-command.ts';
import { addWebhookCommands } from './webhooks/commands.ts';

/**
 * Runs one command.
 * @returns the exit code: 0 done, 1 refused or failed, 2 misused
 */
export async function main(argv: readonly string[]): Promise<number> {
  // What is made here holds people's data: only its owner may read it.
  process.umask(0o077);
  try {
    await createProgram().parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CommandFailed) return 1;
    if (isDatabaseAway(error))
      process.stderr.write(`The database cannot be reached: ${reasonOf(error.cause)}.\n`);
    else if (error instanceof ConfigError || error instanceof RollcallError)
      process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

export function createProgram(): Command {
  const program = new Command('rollcall')
    .description('SCIM 2.0 provisioning: identity providers in, ordered team-member events out.')
    .version(readVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(add --help for usage)');

  program.command('serve').description('migrate the database and serve').action(serve);

  program
    .command('migrate')
    .description('bring the database schema up to date')
    .option('--json', 'print JSON')
    .action(async ({ json }: JsonOption) => {
      const ran = await migrate(readConfig().database);
      print(
        json,
        { migrations: ran },
        ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`,
      );
    });

  addAccountCommands(program.command('account').description('accounts of the main app that use SCIM'));
  addSetupLinkCommands(
    program
      .command('setup-link')
      .description("links by which a customer's IT admin connects their identity provider"),
  );
  addTokenCommands(program.command('token').description("identity providers' bearer tokens"));
  addServiceTokenCommands(program.command('service-token').description('tokens for the control API'));
  addMemberCommands(program.command('member').description('team members, as the main app keeps them'));
  addWebhookCommands(program.command('webhook').description('addresses that events are sent to'));
  addDoctorCommand(program);
  addSelfTestCommand(program);
  addPublicUrlCommand(program);
  addBackupCommands(program);
  addLogCommands(program);
  return program;
}

/** `rollcall backup`: a copy of a SQLite database. `rollcall new-epoch`: what a restored database needs. */
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { RollcallError } from '../errors.ts';
import { beginEpoch } from '../store/feed-epoch.ts';
import { openDatabase } from '../store/open-database.ts';
import { backUpSqlite } from '../store/sqlite-backup.ts';
import { type JsonOption, print } from './command-output.ts';

export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('copy a SQLite database, also beside a running service; the copy is ready to be restored')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: JsonOption) => {
      const { database } = readConfig();
      if (database.dialect === 'postgres') {
        throw new RollcallError(
          'conflict',
          'This database is PostgreSQL: back it up with pg_dump or with the tools of your provider. After a restore run "rollcall new-epoch".',
        );
      }
      const backup = await backUpSqlite(database.path, file);
      print(
        json,
        backup,
        `${backup.path} holds the database as of now (${backup.bytes} bytes), checked. Keep SIGNING_KEYS and SECRETS_KEY with it: without them tokens and webhook secrets are lost.`,
      );
    });

  program
    .command('new-epoch')
    .description('after a restore: readers of the feed are told (410) to read the members anew')
    .option('--json', 'print JSON')
    .action(async ({ json }: JsonOption) => {
      const database = await openDatabase(readConfig().database);
      try {
        const epoch = await beginEpoch(database);
        print(
          json,
          { epoch },
          `The feed has a new epoch, ${epoch}. Every cursor that was given out answers 410 from now on.`,
        );
      } finally {
        await database.close();
      }
    });
}

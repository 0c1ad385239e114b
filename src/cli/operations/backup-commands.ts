/** `rollcall backup` and `restore`: a copy of a SQLite database. `rollcall new-epoch`: what others need after a restore. */
import type { Command } from 'commander';
import { RollcallError } from '../../base/errors.ts';
import { inspectConfig } from '../../config/config.ts';
import { openExistingDatabase } from '../../store/database/open.ts';
import { backUpSqlite } from '../../store/database/sqlite/backup.ts';
import { restoreSqlite } from '../../store/database/sqlite/restore.ts';
import { beginEpoch } from '../../store/events/feed-epoch.ts';
import { type JsonOption, print } from '../command-output.ts';

export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('copy a SQLite database, also beside a running service; the copy is ready to be restored')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: JsonOption) => {
      const path = sqlitePath(
        'back it up with pg_dump or with the tools of your provider. After a restore run "rollcall new-epoch --yes".',
      );
      const backup = await backUpSqlite(path, file);
      print(
        json,
        backup,
        `${backup.path} holds the database as of now (${backup.bytes} bytes), checked. Keep SIGNING_KEYS and SECRETS_KEY as well, in another place: without them tokens and webhook secrets are lost. To put it back: rollcall restore ${backup.path}`,
      );
    });

  program
    .command('restore <file>')
    .description(
      'put a backup in the place of the SQLite database of a stopped service; the old files are kept',
    )
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: JsonOption) => {
      const served = sqlitePath(
        'restore it with pg_restore or with the tools of your provider, then run "rollcall new-epoch --yes".',
      );
      const restore = await restoreSqlite(served, file, Date.now());
      const { path, bytes, epoch, movedTo } = restore;
      const before = movedTo === null ? 'There was no database before.' : `The one before is ${movedTo}.`;
      print(
        json,
        restore,
        `${path} is the backup now (${bytes} bytes), checked. ${before} The feed has a new epoch, ${epoch}: its readers get 410 and read all members again. Next: rollcall doctor, then start the service.`,
      );
    });

  program
    .command('new-epoch')
    .description('after a restore: readers of the feed get 410 and read all members again')
    .option('--yes', 'do it: every reader of the feed has to read all members again')
    .option('--json', 'print JSON')
    .action(async ({ yes, json }: JsonOption & { readonly yes?: true }) => {
      if (!yes) {
        throw new RollcallError(
          'badRequest',
          'A new epoch makes every cursor of the feed answer 410, and every reader reads all members again. After a restore this is right: run "rollcall new-epoch --yes".',
        );
      }
      const database = await openExistingDatabase(inspectConfig().config.database);
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

/** @throws RollcallError `conflict` with what to do instead, when the database is PostgreSQL */
function sqlitePath(instead: string): string {
  const { database } = inspectConfig().config;
  if (database.dialect === 'sqlite') return database.path;
  throw new RollcallError('conflict', `This database is PostgreSQL: ${instead}`);
}

/** `rollcall member import`: many members from a file, with progress. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { errorCodeOf, RollcallError } from '../../base/errors.ts';
import type { ImportCounts, ImportRecord } from '../../members/import/import.ts';
import { counted, type JsonOption, print } from '../command-output.ts';
import { parseNumber } from '../command-values.ts';
import { withMembers } from './with-members.ts';

interface ImportOptions extends JsonOption {
  readonly fromLine: number;
}

export function addMemberImportCommand(member: Command): void {
  member
    .command('import <account> <file>')
    .description('add or change a member for each line of JSON in a file; - reads standard input')
    .option('--from-line <number>', 'pass over what comes before', parseNumber, 1)
    .option('--json', 'print JSON')
    .action((accountId: string, file: string, { json, fromLine }: ImportOptions) =>
      withMembers(accountId, async ({ imports, context }) => {
        const chunks: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
        const counts = await imports.run({ chunks, fromLine, context }, report).catch(explain(file));
        print(json, counts, describe(counts));
        if (counts.failed === 0) return;
        throw new RollcallError(
          'badRequest',
          `${counted(counts.failed, 'line')} could not be imported. Correct the file and import it again: what is done already stays as it is.`,
        );
      }),
    );
}

/** Faults and progress go to standard error, so that standard output holds the outcome alone. */
function report(record: ImportRecord): Promise<void> {
  if ('error' in record) process.stderr.write(`line ${record.line}: ${record.error}\n`);
  else if ('stopped' in record) {
    const { line, error } = record.stopped;
    process.stderr.write(`stopped before line ${line} (go on with --from-line ${line}): ${error}\n`);
  } else if ('progress' in record) {
    process.stderr.write(`${counted(record.progress.line, 'line')}: ${describe(record.progress)}\n`);
  }
  return Promise.resolve();
}

const describe = ({ created, updated, unchanged, failed }: ImportCounts): string =>
  `${created} created, ${updated} updated, ${unchanged} unchanged, ${failed} failed`;

const explain =
  (file: string) =>
  (error: unknown): never => {
    const code = errorCodeOf(error);
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw error;
    throw new RollcallError('badRequest', `The file ${JSON.stringify(file)} cannot be read (${code}).`, {
      cause: error,
    });
  };

/** `rollcall self-test`: whether the service and the rules of an account answer as its identity provider needs it. */
import type { Command } from 'commander';
import { renderSelfTest } from '../../api/accounts/answers.ts';
import { withServices } from '../../composition/commands.ts';
import { selfTestText } from '../../self-test/report-text.ts';
import { CommandFailed, type JsonOption, print } from '../command-output.ts';

export function addSelfTestCommand(program: Command): void {
  program
    .command('self-test <account>')
    .description(
      "send the requests of an account's identity provider to a copy of this service in memory, with the rules of the account; nothing of the account is touched",
    )
    .option('--json', 'print JSON')
    .action((id: string, { json }: JsonOption) =>
      withServices(async ({ accounts, selfTests }) => {
        const report = await selfTests.run(await accounts.get(id), 'command line');
        print(json, renderSelfTest(report), selfTestText(report));
        if (report.verdict.outcome !== 'works') throw new CommandFailed();
      }),
    );
}

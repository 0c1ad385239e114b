/** `rollcall account …`: SCIM switched on and off, and accounts closed. */

import { type Command, Option } from 'commander';
import { guideMarkdown, guideText } from '../../accounts/guides/worded-guide.ts';
import { findTestAddress } from '../../accounts/test-address.ts';
import {
  type Enabling,
  guideOf,
  renderAccount,
  renderEnabling,
  renderGuide,
} from '../../api/accounts/answers.ts';
import { SUSPENSION } from '../../api/accounts/body.ts';
import { RollcallError } from '../../base/errors.ts';
import { parseWith } from '../../base/schema.ts';
import { withServices } from '../../composition/commands.ts';
import { type JsonOption, print, printObject } from '../command-output.ts';
import { type TokenOptions, tokenSettingsOf, withTokenSettings } from './token-options.ts';

export function addConnectionCommands(account: Command): void {
  addGuide(account);
  addSwitches(account);
  addEndings(account);
}

function addGuide(account: Command): void {
  account
    .command('guide <id>')
    .description('how to connect the identity provider of an account, for its IT admin; no token is in it')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['text', 'markdown']).default('text'),
    )
    .option('--json', 'print JSON')
    .action((id: string, { format, json }: JsonOption & { format: 'text' | 'markdown' }) =>
      withServices(async ({ accounts, members, publicUrl }) => {
        const found = await accounts.get(id);
        const guide = guideOf(found, publicUrl, await findTestAddress(found, members));
        print(
          json,
          renderGuide(guide, publicUrl),
          format === 'markdown' ? guideMarkdown(guide) : guideText(guide),
        );
      }),
    );
}

function addSwitches(account: Command): void {
  withTokenSettings(account.command('enable <id>'), 'first token')
    .description('switch SCIM on: the Base URL, a token, and what the IT admin has to do')
    .action((id: string, options: TokenOptions) =>
      withServices(async ({ accounts, members, publicUrl }) => {
        const issue = await accounts.enable(id, tokenSettingsOf(options));
        const testAddress = await findTestAddress(issue.account, members);
        print(
          options.json,
          renderEnabling(issue, publicUrl, testAddress),
          enablingText(issue, publicUrl, testAddress),
        );
      }),
    );

  account
    .command('suspend <id>')
    .description('stop SCIM for a while; the identity provider gets the reason')
    .option('--reason <words>', 'why, for people; the identity provider shows it')
    .option('--json', 'print JSON')
    .action((id: string, { reason = null, json }: JsonOption & { reason?: string | null }) =>
      withServices(async ({ accounts }) =>
        printObject(
          json,
          renderAccount(await accounts.suspend(id, parseWith(SUSPENSION, { reason }).reason ?? null)),
          `account resume ${id}`,
        ),
      ),
    );

  account
    .command('resume <id>')
    .description('let SCIM go on')
    .option('--json', 'print JSON')
    .action((id: string, { json }: JsonOption) =>
      withServices(async ({ accounts }) =>
        printObject(json, renderAccount(await accounts.resume(id)), `connection ${id}`),
      ),
    );
}

function addEndings(account: Command): void {
  account
    .command('disable <id>')
    .description('switch SCIM off')
    .addOption(
      new Option(
        '--members <choice>',
        'keep them as they are, or make those of the identity provider inactive',
      )
        .choices(['keep', 'deprovision'])
        .makeOptionMandatory(),
    )
    .option('--json', 'print JSON')
    .action((id: string, { members, json }: JsonOption & { members: 'keep' | 'deprovision' }) =>
      withServices(async ({ accounts, offboarding }) => {
        await accounts.disable(id, members);
        await offboarding.run(id);
        printObject(json, renderAccount(await accounts.get(id)), `account enable ${id}`);
      }),
    );

  account
    .command('close <id>')
    .description('end an account: all its members are removed, and what is personal is erased from its past')
    .option('--yes', 'really')
    .option('--json', 'print JSON')
    .action((id: string, { yes, json }: JsonOption & { yes?: true }) =>
      withServices(async ({ accounts, offboarding }) => {
        const { name } = await accounts.get(id);
        if (!yes) {
          throw new RollcallError(
            'badRequest',
            `This removes every member of ${id} (${name}), and nothing brings them back. Add --yes if that is what you want.`,
          );
        }
        await accounts.close(id);
        await offboarding.run(id);
        printObject(json, renderAccount(await accounts.get(id)));
      }),
    );
}

/** @param publicUrl without a trailing slash */
export const enablingText = ({ account, token }: Enabling, publicUrl: string, testAddress?: string): string =>
  [
    `SCIM is enabled for ${account.id}. Give these to its IT admin; the token is shown only now.`,
    `  Base URL  ${publicUrl}/scim/v2\n  Token     ${token}`,
    guideText(guideOf(account, publicUrl, testAddress)),
    `To see this guide again: rollcall account guide ${account.id} [--format markdown]\nTo see whether it works: rollcall connection ${account.id}`,
  ].join('\n\n');

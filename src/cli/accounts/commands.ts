/** `rollcall account`: accounts of the main app, and what describes them. */

import { type Command, Option } from 'commander';
import {
  type Account,
  parsePolicySettings,
  parseSsoProtocol,
  SSO_PROTOCOLS,
  signOnWith,
} from '../../accounts/account.ts';
import type { AccountSettings } from '../../accounts/change.ts';
import { IDENTITY_PROVIDERS, parseIdentityProvider } from '../../accounts/identity-provider.ts';
import { renderAccount, renderEnabling } from '../../api/accounts/answers.ts';
import { RollcallError } from '../../base/errors.ts';
import { withServices } from '../../composition/commands.ts';
import { type JsonOption, print, printObject, wholePage } from '../command-output.ts';
import { collect } from '../command-values.ts';
import { addConnectionCommands, enablingText } from './connection-commands.ts';

interface SettingOptions extends JsonOption {
  readonly name?: string;
  readonly idp?: string;
  readonly sso?: string;
  readonly policy: readonly string[];
}

export function addAccountCommands(account: Command): void {
  addReadingCommands(account);
  addOpeningCommand(account);
  addSettingCommands(account);
  addConnectionCommands(account);
}

function addReadingCommands(account: Command): void {
  account
    .command('show <id>')
    .description('show an account')
    .option('--json', 'print JSON')
    .action((id: string, { json }: JsonOption) =>
      withServices(async ({ accounts }) => printObject(json, renderAccount(await accounts.get(id)))),
    );

  account
    .command('list')
    .description('list accounts')
    .option('--json', 'print JSON')
    .action(({ json }: JsonOption) =>
      withServices(async ({ accounts }) => {
        const all = await accounts.list();
        print(
          json,
          wholePage(all.map(renderAccount)),
          all.map(accountLine).join('\n') || 'There are no accounts yet.',
        );
      }),
    );
}

function addOpeningCommand(account: Command): void {
  account
    .command('add <id>')
    .description('enable SCIM for an account and issue its first token')
    .option('--name <name>', 'a name for people')
    .option('--idp <name>', `one of ${Object.keys(IDENTITY_PROVIDERS).join(', ')}`, 'other')
    .option('--sso <protocol>', 'how the account signs in: saml, oidc or none; you vouch for it', 'saml')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption & { name?: string; idp: string; sso: string }) =>
      withServices(async ({ accounts, publicUrl }) => {
        const identityProvider = parseIdentityProvider(options.idp);
        const added = await accounts.add({
          id,
          name: options.name,
          identityProvider,
          sso: parseSsoProtocol(options.sso),
        });
        const issue = { ...added, account: { id, identityProvider } };
        print(
          options.json,
          { accountId: id, ...renderEnabling(issue, publicUrl) },
          enablingText(issue, publicUrl),
        );
      }),
    );
}

function addSettingCommands(account: Command): void {
  withSettings(account.command('put <id>'))
    .description('make an account, or change one; SCIM is not enabled by it')
    .action((id: string, options: SettingOptions) =>
      withServices(async ({ accounts }) => {
        const { account: changed } = await accounts.put(id, settingsOf(options));
        printObject(options.json, renderAccount(changed));
      }),
    );

  withSettings(account.command('set <id>'))
    .description('change an account that is there')
    .action((id: string, options: SettingOptions) =>
      withServices(async ({ accounts }) => {
        const settings = settingsOf(options);
        if (Object.keys(settings).length === 0) {
          throw new RollcallError(
            'badRequest',
            'There is nothing to set: give --name, --idp, --sso or --policy name=value.',
          );
        }
        printObject(options.json, renderAccount(await accounts.set(id, settings)));
      }),
    );

  account
    .command('sso <id> <protocol>')
    .description(
      'say how an account signs in now: saml, oidc or none; without active SAML, SCIM is suspended',
    )
    .option('--provider <name>', 'of its single sign-on, for people')
    .addOption(new Option('--status <status>', 'whether it is in use').choices(['active', 'inactive']))
    .option('--json', 'print JSON')
    .action(
      (
        id: string,
        protocol: string,
        options: JsonOption & { provider?: string; status?: 'active' | 'inactive' },
      ) =>
        withServices(async ({ accounts }) => {
          const { json, provider = null, status } = options;
          const usual = signOnWith(parseSsoProtocol(protocol));
          const sso = { ...usual, provider, status: status ?? usual.status };
          printObject(json, renderAccount(await accounts.set(id, { sso })));
        }),
    );
}

const withSettings = (command: Command): Command =>
  command
    .option('--name <name>', 'a name for people')
    .option('--idp <name>', `the identity provider: ${Object.keys(IDENTITY_PROVIDERS).join(', ')}`)
    .option('--sso <protocol>', `how the account signs in: ${SSO_PROTOCOLS.join(', ')}; you vouch for it`)
    .option('--policy <name=value>', 'set a policy, such as authority=reject; may be repeated', collect, [])
    .option('--json', 'print JSON');

function settingsOf({ name, idp, sso, policy }: SettingOptions): AccountSettings {
  return {
    ...(name === undefined ? {} : { name }),
    ...(idp === undefined ? {} : { identityProvider: parseIdentityProvider(idp) }),
    ...(sso === undefined ? {} : { sso: signOnWith(parseSsoProtocol(sso)) }),
    ...(policy.length === 0 ? {} : { policies: parsePolicySettings(policy) }),
  };
}

const accountLine = ({ id, name, identityProvider, connection: { state, reason } }: Account): string =>
  `${id}  ${name}  ${IDENTITY_PROVIDERS[identityProvider].label}  ${state}${reason === null ? '' : ` (${reason})`}`;

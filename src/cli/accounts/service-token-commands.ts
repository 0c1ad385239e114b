/** `rollcall service-token`: tokens for the control API. */

import type { Command } from 'commander';
import { tokenState } from '../../accounts/tokens/change.ts';
import { isScope, SCOPES } from '../../accounts/tokens/scopes.ts';
import type { ServiceTokenRecord } from '../../accounts/tokens/service-tokens.ts';
import { renderServiceToken } from '../../api/accounts/answers.ts';
import { withServices } from '../../composition/commands.ts';
import { isoDate, type JsonOption, print, wholePage } from '../command-output.ts';
import { splitList } from '../command-values.ts';
import { withExpiry } from './token-options.ts';

interface IssueOptions extends JsonOption {
  readonly scopes: string;
  readonly accounts?: string;
  readonly label: string;
  readonly expires?: number;
}

export function addServiceTokenCommands(serviceToken: Command): void {
  withExpiry(serviceToken.command('issue'))
    .description('issue a token for the control API')
    .requiredOption('--scopes <list>', "comma-separated, such as events:read; '*' for all")
    .option('--accounts <list>', 'limit it to these accounts, comma-separated')
    .option('--label <label>', 'what it is for', 'service token')
    .addHelpText('after', () => `\nScopes:\n${describeScopes(Object.keys(SCOPES))}`)
    .option('--json', 'print JSON')
    .action(({ scopes, accounts: only, label, expires, json }: IssueOptions) =>
      withServices(async ({ serviceTokens }) => {
        const grant = { scopes: splitList(scopes), accounts: only === undefined ? null : splitList(only) };
        const { token, tokenId } = await serviceTokens.issue(grant, label, expires ?? null);
        print(
          json,
          { token, tokenId },
          `The token is shown only now.\n\n  Token  ${token}\n  Id     ${tokenId}\n\nIt may do this:\n${describeScopes(grant.scopes)}`,
        );
      }),
    );

  serviceToken
    .command('list')
    .description('list service tokens')
    .option('--json', 'print JSON')
    .action(({ json }: JsonOption) =>
      withServices(async ({ serviceTokens }) => {
        const now = Date.now();
        const tokens = await serviceTokens.list();
        print(
          json,
          wholePage(tokens.map(token => renderServiceToken(token, now))),
          tokens.map(token => serviceTokenLine(token, now)).join('\n') || 'There are no service tokens yet.',
        );
      }),
    );

  serviceToken
    .command('revoke <tokenId>')
    .description('refuse a service token from the next request on')
    .option('--json', 'print JSON')
    .action((tokenId: string, { json }: JsonOption) =>
      withServices(async ({ serviceTokens }) => {
        await serviceTokens.revoke(tokenId);
        print(json, { tokenId, revoked: true }, `The service token ${tokenId} is revoked.`);
      }),
    );
}

const describeScopes = (scopes: readonly string[]): string =>
  scopes.map(scope => `  ${scope.padEnd(15)} ${isScope(scope) ? SCOPES[scope] : ''}`).join('\n');

function serviceTokenLine(token: ServiceTokenRecord, now: number): string {
  const { id, label, scopes, accounts, createdAt, expiresAt, keyId } = token;
  const expiry = expiresAt === null ? '' : `  expires ${isoDate(expiresAt)}`;
  return `${id}  ${label}  ${scopes.join()}  ${accounts?.join() ?? 'all accounts'}  created ${isoDate(createdAt)}  ${tokenState(token, now)}${expiry}  signed by ${keyId ?? 'a key not noted'}`;
}

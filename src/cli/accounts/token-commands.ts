/** `rollcall token`: bearer tokens of identity providers. */

import type { Command } from 'commander';
import type { Issue } from '../../accounts/accounts.ts';
import type { TokenRecord } from '../../accounts/state.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import { renderToken } from '../../api/accounts/answers.ts';
import { OVERLAP } from '../../api/request/overlap.ts';
import { parseWith } from '../../base/schema.ts';
import { withServices } from '../../composition/commands.ts';
import { isoDate, type JsonOption, print, wholePage } from '../command-output.ts';
import { parseNumber } from '../command-values.ts';
import { type TokenOptions, tokenSettingsOf, withTokenSettings } from './token-options.ts';

const DAY_SECONDS = 86_400;

export function addTokenCommands(token: Command): void {
  withTokenSettings(token.command('issue <account>'), 'token')
    .description('issue one more token; the others stay valid')
    .action((accountId: string, options: TokenOptions) =>
      withServices(async ({ accounts, publicUrl }) => {
        const { label, expiresAt, allowedAddresses } = tokenSettingsOf(options);
        const issue = await accounts.issueToken(accountId, label, expiresAt, { allowedAddresses });
        printIssue(options, issue, publicUrl);
      }),
    );

  token
    .command('list <account>')
    .description('list the tokens of an account')
    .option('--json', 'print JSON')
    .action((accountId: string, { json }: JsonOption) =>
      withServices(async ({ accounts }) => {
        const now = Date.now();
        const tokens = await accounts.listTokens(accountId);
        const page = wholePage(tokens.map(each => renderToken(each, now)));
        print(
          json,
          // Scripts rely on `tokens`.
          { ...page, tokens: page.data },
          tokens.map(each => tokenLine(each, now)).join('\n') || 'There are no tokens yet.',
        );
      }),
    );

  token
    .command('rotate <account> <tokenId>')
    .description('issue a token like another one, which ends after a while')
    .option(
      '--overlap <seconds>',
      'how long the old one stays valid; at most a week',
      parseNumber,
      DAY_SECONDS,
    )
    .option('--json', 'print JSON')
    .action((accountId: string, tokenId: string, options: JsonOption & { overlap: number }) =>
      withServices(async ({ accounts, publicUrl }) => {
        const overlapMs = parseWith(OVERLAP, { overlap_seconds: options.overlap });
        printIssue(options, await accounts.rotateToken(accountId, tokenId, overlapMs), publicUrl);
      }),
    );

  token
    .command('revoke <account> <tokenId>')
    .description('refuse a token from the next request on')
    .option('--json', 'print JSON')
    .action((accountId: string, tokenId: string, { json }: JsonOption) =>
      withServices(async ({ accounts }) => {
        await accounts.revokeToken(accountId, tokenId);
        print(json, { tokenId, revoked: true }, `The token ${tokenId} is revoked.`);
      }),
    );
}

function printIssue({ json }: JsonOption, { account, tokenId, token }: Issue, publicUrl: string): void {
  const baseUrl = `${publicUrl}/scim/v2`;
  print(
    json,
    { accountId: account.id, baseUrl, tokenId, token },
    `The token is shown only now.\n\n  Base URL  ${baseUrl}\n  Token     ${token}\n  Id        ${tokenId}\n\nPaste both at the identity provider. Next: rollcall connection ${account.id}`,
  );
}

function tokenLine(token: TokenRecord, now: number): string {
  const { id, label, createdAt, expiresAt, revokedAt, lastUsedAt, lastUsedFrom, allowedAddresses, keyId } =
    token;
  const state = tokenState(token, now);
  return [
    id,
    label,
    `created ${isoDate(createdAt)}`,
    state === 'revoked'
      ? `revoked ${isoDate(revokedAt)}`
      : expiresAt === null
        ? state
        : `${state === 'expired' ? 'expired' : 'expires'} ${isoDate(expiresAt)}`,
    lastUsedAt === null
      ? 'never used'
      : `used ${isoDate(lastUsedAt)} from ${lastUsedFrom ?? 'an unknown address'}`,
    ...(allowedAddresses === null ? [] : [`from ${allowedAddresses.join()} only`]),
    `signed by ${keyId ?? 'a key not noted'}`,
  ].join('  ');
}

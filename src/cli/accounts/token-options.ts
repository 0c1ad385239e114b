/** What is said of a token on the command line. */
import type { Command } from 'commander';
import { parseAllowedAddresses } from '../../accounts/tokens/allowed-addresses.ts';
import type { TokenSettings } from '../../accounts/tokens/change.ts';
import type { JsonOption } from '../command-output.ts';
import { parseDate, splitList } from '../command-values.ts';

export interface TokenOptions extends JsonOption {
  readonly label: string;
  readonly expires?: number;
  readonly allow?: string;
}

export const withTokenSettings = (command: Command, label: string): Command =>
  withExpiry(command.option('--label <label>', 'what the token is for', label))
    .option('--allow <addresses>', 'from where it may be used, such as 203.0.113.0/24; comma-separated')
    .option('--json', 'print JSON');

export const withExpiry = (command: Command): Command =>
  command.option(
    '--expires <date>',
    'its last day, such as 2027-01-31, or a time such as 2027-01-31T18:00Z',
    parseDate,
  );

/** @throws RollcallError `badRequest` for what is no address */
export function tokenSettingsOf({ label, expires, allow }: TokenOptions): TokenSettings {
  return {
    label,
    expiresAt: expires ?? null,
    allowedAddresses: allow === undefined ? null : parseAllowedAddresses(splitList(allow)),
  };
}

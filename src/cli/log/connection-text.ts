/** How a connection is doing, for people at a terminal: the verdict, what it rests on, and what to type next. */
import type { Account } from '../../accounts/account.ts';
import { IDENTITY_PROVIDERS } from '../../accounts/identity-provider.ts';
import { tokenState } from '../../accounts/tokens/change.ts';
import type { ConnectionHealth } from '../../provisioning-log/connection/connection-health.ts';
import type { ConnectionStatus } from '../../provisioning-log/connection/connection-status.ts';
import { type ConnectionVerdict, verdictOf } from '../../provisioning-log/connection/connection-verdict.ts';
import { isExplanationId } from '../../provisioning-log/explanations/explanation-catalogue.ts';
import { isoDate } from '../command-output.ts';
import { remedyText } from './text.ts';

const NEXT: Readonly<Record<ConnectionVerdict['state'], string>> = {
  off: 'account enable',
  paused: 'account show',
  no_token: 'token issue',
  waiting: 'account guide',
  token_refused: 'log',
  refused: 'log',
  failed: 'log',
  silent: 'log',
  works: 'log',
};

export function connectionText(
  { id, identityProvider, connection }: Account,
  { health, tokens, progress, baseUrl, at }: ConnectionStatus,
): string {
  const count = (state: string): number => tokens.filter(token => tokenState(token, at) === state).length;
  const { state, text } = verdictOf(progress, health);
  const { firstContactAt = null, lastRequestAt = null, lastError = null, lastUnproven = null } = health ?? {};
  const rows = [
    ['Identity provider', IDENTITY_PROVIDERS[identityProvider].label],
    ['State', `${connection.state} since ${isoDate(connection.since)}`],
    ['Base URL', baseUrl],
    ['First contact', isoDate(firstContactAt) ?? 'none yet'],
    ['Last request', isoDate(lastRequestAt) ?? 'none yet'],
    ['Tokens', `${count('active')} active, ${count('expired')} expired, ${count('revoked')} revoked`],
    ...errorRows('Last error', lastError),
    ...errorRows('Last unproven', lastUnproven),
  ];
  const explanation = (state === 'token_refused' ? lastUnproven : progress.fault)?.explanation ?? null;
  return [
    text,
    ...(progress.mended ? [progress.mended.text] : []),
    rows.map(([name = '', value]) => `${name.padEnd(18)}  ${value}`).join('\n'),
    ...(isExplanationId(explanation) ? [remedyText(explanation, { identityProvider, baseUrl })] : []),
    `Next: rollcall ${NEXT[state]} ${id}`,
  ].join('\n\n');
}

const errorRows = (name: string, error: ConnectionHealth['lastError']): readonly (readonly string[])[] =>
  error === null ? [] : [[name, `${isoDate(error.at)}  ${error.status}  ${error.message}`]];

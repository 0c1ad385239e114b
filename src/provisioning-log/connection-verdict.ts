/** Whether a connection works, in one word for programs and in a sentence or two for people. */
import type { Account } from '../accounts/account.ts';
import { SSO_INACTIVE } from '../accounts/account.ts';
import { IDENTITY_PROVIDERS } from '../accounts/identity-provider.ts';
import type { ConnectionHealth } from './connection-health.ts';

export interface ConnectionVerdict {
  /** `refused`: the identity provider's to mend; `failed`: ours; `token_refused`: nothing but tokens that do not count came. */
  readonly state:
    | 'off'
    | 'paused'
    | 'no_token'
    | 'waiting'
    | 'token_refused'
    | 'refused'
    | 'failed'
    | 'works';
  readonly text: string;
}

/** It says nothing of the connection: many identity providers push groups beside people who are in order. */
const HARMLESS = 'groups_pushed';

/** @param now milliseconds since the epoch */
export function verdictOf(
  { connection, identityProvider }: Pick<Account, 'connection' | 'identityProvider'>,
  health: ConnectionHealth | undefined,
  activeTokens: number,
  now: number,
): ConnectionVerdict {
  const { state, reason } = connection;
  if (state === 'disabled') return { state: 'off', text: 'Switched off. Enable SCIM for the account first.' };
  if (state === 'suspended') return { state: 'paused', text: pauseText(reason) };
  if (activeTokens === 0) {
    return {
      state: 'no_token',
      text: 'Does not work: every token has expired or was revoked. Issue a new one.',
    };
  }
  const { lastRequestAt = null, lastSuccessAt = null, lastError = null, lastUnproven = null } = health ?? {};
  const since = (at: number): string => timeAgo(now - at);
  if (lastRequestAt === null) {
    const { label } = IDENTITY_PROVIDERS[identityProvider];
    if (lastUnproven === null) {
      return { state: 'waiting', text: `Waiting for ${label}: nothing has arrived yet.` };
    }
    return {
      state: 'token_refused',
      text: `Does not work yet. A request came ${since(lastUnproven.at)} and was refused: ${lastUnproven.message}.`,
    };
  }
  if (lastError && lastError.at > (lastSuccessAt ?? 0) && lastError.explanation !== HARMLESS) {
    return {
      state: lastError.status >= 500 ? 'failed' : 'refused',
      text: `The last request did not succeed, ${since(lastError.at)}: ${lastError.message}.`,
    };
  }
  const success = lastSuccessAt === null ? '' : ` Last success ${since(lastSuccessAt)}.`;
  return { state: 'works', text: `Works. Last request ${since(lastRequestAt)}.${success}` };
}

function pauseText(reason: string | null): string {
  if (reason === SSO_INACTIVE) {
    return 'Paused: single sign-on is not active. It goes on by itself when SAML single sign-on is active again.';
  }
  return `Paused${reason === null ? '' : `: ${reason}`}. It goes on when SCIM is resumed for the account.`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** @param ms how long ago; less than a minute, or a time in the future, is "just now" */
function timeAgo(ms: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor(ms / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
